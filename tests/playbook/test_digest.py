"""The monthly digest: composed from the record, and nothing is left out in silence."""

from datetime import timedelta

import pytest

from playbook import blockers, digest, digest_csv, digest_figures
from playbook.deciding import Decision, Gate
from playbook.digest import Record
from playbook.facts import Pause, Pilot
from playbook.refusals import AlreadyDone, Refusal
from playbook.review_forms import DeclineBlockerForm, NameClearerForm
from playbook.review_notices import AnswersTold, BarriersTold
from tests.playbook.company import ANNA, BEN, CARLA, DORA, EVERYBODY, known
from tests.playbook.gated import SETTINGS, around, on_day
from tests.playbook.reviewed import REVIEW, blocker, record

DAY = timedelta(days=1)


def numbered(pilot, number, **more):
    use_case = pilot.use_case.model_copy(update={"number": number, "title": f"Number {number}", **more})
    return pilot.model_copy(update={"use_case": use_case})


def ended(pilot, number, outcome, day=52, **more):
    choice = "go" if outcome == "scaled" else "stop"
    last = Decision(number=3, gate="scale", attempt=1, choice=choice, criteria=(), at=on_day(day), **more)
    return numbered(pilot, number, outcome=outcome, decisions=(*pilot.use_case.decisions, last))


def composed(*pilots, last=None, day=REVIEW, month="2026-02", **more):
    return digest.composed(month, Record(pilots=pilots, around=around(day), last=last), **more)


def stopped(number, cause="no_effect"):
    return ended(record(), number, "stopped", cause=cause)


# --- the truth ----------------------------------------------------------------------------------------------


def test_one_line_tells_the_whole_portfolio():
    pause = Pause(why="day_60", at=on_day(64), since=on_day(64).date())
    pilots = [
        record(),
        numbered(record("unclear"), 8),
        ended(record(), 9, "scaled"),
        stopped(10),
        stopped(11),
    ]
    late = numbered(record(), 12, day_one=on_day(1).date() - 30 * DAY, pause=pause)
    found = composed(*pilots, late).root
    assert found.truth == (
        "6 pilots: 1 scaled, 2 stopped with clarity, 2 inside 60 days, 1 past Day 60 undecided; "
        "median 52 days to a decision; 3 of 6 with live KPI movement"
    )
    assert found.stops == "2 no effect"
    assert dict(found.counts) == {"Limited Production": 3, "Scaled": 1, "Stopped": 2}


def test_what_is_scaled_is_added_up_by_currency_and_what_has_no_figure_is_counted():
    worths = (
        "about EUR 4,100 a month at the present level",
        "EUR 900 per month",
        "USD 50 / month",
        "EUR 4.100 a month",  # four euros, or four thousand
    )
    scaled = [ended(record(), n, "scaled") for n in range(4)]
    told = [numbered(one, n, worth=worth) for n, (one, worth) in enumerate(zip(scaled, worths, strict=True))]
    assert digest_figures.worth(told) == (
        "about EUR 5,000 and about USD 50 a month from what is scaled; 1 scaled one without a figure"
    )


# --- last month ---------------------------------------------------------------------------------------------


def test_what_changed_since_last_month_is_told_and_the_first_digest_compares_with_nothing():
    first = composed(record("unclear"), month="2026-01").root
    assert first.changes == ()
    now = composed(record(stage="scale_decision"), numbered(record(), 8), last=first).root
    assert set(now.changes) == {
        "UC-7: Limited Production → Scale decision, Q1 unclear → yes",
        "UC-8 is new: Limited Production",
    }


def test_what_became_of_last_months_blockers_is_told():
    first = composed(record(blockers=(blocker(), blocker(2, text="no budget")))).root
    gone = blocker(resolved_at=on_day(40), resolved_by=BEN.id)
    now = composed(record(blockers=(gone, blocker(2, text="no budget"))), last=first).root
    assert now.became == (
        "UC-7: cleared on 14 Feb: the CRM team has no capacity",
        "UC-7: still open, nobody answered: no budget",
    )


def test_production_is_at_risk_after_two_digests_in_a_row_that_are_not_all_yes():
    weak = ended(record(two="unclear"), 7, "scaled")
    first = composed(weak)
    assert not first.lines[0].at_risk
    assert composed(weak, last=first.root).lines[0].at_risk
    fine = composed(ended(record(), 7, "scaled"))
    assert not composed(weak, last=fine.root).lines[0].at_risk


# --- leaders ------------------------------------------------------------------------------------------------


def test_each_leader_reads_what_is_theirs():
    open_gate = record(blockers=(blocker(),))  # UC-7's gate is open, nobody has voted
    waits = {one.person: (one.decisions, one.blockers) for one in composed(open_gate).root.leaders}
    assert waits == {BEN.id: (1, 1), CARLA.id: (1, 0), DORA.id: (1, 0)}


def test_what_is_owed_for_five_working_days_is_waited_for_by_name():
    # The gate opened on Day 43, a Tuesday: the fifth working day after it is the next Tuesday, Day 50.
    owed = {day: composed(record(), day=day).root.owed for day in (49, 50)}
    assert not any("vote" in one.words for one in owed[49])
    assert {one.person for one in owed[50] if "vote" in one.words} == {BEN.id, CARLA.id, DORA.id}


def test_before_votes_are_asked_for_nobody_is_waited_for_at_an_open_gate():
    early = Gate(name="limited_production", attempt=1, opened_at=on_day(36), opened_by=ANNA.id)
    root = composed(record(gates=(early,)), day=45).root
    assert not any("vote" in one.words for one in root.owed)
    assert root.leaders == ()


def test_a_closed_account_is_not_waited_for():
    people = {**EVERYBODY, CARLA.id: CARLA.model_copy(update={"deactivated": True})}
    made = digest.composed("2026-02", Record(pilots=(record(),), around=around(REVIEW, people=people)))
    assert {one.person for one in made.root.leaders} == {BEN.id, DORA.id}


def test_a_gatekeeper_who_brought_a_proof_owes_no_word_on_it():
    brought = tuple(one.model_copy(update={"by": CARLA.id, "words": ()}) for one in record().use_case.proofs)
    owed = composed(record(proofs=brought)).root.owed
    assert {one.person for one in owed if "a word on" in one.words} == {DORA.id}


def test_in_redesign_nothing_is_owed():
    unjudged = tuple(one.model_copy(update={"words": ()}) for one in record().use_case.proofs)
    rests = Pause(why="redesign", at=on_day(44), since=on_day(44).date(), resume_by=on_day(60).date())
    assert composed(record(proofs=unjudged), day=50).root.owed
    assert composed(record(proofs=unjudged, pause=rests), day=50).root.owed == ()


def test_a_leader_takes_names_or_declines_and_a_declined_one_stays_listed():
    before = record(blockers=(blocker(),)).use_case
    by_carla = known(CARLA, settings=SETTINGS, now=on_day(44))
    taken = blockers.take(before, 1, by_carla)
    assert taken.blockers[0].clears == CARLA.id
    with pytest.raises(AlreadyDone):
        blockers.take(taken, 1, by_carla)
    named = blockers.name_clearer(before, 1, NameClearerForm(clears=DORA.id), by_carla)
    assert named.blockers[0].clears == DORA.id
    declined = blockers.turn_down(taken, 1, DeclineBlockerForm(reason="no money this year"), by_carla)
    (shown,) = composed(Pilot(use_case=declined)).root.barriers
    assert (shown.answer, shown.reason, shown.by) == ("declined on 18 Feb", "no money this year", CARLA.id)


def test_only_an_open_blocker_outside_the_owners_control_is_put_to_leaders():
    inside, gone = blocker(outside=False), blocker(2, resolved_at=on_day(2))
    before = record(blockers=(inside, gone)).use_case
    assert composed(Pilot(use_case=before)).root.barriers == ()
    for number in (1, 2, 3):
        with pytest.raises((Refusal, AlreadyDone)):
            blockers.take(before, number, known(CARLA))


# --- nothing is lost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 10, 20, 21, 100, 1000])
def test_every_use_case_stands_in_the_thread_and_in_the_table_once(count):
    pilot = record(blockers=(blocker(),))
    made = composed(*(numbered(pilot, n) for n in range(1, count + 1)))
    replies = [one for one in made.replies if isinstance(one, AnswersTold)]
    told = [line.use_case for one in replies for line in one.lines]
    assert sorted(told) == list(range(1, count + 1))
    assert all(len(one.lines) == 1 for one in replies[:20])
    assert all(len(one.lines) <= 10 for one in replies[20:])
    assert len(made.root.lines) + made.root.more == count
    put = [
        *made.root.barriers,
        *(b for one in made.replies if isinstance(one, BarriersTold) for b in one.barriers),
    ]
    assert len({one.use_case for one in put}) == count == made.root.more_barriers + len(made.root.barriers)
    assert digest_csv.table(made.lines, {}).count("\nUC-") == count


def test_no_cell_of_the_table_is_taken_for_a_formula():
    pilot = numbered(record(), 7).use_case.model_copy(
        update={"title": "=cmd|' /C calc'!A0", "worth": "@SUM(1)"}
    )
    table = digest_csv.table(composed(Pilot(use_case=pilot)).lines, {ANNA.id: "+Anna"})
    assert "'=cmd" in table
    assert "'@SUM" in table
    assert "'+Anna" in table
