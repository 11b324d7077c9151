"""Replicas: from a passed Pilot gate, at a second place, with an own promise and clock."""

import pytest

from playbook import checkins, criteria, milestones, pings, replica_pings, replicas, weeks
from playbook.deciding import Contest
from playbook.facts import Channel, Contract, GoLive, Home, Ownership, Pilot, Reading
from playbook.forms import ReplicaForm
from playbook.governance import inherited_controls
from playbook.refusals import Refusal
from playbook.registration import undecided
from tests.playbook.company import BEN, CARLA, COMPLETE, DORA, MONDAY, known, line
from tests.playbook.gated import SETTINGS, around, framed, on_day, passed, producing, readings

LYON = Channel(id="C0LYON", name="lyon", has_bot=True)
FORM = ReplicaForm(place="Lyon", owner=DORA.id, home=LYON.id)
DAY_31 = known(now=on_day(31), channel=LYON, settings=SETTINGS)


def started(pilot=None, form=FORM, told=DAY_31):
    """The replica as it is registered on Day 31, as UC-9."""
    return replicas.start(pilot or producing(), form, told).model_copy(update={"number": 9})


def locked(**more):
    """The same with its own contract locked, accepted by Dora, live on Day 33."""
    terms = COMPLETE.model_copy(update={"due": on_day(80).date(), "due_days": None})
    live = GoLive(day=on_day(33).date(), at=on_day(33), by=DORA.id, link="https://crm.example/2")
    facts = {
        "contracts": (Contract(terms=terms, locked_at=on_day(32)),),
        "ownership": Ownership(accepted_at=on_day(31), function="Sales", holds=("process",)),
        "went_live": live,
        "stage": "pilot",
    }
    return started().model_copy(update=facts | more)


def weekly(*values):
    return readings(*values, live=on_day(33).date(), errors=False)


def beside(*kin):
    """The original at its Scale gate with these replicas."""
    late = producing(4.0, 3.6, 3.4, 3.2, 3.1, 3.0, 3.0, 2.9, stage="scale_decision")
    linked = late.use_case.model_copy(update={"replicas": tuple(one.use_case.number for one in kin)})
    return late.model_copy(update={"use_case": linked, "kin": kin})


def repeatability(*kin, day=58):
    found = {one.name: one for one in criteria.of("scale", beside(*kin), around(day))}["repeatability"]
    return found.result, found.because


class TestStarting:
    def test_it_inherits_the_contract_with_blanks(self):
        terms = started().contract.terms
        assert (terms.kpi, terms.unit, terms.direction) == (COMPLETE.kpi, "day", "lower")
        assert terms.guardrails == COMPLETE.guardrails
        assert terms.rollback == COMPLETE.rollback
        assert (terms.baseline, terms.target, terms.due, terms.expected) == (None, None, None, None)

    def test_its_own_owner_is_asked_and_its_own_home_is_told(self):
        replica = started()
        assert (replica.owner, replica.accepted, replica.sponsor) == (DORA.id, False, BEN.id)
        assert replica.home == Home(channel=LYON.id)
        assert replica.title == "Proposal turnaround (Lyon)"

    def test_each_control_is_confirmed_again_by_its_owner(self):
        replica = started()
        assert replica.controls == ()
        assert {lack.field for lack in milestones.missing(replica) if lack.part == "controls"} >= {"logging"}
        assert inherited_controls(replica)["logging"] == "so"
        assert inherited_controls(framed()) == {}

    def test_the_second_place_and_the_bottlenecks_are_not_asked_again(self):
        lacks = {lack.field for lack in milestones.missing(started())}
        assert not lacks & {"bottlenecks", "second_place", "second_owner"}
        found = {one.name: one for one in criteria.of("entry", Pilot(use_case=locked()), around(33))}
        assert found["second_place"].because == "it is the second place of UC-7: Lyon"

    def test_its_first_milestone_is_day_43_of_the_original_and_it_has_no_frame(self):
        replica = started()
        day_43 = on_day(43).date()
        assert replica.origin.live_by == day_43
        assert pings.plan.milestones(replica)[0].on == day_43

    def test_who_starts_late_still_gets_days_to_be_ready(self):
        replica = started(told=known(now=on_day(50), channel=LYON, settings=SETTINGS))
        assert replica.offsets[0] == replicas.LEAST

    def test_numbers_are_asked_from_day_10_of_the_original(self):
        replica = locked(went_live=None)
        first = weeks.until(replica, on_day(31).date())[0]
        assert first.first == on_day(10).date()
        owed = [one for one in checkins.owed(Pilot(use_case=replica), around(31)) if one.due_at <= on_day(31)]
        assert [one.period for one in owed] == ["a1:b1", "a1:b2", "a1:b3"]

    def test_only_what_passed_its_pilot_gate_is_repeated(self):
        with pytest.raises(Refusal, match="has not passed its Pilot gate"):
            started(Pilot(use_case=framed()))
        with pytest.raises(Refusal, match="was stopped"):
            started(producing(outcome="stopped"))
        with pytest.raises(Refusal, match="is a replica itself") as no:
            started(Pilot(use_case=locked(decisions=(passed("pilot", 1, 40),))))
        assert "/pilot replicate UC-7" in no.value.ways[0]

    @pytest.mark.parametrize(
        "form, told, field",
        [
            ({"owner": BEN.id}, {}, "owner"),
            ({"home": "C0PILOTS"}, {}, "home"),
            ({}, {"channel": None}, "home"),
            ({}, {"channel": LYON.model_copy(update={"private": True})}, "home"),
        ],
    )
    def test_what_is_unfit_is_said_beside_its_field(self, form, told, field):
        with pytest.raises(Refusal) as no:
            started(form=FORM.model_copy(update=form), told=DAY_31.model_copy(update=told))
        assert no.value.field == field

    def test_one_place_is_not_taken_twice(self):
        first = Pilot(use_case=started())
        with pytest.raises(Refusal, match="at Lyon already: UC-9"):
            started(producing().model_copy(update={"kin": (first,)}))
        gone = first.model_copy(update={"use_case": locked(outcome="stopped")})
        assert started(producing().model_copy(update={"kin": (gone,)})).origin.place == "Lyon"


class TestRepeatability:
    def test_without_a_replica_it_is_unclear(self):
        assert repeatability() == ("unclear", "no replica has been started yet")

    @pytest.mark.parametrize(
        "values, day, result",
        [
            ((3.8, 3.6), 50, ("met", "UC-9 shows an early signal against its own baseline")),
            ((3.8, 3.6), 58, ("unclear", "UC-9 has too few readings to say")),
            ((3.8,), 50, ("unclear", "UC-9 has too few readings to say")),
            ((5.1, 3.8), 50, ("unclear", "UC-9 has too few readings to say")),
            ((4.0, 3.6, 3.4), 58, ("met", "UC-9 shows an early signal against its own baseline")),
        ],
    )
    def test_two_good_weeks_of_one_replica_are_enough_unless_it_fell_silent_since(self, values, day, result):
        assert repeatability(Pilot(use_case=locked(), readings=weekly(*values)), day=day) == result

    def days(self, *values):
        base = {"by": DORA.id, "at": MONDAY}
        found = [
            Reading(number=n, day=on_day(40 + n).date(), value=value, **base)
            for n, value in enumerate(values, 1)
        ]
        return Pilot(use_case=locked(), readings=tuple(found))

    def test_so_are_three_readings_on_three_days_that_reach_the_least_useful_lift(self):
        assert repeatability(self.days(3.4, 3.4, 3.4), day=44)[0] == "met"
        assert repeatability(self.days(3.0, 3.4, 3.81), day=44)[0] == "unclear"
        assert repeatability(self.days(3.0, 3.4), day=44)[0] == "unclear"

    def test_a_number_is_not_a_baseline_before_it_is_locked(self):
        draft = locked(contracts=(Contract(terms=COMPLETE),))
        assert repeatability(Pilot(use_case=draft, readings=weekly(3.8, 3.6)))[1] == (
            "the baseline of UC-9 is not locked yet"
        )

    def test_a_replica_that_gets_worse_or_does_not_move_does_not_repeat_it(self):
        worse = repeatability(Pilot(use_case=locked(), readings=weekly(5.9, 6.2, 6.0, 6.1)), day=60)
        assert worse == ("not_met", "UC-9 is getting worse")
        still = repeatability(Pilot(use_case=locked(), readings=weekly(5.0, 5.1, 4.9, 5.0)), day=60)
        assert still == ("not_met", "UC-9 is not moving")

    def test_a_contested_reading_of_the_replica_leaves_it_unclear(self):
        doubt = Contest(number=1, about="reading", thing="1", reason="too good", by=CARLA.id, at=MONDAY)
        pilot = Pilot(use_case=locked(contests=(doubt,)), readings=weekly(3.8, 3.6))
        assert repeatability(pilot) == ("unclear", "a reading of UC-9 is contested")

    def test_one_that_repeats_it_is_enough_and_a_stopped_one_is_none(self):
        good = Pilot(use_case=locked(), readings=weekly(3.8, 3.6))
        bad = Pilot(use_case=locked(number=11), readings=weekly(5.9, 6.2, 6.0, 6.1))
        assert repeatability(good, bad, day=50)[0] == "met"
        gone = Pilot(use_case=locked(outcome="stopped"), readings=weekly(3.8, 3.6))
        assert repeatability(gone) == ("unclear", "no replica has been started yet")

    def test_what_the_replica_measured_after_day_sixty_does_not_count(self):
        late = readings(3.8, 3.6, live=on_day(61).date(), errors=False)
        assert repeatability(Pilot(use_case=locked(), readings=late), day=80)[0] == "unclear"


class TestBeingInTime:
    def test_the_owner_hears_on_day_38_that_no_replica_is_live(self):
        (owed,) = replica_pings.owed(producing(), around(35))
        assert owed.due_at.date() == on_day(38).date()
        said = replica_pings.asked(producing(), "a1:d38", around(38))
        assert (said.number, said.second, said.started) == (43, "Lyon", ())
        waiting = producing().model_copy(update={"kin": (Pilot(use_case=started()),)})
        assert replica_pings.asked(waiting, "a1:d38", around(38)).started == (9,)

    def test_nothing_is_asked_once_one_is_live_or_where_none_is_possible(self):
        live = producing().model_copy(update={"kin": (Pilot(use_case=locked()),)})
        assert list(replica_pings.owed(live, around(35))) == []
        assert replica_pings.asked(live, "a1:d38", around(38)).settled
        assert list(replica_pings.owed(Pilot(use_case=framed()), around(9))) == []
        assert list(replica_pings.owed(Pilot(use_case=locked()), around(35))) == []

    def test_the_owner_of_the_replica_hears_it_the_same_day_even_before_its_lock(self):
        pilot = Pilot(use_case=started().model_copy(update={"ownership": locked().ownership}))
        (owed,) = pings.live_owed(pilot, around(35))
        assert owed.due_at.date() == on_day(38).date()
        said = pings.live_asked(pilot, owed.period, around(38))
        assert (said.on, said.gate) == (on_day(43).date(), "Scale gate of UC-7")


def test_the_cap_of_undecided_pilots_leaves_replicas_to_their_originals():
    own, repeated = line(framed()), line(locked())
    assert undecided(BEN.id, (own, repeated)) == [own]
