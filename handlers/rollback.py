"""/pilot rollback: pulled by hand, answered, explained, closed; and the fallback that is ready for it."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, Respond

from blocks import rollback as drawing
from blocks.actions import Actions, value_of
from blocks.pieces import Drawn
from handlers.commands import Command, Typed
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, Talks, numbered, tables
from handlers.pages import by_click, by_command, show_again
from playbook import recovery
from playbook.facts import UseCase
from playbook.forms import CauseForm, CloseForm, FallbackForm, ReasonForm
from playbook.known import Known
from playbook.policy import allowed_verbs


def _page(use_case: UseCase, known: Known) -> Drawn:
    return drawing.page(use_case, may=allowed_verbs(known.actor, use_case, known.settings))


_asked_for = by_command("rollback", _page)


def roll_back(ack: Ack, said: Typed, call: Callable[..., None], desk: Desk) -> None:
    """With a key and a reason it is rolled back now; without a reason the page offers it."""
    if said.number is None or not said.behind_the_key:
        call(_asked_for)
        return
    asked = desk.ask({})
    with desk.work() as work:
        before = work.with_readings(allowed(work, said.number, "roll_back", asked))
        form, known = ReasonForm.read({"reason": said.behind_the_key}), desk.known(work, asked)
        saved = desk.change(work, before.use_case, recovery.pull(before, form, known), "rolled back")
        drawn = _page(saved, known)
    ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")


def running_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """*Fallback is running*: since now, said by this person."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "answer_rollback", asked)
        after = recovery.answer_running(before, numbered("t", target.extra), desk.known(work, asked))
        desk.change(work, before, after, "rollback answered")
    ack()
    show_again(body, respond, _page, target.uc, desk)


def _still_live(about: str) -> Talk:
    return Talk(
        "rollback.live",
        "answer_rollback",
        "rollback answered",
        lambda use_case: {"reason": None},
        lambda before, typed, known: recovery.answer_live(
            before, numbered("t", about), ReasonForm.read(typed), known
        ),
        closes=True,
        about=about,
    )


def _cause(about: str) -> Talk:
    return Talk(
        "rollback.cause",
        "explain",
        "cause said",
        lambda use_case: {"cause": recovery.told_cause(use_case, about)},
        lambda before, typed, known: recovery.say_cause(before, about, CauseForm.read(typed), known),
        closes=True,
        about=about,
    )


def _close(about: str) -> Talk:
    return Talk(
        "rollback.close",
        "close_rollback",
        "rollback closed",
        lambda use_case: {"reason": None, "cause": recovery.told_cause(use_case, about)},
        judge=lambda pilot, typed, known: recovery.close(
            pilot, numbered("t", about), CloseForm.read(typed), known
        ),
        closes=True,
        about=about,
    )


def _fallback(use_case: UseCase) -> Answers:
    return {"fallback": use_case.fallback}


_opening, VIEWS = tables(
    Talk(
        "rollback.pull",
        "roll_back",
        "rolled back",
        lambda use_case: {"reason": None},
        judge=lambda pilot, typed, known: recovery.pull(pilot, ReasonForm.read(typed), known),
        closes=True,
    ),
    Talk(
        "rollback.fallback",
        "write_fallback",
        "fallback written",
        _fallback,
        lambda before, typed, known: recovery.write_fallback(before, FallbackForm.read(typed)),
        page=_page,
    ),
    Talks("rollback.live", _still_live),
    Talks("rollback.cause", _cause),
    Talks("rollback.close", _close),
)
ACTIONS = _opening | {Actions.ROLLBACK_SHOW: by_click(_page), Actions.ROLLBACK_RUNNING: running_clicked}
PAGES = {"rollback": _page}
PILOT = {
    "rollback": Command(
        roll_back, "rollback UC-7 [reason]", "go back to the fallback now; what stands, and how to close it"
    )
}
