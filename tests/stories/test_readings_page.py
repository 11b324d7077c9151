"""The readings of a use case: a table and a chart, a pasted history, a baseline made of it, CSV."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.weeks import MONDAY, has_a_contract, is_owned, logs, on

HISTORY = "2025-11-03, 5.2\n2025-11-10, 4.9\n2025-11-17, 5.6"


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


def test_history_is_pasted_as_a_whole_and_becomes_the_baseline(house, nordwind):
    anna = is_owned(nordwind)
    anna.types("/pilot readings UC-1 paste", in_="#ai-pilots")
    anna.fills(lines=f"{HISTORY}\nsoon, 5").submits()
    assert "line 4, “soon, 5”" in anna.modal.errors["lines"]
    assert anna.modal.fields["lines"].startswith("2025-11-03")
    anna.fills(lines=HISTORY).submits()
    anna.sees("3 readings taken, Mon 3 Nov 2025 to Mon 17 Nov 2025", in_="modal")
    anna.cancels()
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    anna.presses("Take these 3 readings as the baseline", in_="#ai-pilots")
    anna.sees("The baseline of UC-1 is now these 3 readings", in_="#ai-pilots")
    with house.store.read("T0SANDBOX") as look:
        assert look.use_case(1).contract.terms.baseline.readings == (5.2, 4.9, 5.6)
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    assert "5.2330 days" in anna.sees("UC-1 value contract", in_="#ai-pilots").text
    assert anna.count("Take these 3 readings as the baseline", in_="#ai-pilots") == 1


def test_the_table_shows_what_stands_and_csv_shows_all(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    logs(anna, "UC-1 30 note =first")
    anna.types("/pilot fix UC-1 3.0 the export was wrong", in_="#ai-pilots")
    anna.types("/pilot readings uc-1", in_="#ai-pilots")
    page = anna.sees("Readings of UC-1, newest first", in_="#ai-pilots")
    assert "Baseline week 1" in page.text
    assert "3 days" in page.text
    assert "1 more on record that were corrected" in page.text
    anna.presses("As CSV", in_="#ai-pilots")
    csv = anna.sees("all 2 rows, to copy as CSV", in_="#ai-pilots")
    assert "1,average proposal turnaround time,2026-01-12,yes,30.0,day,,,,no,,,'=first," in csv.text
    assert "3.0,day,,,,yes,1,the export was wrong" in csv.text


def test_all_my_open_weeks_stand_in_one_form(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 20)
    anna.types("/pilot readings fill", in_="#ai-pilots")
    anna.sees("UC-1, baseline week 2, 13–19 Jan", in_="modal")
    anna.fills({"1.b1": "5.2", "1.b2": "nothing"}).submits()
    assert "do not know" in anna.modal.errors["1.b2"]
    anna.fills({"1.b2": "5.0, 2/140"}).submits()
    anna.sees("5 days", in_="modal")
    with house.store.read("T0SANDBOX") as look:
        assert [one.value for one in look.pilot(1).standing if one.measured == "kpi"] == [5.2, 5.0]
