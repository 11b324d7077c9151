"""Effort in hours by part, on the original and on its replica (operating-model.md, 9 question 4 and 10).

Only measured hours answer: the original's as its sponsor confirmed them, the replica's as its weekly form and
corrections with a reason have them. An estimate, or a week of which nobody said, leaves the answer unclear.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from playbook import calendar, weeks
from playbook.deciding import Act
from playbook.facts import Contest, PersonId, Pilot, UseCase
from playbook.known import Around, Known
from playbook.refusals import AlreadyDone, Refusal
from playbook.replicating import MEASURED_AS, PARTS, EffortCorrected, EffortFixed, EffortPart, PartHours
from playbook.wording import listed

LIMIT: Final = Fraction(3, 10)  # the additional effort of a replica has to stay under it
_PART_OF: Final = {measured: part for part, measured in MEASURED_AS.items()}
Hours = Mapping[EffortPart | None, Fraction]  # None: nobody said which part


class Line(NamedTuple):
    """One part, or the total: the hours of the original and of the replica."""

    part: EffortPart | None
    original: Fraction
    replica: Fraction

    @property
    def ratio(self) -> Fraction | None:
        """The replica's share of the original's hours; None where the original took none."""
        return self.replica / self.original if self.original else None

    @property
    def over(self) -> bool:
        """Whether it is not under the limit: exactly 30 % is not."""
        return self.replica > 0 if self.ratio is None else self.ratio >= LIMIT


class Comparison(NamedTuple):
    """What a replica took beside its original, by part and in all."""

    original: str  # keys
    replica: str
    lines: tuple[Line, ...]  # parts in their order; hours of no part only where there are any
    total: Line

    @property
    def lacking(self) -> tuple[Line, ...]:
        """The parts that took too much again: what the implementation kit lacks."""
        return tuple(line for line in self.lines if line.over)


class Answer(NamedTuple):
    """The answer to question 4, why, and who can make it clear by which act."""

    answer: Literal["yes", "no", "unclear"]
    because: str
    supplies: tuple[PersonId, ...] = ()
    act: Act = "none"


def spent(pilot: Pilot) -> Hours:
    """The hours of each part over all attempts, as logged by week and corrected since."""
    logged = [
        (_PART_OF[one.measured], one.value or 0.0) for one in pilot.standing if one.measured in _PART_OF
    ]
    found: dict[EffortPart | None, Fraction] = {
        part: sum((_exact(hours) for of, hours in logged if of == part), Fraction())
        for part in (*PARTS, None)
    }
    for said in pilot.use_case.effort.corrections:
        found[said.part] = max(Fraction(), found[said.part] + _exact(said.hours) - _exact(said.was))
    return found


def _exact(hours: float) -> Fraction:
    return Fraction(Decimal(repr(hours)))


def counted(pilot: Pilot) -> Hours:
    """The hours replicas compare to: as confirmed, before that as they stand."""
    fixed = pilot.use_case.effort.fixed
    if fixed is None:
        return spent(pilot)
    return dict.fromkeys((*PARTS, None), Fraction()) | {one.part: _exact(one.hours) for one in fixed.hours}


def total(hours: Hours) -> Fraction:
    """All parts together, those nobody named too."""
    return sum(hours.values(), Fraction())


def compared(original: Pilot, replica: Pilot) -> Comparison:
    """Part by part and in all, measured or not."""
    one, other = counted(original), spent(replica)
    parts = [part for part in (*PARTS, None) if part or one[part] or other[part]]
    return Comparison(
        original.use_case.key,
        replica.use_case.key,
        tuple(Line(part, one[part], other[part]) for part in parts),
        Line(None, total(one), total(other)),
    )


def pairs(pilot: Pilot) -> tuple[tuple[Pilot, Pilot], ...]:
    """The original beside each replica that was not stopped, the newest first; a replica beside its own."""
    if pilot.use_case.origin:
        return tuple((original, pilot) for original in pilot.kin)
    alive = (one for one in reversed(pilot.kin) if one.use_case.outcome != "stopped")
    return tuple((pilot, replica) for replica in alive)


def answer(pilot: Pilot, around: Around) -> Answer:
    """Question 4: can this use case be replicated with less than 30 % additional effort?"""
    found = [answer_of(original, replica, around) for original, replica in pairs(pilot)]
    if not found:
        use_case = pilot.use_case
        return Answer("unclear", "no replica has been started yet", _people(use_case.owner), "replicate")
    return next((one for one in found if one.answer != "unclear"), found[0])


def answer_of(original: Pilot, replica: Pilot, around: Around) -> Answer:
    """The same of one replica."""
    if unclear := _unmeasured(original, replica, around):
        return unclear
    both = compared(original, replica)
    said = f"{both.replica} took {_in_hours(both.total)}"
    if not both.total.over:
        return Answer("yes", said)
    return Answer("no", f"{said}, not under 30 %{_kit_lacks(both)}")


def _kit_lacks(both: Comparison) -> str:
    named = [f"{line.part or 'no part said'} ({_in_hours(line)})" for line in both.lacking]
    return f"; what the kit lacks: {listed(named)}" if named else ""


def _in_hours(line: Line) -> str:
    share = f", {percent(line.ratio)}" if line.ratio is not None else ""
    return f"{figure(line.replica)} of {figure(line.original)} hours{share}"


def percent(ratio: Fraction) -> str:
    """A share as people read it; one just under the limit is not rounded up to it."""
    return f"{float(100 * ratio):.4g} %"


def figure(hours: Fraction) -> str:
    """Hours without needless decimals."""
    return f"{float(hours):,.2f}".rstrip("0").rstrip(".")


def _unmeasured(original: Pilot, replica: Pilot, around: Around) -> Answer | None:
    """Why there is no measured ratio yet; None when there is one."""
    first, second, owner = original.use_case, replica.use_case, _people(replica.use_case.owner)
    if first.effort.fixed is None:
        words = f"the sponsor has not confirmed the hours of {first.key}"
        return Answer("unclear", words, _people(first.sponsor), "effort")
    if second.went_live is None:
        return Answer("unclear", f"{second.key} is not live yet", owner)
    if guessed := estimates(second):
        words = f"the hours of {second.key} for {listed(list(guessed))} are an estimate"
        return Answer("unclear", words, owner, "effort")
    if doubt := doubted(replica):
        return Answer("unclear", f"the hours of {second.key} are contested: {doubt.reason}", owner, "fill")
    return _weeks_unsaid(replica, around)


def doubted(replica: Pilot) -> Contest | None:
    """The doubt that stands open about hours a replica logged."""
    return replica.doubted(*MEASURED_AS.values())


def _weeks_unsaid(replica: Pilot, around: Around) -> Answer | None:
    use_case = replica.use_case
    closed = [week for week in weeks.closed(use_case, around.today) if week.last >= _began(use_case)]
    if not any(week.sort == "w" for week in closed):
        words = f"no week of {use_case.key} since its go-live is over yet"
        return Answer("unclear", words, _people(use_case.owner))
    told = [one.day for one in replica.standing if one.measured in _PART_OF]
    corrected = _last_corrected(use_case, around)
    unsaid = [
        week.name
        for week in closed
        if not any(week.holds(day) for day in told) and (corrected is None or corrected <= week.last)
    ]
    if not unsaid:
        return None
    words = f"the hours of {use_case.key} for {weeks.several_in_words(unsaid)} are missing"
    return Answer("unclear", words, _people(use_case.owner), "effort")


def _began(use_case: UseCase) -> date:
    return use_case.origin.started_on if use_case.origin else use_case.day_one


def _last_corrected(use_case: UseCase, around: Around) -> date | None:
    """The day on which its hours were last said as a whole: what was before it is told by that."""
    days = (calendar.local_day(one.at, around.settings.zone) for one in use_case.effort.corrections)
    return max(days, default=None)


def estimates(use_case: UseCase) -> tuple[EffortPart, ...]:
    """The parts whose hours were last said to be an estimate."""
    latest = {one.part: one.estimate for one in use_case.effort.corrections}
    return tuple(part for part in PARTS if latest.get(part))


def _people(*named: PersonId | None) -> tuple[PersonId, ...]:
    return tuple(person for person in named if person)


# --- what people decide about it ----------------------------------------------------------------------------


class HoursSaid(NamedTuple):
    """A correction as it is handed in."""

    part: EffortPart
    hours: float
    reason: str
    estimate: bool = False


def correct(pilot: Pilot, said: HoursSaid, known: Known) -> UseCase:
    """A part's hours, with a reason. Refused once they are fixed, and when nothing changes."""
    use_case = pilot.use_case
    _still_open(use_case, known)
    was = spent(pilot)[said.part]
    if was == _exact(said.hours) and said.estimate == (said.part in estimates(use_case)):
        raise AlreadyDone(f"{said.part.capitalize()} stands at {figure(was)} hours already.")
    if not said.reason.strip():
        raise Refusal("Say why in a few words: a correction keeps its reason.", field="reason")
    told = EffortCorrected(**said._asdict(), was=float(was), by=known.actor.id, at=known.now)
    corrections = (*use_case.effort.corrections, told)
    return _with(use_case, corrections=corrections)


def may_be_fixed(use_case: UseCase) -> bool:
    """Whether the sponsor can confirm the total: an original, from its Pilot gate on, not confirmed yet."""
    at_gate = any(one.name == "pilot" for one in use_case.gates) or use_case.stage not in ("frame", "pilot")
    return at_gate and use_case.effort.fixed is None and use_case.origin is None


def fix(pilot: Pilot, shown: str, known: Known) -> UseCase:
    """The sponsor confirms the original's hours; `shown`: the total the button stood beside."""
    use_case, hours = pilot.use_case, spent(pilot)
    _still_open(use_case, known)
    if not may_be_fixed(use_case):
        raise Refusal(
            f"The hours of {use_case.key} are confirmed at its Pilot gate, once for all its replicas.",
            ways=(f"`/pilot gate {use_case.key}` opens the gate",),
        )
    if guessed := estimates(use_case):
        raise Refusal(
            f"The hours for {listed(list(guessed))} are an estimate: only measured hours can be compared to.",
            ways=("correct them from time sheets first",),
        )
    if not total(hours):
        raise Refusal("No hours are on record yet: log them in the weekly form, or correct a part.")
    if shown != figure(total(hours)):
        raise Refusal(f"The total is {figure(total(hours))} hours by now. Look at it again, then confirm.")
    told = tuple(PartHours(part=part, hours=float(one)) for part, one in hours.items() if one)
    return _with(use_case, fixed=EffortFixed(hours=told, by=known.actor.id, at=known.now))


def _still_open(use_case: UseCase, known: Known) -> None:
    if fixed := use_case.effort.fixed:
        on = calendar.day_month(calendar.local_day(fixed.at, known.settings.zone))
        raise AlreadyDone(f"The sponsor confirmed the hours of {use_case.key} on {on}: they are fixed.")


def _with(use_case: UseCase, **changed: object) -> UseCase:
    return use_case.model_copy(update={"effort": use_case.effort.model_copy(update=changed)})
