"""What the stories of check-ins share: a pilot on a Monday in January, and its first weeks."""

from datetime import UTC, datetime

from tests.stories.acts import accepts, locks, registers

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
EVERYTHING = {"systems": "1", "layers": "0", "partners": "0", "loop_days": "1"}


def has_a_contract(slack):
    """UC-1 is registered, owned by Anna and signed by both; Day 1 is Tuesday 6 January 2026."""
    anna, ben = slack.person("anna"), slack.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    return anna


def is_owned(slack):
    """UC-1 is registered and owned by Anna; its contract is not complete."""
    anna = slack.person("anna")
    registers(anna)
    anna.cancels()
    accepts(anna)
    return anna


def logs(person, typed):
    """A reading by command; the reply."""
    person.types(f"/pilot log {typed}", in_="#ai-pilots")
    return person.sees("", in_="#ai-pilots")


def on(slack, month, day, hour=12):
    """Let the calendar run until that day of 2026, at noon UTC."""
    slack.advance(to=datetime(2026, month, day, hour, tzinfo=UTC))
