"""/pilot digest, and what leaders answer where it stands: I take it, Name someone, Decline with reason."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, Respond

from blocks import digest as drawing
from blocks import digest_files, pieces
from blocks.actions import Actions, value_of
from handlers import files
from handlers.commands import Command, Typed
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, Talks, nothing, numbered, tables
from handlers.pages import reply
from playbook import reviews
from playbook.blockers import name_clearer, take, turn_down
from playbook.calendar import day_of, month_of
from playbook.comments import comment
from playbook.facts import UseCase
from playbook.known import Known
from playbook.policy import can, check
from playbook.refusals import AlreadyDone, NotAllowed, Refusal
from playbook.review_forms import CommentForm, DeclineBlockerForm, NameClearerForm
from playbook.review_notices import Reviewed
from store import Look, review

TITLE = "Monthly review"
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])\Z")


class NoLeadershipChannel(Refusal):
    """There is no leadership channel to post to. An admin names one in `/pilot settings`."""


def digest(ack: Ack, said: Typed, respond: Respond, desk: Desk) -> None:
    """`/pilot digest`: a preview for you alone; `/pilot digest post`: now, for all leaders."""
    (_post if said.rest.lower() == "post" else _preview)(ack, respond, desk)


def _preview(ack: Ack, respond: Respond, desk: Desk) -> None:
    shown = _previewed(desk)
    ack()
    reply(respond, shown, desk)


def _previewed(desk: Desk) -> pieces.Drawn:
    asked = desk.ask({})
    with desk.read() as look:
        known = desk.known(look, asked)
        _leads(known)
        month = reviews.coming(known.today, known.settings)
        made = review.compose(look, month, desk.now, _seen_by(known), preview=True)
    return drawing.digest_posted(made.root)


def preview_clicked(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """The same from Home, in a window: charts and tables as lines, which is all that windows hold."""
    ack()
    desk.open(body, TITLE, lambda: _in_a_window(pieces.without_newer(_previewed(desk))))


def _in_a_window(shown: pieces.Drawn) -> pieces.Block:
    return pieces.modal("digest.preview", TITLE, shown.blocks, close="Close")


def _leads(known: Known) -> None:
    """Refuse whoever is no leader: no sponsor of anything, no gatekeeper, no admin."""
    if not any(can(known.actor, "preview_digest", one, known.settings) for one in (None, *known.listed)):
        raise NotAllowed("The digest is for leaders: sponsors, gatekeepers and admins preview it.")


def _seen_by(known: Known) -> Callable[[UseCase], bool]:
    return lambda one: can(known.actor, "see", one, known.settings)


def _post(ack: Ack, respond: Respond, desk: Desk) -> None:
    asked = desk.ask({})
    with desk.work() as work:
        known = desk.known(work, asked)
        check(known.actor, "post_digest", None, known.settings)
        if not known.settings.leadership_channel:
            raise NoLeadershipChannel
        month = month_of(known.today)
        if work.letter_state(review.name_of(month)):
            coming = reviews.held_on(reviews.after(month), known.settings)
            raise AlreadyDone(
                f"This month's digest is posted already. The next one comes on {day_of(coming)}."
            )
        review.post(work, month, desk.now)
    channel = pieces.channel(known.settings.leadership_channel)
    ack()
    reply(respond, pieces.drawn([pieces.section(f"📊 The digest is on its way to {channel}.")]), desk)


# --- blockers -----------------------------------------------------------------------------------------------


def taken(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """I take it."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "answer_blocker", asked)
        after = take(before, numbered("b", target.extra), desk.known(work, asked))
        kept = desk.change(work, before, after, "blocker taken")
        review.restate(work, kept, desk.now)
    ack()


def _talk(form: str, act: str, rule: Callable[[UseCase, int, Answers, Known], UseCase]) -> Talks:
    def of(about: str) -> Talk:
        return Talk(
            form,
            "answer_blocker",
            act,
            lambda use_case: {},
            lambda before, typed, known: rule(before, numbered("b", about), typed, known),
            closes=True,
            about=about,
            then=review.restate,
        )

    return Talks(form, of)


# --- comments -----------------------------------------------------------------------------------------------


def _commenting(about: str) -> Talk:
    """A comment on a use case in the review of that month."""
    return Talk(
        "digest.comment",
        "comment",
        "comment made",
        nothing("text"),
        lambda before, typed, known: comment(before, _a_month(about), CommentForm.read(typed), known),
        closes=True,
        about=about,
        then=review.tell_comment,
    )


_opening, VIEWS = tables(
    _talk(
        "digest.name",
        "blocker named",
        lambda before, number, typed, known: name_clearer(before, number, NameClearerForm.read(typed), known),
    ),
    _talk(
        "digest.decline",
        "blocker declined",
        lambda before, number, typed, known: turn_down(before, number, DeclineBlockerForm.read(typed), known),
    ),
    Talks("digest.comment", _commenting),
)


# --- files --------------------------------------------------------------------------------------------------


def files_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """The whole digest as CSV and PDF, to whoever pressed, of what they may see."""
    month, here = value_of(action).extra, str((body.get("channel") or {}).get("id"))
    asked = desk.ask({})
    with desk.read() as look:
        made = _files(look, _a_month(month), desk.known(look, asked), here)
    ack()
    desk.after(_send, desk, respond, made)


def _a_month(said: str) -> str:
    """The month a button names; a forged one is no month."""
    if not _MONTH.match(said):
        raise Refusal("There is no digest of that month.")
    return said


def _files(look: Look, month: str, known: Known, here: str) -> dict[str, bytes]:
    """As it was posted; before that, as it would be now for this person."""
    kept = review.posted(look, month)
    if kept:
        lines, truth = _visible(kept.lines, known, here), kept.root.truth
    else:
        _leads(known)
        made = review.compose(look, month, known.now, _seen_by(known), preview=True)
        lines, truth = made.lines, made.root.truth
    return digest_files.files(month, lines, truth, review.names_in(look, lines), known.now)


def _visible(lines: tuple[Reviewed, ...], known: Known, here: str) -> tuple[Reviewed, ...]:
    """In the leadership channel all of it; elsewhere what this person may see."""
    if here == known.settings.leadership_channel:
        return lines
    seen = {one.number for one in known.listed if can(known.actor, "see", one, known.settings)}
    return tuple(one for one in lines if one.use_case in seen)


def _send(desk: Desk, respond: Respond, made: dict[str, bytes]) -> None:
    if files.send(desk, made, "The monthly review as a whole, as you asked."):
        said = "📎 CSV and PDF are in your direct messages with me."
    else:
        said = "⚠️ The files did not arrive: Slack took none. Press the button again."
    reply(respond, pieces.drawn([pieces.section(said)]), desk)


ACTIONS = _opening | {
    Actions.DIGEST_PREVIEW: preview_clicked,
    Actions.DIGEST_TAKE: taken,
    Actions.DIGEST_FILES: files_clicked,
}
PILOT = {"digest": Command(digest, "digest [post]", "the monthly review: preview it; an admin posts it")}
