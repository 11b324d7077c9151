"""Logging readings by command: `/pilot log UC-7 4.1`, and correcting the last one."""

from typing import Any

from slack_bolt import Ack, Respond

from blocks.actions import Actions, numbers, value_of
from handlers import corrections, taking, week_forms
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.pages import in_reply, reply
from playbook.letters import ReadingTaken
from playbook.taking import Source, confirm, take, take_back
from playbook.typed import read_entry, split_key

COMMAND, FORM = Source("command"), Source("form")


def log(ack: Ack, body: dict[str, Any], said: Typed, desk: Desk) -> None:
    """A reading without a window; without a number, the window."""
    number, typed = split_key(said.rest)
    asked = desk.ask({})
    if not typed:
        week_forms.show(taking.meant(number, said.channel, asked, desk), "", body, desk)
        ack()
        return
    with desk.work() as work:
        known = desk.known(work, asked)
        before = taking.pilot_of(work, taking.which(number, known, said.channel), known)
        notice = taking.logged(
            work, desk, before, take(before, read_entry(typed, known.today), known, COMMAND)
        )
    _read_back(notice, ack)


def _read_back(notice: ReadingTaken, ack: Ack) -> None:
    drawn = taking.drawn(notice)
    ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")


def fix(ack: Ack, body: dict[str, Any], said: Typed, desk: Desk) -> None:
    """Correct the last reading with a reason; without one, the window asks for it."""
    number, typed = split_key(said.rest)
    asked = desk.ask({})
    uc = taking.meant(number, said.channel, asked, desk)
    notice = corrections.by_command(uc, typed, asked, desk) if typed else None
    if notice is None:
        corrections.show_last(uc, body, desk, typed)
        ack()
    else:
        _read_back(notice, ack)


def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """Take back what was logged in one go; the receipt it was pressed on says so."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        known = desk.known(work, asked)
        before = taking.pilot_of(work, target.uc, known)
        logged = numbers(target)
        notice = taking.undone(work, desk, before, logged, take_back(before, logged, known, FORM))
    ack()
    if in_reply(body):
        reply(respond, taking.drawn(notice), desk, instead=True)


def right(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """*Right* on a number that came by itself; the question says from then on that it is logged."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        known = desk.known(work, asked)
        before = taking.pilot_of(work, target.uc, known)
        taking.write(work, desk, before, (confirm(before, target.version, known, FORM),), "confirmed")
    ack()


ACTIONS = {
    Actions.CHECKINS_RIGHT: right,
    Actions.CHECKINS_UNDO: undo,
    **week_forms.ACTIONS,
    **corrections.ACTIONS,
}
VIEWS = week_forms.VIEWS | corrections.VIEWS
PILOT = {
    "log": Command(
        log,
        "log UC-7 4.1 [on 12 May | for week 3] [n=38 | 2/140] [note ...]",
        "log a reading; a guardrail by its name: log UC-7 error rate 1.4%; without a number, the form",
    ),
    "fix": Command(fix, "fix UC-7 4.0 why", "correct the last reading, with the reason; both stay on record"),
}
