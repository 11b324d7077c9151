"""Five working days before the review each owner is asked once to confirm and to prove what was drawn."""

from datetime import date

import pytest

from playbook import agenda, preparation, questions, reviews
from playbook.facts import Draw, Settings
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import ANNA, DORA, known, proposed
from tests.playbook.gated import SETTINGS, around, on_day
from tests.playbook.reviewed import CONFIRMED, blocker, record

# Day 28 is Monday 2 February 2026, the first working day of the month; five working days before: 26 January.
ASKED, HELD = 21, 28


def asks(pilot, day):
    return [one for one in agenda.owed(pilot, around(day)) if one.kind == "preparation_asked"]


def said(pilot, day=ASKED, month="2026-02"):
    return preparation.asked(pilot, f"{month}:{ANNA.id}", around(day))


def test_the_review_is_on_the_working_day_the_settings_name():
    assert reviews.held_on("2026-01", SETTINGS) == date(2026, 1, 2)
    assert reviews.held_on("2026-02", SETTINGS) == date(2026, 2, 2)
    third = Settings(digest_day=3, country="DE", zone="Europe/Berlin")
    assert (
        reviews.due_at("2026-05", third).isoformat() == "2026-05-06T07:00:00+00:00"
    )  # the first is a holiday


def test_the_digest_that_was_due_last_is_known_at_any_moment():
    assert reviews.newest_due(on_day(HELD, hour=8.99), SETTINGS) == "2026-01"
    assert reviews.newest_due(on_day(HELD, hour=9), SETTINGS) == "2026-02"


def test_each_owner_is_asked_once_five_working_days_before():
    (first, second) = asks(record(), ASKED)
    assert (first.to, first.period, first.due_at.date()) == (
        ANNA.id,
        f"2026-02:{ANNA.id}",
        on_day(ASKED).date(),
    )
    assert first.expires_at == on_day(HELD, hour=9)
    assert second.period == f"2026-03:{ANNA.id}"
    assert [one.period[:7] for one in asks(record(), HELD)] == ["2026-03"]


@pytest.mark.parametrize(
    "more", [{"outcome": "stopped"}, {"ownership": None}, {"owner": None, "ownership": None}]
)
def test_nobody_is_asked_where_nothing_is_reviewed_or_nobody_owns_it(more):
    assert asks(record(**more), ASKED) == []


def test_nobody_is_asked_of_what_is_only_proposed():
    assert asks(record().model_copy(update={"use_case": proposed()}), ASKED) == []


def test_the_question_is_settled_once_both_are_confirmed_and_what_was_drawn_is_proved():
    drawn = Draw(month="2026-01", control="logging", at=on_day(20))
    open_ = record(confirmations=(), draws=(drawn,), proofs=())
    assert (said(open_).confirmed, said(open_).control, said(open_).settled) == (False, "logging", False)
    confirmed = record(
        draws=(drawn,), proofs=(), confirmations=(CONFIRMED.model_copy(update={"at": on_day(21)}),)
    )
    assert (said(confirmed).confirmed, said(confirmed).settled) == (True, False)
    proved = confirmed.use_case.model_copy(update={"proofs": record().use_case.proofs})  # brought on Day 35
    assert said(confirmed.model_copy(update={"use_case": proved})).settled


def test_what_was_confirmed_a_month_ago_does_not_last_until_the_next_review():
    kept = CONFIRMED.model_copy(update={"at": on_day(22)})
    assert said(record(confirmations=(kept,)), 50, "2026-02").confirmed
    assert not said(record(confirmations=(kept,)), 50, "2026-03").confirmed


def test_confirming_makes_the_second_answer_yes():
    before = record(confirmations=(), blockers=(blocker(), blocker(2, outside=False))).use_case
    after = preparation.confirm(before, known(ANNA, now=on_day(40), settings=SETTINGS))
    assert after.confirmations[-1].blockers == (1,)
    assert questions.owned(after, around(43)).answer == "yes"
    with pytest.raises(AlreadyDone):
        preparation.confirm(after, known(ANNA, now=on_day(40), settings=SETTINGS))


def test_a_deputy_confirms_for_the_owner_who_is_away():
    after = preparation.confirm(record(confirmations=()).use_case, known(DORA, now=on_day(40)))
    assert (after.confirmations[-1].by, after.confirmations[-1].owner) == (DORA.id, ANNA.id)


def test_nobody_confirms_what_is_stopped_or_nobody_owns():
    for more in ({"outcome": "stopped"}, {"ownership": None}):
        with pytest.raises(Refusal):
            preparation.confirm(record(**more).use_case, known(ANNA))
