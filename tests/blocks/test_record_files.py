"""What an export holds: a dossier with everything in it, an audit pack by control, the contract as a page."""

import json
from datetime import UTC, datetime

import pytest

from blocks import files
from blocks.contract_pdf import contract_pdf
from blocks.dossier import dossier
from blocks.markdown import plain
from playbook.facts import Pilot
from playbook.frameworks import ISO, NIST, OF_CONTROLS, OF_RECORD
from playbook.governance import CONTROLS
from playbook.known import Around
from playbook.record import Changed, Event, Recorded
from tests.playbook.gated import SETTINGS, producing
from tests.store.company import ANNA, BEN, CARLA, full

NAMES = {ANNA: "Anna Adler", BEN: "Ben Brandt", CARLA: "Carla Costa"}
AT = datetime(2026, 3, 30, 12, tzinfo=UTC)
AROUND = Around(now=AT, settings=SETTINGS)
EVENT = Event(
    number=1,
    at=AT,
    who=ANNA,
    via="slack",
    act="registered",
    thing="UC-0",
    changes=(Changed(field="title", after="=1+1"),),
    hash="f" * 64,
)


@pytest.fixture
def recorded():
    return Recorded(pilot=Pilot(use_case=full()), names=NAMES, events=(EVENT,))


def test_a_dossier_tells_everything_that_was_decided_measured_and_typed(recorded):
    told = dossier(recorded)
    for words in (
        "Value contract",
        "Version 1, locked",
        "Version 2, not signed by both",
        "Why it was amended: scope",
        "quote turnaround (lower is better)",
        "in the CRM",
        "no DPA",
        "row 7 of the export",
        "see the export",
        "too good",
        "a wrong price",
        "no sandbox tenant",
        "a template was wrong",
        "Lyon",
        "Carla Costa",
    ):
        assert words in told, words
    assert ANNA not in told


def test_a_dossier_of_a_decided_pilot_tells_its_decisions_and_readings():
    told = dossier(Recorded(pilot=producing()))
    assert "2. Pilot gate, attempt 1: go" in told
    assert "| 1 | " in told.split("## Readings")[1]


def test_what_people_typed_is_text_and_never_markup():
    hostile = "# Head\n| a | *b* `c` <script>alert(1)</script> [x](http://y) 1. z"
    shown = plain(hostile)
    assert "\n" not in shown
    assert shown.startswith("\\#")
    for sign in ("|", "<", "[", "*", "`"):
        assert f"\\{sign}" in shown
        assert sign not in shown.replace(f"\\{sign}", "")


def test_an_audit_pack_names_each_control_its_proofs_and_what_they_support(recorded):
    pack = files.of_audit(recorded, AROUND)["UC-0-audit-pack.md"].decode()
    assert pack.count("Supports NIST AI RMF") == len(CONTROLS) == 5
    for words in (
        "GOVERN 1.6",
        "MANAGE 2.2",
        "MANAGE 2.4",
        "row 7 of the export",
        "ffffff",
        "compare your own",
    ):
        assert words in pack
    assert "complian" not in pack.lower()


def test_every_outcome_that_is_claimed_is_quoted():
    for support in (*OF_CONTROLS.values(), *OF_RECORD.values()):
        assert set(support.nist) <= NIST.keys()
        assert set(support.iso) <= ISO.keys()


def test_the_events_come_one_row_for_each_value_and_no_formula(recorded):
    rows = files.of_audit(recorded, AROUND)["UC-0-audit.csv"].decode().splitlines()
    assert rows[1].startswith("1,2026-03-30T12:00:00+00:00,Anna Adler,slack,registered,UC-0,title,,'=1+1,")


def test_every_line_of_the_record_is_json_with_its_kind(recorded):
    lines = files.of_use_case(recorded, AROUND)["UC-0-record.jsonl"].decode().splitlines()
    assert {json.loads(line)["kind"] for line in lines} == {"person", "use_case", "event"}


def test_the_contract_is_a_page_that_says_so_where_its_font_ends(recorded):
    page = contract_pdf(recorded.use_case, recorded.name, AT)
    assert page.startswith(b"%PDF-")
    assert page == contract_pdf(recorded.use_case, recorded.name, AT)
    beyond = recorded.use_case.model_copy(update={"title": "見積もり Überraschung"})
    assert len(contract_pdf(beyond, recorded.name, AT)) > 1000


def test_a_portfolio_has_tables_over_all_and_a_folder_for_each(recorded):
    made = files.of_portfolio([recorded, Recorded(pilot=producing())], AROUND)
    assert {"use-cases.csv", "decisions.csv", "UC-0/UC-0-dossier.md", "UC-0/UC-0-contract.pdf"} <= made.keys()
    assert len(made["use-cases.csv"].decode().splitlines()) == 3
