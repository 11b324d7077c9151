"""The sentence compiler against its corpus: every doubtful case is decided there, one line each."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from playbook.contract import from_sentence
from playbook.sentence import SentenceTooLong, compile_sentence

LINES = (Path(__file__).parent / "sentences.jsonl").read_text("utf-8").splitlines()
CORPUS = [json.loads(line) for line in LINES]
MONDAY = date(2026, 1, 5)


def same(one, other):
    """Equal to nine digits: a third of 90 is 30."""
    if isinstance(one, float) or isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9)
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(same(one[k], other[k]) for k in one)
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    return one == other


@pytest.mark.parametrize("line", CORPUS, ids=[line["text"][:50] for line in CORPUS])
def test_a_sentence_means_what_the_corpus_says(line):
    parts = compile_sentence(line["text"], date.fromisoformat(line["today"])).to_json()
    unlike = {key: (parts[key], want) for key, want in line["expected"].items() if not same(parts[key], want)}
    assert not unlike, line["why"]
    assert parts.keys() == line["expected"].keys()


def test_the_corpus_is_varied_and_nasty():
    texts = [line["text"] for line in CORPUS]
    statuses = Counter(line["expected"]["status"] for line in CORPUS)
    assert len(set(texts)) >= 150
    assert sum(statuses.values()) - statuses["complete"] >= 40
    assert min(statuses[status] for status in ("vague", "incomplete", "conflict")) >= 10
    assert sum(not text.isascii() for text in texts) >= 20
    assert sum(bool(line["expected"]["confirm"]) for line in CORPUS) >= 15


def test_the_longest_sentence_is_read_and_one_character_more_is_refused_kindly():
    assert compile_sentence("x" * 500, MONDAY).status == "vague"
    with pytest.raises(SentenceTooLong, match="at most 500 characters.*501"):
        compile_sentence("x" * 501, MONDAY)


@pytest.mark.parametrize(
    "text, target",
    [
        ("Reduce onboarding from 2 days to 12 hours in 8 weeks", 0.5),
        ("Reduce onboarding from 2 days to 1 day in 8 weeks", 1),
        ("Reduce onboarding from 2 months to 6 weeks in 8 weeks", None),
    ],
)
def test_a_target_in_another_unit_reaches_the_contract_in_the_baselines_unit_or_not_at_all(text, target):
    terms = from_sentence(compile_sentence(text, MONDAY))
    assert terms.target == target
