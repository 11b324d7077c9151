"""What every way of logging shares: which use case is meant, and readings written with all that follows."""

from collections.abc import Collection

from blocks import receipts as drawing
from blocks.pieces import Drawn
from handlers.desk import Desk, allowed
from playbook import receipts
from playbook.facts import Listed, Pilot, Reading
from playbook.known import Known
from playbook.letters import ReadingTaken
from playbook.policy import can
from playbook.receipts import receipt
from playbook.refusals import Refusal
from playbook.taking import Taken
from store import Look, Work, changes


def which(number: int | None, known: Known, channel: str = "") -> int:
    """The use case that is logged for: the one named, else the only one of yours, else this channel's."""
    if number is not None:
        return number
    mine = loggable(known) or _stopped(known)
    here = [one for one in mine if one.home and one.home.channel == channel]
    only = next((found[0] for found in (owned(mine, known), mine, here) if len(found) == 1), None)
    if only is None:
        raise Refusal(_unnamed(mine), ways=_ways(mine))
    return only.number


def meant(number: int | None, channel: str, asked: Known, desk: Desk) -> int:
    """The same for a command that only opens a window or a page: looked up on its own."""
    with desk.read() as look:
        return which(number, desk.known(look, asked), channel)


def loggable(known: Known) -> list[Listed]:
    """The use cases this person may log readings for."""
    return [
        one
        for one in known.listed
        if one.outcome != "stopped" and can(known.actor, "log", one, known.settings)
    ]


def _stopped(known: Known) -> list[Listed]:
    """Those that are over: where there is no other, it is said why nothing is taken."""
    return [one for one in known.listed if one.outcome == "stopped" and one.owner == known.actor.id]


def owned(of: list[Listed], known: Known) -> list[Listed]:
    """Those of them this person owns."""
    return [one for one in of if one.owner == known.actor.id]


def _unnamed(mine: list[Listed]) -> str:
    if not mine:
        return "There is no use case you log readings for: its owner and its supporters do."
    return f"For which use case? You log readings for {', '.join(one.key for one in mine[:20])}."


def _ways(mine: list[Listed]) -> tuple[str, ...]:
    return (f"name it first: {mine[0].key} 4.1",) if mine else ("see them all: /pilot list",)


def pilot_of(look: Look, number: int, known: Known) -> Pilot:
    """The pilot of that number, if this person may log readings for it."""
    return look.with_readings(allowed(look, number, "log", known))


def write(
    work: Work, desk: Desk, before: Pilot, new: tuple[Reading, ...], act: str
) -> tuple[Pilot, tuple[Reading, ...]]:
    """Write readings down with what follows from them: a rollback, letters, questions drawn anew."""
    return changes.log(work, before, new, act, desk.now)


def logged(work: Work, desk: Desk, before: Pilot, taken: Taken, act: str = "logged") -> ReadingTaken:
    """Write what was taken, tell the owner where somebody else moved the verdict; what is read back."""
    after, added = write(work, desk, before, taken.readings, act)
    notice = receipt(before, after, added, taken.told, work.around(after.use_case, desk.now))
    work.post(*receipts.to_the_owner(notice, after))
    return notice


def undone(
    work: Work, desk: Desk, before: Pilot, logged: Collection[int], back: tuple[Reading, ...]
) -> ReadingTaken:
    """Write what takes readings back; the receipts that stand say so."""
    after, added = write(work, desk, before, back, "taken back")
    around = work.around(after.use_case, desk.now)
    notice = receipts.taken_back(before, after, logged, around, desk.user_id)
    work.post(*receipts.edits(notice, f"u{added[0].number}", changes.stood(work)))
    work.post(*receipts.to_the_owner(notice, after, desk.user_id))
    return notice


def drawn(notice: ReadingTaken) -> Drawn:
    """The receipt as a reply."""
    return drawing.reading_taken(notice)
