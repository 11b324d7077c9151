"""Steps of Workflow Builder: a workflow logs a reading or opens a use case, and hears why where it cannot."""

import json

import pytest

from bot import manifest
from sandbox import seed
from sandbox.clock import Clock
from sandbox.server import SandboxThread
from sandbox.stories.stage import PATIENT
from sandbox.stories.weeks import MONDAY, goes_live, has_a_contract, on, passes_the_entry_check


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def slack(clock, tmp_path):
    """The company, with the app as an organisation-ready one that brings steps."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest.with_steps(manifest.load())))
    with SandboxThread(seed=seed.company, manifest=path, clock=clock, **PATIENT) as slack:
        yield slack


def test_a_workflow_logs_a_reading_and_the_owner_is_asked_whether_it_is_right(house, nordwind):
    anna = has_a_contract(nordwind)
    passes_the_entry_check(nordwind)
    on(nordwind, 1, 12)
    goes_live(anna)
    anna.sees("is live since", in_="modal")
    anna.cancels()
    on(nordwind, 1, 18)
    run = anna.runs("log_reading", person="U0ANNA", use_case="UC-1", value="4.1 days", note="form")
    assert (run.error, run.outputs["reading"]) == ("", "4.1 days")
    assert "4.1" in run.outputs["verdict"]
    on(nordwind, 1, 19)
    anna.presses("Right", in_=anna.sees("A workflow says 4.1 days", in_="dm"))
    anna.sees("4.1 days logged", in_="dm")
    refused = {
        "not yours to do": {"person": "U0LUCA", "use_case": "UC-1", "value": "4.1"},
        "does not convert": {"person": "U0ANNA", "use_case": "UC-1", "value": "4.1 kg"},
        "no such use case": {"person": "U0ANNA", "use_case": "UC-9", "value": "4.1"},
        "value:": {"person": "U0ANNA", "use_case": "UC-1", "value": None},
    }
    for words, inputs in refused.items():
        run = anna.runs("log_reading", **inputs)
        assert words in run.error
        assert run.outputs is None


def test_a_workflow_opens_a_use_case_and_the_owner_is_asked(nordwind):
    luca, anna = nordwind.person("luca"), nordwind.person("anna")
    sentence = "Reduce average proposal turnaround time from 5 days to 3 days in 8 weeks"
    inputs = {"person": "U0LUCA", "sentence": sentence, "owner": "U0ANNA", "sponsor": "U0BEN"}
    run = luca.runs("open_use_case", **inputs)
    assert (run.error, run.outputs) == ("", {"use_case": "UC-1"})
    anna.sees("UC-1", in_="dm")
    again = luca.runs("open_use_case", **inputs)
    assert "resembles UC-1" in again.error
