"""A use case, lived at random: whatever people try in whatever order, no stage moves without its gate."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from playbook import criteria, endings, gates, lifecycle, plan, votes
from playbook.facts import Bottleneck, Drill, GoLive, Pilot, Reading
from playbook.forms import ResumeForm
from playbook.known import Known
from playbook.refusals import Refusal
from playbook.votes import Ballot
from tests.playbook.company import ANNA, BEN, CARLA, DORA, EVERYBODY, owned
from tests.playbook.gated import FRAMED, SETTINGS, around, five_keep, on_day, producing

STAGES = ("frame", "pilot", "limited_production", "scale_decision")
PARTS = ("contracts", "bottlenecks", "second_place", "controls", "gatekeepers")
PEOPLE = (ANNA, BEN, CARLA, DORA)
REACHED: set[str] = set()


class Life(RuleBasedStateMachine):
    """UC-7 from its registration on."""

    @initialize()
    def begins(self):
        lacking = dict.fromkeys(PARTS[1:], ()) | {"second_place": None, "registrant": ANNA.id}
        self.pilot = Pilot(use_case=owned(**lacking))
        self.day = 1
        self.sealed = 0
        self.history = []

    # --- what may be done

    def _around(self):
        return around(self.day)

    def _keep(self, use_case):
        """As the store would: a change, then the entry check if it is met now."""
        changed = self.pilot.model_copy(update={"use_case": use_case})
        entered = votes.entered(changed, self._around())
        self.history.append((self.pilot.use_case, entered))
        self.pilot = changed.model_copy(update={"use_case": entered})

    def _try(self, act):
        """Do it, or be refused with words; a refusal changes nothing."""
        before, refused = self.pilot, None
        try:
            self._keep(act())
        except Refusal as no:
            refused = str(no)
        if refused is not None:
            assert refused.strip()
            assert self.pilot == before

    def _with(self, **more):
        return self.pilot.use_case.model_copy(update=more)

    @rule(part=st.sampled_from(PARTS))
    def tells(self, part):
        self._keep(self._with(**{part: FRAMED[part]}))

    @rule()
    def frames(self):
        self._keep(self._with(**{part: FRAMED[part] for part in PARTS}))

    @rule(days=st.integers(1, 12))
    def time_passes(self, days):
        self.day += days
        self._keep(lifecycle.turned(self.pilot, self._around()))

    @precondition(lambda self: self.pilot.use_case.went_live is None)
    @rule()
    def goes_live(self):
        live = GoLive(day=self._around().today, at=on_day(self.day), by=ANNA.id, link="https://crm.example/1")
        self._keep(self._with(went_live=live))

    @rule(value=st.sampled_from((2.9, 3.1, 3.6, 5.0, 6.2)), errors=st.sampled_from((0, 0, 3, 40)))
    def logs(self, value, errors):
        base = {"day": self._around().today, "by": ANNA.id, "at": on_day(self.day)}
        number = len(self.pilot.readings) + 1
        kpi = Reading(number=number, value=value, **base)
        counts = {"value": errors / 4, "num": errors, "den": 400}
        guard = Reading(number=number + 1, measured="guardrail", metric="error rate", **counts, **base)
        self.pilot = self.pilot.model_copy(update={"readings": (*self.pilot.readings, kpi, guard)})

    @rule(keep=st.integers(0, 5))
    def tests(self, keep):
        attempt = self.pilot.use_case.attempt
        self._keep(self._with(tests=(five_keep(keep).model_copy(update={"attempt": attempt}),)))

    @rule(what=st.sampled_from(("fallback", "drills", "proofs", "waits")))
    def supplies(self, what):
        self._keep(self._with(**{what: getattr(producing().use_case, what)}))

    @rule()
    def drills(self):
        asked = on_day(self.day)
        answered = Drill(number=1, contact=DORA.id, asked_at=asked, answered_at=asked + timedelta(minutes=9))
        self._keep(self._with(drills=(answered,), waits=(Bottleneck(step="approval", wait="1 h"),)))

    @rule(person=st.sampled_from(PEOPLE))
    def opens(self, person):
        self._try(lambda: gates.opened(self.pilot, person.id, self._around()))

    @rule(
        person=st.sampled_from(PEOPLE),
        gate=st.sampled_from(("entry", "pilot", "limited_production", "scale")),
        choice=st.sampled_from(("go", "go", "go", "redesign", "stop")),
        ahead=st.integers(-2, 40),
    )
    def votes(self, person, gate, choice, ahead):
        ballot = Ballot(
            gate=gate,
            choice=choice,
            reason="because",
            cause="metric",
            resume_by=self._around().today + timedelta(days=ahead),
            acknowledges=votes.to_acknowledge(self.pilot, gate, self._around()),
        )
        self._try(lambda: votes.cast(self.pilot, ballot, person, self._around()))

    @rule(choice=st.sampled_from(("go", "go", "go", "redesign", "stop")))
    def sponsor_and_gatekeeper_agree(self, choice):
        gate = plan.ENDS[self.pilot.use_case.stage]
        self.opens(BEN)
        for person in (CARLA, BEN):
            self.votes(person, gate, choice, 20)

    @precondition(lambda self: self.pilot.use_case.went_live is not None)
    @rule(then=st.sampled_from(("go", "go", "go", "redesign", "stop", "nothing")))
    def goes_well(self, then):
        """Four good weeks, five testers who keep it, everything that stands by; and perhaps a decision."""
        self.tests(5)
        for what in ("fallback", "proofs", "waits"):
            self.supplies(what)
        self.drills()
        for value in (3.6, 3.4, 3.1, 3.0):
            self.day += 5
            self.logs(value, 0)
        if then != "nothing":
            self.sponsor_and_gatekeeper_agree(then)

    @precondition(lambda self: self.day == 1)
    @rule()
    def begins_well(self):
        """By chance alone few lives are framed and live in time to get beyond the Pilot gate."""
        self.frames()
        self.goes_live()
        self.goes_well("go")

    @precondition(lambda self: self.pilot.use_case.pause is not None)
    @rule()
    def resumes(self):
        known = Known(actor=BEN, now=on_day(self.day), settings=SETTINGS, people=EVERYBODY)
        self._try(lambda: endings.resume(self.pilot.use_case, ResumeForm(changes="narrowed"), known))

    # --- what always holds

    @invariant()
    def no_stage_moves_without_a_sealed_go_whose_criteria_were_all_met(self):
        for before, after in self.history:
            rank, then = STAGES.index(before.stage), STAGES.index(after.stage)
            assert then <= rank + 1
            if then > rank or (after.outcome == "scaled" != before.outcome):
                decision = after.decisions[-1]
                assert (decision.choice, decision.attempt) == ("go", before.attempt)
                assert decision.gate == plan.ENDS[before.stage]
                assert criteria.all_met(decision.criteria)
                assert decision.gate == "entry" or {vote.by for vote in decision.votes} > {BEN.id}
        self.history = []

    @invariant()
    def what_was_reached_is_noted(self):
        use_case = self.pilot.use_case
        REACHED.update({use_case.stage, use_case.outcome or "under way", f"attempt {use_case.attempt}"})
        REACHED.add(f"paused: {use_case.pause.why}" if use_case.pause else "not paused")

    @invariant()
    def decisions_are_only_added_and_numbered(self):
        numbers = [one.number for one in self.pilot.use_case.decisions]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= self.sealed
        self.sealed = len(numbers)

    @invariant()
    def the_owner_never_voted_and_nobody_twice(self):
        for gate in self.pilot.use_case.gates:
            seats = [votes.seat(one) for one in gate.votes]
            assert ANNA.id not in seats
            assert len(seats) == len(set(seats))

    @invariant()
    def nothing_is_open_once_it_is_over(self):
        use_case = self.pilot.use_case
        if use_case.outcome == "stopped":
            assert use_case.decisions[-1].choice == "stop"


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_the_lives_went_everywhere_they_should():
    """The model above is worth what it reaches; this runs after it, in the same module."""
    ends = {"frame", "pilot", "limited_production", "scale_decision", "stopped", "attempt 2"}
    assert ends | {"paused: redesign", "paused: day_60"} <= REACHED
