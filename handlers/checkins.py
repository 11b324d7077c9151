"""Logging readings by command: `/pilot log UC-7 4.1`, and correcting the last one."""

from typing import Any

from slack_bolt import Ack, Respond

from blocks.actions import Actions, numbers, value_of
from handlers import taking
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.pages import reply
from playbook.taking import Source, take, take_back
from playbook.typed import read_entry, split_key

COMMAND, FORM = Source("command"), Source("form")


def log(ack: Ack, said: Typed, desk: Desk) -> None:
    """A reading without a window."""
    number, typed = split_key(said.rest)
    asked = desk.ask({})
    with desk.work() as work:
        known = desk.known(work, asked)
        before = taking.pilot_of(work, taking.which(number, known, said.channel), known)
        notice = taking.logged(
            work, desk, before, take(before, read_entry(typed, known.today), known, COMMAND)
        )
    drawn = taking.drawn(notice)
    ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")


def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """Take back what was logged in one go; the receipt it was pressed on says so."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        known = desk.known(work, asked)
        before = taking.pilot_of(work, target.uc, known)
        logged = numbers(target)
        notice = taking.undone(work, desk, before, logged, take_back(before, logged, known, FORM))
    ack()
    if (body.get("container") or {}).get("is_ephemeral"):  # a letter is edited by the postman
        reply(respond, taking.drawn(notice), desk, instead=True)


ACTIONS = {Actions.CHECKINS_UNDO: undo}
PILOT = {
    "log": Command(
        log,
        "log UC-7 4.1 [on 12 May | for week 3] [n=38 | 2/140] [note ...]",
        "log a reading; a guardrail by its name: log UC-7 error rate 1.4%; without a number, the form",
    )
}
