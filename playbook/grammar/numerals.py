"""Amounts: digits in the ways people write them, number words, fractions, thousands and millions.

How separators are read, for English sentences by people of any country:
`1,200` is 1200, `4,1` and `12,50` are decimal commas, `1.200,50` and `3 200` and `3'200` are thousands;
`1.200` may be either, so both readings are kept and the reader of the sentence asks.
"""

import re
from typing import NamedTuple

from playbook.grammar.tokens import ONES, SPOKEN, TENS, Token, word_at

_SMALLEST, _LARGEST = 1e-12, 1e15  # beyond them is no KPI of a firm, nor exact arithmetic
_PLAIN = re.compile(r"\d*\.?\d+(?:[eE][+-]?\d{1,4})?\Z")
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}\Z")
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\Z")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\Z")
_SPACES = re.compile(r"[1-9]\d{0,2}(?:[ ']\d{3})+(?:[.,]\d+)?\Z")
_DECIMAL_COMMA = re.compile(r"\d+,\d+\Z")
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "crore": 1e7,
    "million": 1e6,
    "billion": 1e9,
    "mil": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "bn": 1e9,
    "k": 1e3,
}
# Letters glued to a number. A small m is a minute more often than a million, so it is not in here.
SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "mn": 1e6, "mio": 1e6, "Mio": 1e6, "bn": 1e9}
_SHARES = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_PLURAL_SHARES = {"halves": 1 / 2, "thirds": 1 / 3, "quarters": 1 / 4, "fifths": 1 / 5, "tenths": 1 / 10}
_GROUPS = {"dozen": 12, "couple": 2}


class Amount(NamedTuple):
    """A number without its unit. `other` is a second possible reading of the same digits."""

    value: float
    end: int  # the first token after it
    other: float | None = None
    share: bool = False  # said as a fraction: half, two thirds
    scaled: float = 1.0  # by k, thousand, M, million
    suffix: str = ""  # letters glued to the digits that are not a scale
    loose: bool = False  # a couple: more or less two


def figure(digits: str) -> tuple[float, float | None] | None:
    """The value of a written figure and, where there is one, its other reading; None if it has none."""
    whole, fraction = digits, 0.0
    if digits and digits[-1] in _VULGAR:
        whole, fraction = digits[:-1].rstrip(), _VULGAR[digits[-1]]
        if not whole:
            return fraction, None
    value = _value(whole)
    if value is None or not _SMALLEST <= abs(value) < _LARGEST:
        return (0.0, None) if value == 0 else None
    other = float(whole.replace(".", "")) if _EITHER.match(whole) else None
    return value + fraction, other


def _value(whole: str) -> float | None:
    if _PLAIN.match(whole):
        return float(whole)
    for pattern, drop, point in ((_COMMAS, ",", "."), (_POINTS, ".", ","), (_SPACES, " ", ",")):
        if pattern.match(whole):
            return float(whole.replace(drop, "").replace("'", "").replace(point, "."))
    return float(whole.replace(",", ".")) if _DECIMAL_COMMA.match(whole) else None


def amount_at(tokens: list[Token], at: int) -> Amount | None:
    """The amount that begins at this token, or None."""
    token = tokens[at]
    if token.kind == "number":
        return _written(tokens, at)
    return _spoken(tokens, at) if token.kind == "word" else None


def _written(tokens: list[Token], at: int) -> Amount | None:
    token = tokens[at]
    read = figure(token.raw)
    if read is None:
        return None
    scale = SUFFIXES.get(token.suffix, 1.0)
    suffix = "" if scale != 1.0 or token.suffix == "ish" else token.suffix  # 50ish
    if suffix and suffix[0] in "kKM" and suffix[1:].lower() in ("eur", "usd", "gbp", "chf"):
        scale, suffix = SUFFIXES[suffix[0]], suffix[1:]
    amount = Amount(read[0] * scale, at + 1, read[1], scaled=scale, suffix=suffix)
    return amount if suffix else _divided(tokens, _scaled(tokens, and_a_half(tokens, amount)))


def _divided(tokens: list[Token], amount: Amount) -> Amount:
    """1/2 day, 3 1/4 hours: a fraction in digits, taken only for halves, thirds and quarters."""
    at = amount.end
    if not (_is(tokens, at, "/") and tokens[at].glued and word_at(tokens, at + 1) in ("2", "3", "4")):
        return amount
    if amount.value >= float(tokens[at + 1].word) or tokens[at + 1].suffix:
        return amount
    return amount._replace(value=amount.value / float(tokens[at + 1].word), end=at + 2, share=True)


def _scaled(tokens: list[Token], amount: Amount) -> Amount:
    millions = amount.end < len(tokens) and tokens[amount.end].raw == "M"
    scale = 1e6 if millions else _SCALES.get(word_at(tokens, amount.end))
    if scale is None:
        return amount
    return amount._replace(value=amount.value * scale, end=amount.end + 1, scaled=amount.scaled * scale)


def and_a_half(tokens: list[Token], amount: Amount) -> Amount:
    """2 and a half."""
    if word_at(tokens, amount.end) != "and" or word_at(tokens, amount.end + 1) != "a":
        return amount
    share = _SHARES.get(word_at(tokens, amount.end + 2))
    return amount if share is None else amount._replace(value=amount.value + share, end=amount.end + 3)


def _spoken(tokens: list[Token], at: int) -> Amount | None:
    word = tokens[at].word
    if word in ("a", "an", "another"):
        return _indefinite(tokens, at + 1)
    if word == "half":
        return _half(tokens, at)
    if word not in SPOKEN:
        return None
    value, end = _number_words(tokens, at)
    if (share := _PLURAL_SHARES.get(_after_hyphen(tokens, end))) and value < 10:
        quarters_of_a_year = _after_hyphen(tokens, end) == "quarters" and word_at(tokens, end + 1) != "of"
        if not quarters_of_a_year:
            return Amount(value * share, _skip_hyphen(tokens, end) + 1, share=True)
    if value == 1 and (share := _SHARES.get(_after_hyphen(tokens, end))) and share != 0.25:
        return Amount(share, _skip_hyphen(tokens, end) + 1, share=True)
    if word_at(tokens, end) == "dozen":
        return Amount(value * 12.0, end + 1)
    amount = _point(tokens, Amount(float(value), end))
    return _scaled(tokens, and_a_half(tokens, amount))


def _point(tokens: list[Token], amount: Amount) -> Amount:
    """one point five."""
    digit = ONES.get(word_at(tokens, amount.end + 1), 10)
    if word_at(tokens, amount.end) != "point" or digit > 9:
        return amount
    return amount._replace(value=amount.value + digit / 10, end=amount.end + 2)


def _indefinite(tokens: list[Token], at: int) -> Amount | None:
    """What follows `a`: a hundred, a dozen, a couple of, a third."""
    word = word_at(tokens, at)
    if word == "hundred":
        value, end = _number_words(tokens, at)
        return _scaled(tokens, Amount(float(value), end))
    if word in ("thousand", "million", "billion"):
        return Amount(_SCALES[word], at + 1, scaled=_SCALES[word])
    if word in _GROUPS:
        end = at + 2 if word_at(tokens, at + 1) == "of" else at + 1
        return Amount(_GROUPS[word], end, loose=word == "couple")
    if word in _SHARES:
        return Amount(_SHARES[word], at + 1, share=True)
    return None


def _half(tokens: list[Token], at: int) -> Amount:
    """half, half a dozen."""
    if [word_at(tokens, at + n) for n in (1, 2)] == ["a", "dozen"]:
        return Amount(6.0, at + 3)
    return Amount(0.5, at + 1, share=True)


def _number_words(tokens: list[Token], at: int) -> tuple[int, int]:
    """Whole numbers below a million in words: the value and the first token after it."""
    total, group, room = 0, 0, 1000
    end = at
    while end < len(tokens):
        word = tokens[end].word
        small = ONES.get(word, TENS.get(word))
        if small is not None and small < room:
            group += small
            room = 10 if word in TENS else 0
        elif word == "hundred" and group < 20 and room != 100:
            group, room = (group or 1) * 100, 100
        elif word == "thousand" and group > 0 and not total:
            total, group, room = group * 1000, 0, 1000
        elif not (_joins(tokens, end) and room in (10, 100, 1000) and end > at):
            break
        end += 1
    return total + group, end


def _joins(tokens: list[Token], at: int) -> bool:
    """Whether `and` or a hyphen here only joins two number words."""
    if tokens[at].word not in ("and", "-") or at + 1 >= len(tokens):
        return False
    word = tokens[at + 1].word
    before = tokens[at - 1].word
    small = word in ONES
    return small or word in TENS if before in ("hundred", "thousand") else small and before in TENS


def _after_hyphen(tokens: list[Token], at: int) -> str:
    return word_at(tokens, _skip_hyphen(tokens, at))


def _skip_hyphen(tokens: list[Token], at: int) -> int:
    return at + 1 if _is(tokens, at, "-") and tokens[at].glued else at


def _is(tokens: list[Token], at: int, word: str) -> bool:
    return at < len(tokens) and tokens[at].word == word
