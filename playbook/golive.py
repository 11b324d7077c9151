"""*It is live*: the owner says so once, with the first real case; evidence starts that day (section 5)."""

from datetime import date

from playbook import calendar, milestones
from playbook.facts import GoLive, Missing, UseCase
from playbook.forms import GoLiveForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal, Refusals
from playbook.wording import counted


def check_ready(use_case: UseCase) -> None:
    """Refuse while the entry check is not met, naming what is missing and whose it is; and a second time."""
    if use_case.went_live:
        day = calendar.day_of(use_case.went_live.day)
        raise AlreadyDone(
            f"{use_case.key} is live since {day}. The day is fixed once: readings count from it."
        )
    if use_case.outcome == "stopped":
        raise Refusal(f"{use_case.key} was stopped.")
    if lacks := _lacks(use_case):
        raise Refusal(
            f"{use_case.key} cannot go live yet: the entry check still needs {counted(len(lacks), 'thing')}.",
            ways=tuple(lacks[:10]),
        )


def _lacks(use_case: UseCase) -> list[str]:
    lacks = [f"{one.words} ({owed_by(use_case, one)})" for one in milestones.missing(use_case)]
    return (
        lacks if lacks or use_case.in_force else ["both signatures under the value contract (owner, sponsor)"]
    )


def owed_by(use_case: UseCase, lack: Missing) -> str:
    """Whose it is, by role."""
    roles = (
        (use_case.owner, "the owner"),
        (use_case.sponsor, "the sponsor"),
        (use_case.registrant, "who registered it"),
    )
    if lack.owes is None:
        return "a gatekeeper" if lack.field == "gatekeepers" else "nobody named yet"
    return next((role for person, role in roles if person == lack.owes), "the person named for it")


def go_live(before: UseCase, form: GoLiveForm, known: Known) -> UseCase:
    """The use case, live from that day on."""
    check_ready(before)
    Refusals.raise_any(_wrong_day(before, form.day or known.today, known))
    live = GoLive(day=form.day or known.today, at=known.now, by=known.actor.id, link=form.link)
    return before.model_copy(update={"went_live": live})


def _wrong_day(use_case: UseCase, day: date, known: Known) -> list[Refusal]:
    locked = use_case.contracts[0].locked_at or known.now
    signed = calendar.local_day(locked, known.settings.zone)
    checks = (
        (day > known.today, f"{calendar.day_of(day)} has not come yet."),
        (
            day < use_case.day_one,
            f"Day 1 is {calendar.day_of(use_case.day_one)}: it cannot have been live before.",
        ),
        (
            day < signed,
            f"The value contract was locked on {calendar.day_of(signed)}: evidence starts after it.",
        ),
    )
    return [Refusal(words, field="day") for wrong, words in checks if wrong][:1]
