"""Gates: opened once for each attempt, evidence brought, testers asked, doubts raised and settled.

Who may do what stands in `policy`, what decides in `votes`, what is asked in `criteria`.
"""

from datetime import datetime
from typing import Final

from playbook import criteria, plan
from playbook.deciding import (
    Contest,
    CriterionName,
    Evidence,
    Gate,
    GateName,
    Tap,
    UserTest,
    Verdict,
)
from playbook.endings import halted
from playbook.facts import Fact, PersonId, Pilot, UseCase
from playbook.known import Around, Known
from playbook.refusals import AlreadyDone, Refusal
from playbook.votes import open_gate

NAMES: Final[dict[GateName, str]] = {
    "entry": "Day 10 entry check",
    "pilot": "Pilot gate",
    "limited_production": "Limited Production gate",
    "scale": "Scale gate",
}
MOST_TESTERS: Final = 30


class Brought(Fact):
    """Evidence as it is handed in."""

    criterion: CriterionName
    text: str
    link: str = ""
    author: PersonId | None = None
    said_at: datetime | None = None


def opened(pilot: Pilot, by: PersonId, around: Around) -> UseCase:
    """The gate of the present stage, open. Unchanged where it stands open already."""
    use_case = pilot.use_case
    if use_case.outcome:
        raise Refusal(f"{use_case.key} is {use_case.outcome}: it has no gate to open any more.")
    if rest := halted(use_case):
        raise rest
    name = plan.ENDS[use_case.stage]
    if name == "entry":
        raise Refusal(
            "The Day 10 entry check needs no vote: it is passed by itself once nothing is missing.",
            ways=("`/pilot show` lists what is missing, and who can supply it",),
        )
    if open_gate(use_case):
        return use_case
    gate = Gate(name=name, attempt=use_case.attempt, opened_at=around.now, opened_by=by)
    return use_case.model_copy(update={"gates": (*use_case.gates, gate)})


def opened_where_it_can(pilot: Pilot, by: PersonId, around: Around) -> UseCase:
    """The same, unchanged where there is no gate to open: the command shows how it stands all the same."""
    use_case = pilot.use_case
    shut = use_case.outcome or use_case.pause or use_case.stage == "frame"
    return use_case if shut else opened(pilot, by, around)


def meant(said: str) -> tuple[GateName, int | None]:
    """The gate and attempt a button names: `pilot:1`. A forged one is the entry check, where nobody votes."""
    name, _, attempt = said.partition(":")
    return next((one for one in NAMES if one == name), "entry"), number(attempt) or None


def verdict(said: str) -> Verdict:
    """A tester's answer as a button names it; anything else is no answer."""
    known: tuple[Verdict, ...] = ("keep", "not_yet", "no")
    found = next((one for one in known if one == said), None)
    if found is None:
        raise Refusal("I do not know this answer.")
    return found


def number(said: str) -> int:
    """The number a button names; 0 is none."""
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def bring(use_case: UseCase, brought: Brought, known: Known) -> UseCase:
    """Evidence for a criterion of the present gate, copied so that it stays."""
    gate = plan.ENDS[use_case.stage]
    if brought.criterion not in [rule.name for rule in criteria.GATES[gate]]:
        raise Refusal("That is no criterion of the present gate.", field="criterion")
    if not brought.text.strip():
        raise Refusal("Say in a few words what it shows.", field="text")
    new = Evidence(
        number=len(use_case.evidence) + 1,
        gate=gate,
        by=known.actor.id,
        at=known.now,
        attempt=use_case.attempt,
        **brought.model_dump(),
    )
    return use_case.model_copy(update={"evidence": (*use_case.evidence, new)})


def ask_testers(use_case: UseCase, people: tuple[PersonId, ...], everyone: bool, known: Known) -> UseCase:
    """A round of testers: each gets one question, and only their own taps count."""
    asked = tuple(dict.fromkeys(people))
    if not asked:
        raise Refusal("Name the people who try it, like `/pilot test UC-7 @anna @ben`.", field="testers")
    if len(asked) > MOST_TESTERS:
        raise Refusal(f"At most {MOST_TESTERS} testers at once.", field="testers")
    unfit = [person for person in asked if (who := known.people.get(person)) and (who.bot or who.deactivated)]
    if unfit:
        raise Refusal("Somebody named there is a bot, or their account is closed.", field="testers")
    new = UserTest(
        number=len(use_case.tests) + 1,
        asked=asked,
        by=known.actor.id,
        at=known.now,
        attempt=use_case.attempt,
        everyone=everyone,
    )
    return use_case.model_copy(update={"tests": (*use_case.tests, new)})


def tap(use_case: UseCase, number: int, verdict: Verdict, why: str, known: Known) -> UseCase:
    """A tester's own answer; tapping again changes it."""
    test = _test(use_case, number)
    if known.actor.id not in test.asked:
        raise Refusal("Only the people who were asked can answer this.")
    new = Tap(by=known.actor.id, verdict=verdict, why=why, at=known.now)
    others = tuple(one for one in test.taps if one.by != new.by)
    if any((one.by, one.verdict, one.why) == (new.by, verdict, why) for one in test.taps):
        raise AlreadyDone("You said so already.")
    return _with_test(use_case, test.model_copy(update={"taps": (*others, new)}))


def answered(use_case: UseCase, number: int, person: PersonId) -> Verdict:
    """What a tester said so far; *not yet* until they say something."""
    taps = {tap.by: tap.verdict for tap in _test(use_case, number).taps}
    return taps.get(person, "not_yet")


def type_in(use_case: UseCase, kept: int, tried: int, known: Known) -> UseCase:
    """Results of people who are not in this Slack; they count once another supporter confirms them."""
    if not 0 <= kept <= tried or tried == 0:
        raise Refusal(
            "So many keep it, of so many who tried it: the first is at most the second.", field="kept"
        )
    new = UserTest(
        number=len(use_case.tests) + 1,
        by=known.actor.id,
        at=known.now,
        attempt=use_case.attempt,
        kept=kept,
        tried=tried,
    )
    return use_case.model_copy(update={"tests": (*use_case.tests, new)})


def confirm(use_case: UseCase, number: int, known: Known) -> UseCase:
    """Typed-in results, confirmed by somebody else than who typed them."""
    test = _test(use_case, number)
    if test.kept is None:
        raise Refusal("There is nothing typed in to confirm.")
    if test.by == known.actor.id:
        raise Refusal("You typed these results in yourself: another supporter confirms them.")
    if test.confirmed_by:
        raise AlreadyDone("These results are confirmed already.")
    return _with_test(use_case, test.model_copy(update={"confirmed_by": known.actor.id}))


def contest(use_case: UseCase, about: str, thing: str, reason: str, known: Known) -> UseCase:
    """A voter doubts something: unclear until the owner answers and another voter accepts."""
    if not reason.strip():
        raise Refusal("Say what you doubt.", field="reason")
    if any(one.open and (one.about, one.thing) == (about, thing) for one in use_case.contests):
        raise AlreadyDone("That is contested already.")
    new = Contest.model_validate(
        {
            "number": len(use_case.contests) + 1,
            "about": about,
            "thing": thing,
            "reason": reason,
            "by": known.actor.id,
            "at": known.now,
        }
    )
    return use_case.model_copy(update={"contests": (*use_case.contests, new)})


def answer(use_case: UseCase, number: int, text: str, known: Known) -> UseCase:
    """The owner answers a contest."""
    doubt = _contest(use_case, number)
    if not text.strip():
        raise Refusal("Answer in a few words.", field="answer")
    if not doubt.open:
        raise AlreadyDone("That was settled already.")
    told = {"answer": text, "answered_by": known.actor.id, "answered_at": known.now}
    return _with_contest(use_case, doubt.model_copy(update=told))


def accept(use_case: UseCase, number: int, known: Known) -> UseCase:
    """A voter other than owner and contester accepts the answer: the criterion counts again."""
    doubt = _contest(use_case, number)
    if not doubt.open:
        raise AlreadyDone("That was settled already.")
    if not doubt.answer:
        raise Refusal("The owner has not answered yet.")
    if known.actor.id in (doubt.by, use_case.owner):
        raise Refusal("Another voter accepts it: neither the owner nor whoever raised it.")
    return _with_contest(
        use_case, doubt.model_copy(update={"accepted_by": known.actor.id, "accepted_at": known.now})
    )


def called(pilot: Pilot, around: Around) -> UseCase:
    """The use case with the votes of its open gate called, once everything is met or its day has come."""
    use_case = pilot.use_case
    gate = open_gate(use_case)
    if gate is None or gate.asked_at or use_case.pause or not may_decide(pilot, gate, around):
        return use_case
    asked = gate.model_copy(update={"asked_at": around.now})
    return use_case.model_copy(
        update={"gates": tuple(asked if one is gate else one for one in use_case.gates)}
    )


def may_decide(pilot: Pilot, gate: Gate, around: Around) -> bool:
    """Whether voters can be asked now: everything is met, or the gate's day has come."""
    return is_due(pilot.use_case, gate, around) or criteria.all_met(criteria.of(gate.name, pilot, around))


def is_due(use_case: UseCase, gate: Gate, around: Around) -> bool:
    """Whether the gate's day has come; one that falls on a day off is held on the working day before."""
    return around.now >= its_day(use_case, gate, around)


def its_day(use_case: UseCase, gate: Gate, around: Around) -> datetime:
    """When the plan opens that gate, in the present attempt."""
    of_plan = next(one for one in plan.milestones(use_case) if one.gate == gate.name)
    return plan.opens_at(of_plan, around.settings)


def _test(use_case: UseCase, number: int) -> UserTest:
    found = next((one for one in use_case.tests if one.number == number), None)
    if found is None or found.attempt != use_case.attempt:
        raise Refusal("That test belongs to an earlier attempt.")
    return found


def _contest(use_case: UseCase, number: int) -> Contest:
    found = next((one for one in use_case.contests if one.number == number), None)
    if found is None:
        raise Refusal("There is no such contest.")
    return found


def _with_test(use_case: UseCase, test: UserTest) -> UseCase:
    tests = tuple(test if one.number == test.number else one for one in use_case.tests)
    return use_case.model_copy(update={"tests": tests})


def _with_contest(use_case: UseCase, doubt: Contest) -> UseCase:
    contests = tuple(doubt if one.number == doubt.number else one for one in use_case.contests)
    return use_case.model_copy(update={"contests": contests})
