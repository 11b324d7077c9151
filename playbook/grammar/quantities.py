"""Quantities among the tokens: a reading as a range, with a spread, as a rate or a share of cases."""

from playbook.grammar.measures import CURRENCIES, PERIODS, SPELLINGS, UNITS, tidy
from playbook.grammar.numerals import Amount, amount_at, and_a_half, figure
from playbook.grammar.phrases import PHRASES
from playbook.grammar.readings import Reading, dictionary_unit, with_unit
from playbook.grammar.tokens import SPOKEN, Token, word_at

_RATES = frozenset(("per", "a", "an", "each", "every", "/"))
_ARROWS = ("→", "->", "-->", "--->", "=>")
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_RANGE_SIGNS = frozenset(("-", "..", "..."))
_PLUS_MINUS = frozenset(("±", "+/-", "+-"))
_STARTS = SPOKEN | frozenset(("a", "an", "another", "between", "us", *(name.lower() for name in CURRENCIES)))
_NOUNS = 4  # how many words may stand between a number and its "per week"


def reading_at(tokens: list[Token], at: int, *, spans: bool = False) -> Reading | None:
    """The quantity that begins at this token, or None. With `spans`, `2 to 3 days` is one range."""
    if tokens[at].kind == "word" and tokens[at].word not in _STARTS:
        return None
    if tokens[at].word == "between":
        return _between(tokens, at + 1)
    if _is_dashed(tokens, at):
        return None
    if _stands_alone(tokens, at):
        read = figure(tokens[at].raw)
        return read and Reading(read[0], "", at + 1, other=read[1])
    currency, start = _currency_before(tokens, at)
    sign, start = _sign(tokens, start)
    amount = amount_at(tokens, start) if start < len(tokens) else None
    if amount is None or amount.suffix in _ORDINALS:
        return None
    reading = with_unit(tokens, amount, currency)
    if reading is None or word_at(tokens, amount.end) in ("am", "pm", "o'clock"):
        return None
    if sign < 0:
        reading = reading._replace(value=-reading.value)
    reading = _ranged(tokens, reading, spans=spans) or _spread(tokens, reading) or _of_cases(tokens, reading)
    reading = _rate(tokens, _in_time(tokens, _longer_stretch(tokens, reading)))
    if _is_code(tokens, reading.end):
        return None
    noun, doubt = _noun(tokens, reading), reading.doubt or _goes_on(tokens, reading.end)
    return reading._replace(noun=noun, doubt=doubt) if noun or doubt else reading


def _stands_alone(tokens: list[Token], at: int) -> bool:
    """Digits before another number, or at the end: nothing follows that could be their unit."""
    if tokens[at].kind != "number" or tokens[at].suffix:
        return False
    return at + 1 >= len(tokens) or (tokens[at + 1].kind == "number" and not tokens[at + 1].glued)


def _is_dashed(tokens: list[Token], at: int) -> bool:
    """1-800-555: three groups of digits are a code, seen before any of them is read as a range."""
    if at + 4 >= len(tokens) or tokens[at + 1].word != "-" or tokens[at + 3].word != "-":
        return False
    number = tokens[at].kind == tokens[at + 2].kind == tokens[at + 4].kind == "number"
    return number and all(token.glued for token in tokens[at + 1 : at + 5])


def _is_code(tokens: list[Token], at: int) -> bool:
    """24/7, 12/140, 3*4: digits that go on in a way that is no quantity."""
    stuck = at + 1 < len(tokens) and tokens[at].glued and tokens[at + 1].glued
    return stuck and tokens[at + 1].kind == "number" and tokens[at].word not in _ARROWS


def _goes_on(tokens: list[Token], at: int) -> bool:
    """Whether something is stuck to the number that was not understood: 5:30, 24/7, 3-step, 5+."""
    if (
        at >= len(tokens)
        or not tokens[at].glued
        or tokens[at].kind not in ("sign", "stop", "other", "number")
    ):
        return False
    if tokens[at].word in ("'", *_ARROWS):
        return False  # in two months' time, 5d->3d
    if tokens[at].kind in ("other", "number") or tokens[at].word in "+±<>=~&":
        return True
    nxt = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].glued else None
    return nxt is not None and (nxt.kind == "number" or (nxt.kind == "word" and tokens[at].word == "-"))


def _sign(tokens: list[Token], at: int) -> tuple[float, int]:
    """A sign belongs to a number it touches, unless it also touches what stands before."""
    if at + 1 >= len(tokens) or tokens[at].word not in "+-" or tokens[at].glued or not tokens[at + 1].glued:
        return 1.0, at
    return (-1.0 if tokens[at].word == "-" else 1.0), at + 1


def _currency_before(tokens: list[Token], at: int) -> tuple[str, int]:
    word, nxt = tokens[at].word, word_at(tokens, at + 1)
    if word == "us" and nxt == "$":
        return "USD", at + 2
    unit = SPELLINGS.get(word, "") if tokens[at].kind in ("word", "sign") else ""
    if unit in CURRENCIES and (word in "€$£" or word.upper() == unit) and _starts_number(tokens, at + 1):
        return unit, at + 1
    return "", at


def _starts_number(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].kind == "number" or tokens[at].word in "+-")


def _between(tokens: list[Token], at: int) -> Reading | None:
    """between 4 and 6 days."""
    if at >= len(tokens):
        return None
    low = _end_of_range(tokens, at)
    if low is None or word_at(tokens, low.end) not in ("and", "-", "to", "&") or low.end + 1 >= len(tokens):
        return None
    high = _end_of_range(tokens, low.end + 1)
    return None if high is None else _rate(tokens, _span(low, high))


def _end_of_range(tokens: list[Token], at: int) -> Reading | None:
    currency, start = _currency_before(tokens, at)
    sign, start = _sign(tokens, start)
    amount = amount_at(tokens, start) if start < len(tokens) else None
    reading = with_unit(tokens, amount, currency) if amount and amount.suffix not in _ORDINALS else None
    return reading._replace(value=-reading.value) if reading and sign < 0 else reading


def _ranged(tokens: list[Token], low: Reading, *, spans: bool) -> Reading | None:
    sign = word_at(tokens, low.end)
    joins = sign in _RANGE_SIGNS or (sign == "or" and not low.unit) or (spans and sign in ("to", "and", "or"))
    if not joins or low.adjective or low.end + 1 >= len(tokens):
        return None
    high = _end_of_range(tokens, low.end + 1)
    if high is None or (high.unit and low.unit not in ("", high.unit)):
        return None
    return _span(low, high)


def _span(low: Reading, high: Reading) -> Reading:
    """Two ends as one reading. A k written once serves both ends: 3-5k is 3,000 to 5,000."""
    shared = high.scaled if low.scaled == 1.0 else 1.0
    first, last = low.value * shared, high.value
    return high._replace(
        value=tidy((first + last) / 2),
        unit=high.unit or low.unit,
        low=min(first, last),
        high=max(first, last),
        other=None,
        doubt=low.doubt or high.doubt or first >= last or bool(low.other or high.other),
    )


def _spread(tokens: list[Token], reading: Reading) -> Reading | None:
    """5 ± 0.8 days, 5 days (± 10 %)."""
    at = reading.end
    first = word_at(tokens, at)
    if first != "(" and first != "plus" and first not in _PLUS_MINUS:
        return None
    bracket = first == "("
    words = " ".join(word_at(tokens, at + n) for n in range(3))
    start = at + 3 if words == "plus or minus" else at + bracket + 1
    if words != "plus or minus" and word_at(tokens, at + bracket) not in _PLUS_MINUS or start >= len(tokens):
        return None
    noise = _end_of_range(tokens, start)
    if noise is None:
        return None
    relative = noise.unit == "percent" and reading.unit not in ("", "percent")
    spread = tidy(reading.value * noise.value / 100) if relative else noise.value
    end = noise.end + (bracket and word_at(tokens, noise.end) == ")")
    return reading._replace(unit=reading.unit or noise.unit, spread=spread, end=end)


def _of_cases(tokens: list[Token], reading: Reading) -> Reading:
    """1 in 5, 4 out of 10, 3 of 6, 8/10, 5 per 100: a rating or a share, which the KPI's name decides."""
    if reading.unit or reading.share:
        return reading
    words, at = word_at(tokens, reading.end), reading.end + 1
    if words == "out" and word_at(tokens, at) == "of":
        at += 1
    elif words not in ("in", "of", "/", "per"):
        return reading
    whole = amount_at(tokens, at) if at < len(tokens) else None
    if whole is None or whole.suffix or not _is_share(reading, whole, words):
        return reading
    if dictionary_unit(tokens, whole.end) or word_at(tokens, whole.end) in ("-", "business", "working"):
        return reading
    unit = "in" if words in ("in", "per") else "of"
    return reading._replace(unit=unit, out_of=whole.value, end=whole.end)


def _is_share(part: Reading, whole: Amount, words: str) -> bool:
    if whole.value < part.value or whole.value <= 1 or 1900 <= whole.value <= 2199:
        return False
    wholes = {"/": (5, 7, 10, 20, 50, 100), "per": (100,)}.get(words)
    return wholes is None or whole.value in wholes


def _longer_stretch(tokens: list[Token], reading: Reading) -> Reading:
    """2 hours 30 minutes, 1h30m: one stretch of time in its smallest unit."""
    unit = UNITS.get(reading.unit)
    if unit is None or unit.kind != "time" or reading.low is not None or reading.adjective:
        return reading
    more = and_a_half(tokens, Amount(reading.value, reading.end))
    if more.end > reading.end:
        return reading._replace(value=more.value, end=more.end)
    at = reading.end + (word_at(tokens, reading.end) == "and")
    amount = amount_at(tokens, at) if at < len(tokens) and tokens[at].kind == "number" else None
    rest = with_unit(tokens, amount, "") if amount else None
    if rest is None:
        return reading
    bare_minutes = not rest.unit and tokens[at].glued and rest.value < 60  # 1h30
    if reading.unit == "hour" and (bare_minutes or rest.unit == "minute"):
        rest = rest._replace(unit="minute", doubt=False)
    smaller = UNITS.get(rest.unit)
    if smaller is None or smaller.kind != "time" or smaller.factor >= unit.factor:
        return reading
    return rest._replace(value=tidy(reading.value * unit.factor / smaller.factor + rest.value))


def _in_time(tokens: list[Token], reading: Reading) -> Reading:
    """in 8 weeks' time, in a month's time."""
    end = reading.end + (word_at(tokens, reading.end) == "'")
    belongs = end > reading.end or word_at(tokens, end - 1).endswith("'s")
    return reading._replace(end=end + (word_at(tokens, end) == "time")) if belongs else reading


def _rate(tokens: list[Token], reading: Reading) -> Reading:
    """120 tickets per week, 3 hours a day, 14 per 1,000 orders."""
    if reading.adjective or "/" in reading.unit or reading.unit in ("times", "of", "in", "percentage_point"):
        return reading
    reach = _NOUNS if not reading.unit else 1
    at = reading.end
    while (
        at < min(reading.end + reach, len(tokens)) and is_plain(tokens[at]) and tokens[at].word not in _RATES
    ):
        at += 1
    per = PERIODS.get(word_at(tokens, at + 1)) if word_at(tokens, at) in _RATES else None
    if per is None or (per == "1000" and word_at(tokens, at) not in ("per", "/", "every")):
        return reading
    noun = " ".join(token.raw for token in tokens[reading.end : at])
    return reading._replace(unit=f"{reading.unit or 'count'}/{per}", end=at + 2, noun=noun)


def _noun(tokens: list[Token], reading: Reading) -> str:
    """The words a number counts, up to three: `new open tickets`."""
    if reading.noun:
        return reading.noun
    words = []
    for token in tokens[reading.end : reading.end + 3]:
        if not is_plain(token) or token.word in _RATES:
            break
        words.append(token.raw)
    return " ".join(words)


def is_plain(token: Token) -> bool:
    """Whether a token is an ordinary word, which gives no number a role; the 250 people we hire."""
    return token.kind == "word" and (token.word not in PHRASES or token.word == "we")
