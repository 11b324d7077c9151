"""From tokens to marks: phrases, quantities, dates and words in order; which markers lead to a number."""

from datetime import date
from typing import NamedTuple

from playbook.grammar.dates import day_at
from playbook.grammar.day import Day
from playbook.grammar.measures import SPELLINGS, UNITS
from playbook.grammar.numerals import Amount, and_a_half
from playbook.grammar.phrases import PHRASES, Phrase
from playbook.grammar.quantities import reading_at
from playbook.grammar.readings import Reading
from playbook.grammar.tokens import SPOKEN, Token, tokenize, word_at


class Mark(NamedTuple):
    """One piece of the sentence with its place in the text."""

    kind: str  # word, stop, number, day, or the kind of a phrase
    word: str
    start: int
    end: int
    value: str = ""
    reading: Reading | None = None
    day: Day | None = None


# Marks that may stand in a row before a number and give it its role together.
_RANGED = frozenset(
    (
        "within",
        "in a range of",
        "expected",
        "expecting",
        "confidence range",
        "confidence range of",
        "expected range",
    )
)
_COUNTED = SPOKEN | frozenset("a an about only just at under below less no around".split())
LEADING = frozenset("day fill of cmp base target from to by with scope in until past arrow".split())
_ABBREVIATED = frozenset(
    "vs v approx ca max min no nos incl excl avg est dept mgmt acct cust inv resp e.g i.e".split()
)
_STOPS = {"(": "(", ")": ")", "[": "(", "]": ")", "{": "(", "}": ")", ",": ",", ";": ";", ":": ":", ".": ".",
          "!": ".", "?": ".", "|": ";"}  # fmt: skip
_ONE_OF = frozenset("in cmp from to by scope fill".split())


def marks_of(text: str, today: date) -> list[Mark]:
    """All marks of a plain text."""
    tokens = tokenize(text)
    marks: list[Mark] = []
    at = 0
    while at < len(tokens):
        mark, at = _next(tokens, at, marks, text, today)
        if mark is not None:
            marks.append(mark)
    return marks


def _next(tokens: list[Token], at: int, marks: list[Mark], text: str, today: date) -> tuple[Mark | None, int]:
    token = tokens[at]
    if token.kind == "stop" or token.word == "-":
        if stop := _stop(tokens, at):
            return stop, at + 1
        if token.word == '"':
            return None, at + 1
    if not _continues(tokens, at):
        if day := day_at(tokens, at, today):
            return _dated(tokens, at, day), day.end
        if reading := _reading(tokens, at, marks):
            return Mark("number", text[token.start : tokens[reading.end - 1].end], token.start,
                        tokens[reading.end - 1].end, reading=reading), reading.end  # fmt: skip
    if token.kind == "link":
        return Mark("stop", ",", token.start, token.end), at + 1
    if token.word == "=>" and marks and marks[-1].kind == "number":
        return Mark("arrow", token.word, token.start, token.end), at + 1
    if phrase := _phrase(tokens, at):
        end = at + len(phrase.words)
        end += (
            phrase.words[-1] in _ABBREVIATED
            and end < len(tokens)
            and tokens[end].word == "."
            and tokens[end].glued
        )
        return Mark(phrase.kind, " ".join(phrase.words), token.start, tokens[end - 1].end, phrase.value), end
    return Mark("word", token.word, token.start, token.end), at + 1


def _continues(tokens: list[Token], at: int) -> bool:
    """The digits of 27B6 and the 7 of 24/7 belong to what they touch."""
    touching = tokens[at - 1] if at and tokens[at].glued else None
    return (
        tokens[at].kind == "number"
        and touching is not None
        and (touching.kind == "word" or touching.word in "/#*^_@")
    )


def _dated(tokens: list[Token], at: int, day: Day) -> Mark:
    return Mark("day", tokens[at].word, tokens[at].start, tokens[day.end - 1].end, day=day)


def _stop(tokens: list[Token], at: int) -> Mark | None:
    """Punctuation that parts. A point inside a word or a hyphen between words parts nothing."""
    token = tokens[at]
    touches_next = at + 1 < len(tokens) and tokens[at + 1].glued
    if token.word == "-":
        return None if token.glued or touches_next else Mark("stop", ",", token.start, token.end)
    word = _STOPS.get(token.word)
    if word is None or (word == "." and touches_next and tokens[at + 1].kind in ("word", "number")):
        return None
    if word == "." and token.glued and word_at(tokens, at - 1) in _ABBREVIATED:
        return None
    return Mark("stop", word, token.start, token.end)


def _reading(tokens: list[Token], at: int, marks: list[Mark]) -> Reading | None:
    if stretch := _next_stretch(tokens, at, marks):
        return stretch
    ranged = bool(marks) and (marks[-1].word.startswith("in the ") or marks[-1].word in _RANGED)
    reading = reading_at(tokens, at, spans=ranged)
    if reading or tokens[at].word not in ("a", "an") or not marks or marks[-1].kind not in _ONE_OF:
        return reading
    return _one_stretch(tokens, at + 1)


def _one_stretch(tokens: list[Token], at: int) -> Reading | None:
    """What follows the `a` of in a week, from an hour and a half."""
    word = word_at(tokens, at)
    fortnight = word == "fortnight"
    unit = "week" if fortnight else SPELLINGS.get(word, "") if len(word) > 2 else ""
    if unit not in UNITS or UNITS[unit].kind not in ("time", "months"):
        return None
    length = and_a_half(tokens, Amount(1.0 + fortnight, at + 1))
    return Reading(length.value, unit, length.end)


def _next_stretch(tokens: list[Token], at: int, marks: list[Mark]) -> Reading | None:
    """in the next month, within a quarter: one from today. The next quarter may also be the named one."""
    following = tokens[at].word in ("next", "coming") and word_at(tokens, at - 1) == "the"
    if not following and not (tokens[at].word == "a" and word_at(tokens, at + 1) == "quarter"):
        return None
    unit = SPELLINGS.get(word_at(tokens, at + 1), "")
    stretch = unit in UNITS and UNITS[unit].kind in ("time", "months") and word_at(tokens, at + 1) == unit
    prep = next((mark for mark in reversed(marks[-3:]) if mark.kind != "fill"), None)
    if not stretch or prep is None or not (prep.kind == "in" or prep.word in ("within", "over")):
        return None
    return Reading(1.0, unit, at + 2, doubt=following and unit == "quarter")


def _phrase(tokens: list[Token], at: int) -> Phrase | None:
    """The longest phrase that begins here. A label is one only before its colon."""
    phrases = PHRASES.get(tokens[at].word)
    if phrases is None:
        return None
    ahead = tuple(token.word for token in tokens[at : at + len(phrases[0].words)])  # the longest comes first
    for phrase in phrases:
        if ahead[: len(phrase.words)] == phrase.words and _fits(tokens, at + len(phrase.words), phrase):
            return phrase
    return None


def _dates_baseline(marks: list[Mark], at: int, ahead: int) -> bool:
    """baseline Q4 2025: 5 days; baseline in Q4: 5 days."""
    before = marks[at - 2] if at > 1 and marks[at - 1].kind in ("in", "of") else marks[at - 1] if at else None
    return before is not None and before.kind == "base" and ahead == at + 2 and marks[at + 1].word == ":"


def _fits(tokens: list[Token], after: int, phrase: Phrase) -> bool:
    """Whether what follows suits the phrase: a colon a label, a number `to take`."""
    if phrase.kind == "label":
        return word_at(tokens, after) in (":", "is", "=")
    if phrase.kind == "target" and phrase.words[0] == "to":
        return after < len(tokens) and (tokens[after].kind == "number" or word_at(tokens, after) in _COUNTED)
    return True


def reaches(marks: list[Mark]) -> list[int]:
    """For each mark the number or date it leads to through nothing but markers; -1 where it leads to none."""
    found = [-1] * len(marks)
    ahead = -1
    for at in range(len(marks) - 1, -1, -1):
        mark = marks[at]
        if mark.kind == "number" or (mark.kind == "day" and not _dates_baseline(marks, at, ahead)):
            ahead = at
        elif mark.kind not in LEADING and mark.word != ":":
            ahead = -1
        found[at] = ahead
    return found
