"""`@Pilotage UC-7` in a channel or a thread: the card, in that thread."""

import html
from typing import Any

from slack_bolt import Ack

from handlers.desk import Desk
from playbook import mentions
from playbook.facts import UseCase
from playbook.known import Known
from playbook.refusals import NoSuchUseCase
from store import Look


def mentioned(ack: Ack, event: dict[str, Any], desk: Desk) -> None:
    """Answer in the thread of the message; what bots say is let go, or two of them would never end."""
    ack()
    if event.get("bot_id") or event.get("subtype") or not event.get("user"):
        return
    channel, ts = str(event["channel"]), str(event["ts"])
    thread, text = str(event.get("thread_ts") or ts), html.unescape(str(event.get("text") or ""))
    asked, number = desk.ask({}), mentions.named(text)
    with desk.work() as work:
        known, period = desk.known(work, asked), f"m{ts}:{desk.user_id}"
        found = _found(work, number, channel, known)
        if found is None:
            work.post(mentions.not_shown(channel, thread, period, number, text))
        else:
            work.owe(mentions.owed(found, channel, thread, period, known.around))


def _found(look: Look, number: int | None, channel: str, known: Known) -> UseCase | None:
    """The use case that may be shown there to whoever asked; None for every other."""
    try:
        use_case = look.use_case(number) if number is not None else None
    except NoSuchUseCase:
        return None
    shown = use_case and mentions.may_be_shown(known.actor, use_case, channel, known.settings)
    return use_case if shown else None


EVENTS = {"app_mention": mentioned}
