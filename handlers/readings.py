"""The readings of a pilot: table and chart, CSV, a pasted history, and history as the baseline."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, Respond

from blocks import forms, pieces, readings
from blocks.actions import Actions, opens, value_of
from blocks.forms import Kept
from handlers import taking, week_forms
from handlers.commands import Command, Typed
from handlers.desk import Desk, allowed
from handlers.pages import answer, by_click, by_command, page_of, reply
from playbook import receipts
from playbook.charts import measurements
from playbook.described import check_open
from playbook.facts import Pilot, UseCase
from playbook.forms import PasteForm
from playbook.history import offers_baseline, read_history, take_baseline
from playbook.known import Known
from playbook.policy import allowed_verbs
from playbook.readings_csv import rows
from playbook.typed import split_key
from store import Repeated

PASTE = readings.PASTE
TITLE = "Paste history"


def _page(use_case: UseCase, known: Known) -> pieces.Drawn:
    pilot = known.pilot(use_case)
    may = allowed_verbs(known.actor, use_case, known.settings)
    return readings.page(pilot, measurements(pilot, known.around), may, offers_baseline(pilot))


def _csv(use_case: UseCase, known: Known) -> pieces.Drawn:
    pilot = known.pilot(use_case)
    names = {person: who.name for person, who in known.people.items()}
    return readings.as_csv(use_case.key, rows(pilot, names))


def shown(ack: Ack, body: dict[str, Any], said: Typed, respond: Respond, desk: Desk) -> None:
    """`/pilot readings UC-7`, with `csv` or `paste` behind it; `/pilot readings fill` for all open weeks."""
    number, rest = split_key(said.rest)
    match rest.lower():
        case "fill":
            week_forms.show_open(body, desk)
            ack()
        case "paste":
            show_paste(taking.meant(number, said.channel, desk.ask({}), desk), body, desk)
            ack()
        case "csv":
            uc = taking.meant(number, said.channel, desk.ask({}), desk)
            answer(ack, respond, page_of(_csv, uc, desk), desk)
        case _:
            by_command("readings", _page)(ack, said, respond, desk)


def pasting(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """The button that opens the window for a pasted history."""
    ack()
    show_paste(value_of(action).uc, body, desk)


def show_paste(number: int, body: Mapping[str, Any], desk: Desk) -> None:
    """Open the window for a pasted history."""
    desk.open(body, TITLE, lambda: _paste_window(number, desk))


def _paste_window(number: int, desk: Desk) -> pieces.Block:
    asked = desk.ask({})
    with desk.read() as look:
        use_case = allowed(look, number, "log", asked)
    check_open(use_case)
    return forms.draw_form(PASTE, {}, Kept(form=PASTE, use_case=number))


def pasted(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Take the whole history, or name every line that is wrong."""
    kept, answers = Kept.read(view), pieces.answers(view)
    asked = desk.ask({})
    try:
        with desk.work() as work:
            known = desk.known(work, asked)
            before = taking.pilot_of(work, kept.use_case, known)
            new = read_history(before, PasteForm.read(answers).lines, known)
            after, added = taking.write(work, desk, before, new, "history pasted")
            words = receipts.summary(after, added, work.around(after.use_case, desk.now))
            shown = _result(after, words, known)
    except Repeated:
        shown = pieces.modal("checkins.done", "Taken", [pieces.section("✅ That is taken.")], close="Done")
    ack(response_action="update", view=shown)


def _result(after: Pilot, words: str, known: Known) -> pieces.Block:
    offered = offers_baseline(after)
    may = allowed_verbs(known.actor, after.use_case, known.settings)
    button = [pieces.actions(readings.baseline_button(after.use_case.number, offered))]
    blocks = [
        pieces.section(f"✅ {pieces.escape(words)}"),
        *(button if offered and "describe" in may else []),
    ]
    return pieces.modal("checkins.done", "Taken", blocks, close="Done")


def take_as_baseline(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """Make the readings so far the baseline of the draft contract."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "describe", asked)
        pilot = work.with_readings(before)
        kept = desk.change(work, before, take_baseline(pilot, target.version), "baseline taken")
        words = f"✅ The baseline of {kept.key} is now these {target.version} readings."
    ack()
    view = body.get("view") or {}
    if view.get("type") == "modal":
        desk.refresh(
            body, lambda: pieces.modal("checkins.done", "Taken", [pieces.section(words)], close="Done")
        )
    else:
        reply(respond, pieces.drawn([pieces.section(words)]), desk)


ACTIONS = {
    Actions.CHECKINS_READINGS: by_click(_page),
    Actions.CHECKINS_CSV: by_click(_csv),
    Actions.CHECKINS_BASELINE: take_as_baseline,
    opens(PASTE): pasting,
}
VIEWS = {PASTE: pasted}
PAGES = {"readings": _page}
PILOT = {
    "readings": Command(
        shown,
        "readings UC-7 [csv | paste] | readings fill",
        "what was measured; paste a history; fill all your open weeks at once",
    )
}
