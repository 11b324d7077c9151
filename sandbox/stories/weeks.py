"""What the stories of check-ins share: a pilot on a Monday in January, and its first weeks."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.reading import Seen
from sandbox.stories.acts import accepts, locks, opens, registers
from sandbox.stories.transcript import Company, Somebody

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
EVERYTHING = {"systems": "1", "layers": "0", "partners": "0", "loop_days": "1"}


def has_a_contract(slack: Company) -> Somebody:
    """UC-1 is registered, owned by Anna and signed by both; Day 1 is Tuesday 6 January 2026."""
    anna, ben = slack.person("anna"), slack.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    return anna


def passes_the_entry_check(slack: Company) -> None:
    """All that Day 10 asks for besides the locked contract."""
    anna, carla = slack.person("anna"), slack.person("carla")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    opens(anna, "Describe the process")
    anna.fills(
        workflow="Proposals",
        function="Sales",
        bottlenecks="Legal review, 2 days, e-mail",
        second_place="Sales North",
        second_owner="@kate",
    ).submits()
    anna.presses("Answer the controls", in_="modal")
    anna.fills(
        data_sensitivity="internal",
        model_boundary="EU region, drafting only",
        human_review="every proposal is read before it is sent",
        logging="prompt and answer, two years",
        escalation_contact="@finn",
    ).submits()
    anna.sees("saved", in_="modal")
    anna.cancels()
    carla.presses("No objection", in_="dm")


def goes_live(anna: Somebody, **more: str) -> Somebody:
    """The owner presses *It is live*."""
    anna.types("/pilot live UC-1", in_="#ai-pilots")
    anna.fills(link="https://crm.example.com/4711", **more).submits()
    return anna


def is_owned(slack: Company) -> Somebody:
    """UC-1 is registered and owned by Anna; its contract is not complete."""
    anna = slack.person("anna")
    registers(anna)
    anna.cancels()
    accepts(anna)
    return anna


def logs(person: Somebody, typed: str) -> Seen:
    """A reading by command; the reply."""
    person.types(f"/pilot log {typed}", in_="#ai-pilots")
    return person.sees("", in_="#ai-pilots")


def on(slack: Company, month: int, day: int, hour: int = 12) -> None:
    """Let the calendar run until that day of 2026, at noon UTC."""
    slack.advance(to=datetime(2026, month, day, hour, tzinfo=UTC))
