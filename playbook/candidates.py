"""Whether a person can do a part: asked of everyone a form names newly."""

from playbook.facts import Person, PersonId
from playbook.known import Known
from playbook.refusals import Refusal


def unfit(
    person: PersonId | None, field: str, role: str, known: Known, *, guests: bool = False
) -> list[Refusal]:
    """The refusal beside the field, if Slack says this person cannot do this; `guests` may where true."""
    if person is None:
        return []
    who = known.people.get(person)
    why = "is not known in this workspace" if who is None else _why(who, guests)
    words = f"This person {why} and cannot be the {role}. Name someone else."
    return [Refusal(words, field=field)] if why else []


def _why(person: Person, guests: bool) -> str:
    reasons = (
        (person.deactivated, "has a deactivated account"),
        (person.bot, "is an app"),
        (person.foreign and not guests, "is of another workspace"),
        (person.guest and not guests, "is a guest"),
    )
    return next((why for applies, why in reasons if applies), "")
