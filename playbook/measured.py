"""Typed figures as values of the contract's metrics, in the contract's units; what does not fit is refused.

A share may be told as counts: `2/140` of a metric in per cent is 1.43 %. A sum for money or time may not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from playbook.contract_text import LARGEST, write_number
from playbook.facts import Reading, Terms
from playbook.grammar.measures import UNITS, tidy
from playbook.grammar.tokens import plain
from playbook.readings import Measured
from playbook.refusals import Refusal
from playbook.replicating import MEASURED_AS, EffortPart
from playbook.typed import Entry
from playbook.units import Quantity, convert, parse_quantity, quantity_ahead
from playbook.wording import folded, listed

MOST_CASES = 1_000_000_000
_WHOLE = r"\d{1,3}(?:[,. ]\d{3})+|\d+"
_COUNTS = re.compile(rf"(?P<num>{_WHOLE})\s*(?:/|\bof\b|\bout of\b)\s*(?P<den>{_WHOLE})(?P<rest>.*)", re.I)
_BARE = ("count", "score")  # what a number without a unit is read as
_SHARES = {"percent": 100.0, "ratio": 1.0, "count/1000": 1000.0}
_NEVER_BELOW_ZERO = frozenset({"time", "months", "business days", "mass", "count"})
_NO_NUMBERS = frozenset({"nan", "inf", "infinity"})
_NOT_NAMED = frozenset({"", "-", "--", "?"})


class Metric(NamedTuple):
    """Something a reading can be of. `unit`: "count" where it is simply counted."""

    measured: Measured
    name: str
    unit: str

    @property
    def metric(self) -> str:
        """Its name as readings carry it: guardrails by name, the others are known by their kind."""
        return self.name if self.measured == "guardrail" else ""


class Value(NamedTuple):
    """One value of a metric, as typed and converted."""

    of: Metric
    value: float
    num: int | None = None
    den: int | None = None
    spread: float | None = None


def asked_of(terms: Terms) -> tuple[Metric, ...]:
    """What a check-in asks for, in its order: the KPI, then the guardrails."""
    kpi = Metric("kpi", terms.kpi or "the KPI", terms.unit or "count")
    return (kpi, *(Metric("guardrail", one.metric, one.unit or "count") for one in terms.guardrails))


def metrics(terms: Terms) -> tuple[Metric, ...]:
    """Everything a reading may be of."""
    return (
        *asked_of(terms),
        Metric("usage", "usage", "count"),
        Metric("exceptions", "exceptions", "count"),
        *HOURS.values(),
    )


# What the pilot itself took, by part: "training hours 4"; without a part where nobody said one.
HOURS: Final[Mapping[EffortPart | None, Metric]] = {
    part: Metric(measured, f"{part} hours" if part else "hours", "hour")
    for part, measured in MEASURED_AS.items()
}
_PARTS: Final = frozenset(metric for part, metric in HOURS.items() if part)


def values(entry: Entry, terms: Terms) -> tuple[Value, ...]:
    """The values of what was typed: in the order they are asked for, or each by its metric's name."""
    found = tuple(_values(entry, terms))
    names = [(one.of.measured, folded(one.of.name)) for one in found]
    if twice := next((one for one in found if names.count((one.of.measured, folded(one.of.name))) > 1), None):
        raise Refusal(f"There are two numbers for “{twice.of.name}” here. Send one of them.")
    if not found:
        raise Refusal("I see no number there. Write it like 4.1, or 2/140 for 2 of 140 cases.")
    return found


def _values(entry: Entry, terms: Terms) -> Iterator[Value]:
    asked, known = asked_of(terms), metrics(terms)
    for place, part in enumerate(entry.parts):
        if part in _NOT_NAMED:
            continue
        metric, figure = _named(part, known) or (None, part)
        if metric is None and not _is_figure(part):
            metric, figure = _resembling(part, known)
        if metric is None and place >= len(asked):
            raise Refusal(_too_many(asked, terms))
        yield read_value(figure, metric or asked[place], entry.sample if place == 0 else "")


def value_and_rest(typed: str, terms: Terms) -> tuple[Value, str]:
    """One value at the start of a text, and what follows it: `4.0 the export was wrong`."""
    text, known = plain(typed).strip(), metrics(terms)
    metric, figure = _named(text, known) or (known[0], text)
    if not _is_figure(figure or " "):
        metric, figure = _resembling(figure, known)
    counts = _COUNTS.match(figure)
    ahead = quantity_ahead(figure)
    rest = counts["rest"] if counts else ahead[1] if ahead else ""
    value = read_value(figure[: len(figure) - len(rest)].strip(), metric)
    return value, re.sub(r"^(?:because|reason|as|note)?[\s:,;-]*", "", rest.strip(), flags=re.I)


def _is_figure(part: str) -> bool:
    """Whether a part is meant as a number, however badly it is written."""
    return (
        part[0] in "+-.€$£" or part[0].isdigit() or folded(part) in _NO_NUMBERS or bool(quantity_ahead(part))
    )


def _too_many(asked: Sequence[Metric], terms: Terms) -> str:
    names = listed([one.name for one in asked])
    return f"That is more numbers than I asked for: {names}. Put a name before any other, like usage 120."


def _named(part: str, known: Sequence[Metric]) -> tuple[Metric, str] | None:
    """The metric whose whole name a part begins with, and the rest."""
    low = folded(part)
    for metric in sorted(known, key=lambda one: -len(one.name)):
        name = folded(metric.name)
        if low.startswith(name) and not low[len(name) : len(name) + 1].isalnum():
            return metric, _without_link(part[len(metric.name) :])
    return None


def _resembling(part: str, known: Sequence[Metric]) -> tuple[Metric, str]:
    """The one metric that the words before the number resemble; refused when there is none.

    Hours of a part are only meant where they are named in full.
    """
    known = [one for one in known if one not in _PARTS]
    words = re.match(r"[^\d€$£]*", part)
    typed = folded(_without_link(words[0] if words else "").rstrip(" :=+-."))
    names = {folded(one.name): one for one in known}
    near = [name for name in names if typed and (typed in name or name in typed)]
    near = near or [name for name in names if typed and _sounds_like(typed, name)]
    if len(near) != 1 or words is None:
        shown = listed([f"“{one.name}”" for one in known])
        raise Refusal(
            f"I do not know what “{part[:60]}” is. I take a number with its unit for {shown}.",
            ways=("write the number first: 4.1", "or a name and its number: error rate 1.4%"),
        )
    return names[near[0]], part[words.end() :]


def _sounds_like(typed: str, name: str) -> bool:
    """Whether each word resembles one of the name's: `errors` for “error rate”."""
    words = name.split()
    return all(get_close_matches(word, words, n=1, cutoff=0.7) for word in typed.split())


def _without_link(text: str) -> str:
    return re.sub(r"^\s*(?:was|is|[:=])?\s*", "", text, flags=re.I)


def read_value(typed: str, metric: Metric, sample: str = "") -> Value:
    """One figure in the metric's unit. Refuses other units, ranges, and what is no number at all."""
    figure = plain(typed).strip()
    if metric.unit != "score" and (counts := _COUNTS.fullmatch(figure)):
        return _of_counts(counts, metric)
    number = parse_quantity(figure)
    if number is None or not _only_its_noun(figure, metric):
        raise Refusal(_unreadable(figure, metric))
    if number.low is not None:
        raise Refusal(f"“{figure[:60]}” is a range. One reading is one number, like {_example(metric)}.")
    value = Value(metric, in_unit(number, metric, figure))
    if number.plus_minus is not None:
        spread = in_unit(Quantity(number.plus_minus, number.unit), metric, figure)
        value = value._replace(spread=abs(spread))
    return _with_sample(value, sample) if sample else value


def _unreadable(figure: str, metric: Metric) -> str:
    if not figure:
        return f"There is no number for “{metric.name}”. Write it like {_example(metric)}."
    return (
        f"I cannot read “{figure[:60]}” as a value of “{metric.name}”. Write it like {_example(metric)}; "
        "a remark goes behind the word note."
    )


def _only_its_noun(figure: str, metric: Metric) -> bool:
    """Whether nothing but words of the metric follows the number: 120 tickets for “open tickets”."""
    ahead = quantity_ahead(figure)
    rest = folded(ahead[1]).strip(" .'") if ahead else ""
    return not rest or set(rest.split()) <= set(folded(metric.name).split())


def _example(metric: Metric) -> str:
    return write_number(4.1 if metric.unit != "count" else 41, metric.unit) or "41"


def in_unit(number: Quantity, metric: Metric, typed: str) -> float:
    """The value in the metric's unit; a bare number is in it already."""
    same = convert(number, metric.unit)
    if same is None and number.unit not in _BARE:
        words = (
            f"“{metric.name}” is measured in {unit_words(metric.unit)}; “{typed[:60]}” does not convert into "
            f"that. Write it like {_example(metric)}."
        )
        raise Refusal(words)
    value = number.value if same is None else same.value
    if abs(value) > LARGEST:
        raise Refusal(f"“{typed[:60]}” is too large a number for “{metric.name}”.")
    kind = UNITS[metric.unit].kind if metric.unit in UNITS else ""
    if value < 0 and kind in _NEVER_BELOW_ZERO:
        raise Refusal(f"“{metric.name}” cannot be below zero; you typed “{typed[:60]}”.")
    return value


def unit_words(unit: str) -> str:
    """The unit as people say it: days, %, EUR; a number for what is simply counted."""
    if unit == "count":
        return "plain numbers"
    shown = write_number(2, unit) or unit
    return shown.replace("2", "", 1).strip() or unit


def _of_counts(found: re.Match[str], metric: Metric) -> Value:
    """A share told as n of m cases."""
    num, den = _cases(found["num"]), _cases(found["den"])
    if metric.unit not in _SHARES:
        words = f"n of m tells a share, and “{metric.name}” is measured in {unit_words(metric.unit)}."
        raise Refusal(words, ways=(f"write the value and its cases: {_example(metric)} n={den}",))
    if not set(folded(found["rest"]).strip(" .").split()) <= {*folded(metric.name).split(), "cases"}:
        raise Refusal(_unreadable(found[0], metric))
    if den == 0 or num > den:
        raise Refusal(f"{num} of {den} is not a share. Write how many of how many, like 2/140.")
    return Value(metric, tidy(_SHARES[metric.unit] * num / den), num, den)


def _cases(digits: str) -> int:
    count = int(re.sub(r"\D", "", digits)[:30])
    if count > MOST_CASES:
        raise Refusal(f"{digits.strip()[:40]} cases are more than I can count.")
    return count


def _with_sample(value: Value, sample: str) -> Value:
    """The value with the cases it rests on: `n=38`, or `n=2/140` for a share."""
    if "/" not in sample:
        return value._replace(den=_cases(sample))
    counts = _COUNTS.fullmatch(sample)
    if counts is None:
        raise Refusal(f"I cannot read “n={sample}”. Write n=38, or n=2/140 for a share.")
    counted = _of_counts(counts, value.of)
    size = _SHARES[value.of.unit]
    if abs(counted.value - value.value) > max(0.005 * size / 10, abs(value.value) * 0.05):
        said, meant = write_number(value.value, value.of.unit), write_number(counted.value, value.of.unit)
        raise Refusal(f"You typed {said}, but {sample} is {meant}. Which one is right?")
    return counted


def written(reading: Reading, terms: Terms) -> str:
    """A reading's value as people type it, so that what is shown is read again as the same value."""
    if reading.value is None:
        return ""
    unit = unit_of(reading, terms)
    if reading.num is not None and reading.den is not None and unit in _SHARES:
        return f"{reading.num}/{reading.den}"
    shown = write_number(reading.value, unit) or ""
    if reading.spread is not None:
        shown = (
            f"{reading.value!r} ± {reading.spread!r} {'' if unit == 'count' else unit_words(unit)}".strip()
        )
    return shown


def shown(reading: Reading, terms: Terms) -> str:
    """A reading's value for people: `1.43 % (2 of 140)`, `4.1 days (38 cases)`."""
    if reading.value is None:
        return "taken back"
    unit = unit_of(reading, terms)
    if reading.num is not None and reading.den is not None:
        share = write_number(float(f"{reading.value:.3g}"), unit)
        return f"{share} ({reading.num:,} of {reading.den:,})"
    value = write_number(reading.value, unit) or ""
    return f"{value} ({reading.den:,} cases)" if reading.den is not None else value


def unit_of(reading: Reading, terms: Terms) -> str:
    """The unit of a reading's metric, by the contract."""
    of = next((one for one in metrics(terms) if _is_of(reading, one)), None)
    return of.unit if of else "count"


def name_of(reading: Reading, terms: Terms) -> str:
    """The name of a reading's metric, as people know it."""
    of = next((one for one in metrics(terms) if _is_of(reading, one)), None)
    return of.name if of else reading.metric or reading.measured


def _is_of(reading: Reading, metric: Metric) -> bool:
    return (reading.measured, folded(reading.metric)) == (metric.measured, folded(metric.metric))
