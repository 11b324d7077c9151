"""/pilot kit: how complete the implementation kit is, and its files in the thread of the gate."""

from typing import Any

from slack_bolt import Ack, Respond

from blocks import kit as drawing
from blocks.actions import Actions, value_of
from blocks.pieces import Drawn, refusal
from handlers import files
from handlers.commands import Command
from handlers.desk import Desk, allowed
from handlers.pages import by_click, by_command, reply
from playbook import gate_calls, kit, kit_files
from playbook.facts import UseCase
from playbook.known import Known
from playbook.packed import Kit
from playbook.policy import allowed_verbs
from playbook.refusals import Refusal
from store import Look


def _page(use_case: UseCase, known: Known) -> Drawn:
    pilot = known.pilot(use_case)
    made = kit.of(pilot)
    gaps = kit.gaps(pilot) if made.made_of == kit.source_of(pilot).use_case.key else ()
    return drawing.page(made, gaps, use_case.number, allowed_verbs(known.actor, use_case, known.settings))


def send_clicked(ack: Ack, action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """Send the files into the thread of the last gate, or the home channel where there is none."""
    asked = desk.ask({})
    with desk.read() as look:
        pilot = look.with_readings(allowed(look, value_of(action).uc, "take_kit", asked))
        made = kit.of(pilot)
        place = _thread(look, pilot.use_case)
    ack()
    desk.after(_send, desk, respond, made, f"{pilot.use_case.key}-kit.zip", place)


def _thread(look: Look, use_case: UseCase) -> files.Place:
    """Where the files go: the home channel, and the thread in it."""
    if use_case.home is None:
        raise Refusal(f"{use_case.key} has no home channel.", ways=("name one by `/pilot show`",))
    roots = (look.letter_state(gate_calls.root_name(use_case, one)) for one in reversed(use_case.gates))
    stood = (one.ts for one in roots if one and one.ts and one.channel == use_case.home.channel)
    return use_case.home.channel, next(stood, None)


def _send(desk: Desk, respond: Respond, made: Kit, name: str, place: files.Place) -> None:
    state = "complete" if made.state == "full" else f"a draft, {len(made.gaps)} missing"
    comment = f"{made.made_of} implementation kit ({state})"
    if not files.send(desk, {name: kit_files.packed(made)}, comment, place):
        drawn = refusal("Slack did not take the file. Nothing was changed.", ("press *Send as files* again",))
        reply(respond, drawn, desk)


ACTIONS = {Actions.KIT_SHOW: by_click(_page), Actions.KIT_SEND: send_clicked}
PAGES = {"kit": _page}
PILOT = {"kit": Command(by_command("kit", _page), "kit UC-7", "the implementation kit, and what it lacks")}
