"""The four questions of the monthly review, answered from the record alone (operating-model.md, section 9).

Each is yes, no or unclear, with a because and the one act that would make it clear, and whose that is. Nobody
types an answer: what is missing or stale is unclear, and unclear is never taken for fine.
"""

from datetime import date, timedelta
from typing import Final

from playbook import blockers, calendar, effort, plan, proofs
from playbook.criteria.finding import owner_of, people
from playbook.evidence import signal_of
from playbook.facts import Confirmation, Contest, Control, PersonId, Pilot, UseCase
from playbook.figures import Figures
from playbook.four import Answer as Answer
from playbook.four import FourAnswers as FourAnswers
from playbook.four import Word as Word
from playbook.governance import CONTROLS
from playbook.known import Around
from playbook.signal import WORDS, Signal
from playbook.succession import has_left
from playbook.wording import counted

QUESTIONS: Final = (
    "Is there a live KPI movement against the agreed baseline?",
    "Who is the accountable workflow owner, and what blockers are outside their control?",
    "Are governance controls operating in practice, not just documented?",
    "Can this use case be replicated with less than 30% additional effort?",
)
CONFIRMED_FOR: Final = timedelta(days=31)
# What the plan expects to be answered yes in each of its stages, by the number of the question.
EXPECTED: Final[tuple[tuple[int, ...], ...]] = ((2,), (1, 2), (1, 2, 3), (1, 2, 3, 4))


def answered(pilot: Pilot, around: Around) -> FourAnswers:
    """The four answers as the record gives them today."""
    use_case = pilot.use_case
    return FourAnswers(
        use_case=use_case.number,
        day=plan.number_of(use_case, around.today),
        answers=(
            moving(pilot, around),
            owned(use_case, around),
            governed(use_case, around),
            again(pilot, around),
        ),
        expected=expected(use_case, around.today),
    )


def expected(use_case: UseCase, today: date) -> tuple[int, ...]:
    """The questions that should be yes on that day of its plan; all of them once it is scaled."""
    day = plan.number_of(use_case, today)
    if use_case.outcome == "scaled":
        return EXPECTED[-1]
    if day < 1:
        return ()
    ends = use_case.offsets[:-1]  # whatever comes after the last gate but one expects everything
    return EXPECTED[sum(day > end for end in ends)]


# --- 1: is the KPI moving? ----------------------------------------------------------------------------------


def moving(pilot: Pilot, around: Around) -> Answer:
    """Yes if the verdict is moving, no if it is not moving or worsening, else unclear."""
    return _not_judged(pilot, around) or _judged(pilot, signal_of(pilot, around.today))


def _not_judged(pilot: Pilot, around: Around) -> Answer | None:
    """Why no reading is judged yet, or not for now; None when they are."""
    use_case = pilot.use_case
    if use_case.proposed:
        both = people(*owner_of(use_case), use_case.sponsor)
        return _unclear("no value contract is locked yet", "sign the value contract", both)
    if use_case.went_live is None:
        action = "say that it is live, with a link to the first real case"
        return _unclear("it is not live yet", action, owner_of(use_case))
    if doubt := pilot.doubted("kpi"):
        return _unclear(f"a reading is contested: {doubt.reason}", *_settles(use_case, doubt, around))
    return None


def _settles(use_case: UseCase, doubt: Contest, around: Around) -> tuple[str, tuple[PersonId, ...]]:
    """A contested reading waits for the owner's answer, then for a voter other than whoever doubts it."""
    if doubt.answered_at is None:
        return "answer the contest", owner_of(use_case)
    voters = (use_case.sponsor, *proofs.judges(use_case, around.settings))
    return "accept the owner's answer to the contest", people(*(one for one in voters if one != doubt.by))


def _judged(pilot: Pilot, signal: Signal) -> Answer:
    owner = owner_of(pilot.use_case)
    both = people(*owner, pilot.use_case.sponsor)
    if signal.answer == "yes":
        return Answer(answer="yes", because=_read(pilot, signal))
    if signal.answer == "no":
        action = "decide what changes: a redesign, a stop, or why to go on"
        return Answer(answer="no", because=_read(pilot, signal), action=action, whose=both)
    return _unclear(signal.reason or WORDS[signal.verdict], _next_number(pilot.use_case, signal), owner)


def _unclear(because: str, action: str, whose: tuple[PersonId, ...]) -> Answer:
    return Answer(answer="unclear", because=because, action=action, whose=whose)


def _read(pilot: Pilot, signal: Signal) -> str:
    """The verdict with its figures: moving, 3.9 days against 5 days agreed, 4 of 6 weeks better."""
    word, move = WORDS[signal.verdict], signal.movement
    if move is None:
        return word
    figures = Figures(pilot.use_case.agreed.terms.unit, signal.promised)
    now, agreed = figures.full(move.now), figures.plain(signal.baseline)
    return f"{word}: {now} against {agreed} agreed, {move.better} of {counted(signal.n, 'week')} better"


def _next_number(use_case: UseCase, signal: Signal) -> str:
    """What would make an unclear verdict clear: the weeks that are missing, or one more."""
    if signal.verdict == "invalid":
        return "complete the value contract"
    if use_case.outcome == "scaled":
        return "log the newest number"
    missing = signal.owed - signal.n
    return f"log the {counted(missing, 'missing week')}" if missing > 0 else "log the next week's number"


# --- 2: who owns it? ----------------------------------------------------------------------------------------


def owned(use_case: UseCase, around: Around) -> Answer:
    """Yes if the owner accepted, is active and has confirmed ownership and blockers within 31 days."""
    owner = use_case.owner
    if owner is None or has_left(owner, around.people):
        because, action = _GONE[owner is None]
        names = people(use_case.sponsor, use_case.registrant)[:1]
        return Answer(answer="no", because=because, action=action, whose=names)
    if not use_case.accepted:
        action = "accept the ownership, or decline it"
        return _unclear("the named owner has not accepted yet", action, (owner,))
    if words := _unconfirmed(use_case, around):
        return _unclear(words, "confirm ownership and blockers", (owner,))
    return Answer(answer="yes", because=_blockers(use_case))


_GONE: Final = {
    True: ("nobody owns it", "name a workflow owner"),
    False: ("the workflow owner has left", "name a successor"),
}


def last_confirmation(use_case: UseCase) -> Confirmation | None:
    """What the present owner confirmed last."""
    theirs = (one for one in reversed(use_case.confirmations) if one.owner == use_case.owner)
    return next(theirs, None)


def confirmed_until(confirmation: Confirmation, around: Around) -> date:
    """The last day on which a confirmation counts: the thirty-first after it."""
    return calendar.local_day(confirmation.at, around.settings.zone) + CONFIRMED_FOR


def _unconfirmed(use_case: UseCase, around: Around) -> str:
    last = last_confirmation(use_case)
    if last is None:
        return "accepted, but ownership and blockers were never confirmed"
    if around.today <= confirmed_until(last, around):
        return ""
    said = calendar.day_month(calendar.local_day(last.at, around.settings.zone))
    return f"ownership and blockers were last confirmed on {said}, more than 31 days ago"


def _blockers(use_case: UseCase) -> str:
    stand = blockers.outside(use_case)
    if not stand:
        return "accepted and confirmed; no blocker outside the owner's control"
    return f"accepted and confirmed; outside the owner's control: {'; '.join(one.text for one in stand)}"


# --- 3: do the controls operate? ----------------------------------------------------------------------------


def governed(use_case: UseCase, around: Around) -> Answer:
    """Yes if all five proofs are fresh and held, no if one failed or does not hold, else unclear."""
    found = {control: proofs.state_of(use_case, control, around) for control in CONTROLS}
    weak = [one for one in found if found[one].answer != "yes"]
    if not weak:
        return Answer(answer="yes", because="all five controls hold, each proved within 62 days")
    worst = min(weak, key=lambda one: found[one].answer != "no")
    state, hold = found[worst], len(found) - len(weak)
    action, whose = _proves(use_case, worst, state.missing, around)
    because = f"{state.because} ({hold} of {len(found)} hold)"
    return Answer(answer=state.answer, because=because, action=action, whose=whose)


def _proves(
    use_case: UseCase, control: Control, missing: str, around: Around
) -> tuple[str, tuple[PersonId, ...]]:
    name = proofs.NAMES[control]
    if missing == "word":
        return f"say whether the proof of {name} holds", proofs.judges(use_case, around.settings)
    if control == "escalation_path":
        return "start a drill of the escalation path", owner_of(use_case)
    return f"prove {name} afresh", owner_of(use_case)


# --- 4: can it be repeated? ---------------------------------------------------------------------------------


def again(pilot: Pilot, around: Around) -> Answer:
    """Yes or no on the measured hours of a replica only; an estimate is unclear."""
    found = effort.answer(pilot, around)
    if found.answer == "yes":
        return Answer(answer="yes", because=found.because)
    action, whose = _measures(pilot, found), found.supplies or owner_of(pilot.use_case)
    for _, replica in effort.pairs(pilot) if found.answer == "unclear" else ():
        if doubt := effort.doubted(replica):
            action, whose = _settles(replica.use_case, doubt, around)
    return Answer(answer=found.answer, because=found.because, action=action, whose=whose)


def _measures(pilot: Pilot, found: effort.Answer) -> str:
    """What would make the fourth answer clear, or better."""
    if found.answer == "no":
        return "supply what the implementation kit lacks, and measure another replica"
    if not effort.pairs(pilot):
        return "start a replica at the second place"
    if found.act == "effort":
        return "say the measured hours"
    return "let the replica run: its hours are logged each week"
