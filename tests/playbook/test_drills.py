"""The escalation drill: whom it asks, when it may start, who may answer, and what the time is worth."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import agenda, drills, proofs
from playbook.facts import ControlAnswer, Pilot
from playbook.proof_pings import drill_unanswered
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import ANNA, CARLA, DORA, EVERYBODY, GONE, MONDAY, known, owned
from tests.playbook.gated import SETTINGS, around, framed, on_day

HOUR = timedelta(hours=1)
START = on_day(1)  # a Tuesday, ten o'clock
calm = settings(deadline=None)


def path(contact=DORA.id):
    answer = ControlAnswer(
        control="escalation_path", answer="named contact", contact=contact, by=ANNA.id, at=MONDAY
    )
    return framed(controls=(answer,))


def by(person=ANNA, moment=START):
    return known(person, settings=SETTINGS, now=moment)


def started(moment=START, contact=DORA.id):
    return drills.start(path(contact), by(moment=moment))


def test_a_drill_asks_the_named_contact_and_notes_who_started_it():
    (drill,) = started().drills
    assert (drill.number, drill.contact, drill.by, drill.asked_at) == (1, DORA.id, ANNA.id, START)


@pytest.mark.parametrize(
    "use_case, words",
    [
        (owned(), "No escalation contact is named"),
        (path(GONE.id), "no active account"),
        (path(ANNA.id), "You are the escalation contact yourself"),
        (path().model_copy(update={"outcome": "stopped"}), "is stopped"),
    ],
)
def test_a_drill_that_would_show_nothing_is_refused(use_case, words):
    with pytest.raises(Refusal, match=words):
        drills.start(use_case, by())


@calm
@given(st.integers(0, 14 * 24 * 4))
def test_a_drill_starts_in_the_contacts_working_hours_and_at_no_other_time(quarters):
    moment = on_day(1, hour=0) + timedelta(minutes=15 * quarters)
    there = moment.weekday() < 5 and 9 <= moment.hour < 17
    if there:
        assert started(moment).drills
    else:
        with pytest.raises(Refusal, match="in working hours only"):
            started(moment)


def test_working_hours_are_those_where_the_contact_is():
    far = DORA.model_copy(update={"zone": "Asia/Tokyo"})
    people = {**EVERYBODY, DORA.id: far}
    with pytest.raises(Refusal, match="19:00"):
        drills.start(path(), by().model_copy(update={"people": people}))
    (drill,) = drills.start(path(), by(moment=on_day(2, hour=1)).model_copy(update={"people": people})).drills
    assert drill.zone == "Asia/Tokyo"


def test_one_drill_runs_at_a_time_and_another_may_follow_the_hour():
    with pytest.raises(AlreadyDone, match="runs already"):
        drills.start(started(), by(moment=START + HOUR - timedelta(minutes=1)))
    assert len(drills.start(started(), by(moment=START + HOUR)).drills) == 2


@pytest.mark.parametrize("person", [ANNA, CARLA])
def test_nobody_answers_for_the_contact(person):
    with pytest.raises(Refusal, match="Only the contact this drill asked"):
        proofs.answer_drill(started(), 1, by(person))


def test_an_answer_counts_once_and_only_of_the_newest_drill():
    answered = proofs.answer_drill(started(), 1, by(DORA, START + HOUR / 2))
    with pytest.raises(AlreadyDone):
        proofs.answer_drill(answered, 1, by(DORA, START + HOUR))
    two = drills.start(started(), by(moment=START + HOUR))
    with pytest.raises(Refusal, match="a newer one"):
        proofs.answer_drill(two, 1, by(DORA, START + HOUR))
    with pytest.raises(Refusal, match="no such drill"):
        proofs.answer_drill(two, 7, by(DORA))


@calm
@given(st.integers(0, 200))
def test_an_answer_within_the_hour_is_a_proof_and_a_later_one_is_none(minutes):
    moment = START + timedelta(minutes=minutes)
    after = proofs.answer_drill(started(), 1, by(DORA, moment))
    assert drills.minutes(after.drills[0], SETTINGS) == minutes
    if minutes <= 60:
        assert f"after {minutes} minute" in after.proofs[-1].text
        assert drills.failed(after, around(2)) == ""
    else:
        assert after.proofs == ()
        assert f"took {minutes} minutes" in drills.failed(after, around(2))


def test_the_night_does_not_count():
    evening = on_day(1, hour=16.5)
    after = proofs.answer_drill(started(evening), 1, by(DORA, on_day(2, hour=9.25)))
    assert drills.minutes(after.drills[0], SETTINGS) == 45
    assert after.proofs


@calm
@given(st.integers(0, 30 * 24 * 60))
def test_the_owner_hears_of_an_unanswered_drill_when_the_hour_is_over(minutes):
    now = START + timedelta(minutes=minutes)
    pilot, then = Pilot(use_case=started()), around(now=now)
    owed, _ = agenda.due(pilot, then)
    told = [one.to for one in owed if one.kind == "drill_unanswered"]
    assert told == ([ANNA.id] if minutes >= 60 else [])
    assert drills.missed(pilot.use_case.drills[0], then) == (minutes >= 60)


def test_a_late_answer_settles_the_news():
    after = proofs.answer_drill(started(), 1, by(DORA, START + 2 * HOUR))
    assert drill_unanswered(Pilot(use_case=after), "d1", around(2)).settled
