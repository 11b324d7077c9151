"""A pasted history: all of it or nothing, every wrong line named; and history as the baseline of a draft."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.facts import Contract, GoLive, Pilot
from playbook.history import offers_baseline, read_history, take_baseline
from playbook.refusals import AlreadyDone, Refusal, Stale
from tests.playbook.company import ANNA, COMPLETE, DAY_ONE, MONDAY, owned
from tests.playbook.test_taking import at, pilot, with_

DRAFT = Pilot(use_case=owned(contracts=(Contract(terms=COMPLETE),)))
NOW = at(DAY_ONE + timedelta(days=9))


def pasted(before, text):
    return with_(before, read_history(before, text, NOW))


@pytest.mark.parametrize(
    "line, day, value",
    [
        ("2025-11-03, 5.2", date(2025, 11, 3), 5.2),
        ("2025-11-03\t5,2", date(2025, 11, 3), 5.2),
        ("2025-11-03;36 hours", date(2025, 11, 3), 1.5),
        ("3 Nov 2025, 5.2 days", date(2025, 11, 3), 5.2),
        ("Nov 3, 2025, 5.2", date(2025, 11, 3), 5.2),
        ("03.11.2025 5.2 d", date(2025, 11, 3), 5.2),
        ("3 Nov 1,200", date(2025, 11, 3), 1200),
        ("2026-01-10: 4.9", date(2026, 1, 10), 4.9),
    ],
)
def test_a_line_is_a_date_and_a_value(line, day, value):
    (reading,) = read_history(DRAFT, line, NOW)
    assert (reading.day, reading.value, reading.weekly, reading.via) == (day, value, False, "paste")


def test_every_wrong_line_is_named_and_none_is_taken():
    text = "2025-11-03, 5.2\n\nsoon, 4\n2027-01-01, 4\n2020-01-01, 4\n2025-11-10, 4 EUR\n2025-11-03, 5"
    with pytest.raises(Refusal, match="Nothing was taken yet") as no:
        read_history(DRAFT, text, NOW)
    assert no.value.field == "lines"
    for words in (
        "line 3, “soon, 4”: it begins with no date",
        "line 4, “2027-01-01, 4”: Fri 1 Jan 2027 has not come yet",
        "line 5, “2020-01-01, 4”: Wed 1 Jan 2020 is more than two years before Day 1",
        "line 6, “2025-11-10, 4 EUR”",
        "line 7, “2025-11-03, 5”: Mon 3 Nov 2025 is there twice",
    ):
        assert words in no.value.words


def test_the_titles_of_a_spreadsheet_are_left_out():
    assert len(read_history(DRAFT, "Date\tDays\n2025-11-03\t5.2", NOW)) == 1


def test_what_is_on_record_is_not_written_again():
    once = pasted(DRAFT, "2025-11-03, 5.2\n2025-11-10, 5.0")
    again = read_history(once, "2025-11-03, 5.2\n2025-11-10, 4.8", NOW)
    assert [(one.value, one.corrects) for one in again] == [(4.8, 2)]
    with pytest.raises(AlreadyDone):
        read_history(once, "2025-11-10, 5.0", NOW)


def test_history_becomes_the_baseline_of_a_draft_only():
    two = pasted(DRAFT, "2025-11-03, 5.2\n2025-11-10, 5.0")
    assert offers_baseline(two) == 0
    three = pasted(two, "2025-11-17, 5.4")
    assert offers_baseline(three) == 3
    after = take_baseline(three, 3)
    assert after.contract.terms.baseline.readings == (5.2, 5.0, 5.4)
    assert after.contract.terms.baseline.value == pytest.approx(5.2)
    assert after.contract.round == DRAFT.use_case.contract.round + 1
    assert offers_baseline(Pilot(use_case=after, readings=three.readings)) == 0
    with pytest.raises(Stale):
        take_baseline(three, 4)
    locked = pasted(pilot(), "2025-11-03, 5.2\n2025-11-10, 5.0\n2025-11-17, 5.4")
    assert offers_baseline(locked) == 0


def test_readings_since_go_live_are_no_baseline():
    live = GoLive(day=DAY_ONE, at=MONDAY, by=ANNA.id, link="https://crm.example/1")
    started = Pilot(use_case=DRAFT.use_case.model_copy(update={"went_live": live}))
    text = "2025-11-03, 5.2\n2025-11-10, 5.0\n2025-11-17, 5.4\n2026-01-12, 4"
    assert offers_baseline(pasted(started, text)) == 3


DAYS = st.dates(date(2024, 6, 1), date(2026, 1, 10))
VALUES = st.floats(0.001, 1e6).map(lambda value: round(value, 3))


@given(st.dictionaries(DAYS, VALUES, min_size=1, max_size=30), st.sampled_from([", ", ";", "\t", "  "]))
def test_what_a_spreadsheet_holds_is_taken_line_by_line(table, separator):
    text = "\n".join(f"{day.isoformat()}{separator}{value!r} days" for day, value in table.items())
    assert {one.day: one.value for one in read_history(DRAFT, text, NOW)} == pytest.approx(table)


@given(st.text(max_size=80))
def test_whatever_is_pasted_is_taken_or_refused(text):
    try:
        assert read_history(DRAFT, text, NOW)
    except Refusal as no:
        refused = str(no)
        assert refused
