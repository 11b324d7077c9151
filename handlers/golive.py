"""*It is live*, said once by the owner."""

from typing import Any

from slack_bolt import Ack

from handlers import forms
from handlers.commands import Command, Typed, meant
from handlers.desk import Desk
from handlers.forms import Answers, Talk
from playbook.calendar import day_of
from playbook.facts import UseCase
from playbook.forms import GoLiveForm
from playbook.golive import check_ready, go_live
from playbook.known import Known
from playbook.refusals import Refusal


def _offered(use_case: UseCase, known: Known) -> Answers:
    """Today, unless it cannot go live; then the window says why."""
    check_ready(use_case)
    return {"day": known.today.isoformat()}


def _means(saved: UseCase, known: Known) -> tuple[str, ...]:
    if saved.went_live is None:
        return ()
    day = day_of(saved.went_live.day)
    return (f"{saved.key} is live since {day}: from that day on each week counts as evidence.",)


LIVE = Talk(
    "checkins.live",
    "go_live",
    "went live",
    lambda use_case: {"link": None, "day": None},
    lambda before, typed, known: go_live(before, GoLiveForm.read(typed), known),
    says=_means,
    offers=_offered,
)


def live(ack: Ack, body: dict[str, Any], said: Typed, desk: Desk) -> None:
    """Open the form; it says what is missing while the entry check is not met."""
    asked = desk.ask({})
    with desk.read() as look:
        number = meant(said, desk.known(look, asked))
    if number is None:
        raise Refusal("Which use case is live? Name it, like /pilot live UC-7.")
    ack()
    desk.open(body, "It is live", lambda: forms.filled(LIVE, number, desk))


ACTIONS, VIEWS = forms.tables(LIVE)
PILOT = {"live": Command(live, "live UC-7", "it is live: from this day on readings are evidence")}
