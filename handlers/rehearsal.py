"""`/pilot rehearse UC-7`: every message of the plan to come, to you alone; nothing is sent or written."""

from datetime import datetime

from blocks import rehearsal as shown
from blocks.pieces import Drawn
from handlers.commands import Command
from handlers.pages import Looking, by_command
from playbook import agenda, calendar, rehearsal
from playbook.facts import PersonId, Pilot
from playbook.known import Around, Known
from store import Look


def _page(pilot: Pilot, known: Known, look: Look) -> Drawn:
    around = look.around(pilot.use_case, known.now)
    coming = rehearsal.coming(
        pilot, known.now, look.around, gone=_gone(pilot, around, look), asked_today=_asked(around, look)
    )
    return shown.page(pilot.use_case, coming)


def _gone(pilot: Pilot, around: Around, look: Look) -> frozenset[str]:
    """What is owed by now and does not wait any more: sent, folded or dropped."""
    due, _ = agenda.due(pilot, around)
    states = {one.name: look.letter_state(one.name) for one in due}
    return frozenset(name for name, known in states.items() if known and known.state != "pending")


def _asked(around: Around, look: Look) -> tuple[str, ...]:
    """Who got their message of this morning already."""
    return tuple(
        one for one in around.people if look.asked_since(one, agenda.MORNING, _midnight(one, around))
    )


def _midnight(person: PersonId, around: Around) -> datetime:
    return calendar.moment(around.day_of(person), calendar.MIDNIGHT, around.zone_of(person))


PAGE = Looking(_page, "rehearse")
PAGES = {"rehearse": PAGE}
PILOT = {
    "rehearse": Command(
        by_command("rehearse", PAGE), "rehearse [UC-7]", "every message of its plan to come, with its date"
    )
}
