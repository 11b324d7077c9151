"""The dictionary of units: their spellings, what converts into what, and how a quantity is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; a range has its ends and the midpoint as value, a spread its plus_minus."""

    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    plus_minus: float | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the dictionary. Units of one kind convert exactly: value × factor is in the kind's base."""

    name: str
    kind: str
    factor: float
    spellings: str
    one: str = ""
    many: str = ""


_TABLE = (
    Unit("millisecond", "time", 0.001, "ms msec msecs millisecond milliseconds millis", "ms", "ms"),
    Unit("second", "time", 1, "s sec secs second seconds"),
    Unit("minute", "time", 60, "min mins minute minutes"),
    Unit("hour", "time", 3600, "h hr hrs hour hours"),
    Unit("day", "time", 86400, "d day days"),
    Unit("week", "time", 604800, "w wk wks week weeks"),
    Unit("month", "months", 1, "mo mos mth mths month months"),
    Unit("quarter", "months", 3, "quarter quarters"),
    Unit("year", "months", 12, "y yr yrs year years"),
    Unit("business_day", "business days", 1, "bd bds workday workdays", "business day", "business days"),
    Unit("percent", "share", 0.01, "% percent pct", "%", "%"),
    Unit("ratio", "share", 1, "ratio", "ratio", "ratio"),
    Unit("percentage_point", "points", 1, "pp ppt ppts p.p.", "percentage point", "percentage points"),
    Unit("score", "score", 1, "point points pt pts star stars", "point", "points"),
    Unit("USD", "USD", 1, "$ usd us$ dollar dollars"),
    Unit("EUR", "EUR", 1, "€ eur euro euros"),
    Unit("GBP", "GBP", 1, "£ gbp pound pounds quid"),
    Unit("CHF", "CHF", 1, "chf francs"),
    Unit("CAD", "CAD", 1, "cad"),
    Unit("AUD", "AUD", 1, "aud"),
    Unit("SEK", "SEK", 1, "sek"),
    Unit("DKK", "DKK", 1, "dkk"),
    Unit("kg", "mass", 1, "kg kgs kilo kilos kilogram kilograms", "kg", "kg"),
    Unit("tonne", "mass", 1000, "tonne tonnes t"),
    Unit("count", "count", 1, ""),
)
UNITS = {unit.name: unit for unit in _TABLE}
SPELLINGS = {spelling: unit.name for unit in _TABLE for spelling in unit.spellings.split()}
CURRENCIES = frozenset(name for name in UNITS if name.isupper())
# What a rate is counted against. "count/1000" is per thousand cases, the others per stretch of time.
PER = {
    "hour": ("hour", "h", "hr"),
    "day": ("day", "d"),
    "week": ("week", "wk", "w"),
    "month": ("month", "mo", "mth"),
    "quarter": ("quarter", "qtr"),
    "year": ("year", "yr", "annum"),
    "1000": ("1000", "1,000", "1k", "thousand"),
}
PERIODS = {spelling: per for per, spellings in PER.items() for spelling in spellings}
# Stretches without a fixed length, as seconds: good enough to say which of two is longer, never to convert.
_ROUGH_SECONDS = {"time": 1.0, "months": 30.4375 * 86400, "business days": 1.4 * 86400}


def _split(unit: str) -> tuple[str, str]:
    top, _, per = unit.partition("/")
    return top, per


def _factor(unit: str) -> tuple[tuple[str, str], float] | None:
    """The exact kind of a unit or rate, and what one of it is in the base of that kind."""
    top, per = _split(unit)
    if top not in UNITS or (per and per not in PER):
        return None
    kind, factor = UNITS[top].kind, UNITS[top].factor
    if not per or per == "1000":
        return (kind, per), factor
    return (kind, UNITS[per].kind), factor / UNITS[per].factor


def _rough(unit: str) -> tuple[tuple[str, str], float] | None:
    """As _factor, with every stretch of time in seconds."""
    exact = _factor(unit)
    if exact is None:
        return None
    (top, per), factor = exact
    longer, often = _ROUGH_SECONDS.get(top), _ROUGH_SECONDS.get(per)
    kind = ("stretch" if longer else top, "stretch" if often else per)
    return kind, factor * (longer or 1.0) / (often or 1.0)


def same_kind(a: str, b: str) -> bool:
    """Whether values in these two units can be compared: days and hours can, days and EUR cannot."""
    one, other = _rough(a), _rough(b)
    return a == b or (one is not None and other is not None and one[0] == other[0])


def in_base(value: float, unit: str) -> float:
    """The value in a base shared by all units of its kind: for comparing two of the same kind."""
    rough = _rough(unit)
    return value if rough is None else value * rough[1]


def tidy(value: float) -> float:
    """The value without the dust of binary arithmetic: 0.1 + 0.2 is 0.3."""
    if value % 1 == 0 and abs(value) < 1e12:
        return float(value)  # a whole number has none, and most are
    return float(f"{value:.12g}")


def convert(quantity: Quantity, unit: str) -> Quantity | None:
    """The same quantity in another unit; None where the two do not convert exactly (months into days)."""
    if quantity.unit == unit:
        return quantity
    here, there = _factor(quantity.unit), _factor(unit)
    if here is None or there is None or here[0] != there[0]:
        return None
    numbers = (quantity.low, quantity.high, quantity.plus_minus)
    low, high, spread = (None if n is None else tidy(n * here[1] / there[1]) for n in numbers)
    return Quantity(tidy(quantity.value * here[1] / there[1]), unit, low, high, spread)


def render_quantity(quantity: Quantity) -> str:
    """The quantity as people write it, in a form that `parse_quantity` reads back: `5 days`, `EUR 3,200`."""
    top, per = _split(quantity.unit)
    figures, one = _figures(quantity)
    rate = f" per {_write(1000) if per == '1000' else per}" if per else ""
    if top in CURRENCIES:
        return f"{top} {figures}{rate}"
    return f"{figures} {_noun(top, one)}".rstrip() + rate


def _figures(quantity: Quantity) -> tuple[str, bool]:
    if quantity.low is not None and quantity.high is not None:
        return f"{_write(quantity.low)} to {_write(quantity.high)}", False
    if quantity.plus_minus is not None:
        return f"{_write(quantity.value)} ± {_write(quantity.plus_minus)}", False
    return _write(quantity.value), quantity.value == 1


def _write(value: float) -> str:
    """Thousands by comma. `1.234` gets a fourth decimal, because it could be a thousand; 0.234 could not."""
    if abs(value) >= 1e15 or (value and abs(value) < 1e-9):
        return repr(value)
    whole, _, decimals = (
        f"{value:,.15g}".partition(".") if abs(value) >= 1e-4 else f"{value:.24f}".partition(".")
    )
    decimals = decimals.rstrip("0")
    if len(decimals) == 3 and whole.lstrip("-") != "0":
        decimals += "0"
    return f"{whole}.{decimals}" if decimals else whole


def _noun(top: str, one: bool) -> str:
    if top == "count":
        return ""
    unit = UNITS.get(top)
    if unit is None:
        return top
    single, plural = unit.one or unit.name, unit.many or f"{unit.name}s"
    return single if one else plural


def resembles_unit(word: str) -> bool:
    """Whether a word is a unit with one slip of the finger: dyas, wekks, minuts."""
    low = word.lower()
    return (
        len(low) > 3
        and low not in SPELLINGS
        and any(_one_slip(low, unit) for unit in SPELLINGS if len(unit) > 3)
    )


def _one_slip(word: str, unit: str) -> bool:
    """Two neighbours swapped, or one letter too many or too few."""
    if abs(len(word) - len(unit)) > 1 or word[0] != unit[0]:
        return False
    at = next((n for n in range(min(len(word), len(unit))) if word[n] != unit[n]), min(len(word), len(unit)))
    if len(word) == len(unit):
        return word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :] == unit[at:] and word != unit
    longer, shorter = (word, unit) if len(word) > len(unit) else (unit, word)
    return longer[at + 1 :] == shorter[at:]
