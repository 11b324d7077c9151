"""What holds for every sentence: written and read back it is the same, nothing is made up, nothing breaks."""

import json
import re
import sys
from datetime import date
from itertools import product
from re import _parser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playbook.grammar import tokens
from playbook.grammar.phrases import FACTORS, PHRASES
from playbook.sentence import compile_sentence
from tests.playbook.sentence_writer import TODAY, sentences

KEYS = set("status kpi direction baseline target change deadline guardrails missing problem confirm".split())
PARTS = ("kpi", "baseline", "target", "deadline")


def parts_of(text, today=TODAY):
    return compile_sentence(text, today).to_json()


@given(sentences())
@settings(max_examples=400)
def test_what_is_written_is_read(written):
    read = compile_sentence(written.text, TODAY)
    assert (read.status, read.confirm, read.problem) == ("complete", (), None)
    assert (read.kpi, read.direction) == (written.kpi, written.direction)
    assert (read.baseline.value, read.baseline.unit) == written.baseline
    assert (read.target.value, read.target.unit) == written.target
    assert read.deadline.date == written.due
    assert tuple((g.metric, g.comparator, g.value, g.unit) for g in read.guardrails) == written.rails


# --- any text at all ----------------------------------------------------------------------------------------

WORDS = sorted(" ".join(phrase.words) for row in PHRASES.values() for phrase in row)
FIGURES = [
    "5", "3", "1,200", "1.200", "4,1", "-3", "½", "1e3", "1e400", "99999999", "five", "two", "half", "a",
    "0", "1/2", "24/7", "12:30", "31", "2026", "007", "٥", "５", "1 in 5", "8 out of 10",
]  # fmt: skip
GLUE = [
    "%", "days", "d", "weeks", "EUR", "€", "$", "k", "M", "per week", "a month", "/week", "points",
    "tickets", "people", "31 March", "Q3", "2026-03-31", "05/03/2026", "end of", "31 February", "Friday",
    "(", ")", ",", ".", ";", ":", "-", "–", "—", "“", "’", "±", "<", "≤", "→", "\n", "\u00a0", "\u202e",
    "\x00", "🚀", "\ud800", "שלום", "error rate", "CSAT", "turnaround time", "it", "<!channel>", "&lt;",
    "https://x.y/5",
]  # fmt: skip
PIECES = st.lists(st.sampled_from(WORDS + 4 * FIGURES + 4 * GLUE), max_size=45)
SOUP = PIECES.map(lambda pieces: " ".join(pieces)[:500])
ANYTHING = st.text(st.characters(), max_size=500) | SOUP


@given(ANYTHING, st.dates())
@settings(max_examples=500)
def test_no_text_breaks_the_compiler_and_every_answer_is_consistent(text, today):
    parts = parts_of(text, today)
    json.dumps(parts, allow_nan=False).encode()
    assert parts.keys() == KEYS
    stated = any(parts[part] for part in ("baseline", "target", "change")) or "change" in parts["confirm"]
    assert (parts["status"] == "vague") == (not stated)
    assert (parts["problem"] is not None) == (parts["status"] == "conflict")
    assert [part for part in PARTS if parts[part] is None] == [
        part for part in parts["missing"] if part in PARTS
    ]
    if parts["status"] == "complete":
        assert parts["direction"]
        assert date.fromisoformat(parts["deadline"]["date"]) > today
    unlimited = [rail["metric"] for rail in parts["guardrails"] if rail["value"] is None]
    assert [part for part in parts["missing"] if ":" in part] == [
        f"guardrail_value:{name}" for name in unlimited
    ]


# --- no number out of nothing -------------------------------------------------------------------------------


def numbers_in(parts):
    """Every number the sentence is said to state. The target that follows from a change is left out."""
    quantities = [parts["baseline"], parts["change"], None if parts["change"] else parts["target"]]
    found = [q[key] for q in quantities if q for key in ("value", "low", "high", "plus_minus") if key in q]
    return [abs(n) for n in (*found, *(rail["value"] for rail in parts["guardrails"])) if n is not None]


@given(
    st.lists(
        st.sampled_from([w for w in WORDS if w not in FACTORS] + ["turnaround", "error rate", "%", "EUR"])
    )
)
def test_without_a_digit_or_a_number_word_there_is_no_number(words):
    text = " ".join(words)[:500]
    assume(not re.search(r"\b(half|once|zero|a|an)\b", text))
    assert numbers_in(parts_of(text)) == []


def stated_numbers(text):
    """What the digits and number words of a text can stand for, each by itself or two of them together."""
    flat = tokens.plain(text).lower()
    plain = {float(figure.replace(",", ".")) for figure in re.findall(r"\d+(?:[.,]\d+)?", flat)}
    plain |= {float(re.sub(r"\D", "", run)) for run in re.findall(r"\d[\d., ']*", flat)}
    plain |= {float(value) for word, value in {**tokens.ONES, **tokens.TENS}.items() if word in flat}
    plain |= {0.5, 1.0, 2.0, 12.0} | {abs(change) for change in FACTORS.values()}
    scaled = {n * k for n, k in product(plain, (1, 0.01, 100, 1e3, 1e6))}
    pairs = {(a + b) / 2 for a, b in product(scaled, scaled)} | {
        100 * a / b for a, b in product(plain, plain) if b
    }
    return (
        scaled
        | pairs
        | {a + b for a, b in product(plain, plain)}
        | {60 * a + b for a, b in product(plain, plain)}
    )


STATED = ["5", "3.5", "1,200", "70%", "12 days", "EUR 40", "9 h", "8 points"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS + 6 * STATED), max_size=14))
def test_every_number_follows_from_the_text(pieces):
    text = " ".join(pieces)[:500]
    known = stated_numbers(text)
    strange = [
        n for n in numbers_in(parts_of(text)) if not any(n == pytest.approx(k, rel=1e-6) for k in known)
    ]
    assert not strange


# --- looks do not matter ------------------------------------------------------------------------------------

LOOKS = [
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\u2009 \u202f"),
    lambda text: f"  {text}\n",
    lambda text: f"\u201c{text}\u201d",
    lambda text: text.replace("-", "\u2011"),
    lambda text: text.replace("'", "\u2019"),
    lambda text: text.replace(" ", "\u200b "),
    lambda text: text.replace("<", "&lt;"),
]


@given(sentences(), st.sampled_from(LOOKS))
@settings(max_examples=100)
def test_spaces_quotes_and_dashes_change_nothing(written, look):
    assert parts_of(look(written.text)) == parts_of(written.text)


def lowered(parts):
    return json.loads(json.dumps(parts).lower())


@given(sentences(), st.sampled_from([str.lower, str.capitalize]))
@settings(max_examples=100)
def test_capitals_change_only_the_names_as_written(written, recase):
    def again(found):
        return recase(found.group())

    text = re.sub(r"\b[A-Za-z]{4,}\b", again, written.text)
    assert lowered(parts_of(text)) == lowered(parts_of(written.text))


# --- twice the text, at most twice the work -----------------------------------------------------------------

ADVERSARIES = [
    "from 5 to ", "reduce ", "while keeping ", "x < 5 ", "a b c d ", "(", "1,", "1 ", "- ",
    "by 31 March ", "and ", "one hundred ", "the next ", "of the end of ", "Monday , ", "1-", "not ",
    "5 days to ", "Q3 ", "e@", "a-", "'", "5 ± ", "in 1 in ", "per ", "error rate below 2 % and ",
    "to at most about ", "reduce x and raise y from 5 to ", "without x or y ", "currently 5 days ",
    ", with 3 people ", "1.000.", "12:", "half a ", "€", "1e9 ",
]  # fmt: skip


def steps(text):
    """How many calls one compilation makes."""
    count = 0

    def counted(_frame, event, _arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        compile_sentence(text, TODAY)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", ADVERSARIES)
def test_twice_the_text_takes_at_most_twice_the_steps(piece):
    whole = piece * (500 // len(piece))
    half = whole[: len(whole) // 2]
    fixed = steps("")
    assert steps(whole) - fixed <= 2.1 * (steps(half) - fixed)  # half a piece may do less than half


def repeats(pattern):
    """Every repetition without an upper bound: whether it gives characters back, and what it repeats."""
    for operator, argument in pattern:
        name = str(operator)
        if name.endswith("REPEAT"):
            if str(argument[1]) == "MAXREPEAT":
                yield name != "POSSESSIVE_REPEAT", argument[2]
            yield from repeats(argument[2])
        elif name == "SUBPATTERN":
            yield from repeats(argument[-1])
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from repeats(branch)


def test_the_pattern_of_tokens_has_no_repetition_to_backtrack_within_another():
    tree = _parser.parse(tokens._TOKEN.pattern, tokens._TOKEN.flags)
    found = list(repeats(tree))
    assert found
    assert not [inner for gives_back, inner in found if gives_back and list(repeats(inner))]
