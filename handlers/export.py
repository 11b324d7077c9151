"""The record as files, by direct message: of one use case, or of all that somebody may take along.

That a copy was taken is written into the audit before the files go out. Files asked for by a command are its
answer, so they are sent from here and not by the postman: whoever asked is told when they did not arrive.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from slack_bolt import Ack, Respond

from blocks import files as drawings
from blocks import pieces
from handlers import files
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.pages import reply
from playbook.facts import Listed, UseCase
from playbook.known import Around, Known
from playbook.policy import can
from playbook.record import Recorded
from playbook.refusals import NoSuchUseCase, NotAllowed, Refusal
from playbook.wording import counted
from store import keeping

Choose = Callable[[Recorded, Around], Mapping[str, bytes]]


class NothingToExport(Refusal):
    """There is no use case here that you take part in. Name one, like `/pilot export UC-7`."""


class KeyMissing(Refusal):
    """Say which use case: `/pilot audit UC-7`."""


def export(ack: Ack, said: Typed, respond: Respond, desk: Desk) -> None:
    """`/pilot export [UC-7]`: everything about one, or about all that you may take along."""
    if said.number is None and said.rest:
        raise NoSuchUseCase
    _send(ack, respond, desk, said.number, drawings.of_use_case)


def audit(ack: Ack, said: Typed, respond: Respond, desk: Desk) -> None:
    """`/pilot audit UC-7`: the audit pack by control, and every event."""
    if said.number is None:
        raise KeyMissing
    _send(ack, respond, desk, said.number, drawings.of_audit)


def _send(ack: Ack, respond: Respond, desk: Desk, number: int | None, choose: Choose) -> None:
    recorded, around = _take(desk, number)
    ack()
    desk.after(_deliver, desk, respond, recorded, around, None if number is None else choose)


def _take(desk: Desk, number: int | None) -> tuple[Sequence[Recorded], Around]:
    """Read it, and note that it was taken, in one unit of work."""
    asked = desk.ask({})
    with desk.work() as work:
        known = desk.known(work, asked)
        use_cases = [work.use_case(one) for one in (_mine(known) if number is None else [number])]
        if number is not None:
            _check(use_cases[0], known)
        recorded = [keeping.recorded(work, one) for one in use_cases]
        keeping.exported(work, ", ".join(one.key for one in use_cases))
        return recorded, work.around_people((), desk.now)


def _mine(known: Known) -> list[int]:
    found = [one.number for one in known.listed if _may(one, known)]
    if not found:
        raise NothingToExport
    return found


def _may(use_case: Listed | UseCase, known: Known) -> bool:
    return can(known.actor, "export", use_case, known.settings)


def _check(use_case: UseCase, known: Known) -> None:
    if _may(use_case, known):
        return
    if not can(known.actor, "see", use_case, known.settings):
        raise NoSuchUseCase
    raise NotAllowed("Whoever takes part in this use case exports it; an admin exports all of them.")


def _deliver(
    desk: Desk, respond: Respond, recorded: Sequence[Recorded], around: Around, choose: Choose | None
) -> None:
    if choose:
        made, what = choose(recorded[0], around), recorded[0].use_case.key
    else:
        archive = _archive(drawings.of_portfolio(recorded, around))
        made, what = {f"pilotage-{around.today}.zip": archive}, counted(len(recorded), "use case")
    reply(respond, pieces.drawn([pieces.section(_sent(desk, made, what))]), desk)


def _sent(desk: Desk, made: Mapping[str, bytes], what: str) -> str:
    if not files.send(desk, made, f"The record of {what}, as you asked."):
        return f"⚠️ The files of {what} did not arrive: Slack took none. Nothing is lost, so ask again."
    are = "is" if len(made) == 1 else "are"
    return f"📎 {counted(len(made), 'file')} about {what} {are} in your direct messages with me."


def _archive(made: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in made.items():
            archive.writestr(zipfile.ZipInfo(name), held)
    return out.getvalue()


PILOT = {
    "export": Command(export, "export [UC-7]", "the record as files: dossier, readings, decisions, contract"),
    "audit": Command(audit, "audit UC-7", "for an auditor: the five controls with proofs, and every event"),
}
