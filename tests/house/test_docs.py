"""What the documents name exists."""

import re

import pytest

from schedules import answers
from tests.house import tree

TEST = re.compile(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`")
LINK = re.compile(r"\]\((?!http|#)([^)]+)\)")
NAMED = re.compile(r"`(\w+)`(?:(?: and|,) `(\w+)`)? (?:of|in) `([\w/]+\.py)`")
A_FILE = re.compile(r"`((?:\w+/)+[\w.]+|\w+\.(?:yml|toml))`")
TARGET = re.compile(r"`make ([a-z-]+)")
CONTRIBUTING = (tree.ROOT / "CONTRIBUTING.md").read_text("utf-8")
DOCS = [path for path in tree.tracked() if path.suffix == ".md"]


def test_every_test_the_architecture_names_is_there():
    named = TEST.findall((tree.ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    assert len(named) > 10
    for path, function in named:
        assert (tree.ROOT / path).exists(), path
        assert not function or f"def {function}(" in (tree.ROOT / path).read_text("utf-8"), function


@pytest.mark.parametrize("doc", DOCS, ids=tree.name)
def test_every_link_leads_somewhere(doc):
    for target in LINK.findall(doc.read_text("utf-8")):
        assert (doc.parent / target.split("#")[0]).exists(), f"{tree.name(doc)} links to {target}"


def test_every_admin_notice_is_explained_to_whoever_runs_the_bot():
    page = (tree.ROOT / "docs/operations.md").read_text("utf-8")
    said = {one.words for one in vars(answers).values() if isinstance(one, answers.Answer) and one.words}
    assert len(said) > 12
    assert not [words for words in said if f"| {words} |" not in page]


def test_every_threat_has_its_control_and_a_test_that_is_there():
    page = (tree.ROOT / "SECURITY.md").read_text("utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if re.match(r"\| \d+ \|", line)]
    assert [int(row[0].strip("| ")) for row in rows] == list(range(1, 23))
    for row in rows:
        named = TEST.findall(row[3])
        assert named, row[1]
        for path, function in named:
            assert (tree.ROOT / path).is_file(), path
            assert not function or f"def {function}(" in (tree.ROOT / path).read_text("utf-8"), function


def test_every_table_a_recipe_names_is_in_the_file_it_names():
    named = NAMED.findall(re.sub(r"\s+", " ", CONTRIBUTING))
    assert len(named) > 25
    for *names, path in named:
        text = (tree.ROOT / path).read_text("utf-8")
        for name in filter(None, names):
            assert re.search(rf"^(\w+, )?(class |def |    )?{name}\b", text, re.MULTILINE), (
                f"{name} of {path}"
            )


def test_every_file_and_target_a_recipe_names_is_there():
    files = [one for one in A_FILE.findall(CONTRIBUTING) if not one.startswith(("var/", "sandbox/faults"))]
    assert len(files) > 30
    assert not [one for one in files if not (tree.ROOT / one).exists()]
    made = re.findall(r"^([a-z-]+):", (tree.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(TARGET.findall(CONTRIBUTING)) <= set(made)
