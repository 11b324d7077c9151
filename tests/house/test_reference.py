"""The reference is as the code has it, and every rule of the operating model has something that holds it."""

import importlib.util

import pytest

from bot.settings import Settings
from playbook.facts import Settings as Decided
from tests.house import tree

DOCS = tree.ROOT / "docs"
MODEL = (DOCS / "operating-model.md").read_text("utf-8")
RULES = [line for line in MODEL.partition("## What no code")[0].splitlines() if line.startswith("- ")]
A_SCREEN = 20  # lines; what moves less still leads to its rule, and need not be renewed


def loaded(name):
    """A page maker of docs/pages."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / "pages" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_as_the_code_has_it():
    kept = (DOCS / "reference.md").read_text("utf-8").splitlines()
    told = loaded("reference").page().splitlines()
    assert [line for line in told if line not in kept] == [], "not told yet: make reference"
    assert [line for line in kept if line not in told] == [], "not so any more: make reference"


def test_a_variable_or_setting_that_is_not_told_of_is_noticed():
    told = (DOCS / "reference.md").read_text("utf-8")
    assert all(f"| `{name.upper()}` |" in told for name in Settings.model_fields)
    assert set(loaded("reference").DECIDED) == set(Decided.model_fields)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule[2:50])
def test_each_rule_names_what_holds_it_and_it_is_there(rule):
    rules = loaded("rules")
    holders = rules.HOLDER.findall(rule)
    assert len(holders) == rule.count("](") > 0, rule
    for module, name, path, line in holders:
        assert module in path
        assert abs(int(line) - rules.lines(path)[name]) <= A_SCREEN, f"{module}.{name}: make reference"


def test_the_stages_are_drawn_as_the_table_has_them():
    assert loaded("stages").drawn() in MODEL
