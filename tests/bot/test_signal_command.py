"""`pilotage signal`, as an analyst or a script meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.__main__ import main
from bot.commands.signal import _answers
from tests.house.tree import ROOT

EXAMPLES = Path(__file__).with_name("signal_examples.jsonl")
LINES = [json.loads(line) for line in EXAMPLES.read_text().splitlines()]
CONTRACT = LINES[0]
GUARDRAIL = LINES[4]


def judged(*lines):
    return list(_answers(line if isinstance(line, str) else json.dumps(line) for line in lines))


def with_contract(**changes):
    return CONTRACT | {"contract": CONTRACT["contract"] | changes}


def with_baseline(**told):
    return with_contract(baseline=told)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_the_examples_of_the_design_come_out_as_printed_there(line):
    [answer] = judged(line)
    assert json.dumps(answer) == json.dumps(line["expected"])


def test_a_file_is_judged_line_by_line(capsys):
    assert main(["signal", str(EXAMPLES)]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        line["expected"] for line in LINES
    ]


def test_standard_input_is_judged_line_by_line_and_an_unreadable_one_does_not_stop_it():
    lines = ["{", "", EXAMPLES.read_text(), '"🚀"', '{"id": 1}']
    run = subprocess.run(
        [sys.executable, "-m", "bot", "signal", "-"],
        cwd=ROOT,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 1
    assert answers[1:8] == [line["expected"] for line in LINES]
    assert [next(iter(answers[at])) for at in (0, 8, 9)] == ["error"] * 3
    assert answers[0]["error"].startswith("line 1: this is not JSON")


def test_a_file_that_is_not_there_is_named(capsys):
    assert main(["signal", "no/such/file"]) == 2
    assert "no/such/file: No such file" in capsys.readouterr().err


class TestOnlyWhatApplies:
    KEYS = ["n", "baseline", "promised", "verdict", "answer"]
    MOVEMENT = ["change", "now", "better"]
    INTERVAL = ["sd", "df", "se", "level", "lo", "hi"]

    @pytest.mark.parametrize(
        "closed,keys",
        [
            (0, [*KEYS, "reason"]),
            (1, [*KEYS, "reason", *MOVEMENT]),
            (2, [*KEYS, "reason", *MOVEMENT, *INTERVAL]),
            (5, [*KEYS, *MOVEMENT, *INTERVAL, "forecast"]),
        ],
    )
    def test_figures_come_as_weeks_close(self, closed, keys):
        [answer] = judged(CONTRACT | {"last_closed_week": closed})
        assert list(answer) == keys

    def test_from_the_deadline_on_the_outcome_stands_for_the_forecast(self):
        [answer] = judged(CONTRACT | {"planned_weeks": 6})
        assert list(answer)[-2:] == ["closing", "outcome"]
        assert (answer["closing"], answer["outcome"]) == (3.65, "missed")

    def test_closing_weeks_that_nobody_measured_have_an_outcome_only(self):
        [answer] = judged(CONTRACT | {"planned_weeks": 8, "last_closed_week": 8})
        assert list(answer)[-1] == "outcome"
        assert "closing" not in answer

    def test_an_invalid_contract_has_a_verdict_and_a_reason_only(self):
        [answer] = judged(with_contract(target=5))
        assert list(answer) == ["verdict", "reason"]

    @pytest.mark.parametrize("alone", [0.01, {"value": 0.01}])
    def test_a_guardrail_without_counts_has_no_bounds(self, alone):
        [answer] = judged(GUARDRAIL | {"weeks": [alone, {"num": 1, "den": 100}]})
        assert list(answer) == ["latest", "breaches", "rollback", "status"]

    def test_a_guardrail_without_a_last_reading_is_not_reported(self):
        [answer] = judged(GUARDRAIL | {"weeks": [None]})
        assert answer == {"breaches": 0, "rollback": False, "status": "not_reported"}

    def test_what_is_null_is_not_there(self):
        blank = with_contract(resolution=None, lift_low=None, kind=None, den_per_week=None)
        assert judged(blank | {"weekly": CONTRACT["weekly"] | {"7": None}}) == judged(CONTRACT)


class TestUnreadable:
    @pytest.mark.parametrize(
        "line,words",
        [
            ("[1]", "this is not a JSON object"),
            ("[" * 100_000, "this is not JSON"),
            ({"contract": 3}, "contract should be an object"),
            (with_contract(direction="down"), "contract.direction should be one of lower, higher"),
            (with_contract(target=None), "contract.target is missing: it should be a number"),
            (with_contract(target=True), "contract.target should be a number"),
            (with_contract(target="3"), "contract.target should be a number"),
            (with_contract(target=10**400), "contract.target should be a finite number"),
            (with_contract(target=float("nan")), "contract.target should be a finite number"),
            (with_contract(kind="percent"), "contract.kind should be one of value, count, ratio"),
            (with_contract(resolution=-1), "contract.resolution should be a number that is not negative"),
            (with_baseline(), "contract.baseline: a baseline needs a value or readings"),
            (with_baseline(readings=[1, "2"]), "contract.baseline.readings[1] should be a number"),
            (with_baseline(readings=5), "contract.baseline.readings should be a list"),
            (
                with_baseline(value=5, range=1, weeks=1),
                "contract.baseline: a baseline range comes from 2 weeks",
            ),
            (with_baseline(value=5, exact="yes"), "contract.baseline.exact should be true or false"),
            (CONTRACT | {"weekly": {"0": 4}}, "weekly.'0' is not a contract week"),
            (CONTRACT | {"weekly": {"01": 4}}, "weekly.'01' is not a contract week"),
            (CONTRACT | {"weekly": {"1": "4,1"}}, "weekly.1 should be a number"),
            (CONTRACT | {"weekly": {"1": 1e400}}, "weekly.1 should be a finite number"),
            (CONTRACT | {"planned_weeks": 8.5}, "planned_weeks should be a whole number from 1 to 1000"),
            (CONTRACT | {"last_closed_week": None}, "last_closed_week is missing"),
            (CONTRACT | {"pre_go_live": {"1": 2}}, "pre_go_live should be a list"),
            (GUARDRAIL | {"comparator": "≤"}, "comparator should be one of <, <=, >, >="),
            (
                GUARDRAIL | {"weeks": [{"num": 3, "den": 2}]},
                "weeks[0].num should be a whole number from 0",
            ),
            (GUARDRAIL | {"weeks": [{"num": 3}]}, "weeks[0].den is missing"),
            (GUARDRAIL | {"weeks": [0.01, "1.4%"]}, "weeks[1].value should be a number"),
        ],
    )
    def test_an_error_says_which_part_and_what_it_should_be(self, line, words):
        [answer] = judged(line)
        assert answer["error"].startswith("line 1: ")
        assert words in answer["error"]

    @given(
        st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists).map(
            json.dumps
        )
    )
    def test_whatever_a_line_holds_there_is_one_answer(self, line):
        assert len(judged(line)) == 1


NUMBERS = st.floats(-1e15, 1e15) | st.floats(-1e-12, 1e-12) | st.integers(-10, 10)


@given(
    st.builds(dict, value=NUMBERS) | st.builds(dict, readings=st.lists(NUMBERS, min_size=1, max_size=6)),
    NUMBERS,
    st.dictionaries(st.integers(1, 12).map(str), NUMBERS),
    st.sampled_from([{}, {"kind": "count"}, {"kind": "ratio", "den_per_week": 1e-15}, {"lift_low": -1e15}]),
    st.lists(NUMBERS, max_size=4),
    st.integers(1, 14),
)
def test_numbers_of_any_size_are_judged_with_finite_figures(baseline, target, weekly, more, before, planned):
    line = CONTRACT | {"contract": {"direction": "higher", "target": target, "baseline": baseline} | more}
    line |= {"weekly": weekly, "pre_go_live": before, "planned_weeks": planned, "last_closed_week": 10}
    [answer] = judged(line)
    assert "error" not in answer
    json.dumps(answer, allow_nan=False)


def test_it_starts_fast_because_it_imports_nothing_heavy():
    script = f"""
import sys
from bot.__main__ import main
main(["signal", {str(EXAMPLES)!r}])
heavy = {{"sqlalchemy", "sqlmodel", "slack_bolt", "slack_sdk", "pydantic", "pydantic_settings", "holidays",
         "numpy", "scipy", "statistics", "yaml", "logging", "asyncio", "datetime"}}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"
