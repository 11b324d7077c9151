"""Turns a no, a form that is not well formed, or a bug into words where the person is looking.

The one `app.error` handler. It always answers Slack with 200, because Socket Mode knows no other answer; only
an event that met a bug gets 500, so that Slack delivers it again.
"""

import html
import logging
import secrets
from contextlib import suppress
from typing import Any, NamedTuple

from pydantic import ValidationError
from slack_bolt import BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError

from blocks import pieces
from bot.after import TooBusy
from bot.inbound import kind
from playbook.refusals import Refusal, Refusals, plainly
from store import Repeated

log = logging.getLogger(__name__)

LATE = {"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"}
TOO_LATE = "That took longer than Slack waits for a window to open. Nothing was changed; please try again."
MARK = "refusal."  # begins the block_id of words put above a view, so that they replace the last ones
ROOM = 2900  # of the 3,000 characters a text may have
BUG = (
    "Something broke on our side (ref {ref}); what you typed is kept. Try again, or tell your admin the ref."
)
KEPT = (
    "type",
    "title",
    "submit",
    "close",
    "private_metadata",
    "callback_id",
    "clear_on_close",
    "notify_on_close",
)


class Complaint(NamedTuple):
    """What is wrong, the ways forward, and the input it belongs beside, if it is about one."""

    words: str
    ways: tuple[str, ...] = ()
    field: str | None = None


def tell(error: Exception, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer the request that met this error. The repeat of a request was answered the first time."""
    if isinstance(error, Repeated):
        return BoltResponse(status=200)
    complaints = in_words(error, body)
    match kind(body):
        case "view_submission":
            return BoltResponse(status=200, body=_beside_the_fields(complaints, body["view"]))
        case "command":
            return BoltResponse(status=200, body={"response_type": "ephemeral", **_message(complaints, body)})
        case "block_suggestion":
            return BoltResponse(status=200, body={"options": []})
        case "event":
            return BoltResponse(status=200 if isinstance(error, Refusal) else 500)
    if after := context.get("after"):
        with suppress(TooBusy):
            after(say, complaints, body, context)
    return BoltResponse(status=200)


def tell_afterwards(error: Exception, body: dict[str, Any], context: BoltContext) -> None:
    """Tell of an error in what followed the answer, when the request itself can no longer be answered."""
    complaints = in_words(error, body)
    try:
        say(complaints, body, context)
    except (SlackApiError, OSError) as unheard:
        log.warning("nobody could be told: %s", unheard)


def in_words(error: Exception, body: dict[str, Any]) -> list[Complaint]:
    """What went wrong, for the person. A bug is logged here, once, with the reference the person sees."""
    match error:
        case Refusals():
            return [Complaint(str(one), one.ways, one.field) for one in error.each]
        case Refusal():
            return [Complaint(str(error), error.ways, error.field)]
        case ValidationError() if wrong := _wrong_answers(error, body):
            return wrong
        case SlackApiError() if error.response.get("error") in LATE:
            return [Complaint(TOO_LATE)]
    ref = secrets.token_hex(2)
    log.error("bug, ref %s, in %s", ref, kind(body), exc_info=error)
    return [Complaint(BUG.format(ref=ref))]


def say(complaints: list[Complaint], body: dict[str, Any], context: BoltContext) -> None:
    """Show the words without an answer to carry them: as a reply, in the open modal, or in a new one."""
    view, place = body.get("view") or {}, body.get("container") or {}
    thread = place.get("thread_ts")
    if thread and thread == place.get("message_ts") and body.get("trigger_id"):
        _window(complaints, body, context)
    elif thread:
        _reply(thread, complaints, body, context)
    elif context.respond and body.get("response_url"):
        context.respond(response_type="ephemeral", replace_original=False, **_message(complaints, body))
    elif kind(body) == "block_actions" and view.get("type") == "modal":
        context.client.views_update(view_id=view["id"], hash=view["hash"], view=_on_top(complaints, view))
    elif body.get("trigger_id"):
        _window(complaints, body, context)


def _window(complaints: list[Complaint], body: dict[str, Any], context: BoltContext) -> None:
    """A window. Also for a thread's first message: it stands in the channel, where a reply is not seen."""
    view = pieces.refusal_view("Not done", *_joined(complaints))
    context.client.views_open(trigger_id=body["trigger_id"], view=view)


def _reply(thread: str, complaints: list[Complaint], body: dict[str, Any], context: BoltContext) -> None:
    """In the thread where the button stands: an answer by the response URL would land outside it."""
    channel, person = body["container"]["channel_id"], context.user_id or ""
    said = _message(complaints, body)
    context.client.chat_postEphemeral(channel=channel, user=person, thread_ts=thread, **said)


def _wrong_answers(error: ValidationError, body: dict[str, Any]) -> list[Complaint]:
    """A form's errors beside its inputs; nothing when they are not about this form, for then it is a bug."""
    inputs = _inputs(body.get("view") or {})
    named = [(next((str(part) for part in e["loc"] if part in inputs), None), e) for e in error.errors()]
    return (
        [Complaint(plainly(e), field=field) for field, e in named] if any(field for field, _ in named) else []
    )


def _inputs(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view.get("blocks", ()) if block["type"] == "input"]


def _beside_the_fields(complaints: list[Complaint], view: dict[str, Any]) -> dict[str, Any]:
    """Each complaint beside its input, what is about none of them beside the first; what was typed stays."""
    inputs, errors = _inputs(view), dict[str, str]()
    if not inputs:
        return {"response_action": "update", "view": _on_top(complaints, view)}
    for one in complaints:
        place = one.field if one.field in inputs else inputs[0]
        lines = [errors.get(place, ""), one.words, *(f"- {way}" for way in one.ways)]
        errors[place] = pieces.cut_plain("\n".join(line for line in lines if line), ROOM)
    return {"response_action": "errors", "errors": errors}


def _on_top(complaints: list[Complaint], view: dict[str, Any]) -> dict[str, Any]:
    """The same view with the words above it."""
    above = pieces.refusal(*_joined(complaints)).blocks
    marked = [block | {"block_id": f"{MARK}{number}"} for number, block in enumerate(above)]
    below = [block for block in view["blocks"] if not block["block_id"].startswith(MARK)]
    return {part: view[part] for part in KEPT if view.get(part)} | {"blocks": [*marked, *below]}


def _joined(complaints: list[Complaint]) -> tuple[str, tuple[str, ...]]:
    words = pieces.cut_plain("\n".join(one.words for one in complaints), ROOM)
    return words, tuple(way for one in complaints for way in one.ways)


def _message(complaints: list[Complaint], body: dict[str, Any]) -> dict[str, Any]:
    """The words, and below them a command as it was typed, so that it can be mended and sent again."""
    shown = pieces.refusal(*_joined(complaints))
    typed = f"{body.get('command', '')} {body.get('text') or ''}".strip()
    if not body.get("text"):
        return {"text": shown.text, "blocks": shown.blocks}
    kept = f"You typed: {pieces.escape(html.unescape(typed))}"
    return {
        "text": pieces.cut(f"{shown.text}\n{kept}", ROOM),
        "blocks": [*shown.blocks, pieces.context(kept)],
    }
