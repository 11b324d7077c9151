"""The figures for speed: every goal is measured, and their page is written without losing its words."""

import re

import pytest

from benchmarks import __main__ as bench
from benchmarks import table
from benchmarks.frame import Figure, interleaved
from tests.house import tree

GOALS = {str(number) for number in (*range(1, 14), 16, *range(18, 23))}
FAMILIES = [tree.ROOT / "benchmarks" / f"{name}.py" for name in bench.FAMILIES]
UNDECIDED = Figure("", "memory", [5.0], unit="MB")
MET, MISSED = Figure("7", "a reading", [9, 3, 4], at_most=5), Figure("9", "a list", [12.0], at_least=15)


def test_every_goal_is_measured_by_a_family():
    told = "".join(path.read_text("utf-8") for path in FAMILIES)
    assert set(re.findall(r'Figure\(\s*"(\d+)"', told)) == GOALS


@pytest.mark.parametrize("figure, met", [(MET, True), (MISSED, False), (UNDECIDED, None)])
def test_the_median_decides_whether_a_goal_is_met(figure, met):
    assert figure.met is met
    assert Figure.load(figure.dump()).met is met


def test_what_takes_turns_is_measured_as_often_and_a_first_round_is_left_out():
    turns = []
    times = interleaved({"one": lambda: turns.append(1), "other": lambda: turns.append(2)}, rounds=3)
    assert turns == [1, 2] * 4
    assert [len(taken) for taken in times.values()] == [3, 3]


def test_the_page_keeps_the_words_around_the_figures(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text(f"before\n\n{table.BEGIN}\nold\n{table.END}\n\nafter\n", "utf-8")
    monkeypatch.setattr(table, "PAGE", page)
    table.write([MET, MISSED, UNDECIDED], {"wires": "no port"})
    told = page.read_text("utf-8")
    assert told.startswith(f"before\n\n{table.BEGIN}")
    assert told.endswith(f"{table.END}\n\nafter\n")
    assert "old" not in told
    assert "| 9 | a list | 12.0x | 12.0x | 12.0x | ≥ 15x | **no** |" in told
    assert "1 of 2 goals met" in told
    assert "wires failed: no port" in told
    assert table.machine() in told


def test_the_page_of_the_repository_has_its_place_for_them():
    text = (tree.ROOT / "docs" / "performance.md").read_text("utf-8")
    assert text.index(table.BEGIN) < text.index(table.END)
