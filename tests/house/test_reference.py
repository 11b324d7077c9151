"""The reference is as the code has it, and every rule of the operating model has something that holds it."""

import ast
import importlib.util
import re

import pytest

from bot.settings import Settings
from playbook.facts import Settings as Decided
from tests.house import tree

DOCS = tree.ROOT / "docs"
MODEL = (DOCS / "operating-model.md").read_text("utf-8")
RULES = [line for line in MODEL.splitlines() if line.startswith("- ")]
HOLDER = re.compile(r"\[([\w/]+\.py)\]\(\.\./([\w/]+\.py)\)((?: `\w+`,?)+)")


def loaded(name):
    """A page maker of docs/pages."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / "pages" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_as_the_code_has_it():
    kept = (DOCS / "reference.md").read_text("utf-8")
    missing = [line for line in loaded("reference").page().splitlines() if line not in kept.splitlines()]
    assert not missing, "make reference"


def test_a_variable_or_setting_that_is_not_told_of_is_noticed():
    told = (DOCS / "reference.md").read_text("utf-8")
    assert all(f"| `{name.upper()}` |" in told for name in Settings.model_fields)
    assert set(loaded("reference").DECIDED) == set(Decided.model_fields)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule[2:50])
def test_each_rule_names_what_holds_it_and_it_is_there(rule):
    holders = HOLDER.findall(rule)
    assert holders, rule
    for shown, path, names in holders:
        assert shown == path
        parsed = ast.parse((tree.ROOT / path).read_text("utf-8"))
        there = {node.name for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert set(re.findall(r"`(\w+)`", names)) <= there, path


def test_the_stages_are_drawn_as_the_table_has_them():
    assert loaded("stages").drawn() in MODEL
