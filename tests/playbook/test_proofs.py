"""Controls in operation: what proves one, what makes it unclear, and who may say that it holds."""

import hashlib
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import agenda, calendar, proof_pings, proofs
from playbook.deciding import Contest
from playbook.facts import Drill, GoLive, Person, Pilot, Proof
from playbook.forms import ProofForm
from playbook.governance import CONTROLS
from playbook.known import Around
from playbook.proving import Word
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import ANNA, CARLA, DAY_ONE, DORA, known, owned
from tests.playbook.gated import SETTINGS, around, framed, on_day

ELSA = Person(id="U0ELSA")
DAY = timedelta(days=1)
TEXT = ProofForm(proof="row 7 of the export")
HELD = (Word(by=CARLA.id, at=on_day(2), holds=True),)
moments = st.integers(0, 200 * 24).map(lambda hours: on_day(1) + timedelta(hours=hours))
calm = settings(deadline=None)


def at(moment, **more):
    return Around(now=moment, settings=SETTINGS, **more)


def by(person, moment=None):
    return known(person, settings=SETTINGS, now=moment or on_day(1))


FIRST, LATER = on_day(1), on_day(5)


def proof(number=1, control="logging", at=FIRST, words=HELD, **more):
    return Proof(number=number, control=control, text="row 7", by=ANNA.id, at=at, words=words, **more)


def state(use_case, control="logging", moment=LATER):
    return proofs.state_of(use_case, control, at(moment))


def test_a_proof_is_kept_with_who_when_and_its_hash():
    after = proofs.prove(framed(), "logging", TEXT, "the first real case", by(ANNA))
    (kept,) = after.proofs
    assert (kept.number, kept.control, kept.by, kept.at) == (1, "logging", ANNA.id, on_day(1))
    assert kept.digest == hashlib.sha256(b"row 7 of the export").hexdigest()
    assert kept.case == "the first real case"


def test_the_same_proof_is_not_put_on_record_twice():
    once = proofs.prove(framed(), "logging", TEXT, "", by(ANNA))
    with pytest.raises(AlreadyDone):
        proofs.prove(once, "logging", TEXT, "", by(ANNA))
    assert len(proofs.prove(once, "human_review", TEXT, "", by(ANNA)).proofs) == 2


def test_what_is_not_documented_cannot_be_proved():
    with pytest.raises(Refusal, match="not documented yet"):
        proofs.prove(owned(), "logging", TEXT, "", by(ANNA))


def test_text_does_not_prove_the_escalation_path():
    with pytest.raises(Refusal, match="a drill does"):
        proofs.prove(framed(), "escalation_path", TEXT, "", by(ANNA))


# --- states -------------------------------------------------------------------------------------------------


def test_a_control_operates_once_it_is_proved_and_held():
    assert state(framed()).because == "logging has no proof yet"
    unsaid = framed(proofs=(proof(words=()),))
    assert (state(unsaid).answer, state(unsaid).missing) == ("unclear", "word")
    assert state(framed(proofs=(proof(),))).answer == "yes"


def test_one_gatekeepers_no_outweighs_anothers_yes_until_taken_back():
    no = Word(by=DORA.id, at=on_day(3), holds=False, reason="which case?")
    assert state(framed(proofs=(proof(words=(*HELD, no)),))).answer == "no"
    back = no.model_copy(update={"holds": True})
    assert state(framed(proofs=(proof(words=(*HELD, no, back)),))).answer == "yes"


def test_a_newer_proof_starts_without_a_word():
    both = framed(proofs=(proof(), proof(number=2, at=on_day(3), words=())))
    assert state(both).missing == "word"


def test_a_contested_control_is_unclear():
    doubt = Contest(number=1, about="control", thing="logging", reason="how so?", by=CARLA.id, at=on_day(2))
    assert state(framed(proofs=(proof(),), contests=(doubt,))).answer == "unclear"


@calm
@given(brought=moments, looked=moments)
def test_a_held_proof_is_a_yes_for_62_days_and_unclear_from_the_next_day_on(brought, looked):
    held = framed(proofs=(proof(at=brought),))
    days = (looked.date() - brought.date()).days
    assert state(held, moment=looked).answer == ("yes" if days <= 62 else "unclear")


@calm
@given(st.lists(st.tuples(st.sampled_from([CARLA.id, DORA.id]), st.booleans()), max_size=8))
def test_the_latest_word_of_each_gatekeeper_decides(said):
    words = tuple(Word(by=who, at=on_day(2), holds=holds) for who, holds in said)
    latest = dict(said)
    expected = "unclear" if not latest else "yes" if all(latest.values()) else "no"
    assert state(framed(proofs=(proof(words=words),))).answer == expected


@calm
@given(st.sets(st.sampled_from(list(CONTROLS))))
def test_the_control_to_prove_next_lacks_a_proof(which):
    use_case = framed(proofs=tuple(proof(n, one) for n, one in enumerate(CONTROLS, 1) if one in which))
    wanted = proofs.next_to_prove(use_case, at(on_day(5)))
    assert wanted not in which
    assert (wanted is None) == (which == set(CONTROLS))
    assert proofs.proved(use_case, at(on_day(5))) == len(which)


def test_what_fails_is_proved_before_what_is_missing():
    no = (Word(by=CARLA.id, at=on_day(2), holds=False),)
    use_case = framed(proofs=(proof(control="human_review", words=no),))
    assert proofs.next_to_prove(use_case, at(on_day(5))) == "human_review"


# --- gatekeepers --------------------------------------------------------------------------------------------


def test_a_word_is_said_once_and_may_be_changed():
    held = proofs.hold(framed(proofs=(proof(words=()),)), 1, by(CARLA))
    with pytest.raises(AlreadyDone):
        proofs.hold(held, 1, by(CARLA))
    doubted = proofs.doubt(held, 1, "which case?", by(CARLA))
    assert state(doubted).answer == "no"
    assert len(doubted.proofs[0].words) == 2


def test_nobody_judges_the_proof_they_brought():
    own = framed(proofs=(proof(words=()).model_copy(update={"by": CARLA.id}),))
    with pytest.raises(Refusal, match="another gatekeeper"):
        proofs.hold(own, 1, by(CARLA))


def test_a_stale_button_meets_the_newer_proof():
    both = framed(proofs=(proof(), proof(number=2, words=())))
    with pytest.raises(Refusal, match="A newer proof of logging"):
        proofs.hold(both, 1, by(CARLA))
    with pytest.raises(Refusal, match="no such proof"):
        proofs.hold(both, 9, by(CARLA))


# --- the named case -----------------------------------------------------------------------------------------


def live(since):
    return framed(went_live=GoLive(day=since, at=on_day(1), by=ANNA.id, link="https://crm.example/1"))


def test_before_a_week_is_over_the_first_real_case_is_named():
    assert "https://crm.example/1" in proofs.named_case(live(DAY_ONE), "7", at(on_day(3)))
    assert "tested last" in proofs.named_case(framed(), "7", at(on_day(3)))


@calm
@given(st.integers(0, 2**64), st.integers(14, 120))
def test_the_named_case_is_of_a_working_day_since_go_live_and_the_same_all_week(seed, day):
    drawn = proofs.named_case(live(DAY_ONE), f"{seed:x}", at(on_day(day)))
    monday = on_day(day) - on_day(day).weekday() * DAY
    week = {proofs.named_case(live(DAY_ONE), f"{seed:x}", at(monday + ahead * DAY)) for ahead in range(7)}
    assert week == {drawn}
    possible = [(monday - back * DAY).date() for back in range(1, 29)]
    named = [one for one in possible if f"case of {one.day} {one:%b %Y}," in drawn]
    assert len(named) == 1
    assert named[0] >= DAY_ONE
    assert calendar.is_working_day(named[0], "DE")


# --- what the calendar says ---------------------------------------------------------------------------------


def periods(use_case, kind, moment):
    owed, _ = agenda.due(Pilot(use_case=use_case), at(moment, people={ANNA.id: ANNA}))
    return [one.period for one in owed if one.kind == kind]


@calm
@given(moments)
def test_the_owner_hears_of_the_end_of_a_proof_a_week_before_and_not_earlier(brought):
    use_case = framed(proofs=(proof(at=brought),))
    week_before = (brought.date() + 55 * DAY) - on_day(1).date()
    there = on_day(1) + week_before
    assert periods(use_case, "proof_expiring", there - DAY) == []
    assert periods(use_case, "proof_expiring", there + DAY) == ["p1"]


def test_a_fresh_proof_settles_the_question():
    both = Pilot(use_case=framed(proofs=(proof(), proof(number=2, at=on_day(56)))))
    assert proof_pings.proof_expiring(both, "p1", around(57)).settled
    assert not proof_pings.proof_expiring(both, "p2", around(57)).settled


def test_a_drill_left_unanswered_fails_the_path_even_after_an_older_proof():
    drill = Drill(number=1, contact=DORA.id, asked_at=on_day(3))
    use_case = framed(proofs=(proof(control="escalation_path"),), drills=(drill,))
    assert state(use_case, "escalation_path", on_day(3) + timedelta(minutes=59)).answer == "yes"
    assert state(use_case, "escalation_path", on_day(3) + timedelta(minutes=60)).answer == "no"
