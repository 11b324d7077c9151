"""A number with its unit: the words, signs and letters behind an amount that say what it is counted in."""

from typing import NamedTuple

from playbook.grammar.measures import CURRENCIES, SPELLINGS, UNITS, tidy
from playbook.grammar.numerals import Amount, amount_at
from playbook.grammar.tokens import Token, word_at


class Reading(NamedTuple):
    """A quantity as read, before the rest of the sentence says what a missing unit is.

    `unit` is "" for a bare number, "times" for 2x, "of" for 4 out of 10 (then `value` is the 4).
    """

    value: float
    unit: str
    end: int
    low: float | None = None
    high: float | None = None
    spread: float | None = None
    other: float | None = None  # 1.200: the value if the point separates thousands
    scaled: float = 1.0
    out_of: float = 0.0
    share: bool = False
    adjective: bool = False  # the 5-day of "the 5-day turnaround"
    doubt: bool = False
    noun: str = ""  # what a bare number counts, as written behind it


_PAIRS = {
    ("percentage", "points"): "percentage_point",
    ("percentage", "point"): "percentage_point",
    ("percent", "points"): "percentage_point",
    ("percent", "point"): "percentage_point",
    ("pct", "points"): "percentage_point",
    ("%", "points"): "percentage_point",
    ("%", "point"): "percentage_point",
    ("%", "pts"): "percentage_point",
    ("per", "cent"): "percent",
    ("us", "dollars"): "USD",
    ("pounds", "sterling"): "GBP",
    **{(kind, days): "business_day" for kind in ("business", "working", "work") for days in ("day", "days")},
    **{(kind, days): "day" for kind in ("calendar", "person", "man", "full") for days in ("day", "days")},
    **{(kind, weeks): "week" for kind in ("calendar", "full") for weeks in ("week", "weeks")},
    **{(kind, months): "month" for kind in ("calendar", "full") for months in ("month", "months")},
    **{(kind, hours): "hour" for kind in ("working", "business", "person", "man", "full", "office")
       for hours in ("hour", "hours")},
}  # fmt: skip
_MONEY_SUFFIXES = {"m": 1e6, "b": 1e9}
_SHORT = frozenset("s h d w y m t".split())
# Words that scale the number as well: a fortnight is two weeks, a basis point a hundredth of a per cent.
_SCALING = {
    "teur": ("EUR", 1e3),
    "keur": ("EUR", 1e3),
    "kusd": ("USD", 1e3),
    "kgbp": ("GBP", 1e3),
    "bps": ("bps", 0.01),
    "bp": ("bps", 0.01),
    "basis points": ("bps", 0.01),
    "fortnight": ("week", 2),
    "fortnights": ("week", 2),
    "‰": ("count/1000", 1),
    "x": ("times", 1),
    "times": ("times", 1),
    "fold": ("times", 1),
}


def with_unit(tokens: list[Token], amount: Amount, currency: str) -> Reading | None:
    """The amount with the unit before or behind it; None where letters are stuck to it that are no unit."""
    plain = Reading(
        amount.value,
        "",
        amount.end,
        other=amount.other,
        scaled=amount.scaled,
        share=amount.share,
        doubt=amount.loose,
    )
    behind = dictionary_unit(tokens, plain.end) if amount.suffix in _MONEY_SUFFIXES else ""
    if currency or behind in CURRENCIES:
        return _in_money(tokens, plain, currency or behind, amount.suffix)
    if amount.suffix:
        return _glued_unit(plain, amount.suffix)
    return _unit_words(tokens, plain)


def _in_money(tokens: list[Token], plain: Reading, currency: str, suffix: str) -> Reading | None:
    """$5m, $ 5 m, 5m EUR: of money, an m is a million."""
    apart = not suffix and word_at(tokens, plain.end) in _MONEY_SUFFIXES
    scale = _MONEY_SUFFIXES.get(word_at(tokens, plain.end) if apart else suffix)
    if suffix and scale is None:
        return None
    end = plain.end + (apart or dictionary_unit(tokens, plain.end) == currency)
    return plain._replace(
        value=plain.value * (scale or 1), unit=currency, end=end, scaled=scale or plain.scaled
    )


def _glued_unit(plain: Reading, suffix: str) -> Reading | None:
    """5d, 300ms, 2x, 45m. Single letters count in lower case only: 3D is no three days."""
    if suffix == "m":
        return plain._replace(unit="minute", doubt=True)
    if suffix in ("x", "fold"):
        return plain._replace(unit="times")
    spelling = suffix if len(suffix) == 1 else suffix.lower()
    unit = SPELLINGS.get(spelling)
    return plain._replace(unit=unit) if unit else None


def _unit_words(tokens: list[Token], plain: Reading) -> Reading:
    """The unit in the words behind the number; a bare number is a reading too."""
    at = _past_brackets(tokens, plain)
    hyphen = word_at(tokens, at) == "-" and tokens[at].glued and at + 1 < len(tokens) and tokens[at + 1].glued
    first = at + 1 if hyphen else at
    if plain.share and word_at(tokens, first) in ("of", "a", "an"):
        first = _article_end(tokens, first)
    word = word_at(tokens, first)
    second = first + 1
    if hyphen and word_at(tokens, second) == "-":
        second += 1
    pair = _PAIRS.get((word, word_at(tokens, second + (word_at(tokens, second) == "-" and word == "%"))))
    if pair:
        second += word_at(tokens, second) == "-"
        return plain._replace(unit=pair, end=second + 1, adjective=hyphen)
    if scaling := _scaling(tokens, first, plain):
        return scaling
    if word == "m" and not hyphen:
        return plain._replace(unit="minute", end=first + 1, doubt=True)
    unit = dictionary_unit(tokens, first)
    return plain._replace(unit=unit, end=first + 1, adjective=hyphen) if unit else plain


def _scaling(tokens: list[Token], at: int, plain: Reading) -> Reading | None:
    """80 bps, 5 TEUR, two fortnights, 2x."""
    word, end = word_at(tokens, at), at + 1
    if word == "basis":
        word, end = f"{word} {word_at(tokens, end)}", end + 1
    if word not in _SCALING:
        return None
    unit, scale = _SCALING[word]
    scaled = scale if unit in CURRENCIES else plain.scaled
    return plain._replace(value=tidy(plain.value * scale), unit=unit, end=end, scaled=scaled)


def _past_brackets(tokens: list[Token], plain: Reading) -> int:
    """5 (five) days says the number twice, 5 to 3 (days) brackets the unit."""
    at = plain.end
    if word_at(tokens, at) != "(" or at + 1 >= len(tokens):
        return at
    again = amount_at(tokens, at + 1)
    if again and again.value == plain.value and word_at(tokens, again.end) == ")":
        return again.end + 1
    bracketed = word_at(tokens, at + 2) == ")" and dictionary_unit(tokens, at + 1)
    return at + 1 if bracketed else at


def _article_end(tokens: list[Token], at: int) -> int:
    """Past the `a`, `an`, `of a` of half a day, a quarter of an hour; where it stands if no unit follows."""
    end = at
    while word_at(tokens, end) in ("of", "a", "an") and end < at + 2:
        end += 1
    return end if SPELLINGS.get(word_at(tokens, end), "") in UNITS and word_at(tokens, end) else at


def dictionary_unit(tokens: list[Token], at: int) -> str:
    """The unit that this token spells; empty where it is none, and for 3D, which is no three days."""
    if at >= len(tokens) or tokens[at].kind not in ("word", "sign"):
        return ""
    word = tokens[at].word.removesuffix("'s")
    if word in _SHORT and tokens[at].raw != word:
        return ""
    return SPELLINGS.get(word, "")
