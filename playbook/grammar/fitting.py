"""Values and units that fit together: a unit or a k given once serves both, 1.200 is read by its partner."""

from itertools import product
from math import log

from playbook.grammar.defaults import default_unit, is_rating, settled
from playbook.grammar.figures import Figures
from playbook.grammar.measures import CURRENCIES, Quantity, resembles_unit
from playbook.grammar.parts import Promise, Target
from playbook.grammar.readings import Reading


def fit(figures: Figures, name: list[str], way: str, hint: str, promise: Promise) -> str:
    """Give baseline and target their units and values; returns the unit they share."""
    pair = [figures.baseline, figures.target]
    heard_as = _out_of_as_many([one.reading if one else None for one in pair], name, promise)
    readings = [settled(reading, name) if reading else None for reading in heard_as]
    change = settled(figures.change.reading, name) if figures.change else None
    shared = _shared_unit(readings, change, name, hint, promise)
    units = [own_unit(reading, shared) if reading else "" for reading in readings]
    values = _values(readings, units, way, promise)
    for part, heard, reading, unit, value in zip(
        ("baseline", "target"), pair, readings, units, values, strict=True
    ):
        if heard is None or reading is None:
            continue
        promise.doubt(part, heard.doubt)
        if part == "baseline":
            low, high = reading.low, reading.high
            promise.baseline = Quantity(value, unit, low, high, reading.spread)
            promise.doubt("baseline", bool(heard.op))
        else:
            promise.target = Target(value, unit)
    if promise.baseline is not None and promise.target is not None:
        kinds = {promise.baseline.unit, promise.target.unit}
        promise.doubt("target", "business_day" in kinds and len(kinds) == 2)
    return shared


def _out_of_as_many(
    readings: list[Reading | None], name: list[str], promise: Promise
) -> list[Reading | None]:
    """from 8 to 9 out of 10: both are out of 10, read back unless it is a rating."""
    whole = next((one for one in readings if one and one.unit in ("of", "in")), None)
    bare = next((one for one in readings if one and not one.unit and not one.share), None)
    if whole is None or bare is None or bare.value > whole.out_of:
        return readings
    for part in ("baseline", "target"):
        promise.doubt(part, not is_rating(name))
    shared = bare._replace(unit=whole.unit, out_of=whole.out_of)
    return [shared if one is bare else one for one in readings]


def _shared_unit(
    readings: list[Reading | None], change: Reading | None, name: list[str], hint: str, promise: Promise
) -> str:
    """The unit that a number without one takes over; the longer one where a rate is given only once."""
    given = [reading.unit for reading in readings if reading and reading.unit and reading.unit != "times"]
    if given:
        return max(given, key=lambda unit: "/" in unit)
    if change is not None and change.unit and change.unit not in ("percent", "percentage_point", "times"):
        return change.unit
    if change is not None and change.unit == "percentage_point":
        return "percent"
    unit, asked = (hint, False) if hint else default_unit(name)
    nouns = [reading.noun.split()[0] for reading in readings if reading and reading.noun]
    bare = any(reading and not reading.unit for reading in readings)
    promise.unitless = (bare and asked and not nouns) or any(map(resembles_unit, nouns))
    return unit


def own_unit(reading: Reading, shared: str) -> str:
    """A rate written once serves both: from 20 hours per week to 12 hours."""
    top, _, _ = shared.partition("/")
    if not reading.unit or ("/" in shared and reading.unit == top):
        return shared
    return reading.unit


def _values(readings: list[Reading | None], units: list[str], way: str, promise: Promise) -> list[float]:
    """One value for each number; where the digits allow two, the one that fits its partner and the verb."""
    choices = [_choices(readings[n], readings[1 - n], units[n]) for n in (0, 1)]
    for part, choice in zip(("baseline", "target"), choices, strict=True):
        promise.doubt(part, len(choice) > 1)
    best = min(product(*choices), key=lambda pair: _strain(pair, way, readings))
    return list(best)


def _choices(reading: Reading | None, partner: Reading | None, unit: str) -> list[float]:
    if reading is None:
        return [0.0]
    choices = [reading.value]
    if reading.other is not None:
        thousands = reading.other * reading.scaled
        counts = unit in CURRENCIES or unit.startswith("count")
        choices = [thousands, reading.value] if counts else [reading.value, thousands]
    elif partner and _shares_scale(reading, partner):
        choices.append(reading.value * partner.scaled)
    return choices


def _shares_scale(reading: Reading, partner: Reading) -> bool:
    """from 3 to 2k: whether the k may be meant for both."""
    bare = reading.scaled == 1 and not reading.unit and reading.low is None
    return partner.scaled > 1 and bare and reading.value * partner.scaled <= 20 * partner.value


def _strain(pair: tuple[float, ...], way: str, readings: list[Reading | None]) -> tuple[bool, float]:
    """How badly two values go together: against the verb, then how far apart."""
    baseline, target = pair
    if readings[0] is None or readings[1] is None or len(set(pair)) < 2:
        return False, 0.0
    against = (way == "lower" and target >= baseline) or (way == "higher" and target <= baseline)
    apart = abs(log(target / baseline)) if baseline > 0 and target > 0 else 0.0
    return against, round(apart, 6)
