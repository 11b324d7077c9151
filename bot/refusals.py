"""Turns a no, a form that is not well formed, or a bug into words where the person is looking.

The one `app.error` handler. It always answers Slack with 200, because Socket Mode knows no other answer; only
an event that met a bug gets 500, so that Slack delivers it again.
"""

import logging
import secrets
from contextlib import suppress
from typing import Any, NamedTuple

from pydantic import ValidationError
from slack_bolt import BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError

from blocks.pieces import cut, cut_plain, escape
from bot.after import TooBusy
from bot.inbound import kind
from playbook.refusals import Refusal, Refusals

log = logging.getLogger(__name__)

ROOM = 2900  # of the 3,000 characters a text may have
BUG = (
    "Something broke on our side (ref {ref}); what you typed is kept. Try again, or tell your admin the ref."
)
WORDS_FOR = {
    "missing": "This is needed.",
    "string_too_short": "This is needed.",
    "none_required": "Leave this empty.",
    "int_parsing": "This needs a whole number, such as 3.",
    "int_from_float": "This needs a whole number, such as 3.",
    "float_parsing": "This needs a number, such as 4.5.",
    "finite_number": "This needs a number, such as 4.5.",
    "date_from_datetime_parsing": "This needs a date, such as 2026-03-31.",
    "date_parsing": "This needs a date, such as 2026-03-31.",
}
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
    """What is wrong, in words, and the input it belongs beside, if it is about one."""

    words: str
    field: str | None = None


def tell(error: Exception, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """Answer the request that met this error."""
    complaints = in_words(error, body)
    match kind(body):
        case "view_submission":
            return BoltResponse(status=200, body=_beside_the_fields(complaints, body["view"]))
        case "command":
            text = _joined(complaints) + _typed(body)
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        case "block_suggestion":
            return BoltResponse(status=200, body={"options": []})
        case "event":
            return BoltResponse(status=200 if isinstance(error, Refusal) else 500)
    if after := context.get("after"):
        with suppress(TooBusy):
            after(say, complaints, body, context)
    return BoltResponse(status=200)


def tell_afterwards(error: Exception, body: dict[str, Any], context: BoltContext) -> None:
    """Tell of an error in what followed the answer, when the request can no longer be answered itself."""
    complaints = in_words(error, body)
    try:
        say(complaints, body, context)
    except (SlackApiError, OSError) as unheard:
        log.warning("nobody could be told: %s", unheard)


def in_words(error: Exception, body: dict[str, Any]) -> list[Complaint]:
    """What went wrong, for the person. A bug is logged here, once, with the reference the person sees."""
    match error:
        case Refusals():
            return [Complaint(one.words, one.field) for one in error.each]
        case Refusal():
            return [Complaint(error.words, error.field)]
        case ValidationError() if wrong := _wrong_answers(error, body):
            return wrong
    ref = secrets.token_hex(2)
    log.error("bug, ref %s, in %s", ref, kind(body), exc_info=error)
    return [Complaint(BUG.format(ref=ref))]


def say(complaints: list[Complaint], body: dict[str, Any], context: BoltContext) -> None:
    """Show the words without an answer to carry them: as a reply, in the open modal, or in a new one."""
    view = body.get("view") or {}
    if context.respond and body.get("response_url"):
        context.respond(text=_joined(complaints), response_type="ephemeral", replace_original=False)
    elif kind(body) == "block_actions" and view.get("type") == "modal":
        context.client.views_update(view_id=view["id"], hash=view["hash"], view=_on_top(complaints, view))
    elif trigger := body.get("trigger_id"):
        context.client.views_open(trigger_id=trigger, view=_alone(complaints))


def _wrong_answers(error: ValidationError, body: dict[str, Any]) -> list[Complaint]:
    """A form's errors beside its inputs; nothing when they are not about this form, for then it is a bug."""
    inputs = _inputs(body.get("view") or {})
    named = [(next((str(part) for part in e["loc"] if part in inputs), None), e) for e in error.errors()]
    return [Complaint(_plainly(e), field) for field, e in named] if any(field for field, _ in named) else []


def _plainly(wrong: Any) -> str:
    return WORDS_FOR.get(wrong["type"]) or wrong["msg"].removeprefix("Value error, ")


def _inputs(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view.get("blocks", ()) if block["type"] == "input"]


def _beside_the_fields(complaints: list[Complaint], view: dict[str, Any]) -> dict[str, Any]:
    """Each complaint beside its input, what is about none of them beside the first; what was typed stays."""
    inputs, errors = _inputs(view), dict[str, str]()
    if not inputs:
        return {"response_action": "update", "view": _on_top(complaints, view)}
    for words, field in complaints:
        place = field if field in inputs else inputs[0]
        errors[place] = cut_plain("\n".join(filter(None, (errors.get(place), words))), ROOM)
    return {"response_action": "errors", "errors": errors}


def _on_top(complaints: list[Complaint], view: dict[str, Any]) -> dict[str, Any]:
    """The same view with the words as its first line."""
    below = [block for block in view["blocks"] if block.get("block_id") != "refusal"]
    return {part: view[part] for part in KEPT if view.get(part)} | {"blocks": [_line(complaints), *below]}


def _alone(complaints: list[Complaint]) -> dict[str, Any]:
    title, close = ({"type": "plain_text", "text": text} for text in ("Not done", "Close"))
    return {"type": "modal", "title": title, "close": close, "blocks": [_line(complaints)]}


def _line(complaints: list[Complaint]) -> dict[str, Any]:
    words = cut_plain("\n".join(complaint.words for complaint in complaints), ROOM)
    return {"type": "section", "block_id": "refusal", "text": {"type": "plain_text", "text": words}}


def _joined(complaints: list[Complaint]) -> str:
    return cut(escape("\n".join(complaint.words for complaint in complaints)), ROOM)


def _typed(body: dict[str, Any]) -> str:
    """The command as it was typed, so that it can be mended and sent again."""
    typed = f"{body['command']} {body.get('text') or ''}".strip()
    return f"\nYou typed: {cut(escape(typed), ROOM)}" if body.get("text") else ""
