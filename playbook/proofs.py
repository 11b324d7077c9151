"""Five controls in operation: what proves each, what gatekeepers say of it, and how it stands today."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple

from playbook import calendar, draws, drills
from playbook.facts import Control, PersonId, Proof, Settings, UseCase
from playbook.forms import ProofForm
from playbook.governance import CONTROLS
from playbook.known import Around, Known
from playbook.proving import Word
from playbook.refusals import AlreadyDone, Refusal
from playbook.wording import counted

SHELF_LIFE = timedelta(days=62)
NAMES: Final[Mapping[Control, str]] = {control: control.replace("_", " ") for control in CONTROLS}
PROVES: Final[Mapping[Control, str]] = {
    "data_sensitivity": "a sample of inputs that was checked: how many, by whom, and what was found",
    "model_boundary": "a request outside the boundary that was blocked; where the tool cannot block, the "
    "setting or clause that forbids it and 10 sampled requests that were checked",
    "human_review": "sampled cases, each with who reviewed it and when",
    "logging": "the log line, or the vendor's export row, of a case the bot names",
    "escalation_path": "a drill: the bot asks the named contact for “I am here” and takes the time",
}


class Standing(NamedTuple):
    """How a control operates today: yes, no or unclear, and why; `missing` says what would settle it.

    `flaw`: something is wrong with it that it does not share with controls nobody has proved yet.
    """

    answer: Literal["yes", "no", "unclear"]
    because: str
    missing: Literal["nothing", "proof", "word"]
    flaw: bool = True


def state_of(use_case: UseCase, control: Control, around: Around) -> Standing:
    """One control in operation: proved of late, and held by a gatekeeper. Failed is no, overdue unclear."""
    proof, name = newest_proof(use_case, control), NAMES[control]
    if is_contested(use_case, control):
        return Standing("unclear", f"{name} is contested", "proof")
    if control == "escalation_path" and (failed := drills.failed(use_case, around, since=proof)):
        return Standing("no", failed, "proof")
    if proof is None:
        return Standing("unclear", f"{name} has no proof yet", "proof", flaw=False)
    if any(not word.holds for word in proof.said):
        return Standing("no", f"{name} does not hold", "proof")
    if not is_fresh(proof, around):
        return Standing("unclear", f"the proof of {name} is older than 62 days", "proof")
    if month := draws.overdue(use_case, control, proof, around):
        return Standing("unclear", f"{name} was drawn for {month} and not proved afresh", "proof")
    if not proof.said:
        return Standing("unclear", f"no gatekeeper has said that {name} holds", "word")
    return Standing("yes", f"{name} holds", "nothing")


def is_contested(use_case: UseCase, control: Control) -> bool:
    """Whether somebody doubts this control and nobody has settled it."""
    return any(one.open and one.about == "control" and one.thing == control for one in use_case.contests)


def newest_proof(use_case: UseCase, control: Control) -> Proof | None:
    """The latest proof of a control: the only one that counts."""
    return next((one for one in reversed(use_case.proofs) if one.control == control), None)


def is_fresh(proof: Proof, around: Around) -> bool:
    """Whether a proof still counts: 62 days, that day included."""
    return around.today <= good_until(proof, around)


def good_until(proof: Proof, around: Around) -> date:
    """The last day on which a proof counts."""
    return calendar.local_day(proof.at, around.settings.zone) + SHELF_LIFE


def proved(use_case: UseCase, around: Around) -> int:
    """How many of the five controls operate: proved, fresh, and held by a gatekeeper."""
    return sum(state_of(use_case, one, around).answer == "yes" for one in CONTROLS)


def judges(use_case: UseCase, settings: Settings) -> tuple[PersonId, ...]:
    """The gatekeepers who may say whether its proofs hold: none who owns or funds it."""
    return tuple(one for one in settings.gatekeepers if one not in (use_case.owner, use_case.sponsor))


def next_to_prove(use_case: UseCase, around: Around) -> Control | None:
    """The control a proof is wanted for first: one that fails, else one that is unclear; None: none is."""
    found = {one: state_of(use_case, one, around) for one in CONTROLS}
    wanted = [one for one, stands in found.items() if stands.missing == "proof"]
    return min(wanted, key=lambda one: found[one].answer != "no", default=None)


# --- a proof ------------------------------------------------------------------------------------------------


def prove(before: UseCase, control: Control, form: ProofForm, case: str, known: Known) -> UseCase:
    """Put a proof on record, with who, when and its hash. `case`: the one the bot had named for it."""
    ready_to_prove(before, control)
    newest = newest_proof(before, control)
    if newest and (newest.text, newest.case) == (form.proof, case):
        raise AlreadyDone(f"This proof of {NAMES[control]} is on record already.")
    return added(before, control, form.proof, known, case)


def ready_to_prove(before: UseCase, control: Control) -> None:
    """Refuse where a pasted proof would show nothing."""
    if control == "escalation_path":
        raise Refusal(
            "Text does not prove the escalation path: a drill does. The bot asks the named contact for "
            "“I am here”, and the time to answer is the proof.",
            ways=(f"press “Start a drill” in `/pilot controls {before.key}`",),
        )
    if before.control(control) is None:
        raise Refusal(
            f"The control {NAMES[control]} is not documented yet. A proof shows that what is written down "
            "is done.",
            ways=(f"press “Answer the controls” in `/pilot controls {before.key}`",),
        )
    if before.outcome == "stopped":
        raise Refusal(f"{before.key} is stopped: its controls need no proof any more.")


def added(before: UseCase, control: Control, text: str, known: Known, case: str = "") -> UseCase:
    """The use case with one more proof."""
    proof = Proof(
        number=len(before.proofs) + 1,
        control=control,
        text=text,
        case=case,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        by=known.actor.id,
        at=known.now,
    )
    return before.model_copy(update={"proofs": (*before.proofs, proof)})


def answer_drill(before: UseCase, number: int, known: Known) -> UseCase:
    """The contact is here; in time, that is the proof of the escalation path, later it is none."""
    after = drills.answer(before, number, known)
    drill = after.drills[-1]
    if not drills.in_time(drill, known.settings):
        return after
    took = counted(drills.minutes(drill, known.settings) or 0, "minute")
    return added(after, "escalation_path", f"Drill {number}: answered after {took} of working time.", known)


def named_case(use_case: UseCase, seed: str, around: Around) -> str:
    """The case whose log line is wanted, drawn by a seed nobody here can choose; the same all week.

    Drawn from the working days of the four weeks before this one; before there are any, the first real case.
    """
    if use_case.went_live is None:
        return "the case you tested last"
    days = _days_to_draw_from(use_case.went_live.day, around)
    if not days:
        return f"the first real case, {use_case.went_live.link}"
    return f"the first case of {_named(days[int(seed, 16) % len(days)])}, or the first one after it"


def _days_to_draw_from(live: date, around: Around) -> list[date]:
    monday = around.today - timedelta(days=around.today.weekday())
    every = (monday - timedelta(days=back) for back in range(28, 0, -1))
    return [one for one in every if one >= live and calendar.is_working_day(one, around.settings.country)]


def _named(day: date) -> str:
    return f"{calendar.day_month(day)} {day.year}"


# --- a gatekeeper's word ------------------------------------------------------------------------------------


def hold(before: UseCase, number: int, known: Known) -> UseCase:
    """A gatekeeper says that a proof holds."""
    return _said(before, number, Word(**_speaker(before, number, known), holds=True))


def doubt(before: UseCase, number: int, reason: str, known: Known) -> UseCase:
    """A gatekeeper says that a proof does not hold, and why: the control fails until it is proved afresh."""
    return _said(before, number, Word(**_speaker(before, number, known), holds=False, reason=reason))


def _speaker(before: UseCase, number: int, known: Known) -> dict[str, Any]:
    """Who speaks and for whom: a deputy for a gatekeeper who is away and did not bring the proof."""
    actor, gatekeepers = known.actor, known.settings.gatekeepers
    proof = _numbered(before.proofs, number)
    away = [] if actor.id in gatekeepers else [one for one in actor.stands_for if one in gatekeepers]
    stands_for = next((one for one in away if not (proof and proof.by == one)), None)
    if away and stands_for is None:
        raise Refusal("Whoever you stand for brought this proof: another gatekeeper says whether it holds.")
    return {"by": actor.id, "at": known.now, "stands_for": stands_for}


def _said(before: UseCase, number: int, word: Word) -> UseCase:
    proof = judged(before, number)
    if proof.by == word.by:
        raise Refusal("You brought this proof yourself: another gatekeeper says whether it holds.")
    last = next((one for one in proof.said if one.seat == word.seat), None)
    if last and (last.holds, last.reason) == (word.holds, word.reason):
        raise AlreadyDone(f"You said so already of this proof of {NAMES[proof.control]}.")
    spoken = proof.model_copy(update={"words": (*proof.words, word)})
    kept = tuple(spoken if one.number == number else one for one in before.proofs)
    return before.model_copy(update={"proofs": kept})


def unjudged_by(use_case: UseCase, person: PersonId) -> tuple[Proof, ...]:
    """The newest proof of each control, where nobody has spoken of it and this person did not bring it."""
    newest = (newest_proof(use_case, control) for control in CONTROLS)
    return tuple(one for one in newest if one and not one.said and one.by != person)


def judged(use_case: UseCase, number: int) -> Proof:
    """The proof a gatekeeper speaks of; refused when it is not on record, or when a newer one is there."""
    proof = _numbered(use_case.proofs, number)
    if proof is None:
        raise Refusal("There is no such proof on record.")
    if newest_proof(use_case, proof.control) != proof:
        raise Refusal(
            f"A newer proof of {NAMES[proof.control]} is on record: only that one counts.",
            ways=(f"see it in `/pilot controls {use_case.key}`",),
        )
    return proof


def _numbered(proofs: Iterable[Proof], number: int) -> Proof | None:
    return next((one for one in proofs if one.number == number), None)
