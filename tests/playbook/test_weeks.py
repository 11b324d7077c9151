"""Contract weeks: seven days from go-live, the rest at the end, and baseline weeks before it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook import weeks
from playbook.deciding import Decision
from playbook.facts import Contract, GoLive, Terms
from tests.playbook.company import ANNA, COMPLETE, DAY_ONE, MONDAY, owned

DAY = timedelta(days=1)


def live_from(day, due=date(2026, 3, 3)):
    terms = COMPLETE.model_copy(update={"due": due})
    contract = Contract(terms=terms, locked_at=MONDAY)
    went = GoLive(day=day, at=MONDAY, by=ANNA.id, link="https://crm.example/1")
    return owned(contracts=(contract,), went_live=went)


@pytest.mark.parametrize("days, planned", [(60, 9), (56, 8), (59, 8), (3, 1), (7, 1), (11, 2), (1, 1)])
def test_a_rest_of_four_days_is_a_week_and_a_shorter_one_joins_the_week_before(days, planned):
    use_case = live_from(DAY_ONE, due=DAY_ONE + (days - 1) * DAY)
    assert weeks.planned(use_case) == planned
    last = [week for week in weeks.evidence(use_case, use_case.agreed.terms.due) if week.number == planned]
    assert last[0].last == use_case.agreed.terms.due


def test_a_week_counts_once_its_last_day_is_past():
    use_case = live_from(DAY_ONE)
    assert weeks.last_closed(use_case, DAY_ONE + 6 * DAY) == 0
    assert weeks.last_closed(use_case, DAY_ONE + 7 * DAY) == 1


def test_before_go_live_weeks_run_from_day_one_and_a_stub_of_three_days_is_none():
    use_case = live_from(DAY_ONE + 10 * DAY)
    before = [week for week in weeks.until(use_case, DAY_ONE + 30 * DAY) if week.sort == "b"]
    assert [(week.name, week.first, week.last) for week in before] == [("b1", DAY_ONE, DAY_ONE + 6 * DAY)]
    longer = live_from(DAY_ONE + 11 * DAY)
    assert [week.name for week in weeks.until(longer, DAY_ONE + 30 * DAY) if week.sort == "b"] == ["b1", "b2"]


def test_without_go_live_only_the_baseline_is_collected():
    names = [week.name for week in weeks.until(owned(), DAY_ONE + 15 * DAY)]
    assert names == ["b1", "b2", "b3"]
    assert weeks.until(owned(), DAY_ONE - DAY) == ()
    assert weeks.planned(owned(contracts=(Contract(terms=Terms()),))) == 1


@given(start=st.integers(0, 40), length=st.integers(1, 90), day=st.integers(0, 140))
def test_every_day_since_go_live_lies_in_exactly_one_week(start, length, day):
    live = DAY_ONE + start * DAY
    use_case = live_from(live, due=live + (length - 1) * DAY)
    asked = live + day * DAY
    holding = [week for week in weeks.until(use_case, asked) if week.sort == "w" and week.holds(asked)]
    assert len(holding) == 1
    assert weeks.holding(use_case, asked) == holding[0]
    assert weeks.named(use_case, holding[0].name, asked) == holding[0]


def test_several_weeks_are_said_in_one_breath():
    assert weeks.several_in_words(["b3"]) == "baseline week 3"
    assert weeks.several_in_words(["b1", "b2", "b5"]) == "baseline weeks 1, 2 and 5"
    assert weeks.several_in_words(["b1", "b2", "b3", "b5", "w1"]) == "baseline weeks 1 to 3 and 5, week 1"


def test_the_four_weeks_after_it_was_scaled_are_counted_by_the_workspaces_dates():
    """Sealed at 22:00 in London, which is the 19th in Auckland: week 11 begins 27 days later."""
    late = datetime(2026, 2, 18, 22, tzinfo=UTC)
    go = Decision(number=3, gate="scale", attempt=1, choice="go", criteria=(), at=late, day=45)
    scaled = live_from(DAY_ONE).model_copy(update={"outcome": "scaled", "decisions": (go,)})
    week = weeks.named(scaled, "w11", date(2026, 4, 1))
    assert weeks.is_asked(scaled, week)
