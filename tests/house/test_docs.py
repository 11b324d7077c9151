"""What the documents name exists."""

import re

import pytest

from schedules import answers
from tests.house import tree

TEST = re.compile(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`")
LINK = re.compile(r"\]\((?!http|#)([^)]+)\)")
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
