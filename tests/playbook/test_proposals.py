"""What an owner proposes at their own pilot: it stands, is told to whoever decides, and decides nothing."""

from datetime import date

import pytest

from playbook import cards, policy, proposals, why
from playbook.deciding import Gate, Pause
from playbook.forms import RedesignForm, StopForm
from playbook.refusals import AlreadyDone, Refusal
from playbook.votes import Ballot, cast
from tests.playbook.company import ANNA, BEN, CARLA, known
from tests.playbook.gated import SETTINGS, around, on_day, piloting

STOP = StopForm(cause="no_effect", reason="Proposals wait for the customer")
REDESIGN = RedesignForm(cause="friction", reason="The approval step goes first", resume_by=date(2026, 2, 10))


def told(now=None):
    return known(ANNA, now=now or on_day(29, hour=11), settings=SETTINGS)


def proposed(choice="stop", form=STOP, **more):
    pilot = piloting(**more)
    after = proposals.propose(pilot.use_case, choice, form, told())
    return pilot.model_copy(update={"use_case": after})


def letters(pilot, before=None):
    return [
        one
        for one in cards.letters(before and before.use_case, pilot.use_case, SETTINGS)
        if one.notice.kind == "ending_proposed"
    ]


def test_only_the_owner_proposes_and_a_proposal_moves_nothing():
    pilot = proposed()
    may = [who for who in (ANNA, BEN, CARLA) if policy.can(who, "propose", pilot.use_case, SETTINGS)]
    assert may == [ANNA]
    bare = pilot.use_case.model_copy(update={"proposals": ()})
    assert bare == piloting().use_case


def test_at_an_open_gate_it_stands_in_the_thread_with_the_owners_way_back():
    (letter,) = letters(proposed())
    assert letter.replies_to.endswith(":gate_stands:a1:pilot")
    assert letter.notice.in_thread
    assert letter.notice.sponsor == BEN.id


def test_without_an_open_gate_the_sponsor_is_told_and_a_gate_opened_later_moves_nothing():
    pilot = proposed(gates=())
    (letter,) = letters(pilot)
    assert (letter.to, letter.replies_to) == (BEN.id, None)
    later = Gate(name="pilot", attempt=1, opened_at=on_day(30))
    opened = pilot.model_copy(update={"use_case": pilot.use_case.model_copy(update={"gates": (later,)})})
    assert letters(opened, pilot) == []


def test_a_new_sponsor_is_told_and_the_old_one_reads_that_it_is_no_longer_theirs():
    pilot = proposed(gates=())
    handed = pilot.use_case.model_copy(update={"sponsor": CARLA.id})
    said = {one.to: one.notice.over for one in letters(pilot.model_copy(update={"use_case": handed}), pilot)}
    assert said == {CARLA.id: "", BEN.id: "it is with the new sponsor"}


def test_it_is_withdrawn_once_and_stays_on_record():
    pilot = proposed()
    after = proposals.withdraw(pilot.use_case, 1, told())
    assert proposals.standing(after) is None
    assert after.proposals[0].reason == STOP.reason
    assert proposals.over(after, after.proposals[0]) == "withdrawn by the owner"
    with pytest.raises(AlreadyDone):
        proposals.withdraw(after, 1, told())
    with pytest.raises(Refusal, match="no such"):
        proposals.withdraw(after, 7, told())


def test_the_next_proposal_takes_the_place_of_the_last():
    pilot = proposed()
    after = proposals.propose(pilot.use_case, "redesign", REDESIGN, told())
    assert [proposals.over(after, one) for one in after.proposals] == ["another proposal took its place", ""]


def test_a_vote_that_decides_settles_it():
    pilot = proposed()
    ballot = Ballot(gate="pilot", choice="stop", reason="Agreed", cause="no_effect")
    after = cast(pilot, ballot, BEN, around(30))
    assert after.outcome == "stopped"
    assert proposals.over(after, after.proposals[0]) == "decided: stop"


def test_a_redesign_is_proposed_with_a_date_and_only_while_an_attempt_is_left():
    with pytest.raises(Refusal, match="30 days"):
        proposed("redesign", REDESIGN.model_copy(update={"resume_by": date(2026, 12, 1)}))
    with pytest.raises(Refusal, match="attempt 2 of 2"):
        proposed("redesign", REDESIGN, attempt=2)
    with pytest.raises(AlreadyDone):
        proposed(outcome="stopped")


def test_the_voters_form_starts_with_the_owners_words_but_not_with_a_date_that_has_passed():
    use_case = proposed("redesign", REDESIGN).use_case
    early = proposals.offered(use_case, 1, date(2026, 2, 3))
    assert early == {"reason": REDESIGN.reason, "cause": "friction", "resume_by": REDESIGN.resume_by}
    assert "resume_by" not in proposals.offered(use_case, 1, date(2026, 2, 20))
    assert proposals.offered(use_case, 9, date(2026, 2, 3)) == {}


def test_why_says_what_the_owner_proposes():
    line = why.lines(proposed(), around(30))[0]
    assert "the owner proposes a stop" in line
    assert STOP.reason in line


def test_why_calls_what_comes_next_by_the_words_people_know():
    pause = Pause(why="redesign", at=on_day(31), since=date(2026, 2, 4), resume_by=date(2026, 2, 20))
    line = why.lines(piloting(pause=pause), around(32))[-1]
    assert line == "Next: the question when its redesign is resumed, 17 Feb"
