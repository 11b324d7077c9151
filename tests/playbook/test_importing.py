"""A portfolio from a spreadsheet: decided row by row, taken whole or not at all, never past a gate."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playbook import portfolio, sheets
from playbook.facts import Pilot
from playbook.importing import Here, plan
from playbook.policy import MAY
from playbook.portfolio import Directory, cells_of
from playbook.refusals import NotAllowed, Refusal
from tests.house import tree
from tests.playbook.company import ADA, ANNA, BEN, DAY_ONE, EVERYBODY, MONDAY, PILOTS, known, proposed, ready
from tests.playbook.pilots import WITH_SERIES, daily, errors, live, weeks_of

DIRECTORY = Directory(today=DAY_ONE, people=EVERYBODY, channels={PILOTS.id: PILOTS})
ADMIN = known(ADA)
EMPTY = Here(directory=DIRECTORY)
TITLES = "ref,title,owner,sponsor,home_channel,systems,kpi,baseline,target,guardrails,due"
ROW = (
    'R1,Proposals,Anna,@Ben,#ai-pilots,3,turnaround,8 days,5 days,"error rate < 2 %; latency < 3 s",1.3.2026'
)


def table(*lines, name="portfolio.csv"):
    return sheets.read("\n".join(lines), name)


def holding(*pilots, refs=()):
    return Here(directory=DIRECTORY, pilots={one.use_case.number: one for one in pilots}, refs=dict(refs))


def planned(*tables, here=EMPTY):
    found = plan(tables, here, ADMIN)
    assert not found.refused, found.refused
    return found


def problems(*lines, here=EMPTY):
    return [words for row in plan([table(*lines)], here, ADMIN).refused for words in row.problems]


def test_a_row_becomes_a_use_case_with_its_contract():
    (one,) = planned(table(TITLES, ROW)).planned
    terms = one.after.contract.terms
    assert (one.before, one.ref, one.after.title) == (None, "R1", "Proposals")
    assert (one.after.owner, one.after.sponsor, one.after.home.channel) == (ANNA.id, BEN.id, PILOTS.id)
    assert (terms.kpi, terms.baseline.value, terms.target, terms.unit) == ("turnaround", 8, 5, "day")
    assert [guardrail.metric for guardrail in terms.guardrails] == ["error rate", "latency"]
    assert terms.due == date(2026, 3, 1)
    assert one.after.registrant == ADA.id
    assert one.after.proposed


@pytest.mark.parametrize("parted", [";", "\t", ","])
def test_whatever_parts_the_cells(parted):
    line = parted.join(("R2", "Invoices", "Anna <U0ANNA>"))
    (one,) = planned(table(parted.join(("Ref", "Title", "OWNER")), line)).planned
    assert (one.after.title, one.after.owner) == ("Invoices", ANNA.id)


def test_a_sentence_alone_is_enough():
    (one,) = planned(table("sentence", "Cut turnaround from 8 days to 5 days within 45 days")).planned
    assert one.after.contract.terms.target == 5


def test_every_row_in_the_way_is_named_with_its_columns_and_nothing_is_planned_to_be_written():
    found = plan(
        [table(TITLES, ROW, "R2,,Nobody,,#nowhere,many,x,,,,", "R3,Third,,,,,,5 days,soon,,")], EMPTY, ADMIN
    )
    assert [(row.line, row.what) for row in found.outcomes] == [(2, "new"), (3, "refused"), (4, "refused")]
    assert "owner: I know no person “Nobody”" in found.refused[0].problems[0]
    assert "target: I cannot read “soon”" in found.refused[1].problems[0]


@pytest.mark.parametrize(
    "titles, row, words",
    [
        ("title,systems", "A,many", "systems: This needs a whole number"),
        ("title,owner", "A,Gone", "owner: I know no person “Gone”"),
        ("title,owner", "A,U0GONE", "owner: This person has a deactivated account"),
        ("title,owner,sponsor", "A,Anna,Anna", "sponsor: The sponsor funds it"),
        ("title,home_channel", "A,#nowhere", "home_channel: I know no channel “nowhere”"),
        ("title,day_one", "A,2025-01-05", "day_one: Day 1 lies in the past"),
        ("title,day_one", "A,someday", "day_one: “someday” is no date I can read"),
        ("title,kpi,baseline,target,due", "A,x,5 days,3 days,2026-06-01", "due: The due date"),
        ("title,use_case", "A,UC-99", "There is no such use case here"),
        ("owner,systems", "Anna,2", "it needs a title or a sentence"),
    ],
)
def test_a_row_that_cannot_be_says_in_which_column_and_why(titles, row, words):
    assert words in problems(titles, row)[0]


@pytest.mark.parametrize("column", sorted(portfolio.DECIDED_HERE))
def test_no_column_brings_in_what_is_decided_here(column):
    (words,) = problems(f"title,{column}", "A,passed")
    assert f"{column} “passed”: gates, signatures and go-live are decided here, on evidence" in words
    assert problems(f"title,{column}", "A,proposed") == []


def test_whatever_is_imported_stands_at_the_beginning():
    (one,) = planned(table(TITLES, ROW)).planned
    assert (one.after.stage, one.after.outcome, one.after.went_live) == ("frame", None, None)
    assert (one.after.gates, one.after.decisions, one.after.contract.signatures) == ((), (), ())


def test_only_admins_import():
    with pytest.raises(NotAllowed, match="imports a portfolio"):
        plan([table(TITLES, ROW)], EMPTY, known(ANNA))
    assert MAY["import", "open"] == {"admin"}


def test_a_draft_that_went_out_comes_back_as_it_was():
    row = cells_of(ready(), DIRECTORY, "R1")
    out = sheets.write(list(row), [list(row.values())])
    found = planned(sheets.read(out, "drafts.csv"), here=holding(Pilot(use_case=ready())))
    assert [one.what for one in found.outcomes] == ["same"]
    assert not found.planned


def test_what_was_edited_is_shown_before_and_after():
    row = cells_of(ready(), DIRECTORY) | {"target": "2.8 days", "owner": "Dora", "bottlenecks": "legal, 2 d"}
    out = sheets.write(list(row), [list(row.values())])
    found = planned(sheets.read(out, "drafts.csv"), here=holding(Pilot(use_case=ready())))
    assert {change.column: change[1:] for change in found.outcomes[0].changes} == {
        "target": ("3 days", "2.8 days"),
        "owner": ("Anna <U0ANNA>", "Dora <U0DORA>"),
        "bottlenecks": ("", "legal, 2 d"),
    }


def test_a_column_that_is_not_there_leaves_what_stands():
    found = planned(table("use_case,worth", "UC-7,EUR 4100 a month"), here=holding(Pilot(use_case=ready())))
    assert found.planned[0].after == ready(worth="EUR 4100 a month")


def test_a_locked_contract_is_not_changed_by_a_table():
    (words,) = problems("use_case,target", "UC-7,2 days", here=holding(live()))
    assert "is locked: it is never edited" in words


def test_readings_on_record_keep_their_unit():
    measured = Pilot(use_case=ready(), readings=(daily(1, date(2026, 1, 7), 4.0),))
    words = problems("use_case,baseline,target", "UC-7,10 EUR,5 EUR", here=holding(measured))
    assert any("1 reading of “average proposal turnaround time” is on record in days" in one for one in words)


def test_their_own_number_finds_it_again():
    here = holding(Pilot(use_case=proposed()), refs={"R1": 7})
    assert planned(table("ref,title", "R1,Renamed"), here=here).planned[0].after.title == "Renamed"
    assert "R1 is UC-7 here, not UC-8" in problems(
        "ref,use_case", "R1,UC-8", here=holding(Pilot(use_case=proposed(number=8)), refs={"R1": 7})
    )


def test_the_same_one_twice_is_refused():
    assert "R1 is in this import twice" in problems("ref,title", "R1,A", "R1,B")


def test_columns_nobody_reads_are_named_and_a_table_without_any_is_refused():
    assert planned(table("title,ownr", "A,Anna")).notes == (
        "portfolio.csv: the column “ownr” is not read; did you mean “owner”?",
    )
    with pytest.raises(Refusal, match="none of the columns I read"):
        plan([table("a,b", "1,2")], EMPTY, ADMIN)


def test_readings_come_along_with_a_new_use_case():
    found = planned(
        table(TITLES, ROW),
        table("use_case,day,value", "R1,2025-11-03,8.1", "R1,10 Nov 2025,7 days", name="r"),
    )
    assert [(one.day, one.value, one.via) for one in found.planned[0].readings] == [
        (date(2025, 11, 3), 8.1, "file"),
        (date(2025, 11, 10), 7, "file"),
    ]


@pytest.mark.parametrize(
    "row, words",
    [
        ("R9,2025-11-03,1", "There is no such use case"),
        (",2025-11-03,1", "the column use_case says whose"),
        ("R1,someday,1", "“someday” is no date"),
        ("R1,2027-01-01,1", "has not come yet"),
        ("R1,2019-01-01,1", "more than two years before"),
        ("R1,2025-11-03,lots", "cannot read “lots”"),
        ("R1,2025-11-03,5 kg", "does not convert"),
        ("R1,2025-11-03,-5", "cannot be below zero"),
    ],
)
def test_a_reading_that_cannot_be_says_why(row, words):
    history = table("use_case,day,value", row, name="readings.csv")
    (refused,) = plan([table(TITLES, ROW), history], EMPTY, ADMIN).refused
    assert words in refused.problems[0]
    assert refused.line == 2


EXPORTED = "number,metric,day,whole week,value,n,m,stands,reason"


def again(*lines, of):
    later = known(ADA, now=MONDAY + timedelta(weeks=4))
    return plan([table(EXPORTED, *lines, name="UC-7-readings.csv")], holding(of), later)


def test_exported_readings_say_the_same_when_they_come_back():
    pilot = live(*weeks_of(4.8, 4.4), errors(1, 2, 210), terms=WITH_SERIES)
    found = again(
        "1,,2026-01-18,yes,4.8,,,yes,",
        "2,average proposal turnaround time,2026-01-25,yes,4.4,,,yes,",
        f"101,error rate,2026-01-18,yes,{200 / 210!r},2,210,yes,",
        of=pilot,
    )
    assert [one.what for one in found.outcomes] == ["same"] * 3
    assert not found.planned


def test_an_edited_reading_is_a_correction_with_its_reason():
    found = again("2,,2026-01-25,yes,4.6,,,yes,the export was wrong", of=live(*weeks_of(4.8, 4.4)))
    (one,) = found.planned[0].readings
    assert (one.corrects, one.value, one.reason, one.weekly) == (2, 4.6, "the export was wrong", True)
    assert found.outcomes[0].changes[0] == ("value", "4.4", "4.6")


@pytest.mark.parametrize(
    "row, words",
    [
        ("9,,2026-01-25,yes,4.6,,,yes,", "no reading 9"),
        ("1,,2026-01-25,yes,4.6,,,yes,", "about another day or metric"),
        ("2,latency,2026-01-25,yes,4.6,,,yes,", "neither its KPI nor one of its guardrails"),
    ],
)
def test_a_numbered_row_stays_about_its_reading(row, words):
    assert words in again(row, of=live(*weeks_of(4.8, 4.4))).refused[0].problems[0]


def test_a_reading_corrected_meanwhile_is_not_overwritten():
    first, second = (daily(number, date(2026, 1, 20), 4.0, corrects=number - 1 or None) for number in (1, 2))
    pilot = live(first, second.model_copy(update={"value": 4.2}))
    assert "corrected meanwhile" in again("1,,2026-01-20,no,4.1,,,yes,", of=pilot).refused[0].problems[0]
    assert again("1,,2026-01-20,no,4,,,no,", of=pilot).count("same") == 1


def test_a_private_use_case_is_not_there_for_an_admin_outside_it():
    hidden = ready(home=proposed().home.model_copy(update={"private": True}))
    assert problems("use_case,title", "UC-7,Mine", here=holding(Pilot(use_case=hidden))) == [
        "There is no such use case here, or it is private and you are not part of it."
    ]


@example(["", ",="])
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))), min_size=2, max_size=5)
)
def test_a_table_that_goes_out_comes_back_and_holds_no_formula(cells):
    out = sheets.write([f"c{n}" for n in range(len(cells))], [cells, ["x"] * len(cells)])
    back = sheets.read(out, "t.csv").rows[-2:] if any(cell.strip() for cell in cells) else None
    if back and all(cell.strip() == cell and not cell.startswith("'") for cell in cells):
        assert list(back[0].cells.values()) == cells
    _, written, *_ = csv.reader(io.StringIO(out, newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in written)


def test_the_template_is_read_as_it_is():
    columns, rows = portfolio.template()
    (one,) = planned(sheets.read(sheets.write(columns, rows), "template.csv")).planned
    assert one.after.contract.terms.rollback.in_a_row == 2


def test_the_page_tells_every_column():
    page = (tree.ROOT / "docs" / "import.md").read_text()
    told = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE))
    assert told == {column.name: column.means for column in portfolio.COLUMNS.values()}
