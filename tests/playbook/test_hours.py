"""What a click asks of somebody abroad waits for their working hours; alerts and answers never do."""

import pytest

from playbook import agenda, cards, deputies, hours, pauses, proofs
from playbook.deciding import UserTest
from playbook.facts import Contract, Habits, Pause, Person, Proof
from playbook.letters import DutiesGiven, Letter
from playbook.refusals import Refusal
from tests.playbook.company import ANNA, BEN, CARLA, COMPLETE, DORA, EVERYBODY, MONDAY, known
from tests.playbook.gated import SETTINGS, around, on_day, piloting

FAR = Person(id="U0KATE", name="Kate", zone="America/New_York")
NEAR = Person(id="U0FINN", name="Finn", zone="Europe/Berlin")
GONE = Person(id="U0GONE", name="Gone", zone="Europe/Berlin", deactivated=True)
PEOPLE = {**EVERYBODY, **{one.id: one for one in (FAR, NEAR, GONE)}}


def asked(person, by=ANNA.id, at=None):
    """When the question to that tester goes, asked on a Thursday at ten in UTC."""
    pilot = piloting(tests=(UserTest(number=1, asked=(person,), by=ANNA.id, at=MONDAY),))
    (letter,) = [one for one in cards.standing(pilot.use_case, SETTINGS) if one.notice.kind == "tester_asked"]
    return hours.goes_at(letter, by, around(24, people=PEOPLE, **({"now": at} if at else {})))


def test_a_tester_in_new_york_is_asked_in_the_morning_of_new_york():
    assert asked(FAR.id) == on_day(24, hour=14)


def test_who_lives_by_the_clock_of_whoever_asks_is_asked_at_once_like_by_a_colleague():
    late = on_day(24, hour=21)
    assert asked(NEAR.id, at=late) == late


def test_what_time_itself_asks_waits_for_working_hours_everywhere():
    assert asked(NEAR.id, by=None, at=on_day(24, hour=21)) == on_day(25, hour=8)


def test_whoever_clicked_is_answered_at_once_wherever_they_are():
    assert asked(FAR.id, by=FAR.id) == on_day(24)


def test_a_new_letter_to_a_closed_account_is_not_written():
    assert asked(GONE.id) is None


def test_an_answer_does_not_wait():
    duties = Letter(to=FAR.id, period="n1", notice=DutiesGiven(use_case=7, title="Quotes"))
    assert hours.goes_at(duties, ANNA.id, around(24, people=PEOPLE)) == on_day(24)


def test_the_pause_after_day_60_begins_at_midnight_and_is_told_when_people_work():
    midnight = on_day(64, hour=0)
    pause = Pause(why="day_60", at=midnight, since=midnight.date())
    (told,) = pauses.paused_owed(piloting(pause=pause), around(64, now=midnight))
    assert told.due_at.hour == 9
    assert told.due_at > midnight


# --- deputies -----------------------------------------------------------------------------------------------

AWAY = {CARLA.id: Habits(away_until=on_day(60).date(), deputy=FAR.id)}
BEN_AWAY = {BEN.id: Habits(away_until=on_day(60).date(), deputy=FAR.id)}


def owed(pilot, kind, **more):
    then = around(24, people=PEOPLE, **more)
    return [one for one in agenda.owed(pilot, then) if one.kind == kind], then


def with_proof(by=ANNA.id):
    proof = Proof(number=1, control="logging", text="row 7", by=by, at=on_day(24))
    return piloting(proofs=(proof,))


def test_the_deputy_of_a_sponsor_is_asked_to_sign_in_the_deputys_hours():
    draft = piloting().use_case.model_copy(update={"contracts": (Contract(terms=COMPLETE),)})
    pilot = piloting().model_copy(update={"use_case": draft})
    (ask,), then = owed(pilot, "signature_deputed", habits=BEN_AWAY)
    assert (ask.to, ask.goes_at) == (FAR.id, on_day(24, hour=14))
    assert ask.due_at == draft.registered_at, (
        "what a backup forgot is late, and looked for before it is asked"
    )
    notice = deputies.signature_asked(pilot, ask.period, then)
    assert (notice.stands_for, notice.settled) == (BEN.id, False)
    assert deputies.signature_asked(piloting(), ask.period, then).outcome == "locked"


def test_nobody_is_asked_to_sign_while_the_sponsor_is_here():
    draft = piloting().use_case.model_copy(update={"contracts": (Contract(terms=COMPLETE),)})
    assert owed(piloting().model_copy(update={"use_case": draft}), "signature_deputed")[0] == []


def test_a_deputy_judges_a_proof_and_the_record_says_for_whom():
    pilot = with_proof()
    (ask,), then = owed(pilot, "proof_deputed", habits=AWAY)
    assert (ask.due_at, ask.goes_at) == (on_day(24), on_day(24, hour=14))
    assert deputies.proof_asked(pilot, ask.period, then).stands_for == CARLA.id
    deputy = FAR.model_copy(update={"stands_for": (CARLA.id,)})
    after = proofs.hold(pilot.use_case, 1, known(deputy, settings=SETTINGS))
    (word,) = after.proofs[0].said
    assert (word.by, word.stands_for, word.seat) == (FAR.id, CARLA.id, CARLA.id)
    judged = pilot.model_copy(update={"use_case": after})
    assert deputies.proof_asked(judged, ask.period, then).settled
    assert owed(judged, "proof_deputed", habits=AWAY)[0] == []


def test_who_stands_for_whoever_brought_the_proof_does_not_judge_it():
    pilot = with_proof(by=CARLA.id)
    assert owed(pilot, "proof_deputed", habits=AWAY)[0] == []
    deputy = DORA.model_copy(update={"id": "U0ELSE", "stands_for": (CARLA.id,)})
    with pytest.raises(Refusal, match="brought this proof"):
        proofs.hold(pilot.use_case, 1, known(deputy, settings=SETTINGS))
