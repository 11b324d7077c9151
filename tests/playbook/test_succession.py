"""Handing on: both sides, what goes along, what does not; and who is asked when somebody left."""

from datetime import timedelta

import pytest

from playbook import cards, ownership, policy, succession
from playbook.deciding import Gate, Vote
from playbook.facts import Blocker, Contract, Home, Pilot, Signature
from playbook.forms import AcceptForm, DeclineForm
from playbook.known import Around
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import (
    ADA,
    ANNA,
    BEN,
    BOT,
    CARLA,
    COMPLETE,
    DORA,
    EVERYBODY,
    GONE,
    GUEST,
    MONDAY,
    SETTINGS,
    STRANGER,
    known,
    owned,
    proposed,
)

LOCKED = (
    Contract(
        terms=COMPLETE,
        locked_at=MONDAY,
        signatures=(
            Signature(by=ANNA.id, role="owner", at=MONDAY),
            Signature(by=BEN.id, role="sponsor", at=MONDAY),
        ),
    ),
)
TICKED = AcceptForm(authorities=("process", "access"), function="Sales")
LATER = MONDAY + timedelta(days=21)


def under_way(**more):
    return owned(**({"contracts": LOCKED, "stage": "pilot"} | more))


def offered(to=DORA, role="owner", by=ANNA, **more):
    return succession.offer(under_way(**more), role, to.id, known(by))


def blocker(number, **more):
    facts = {"number": number, "text": "no access to the CRM", "outside": True, "since": MONDAY}
    return Blocker(**(facts | more))


def letters(before, after):
    return {
        (letter.notice.kind, letter.to): letter.notice for letter in cards.letters(before, after, SETTINGS)
    }


def test_an_offer_changes_nothing_until_it_is_accepted():
    asked = offered()
    assert (asked.owner, asked.accepted, asked.successors) == (ANNA.id, True, {DORA.id})
    told = letters(under_way(), asked)
    assert told["handover_offered", DORA.id].answer is None


def test_after_the_lock_the_new_owner_takes_over_with_ticks_of_their_own():
    taken = succession.take_ownership(offered(), TICKED, known(DORA, now=LATER))
    assert (taken.owner, taken.ownership.accepted_at, taken.ownership.holds) == (
        DORA.id,
        LATER,
        ("process", "access"),
    )
    assert [one.authority for one in ownership.lacking(taken)] == ["priorities"]
    assert taken.in_force == LOCKED[0]


def test_open_blockers_controls_and_the_promise_go_along():
    before = offered(
        blockers=(
            blocker(1, clears=ANNA.id),
            blocker(2, clears=BEN.id),
            blocker(3, authority="access", clears=BEN.id),
            blocker(4, clears=ANNA.id, resolved_at=MONDAY, resolved_by=ANNA.id),
        )
    )
    taken = succession.take_ownership(before, TICKED, known(DORA, now=LATER))
    kept = {one.number: one.clears for one in taken.blockers if one.number in (1, 2, 4)}
    assert kept == {1: DORA.id, 2: BEN.id, 4: ANNA.id}
    assert [one.authority for one in taken.blockers if one.authority] == ["priorities"]
    assert (taken.controls, taken.contract) == (before.controls, before.contract)


def test_a_version_being_signed_is_signed_by_whoever_has_the_part_now():
    signed = Signature(by=ANNA.id, role="owner", at=MONDAY)
    draft = Contract(version=2, terms=COMPLETE, reason="A second approver", signatures=(signed,))
    before = offered(contracts=(*LOCKED, draft))
    taken = succession.take_ownership(before, TICKED, known(DORA))
    assert taken.contract.signatures == ()
    assert taken.in_force.signatures == LOCKED[0].signatures
    assert ("signature_asked", DORA.id) in letters(before, taken)


def test_sponsors_hand_over_too():
    asked = offered(CARLA, "sponsor", BEN, blockers=(blocker(1, authority="access", clears=BEN.id),))
    taken = succession.take_sponsorship(asked, known(CARLA))
    assert (taken.sponsor, taken.blockers[0].clears) == (CARLA.id, CARLA.id)
    told = letters(asked, taken)
    assert told["handover_made", "C0PILOTS"].taken_by == CARLA.id


def test_votes_cast_in_a_part_that_changed_hands_do_not_count():
    votes = tuple(
        Vote(by=by, role=role, choice="go", at=MONDAY)
        for by, role in ((BEN.id, "sponsor"), (CARLA.id, "gatekeeper"), (DORA.id, "gatekeeper"))
    )
    gates = (Gate(name="pilot", attempt=1, opened_at=MONDAY, votes=votes),)
    sponsor = succession.take_sponsorship(offered(CARLA, "sponsor", BEN, gates=gates), known(CARLA))
    assert [vote.by for vote in sponsor.gates[0].votes] == [DORA.id]
    owner = succession.take_ownership(offered(gates=gates), TICKED, known(DORA))
    assert [vote.by for vote in owner.gates[0].votes] == [BEN.id, CARLA.id]


def test_a_no_changes_nothing_and_is_told_to_whoever_asked():
    asked = offered()
    declined = succession.decline(asked, DeclineForm(reason="On leave"), known(DORA))
    assert (declined.owner, declined.successors) == (ANNA.id, frozenset())
    told = letters(asked, declined)
    assert told["handover_declined", ANNA.id].reason == "On leave"
    assert told["handover_offered", DORA.id].answer == "declined"
    with pytest.raises(AlreadyDone):
        succession.take_ownership(declined, TICKED, known(DORA))


def test_of_one_part_one_offer_stands():
    twice = succession.offer(offered(), "owner", CARLA.id, known(BEN))
    assert twice.successors == {CARLA.id}
    assert twice.handovers[0].answer == "withdrawn"
    with pytest.raises(AlreadyDone):
        succession.offer(twice, "owner", CARLA.id, known(BEN))
    with pytest.raises(AlreadyDone):
        succession.take_ownership(twice, TICKED, known(DORA))


def test_only_whoever_was_asked_takes_over_and_only_the_part_they_were_asked_for():
    for other in (CARLA, BEN):
        with pytest.raises(AlreadyDone):
            succession.take_ownership(offered(), TICKED, known(other))
    with pytest.raises(AlreadyDone):
        succession.take_sponsorship(offered(), known(DORA))


def test_whoever_lost_the_part_meanwhile_hands_nothing_on():
    elsewhere = offered().model_copy(update={"owner": CARLA.id})
    with pytest.raises(Refusal, match="in the meantime"):
        succession.take_ownership(elsewhere, TICKED, known(DORA))


@pytest.mark.parametrize("person", [GONE, BOT, GUEST, STRANGER, ANNA, BEN])
def test_nobody_unfit_is_asked_nor_the_two_who_have_a_part(person):
    with pytest.raises(Refusal):
        offered(person)


def test_a_part_nobody_took_is_not_handed_over():
    with pytest.raises(Refusal, match="no workflow owner") as no:
        succession.offer(proposed(), "owner", DORA.id, known(BEN))
    assert "Name people" in no.value.words
    with pytest.raises(Refusal, match="decided"):
        offered(outcome="stopped")


@pytest.mark.parametrize("private", [False, True])
def test_whoever_is_asked_may_see_and_answer_and_nothing_is_decided_by_it(private):
    asked = succession.offer(
        under_way(home=Home(channel="C1", private=private), registrant=ANNA.id), "owner", DORA.id, known(BEN)
    )
    assert policy.can(DORA, "see", asked, SETTINGS)
    assert policy.can(DORA, "accept", asked, SETTINGS)
    assert not policy.can(DORA, "sign", asked, SETTINGS)
    assert policy.can(CARLA, "accept", asked, SETTINGS) is False


def test_the_old_owners_card_says_it_was_handed_on_and_the_new_one_gets_the_duties():
    before = offered()
    after = succession.take_ownership(before, TICKED, known(DORA))
    told = letters(before, after)
    assert told["ownership_asked", ANNA.id].outcome == "succeeded"
    assert ("duties_given", DORA.id) in told
    assert ("ownership_asked", DORA.id) not in told


# --- who left -----------------------------------------------------------------------------------------------


def around(*left, lead=ADA.id):
    people = EVERYBODY | {one.id: one.model_copy(update={"deactivated": True}) for one in left}
    return Around(now=LATER, settings=SETTINGS.model_copy(update={"programme_lead": lead}), people=people)


def owed(use_case, around):
    return {(one.period, one.to) for one in succession.successor_owed(Pilot(use_case=use_case), around)}


def test_gates_stand_still_without_an_owner_who_is_here():
    assert succession.frozen(under_way(), around().people) is None
    assert "has left" in succession.frozen(under_way(), around(ANNA).people)
    assert "no workflow owner" in succession.frozen(proposed(), around().people)
    assert succession.frozen(under_way(), around(BEN).people) is None


def test_when_somebody_leaves_the_other_one_and_the_programme_lead_are_asked():
    assert owed(under_way(), around(ANNA)) == {
        (f"owner:{ANNA.id}:{BEN.id}", BEN.id),
        (f"owner:{ANNA.id}:{ADA.id}", ADA.id),
    }
    assert {to for _, to in owed(under_way(), around(BEN, lead=None))} == {ANNA.id}
    assert {to for _, to in owed(under_way(), around(ANNA, BEN, lead=None))} == {DORA.id}
    assert owed(under_way(), around()) == set()
    assert owed(under_way(outcome="scaled"), around(ANNA)) == set()


def test_a_successor_is_asked_for_at_once_and_looked_for_before_as_a_backup_may_have_forgotten_it():
    (ask, *_) = succession.successor_owed(Pilot(use_case=under_way()), around(ANNA))
    assert (ask.due_at, ask.goes_at) == (under_way().registered_at, LATER)


def test_the_question_says_who_was_asked_and_is_settled_once_another_has_the_part():
    period = f"owner:{ANNA.id}:{BEN.id}"
    asked = succession.successor_asked(Pilot(use_case=offered(by=BEN)), period, around(ANNA))
    assert (asked.left, asked.offered_to, asked.settled) == (ANNA.id, DORA.id, False)
    taken = succession.take_ownership(offered(by=BEN), TICKED, known(DORA))
    assert succession.successor_asked(Pilot(use_case=taken), period, around(ANNA)).settled
