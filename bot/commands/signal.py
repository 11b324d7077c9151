"""`pilotage signal`: a contract and its weeks in, the verdict out, one JSON object a line.

For analysts who want to check the bot. Imports only the playbook's statistics.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from bot.trouble import Trouble
from playbook.comparisons import HOLDS
from playbook.forecast import Forecast
from playbook.limits import Guardrail, GuardrailWeek, guardrail_state
from playbook.signal import Signal, judge
from playbook.yardstick import AgreedBaseline, Promise

MOST_WEEKS, MOST_CASES, MOST_KPIS = 1000, 10**9, 100
LARGEST, SMALLEST = 1e15, 1e-15  # what lies beyond cannot be squared safely; nearer to zero is zero

FORMAT = """\
A line with a contract:
  {"contract": {"direction": "lower", "target": 3, "baseline": {"value": 5}},
   "weekly": {"1": 4.8, "2": 4.4}, "planned_weeks": 8, "last_closed_week": 2, "pre_go_live": []}
A line with a guardrail (a week is counts, a value, or null when nothing was reported):
  {"limit": 0.02, "comparator": "<", "weeks": [{"num": 2, "den": 210}, {"value": 0.01}]}
A baseline is a value, or 3 or more readings (fewer count as one number), or a value with range, range_kind
(usual, sd, minmax) and weeks; exact marks a long-run number. A contract may also have kind (value, count,
ratio), resolution, den_per_week, lift_low and kpis. Other keys are left alone, blank lines skipped.
A line that cannot be read is answered with {"error": ...}; the exit code is then 1."""


class Unreadable(Exception):
    """Says which part of a line cannot be judged, and what it should be."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the lines come from."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = FORMAT
    parser.add_argument("source", metavar="FILE", help="a file with one JSON object on each line, or -")


def main(options: argparse.Namespace) -> int:
    """Print one JSON object for each line that is not blank; 1 when any could not be read."""
    unread = False
    for answer in _answers(_lines(options.source)):
        unread |= "error" in answer
        print(json.dumps(answer, allow_nan=False))
    return int(unread)


def _lines(source: str) -> Iterable[str]:
    if source == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return sys.stdin
    try:
        return Path(source).read_text("utf-8", errors="replace").split("\n")
    except OSError as error:
        raise Trouble(f"{source}: {error.strerror}. Name a file to read, or - for standard input.") from None


def _answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _rounded(_judged(_asked(line)))
        except Unreadable as unreadable:
            yield {"error": f"line {number}: {unreadable}"}


def _asked(line: str) -> "_Fields":
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as broken:
        raise Unreadable(f"this is not JSON ({broken})") from None
    if not isinstance(asked, dict):
        raise Unreadable("this is not a JSON object")
    return _Fields(asked)


def _judged(asked: "_Fields") -> dict[str, Any]:
    if "contract" in asked.told:
        return _verdict(asked)
    if "limit" in asked.told:
        return _guardrail(asked)
    raise Unreadable("there is neither a contract nor a limit (pilotage signal --help shows both)")


def _verdict(asked: "_Fields") -> dict[str, Any]:
    signal = judge(
        _promise(asked.part("contract")),
        _weekly(asked.part("weekly")),
        planned_weeks=asked.whole("planned_weeks", 1, MOST_WEEKS),
        last_closed_week=asked.whole("last_closed_week", 0, MOST_WEEKS),
        pre_go_live=asked.numbers("pre_go_live"),
    )
    return _printed(signal)


def _printed(signal: Signal) -> dict[str, Any]:
    """The keys of the format: those that apply, and no others."""
    if signal.verdict == "invalid":
        return {"verdict": signal.verdict, "reason": signal.reason}
    told = {
        "n": signal.n,
        "baseline": signal.baseline,
        "promised": signal.promised,
        "verdict": signal.verdict,
        "answer": signal.answer,
        "reason": signal.reason,
        **(signal.movement._asdict() if signal.movement else {}),
        **(signal.interval._asdict() if signal.interval else {}),
        "forecast": signal.forecast and _forecast(signal.forecast),
        "closing": signal.closing,
        "outcome": signal.outcome,
    }
    return _present(told)


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {key: getattr(forecast, key) for key in ("p", "expected", "lo80", "hi80", "status", "p_text")}


def _guardrail(asked: "_Fields") -> dict[str, Any]:
    guardrail = Guardrail(asked.one_of("comparator", tuple(HOLDS)), asked.number("limit"))
    state = guardrail_state(guardrail, [_week(week) for week in asked.parts("weeks")])
    keys = ("latest", "breaches", "lower", "upper", "rollback", "status")
    return _present({key: getattr(state, key) for key in keys})


def _present(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value is not None}


def _rounded(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _shown(value) for key, value in told.items()}


def _shown(value: object) -> object:
    """As printed: six decimals, and whole numbers without any."""
    if isinstance(value, dict):
        return _rounded(value)
    if not isinstance(value, float):
        return value
    rounded = round(value, 6)
    return int(rounded) if rounded.is_integer() else rounded


def _promise(contract: "_Fields") -> Promise:
    return Promise(
        direction=contract.one_of("direction", ("lower", "higher")),
        target=contract.number("target"),
        baseline=_baseline(contract.part("baseline")),
        kind=contract.one_of("kind", ("value", "count", "ratio"), "value"),
        resolution=contract.not_negative("resolution"),
        den_per_week=contract.not_negative("den_per_week"),
        lift_low=contract.optional("lift_low"),
        kpis=contract.whole("kpis", 1, MOST_KPIS, 1),
    )


def _baseline(baseline: "_Fields") -> AgreedBaseline:
    try:
        return AgreedBaseline(
            value=baseline.optional("value"),
            readings=tuple(baseline.numbers("readings")),
            range=baseline.not_negative("range"),
            range_kind=baseline.one_of("range_kind", ("usual", "sd", "minmax"), "usual"),
            weeks=baseline.whole("weeks", 1, MOST_WEEKS, None),
            exact=baseline.flag("exact"),
        )
    except ValueError as no:
        raise Unreadable(f"{baseline.path.rstrip('.')}: {no}") from None


def _weekly(weekly: "_Fields") -> dict[int, float]:
    """Weeks by number; null says that a week has no reading, like a missing one."""
    weeks = {}
    for name, value in weekly.told.items():
        if not (name.isascii() and name.isdigit() and name[0] != "0" and len(name) < 5):
            raise Unreadable(f"{weekly.path}{name[:20]!r} is not a contract week: they are numbered from 1")
        if value is not None:
            weeks[int(name)] = weekly.number(name)
    return weeks


def _week(week: "_Fields") -> GuardrailWeek:
    if week.told.get("num") is None and week.told.get("den") is None:
        return GuardrailWeek(value=week.optional("value"))
    den = week.whole("den", 0, MOST_CASES)
    return GuardrailWeek(value=week.optional("value"), num=week.whole("num", 0, den), den=den)


@dataclass(frozen=True, slots=True)
class _Fields:
    """A JSON object being read; `path` says where it stands. null counts as not there."""

    told: dict[str, Any]
    path: str = ""

    def number(self, name: str) -> float:
        value = self.told.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._no(name, "a number")
        if not (abs(value) <= LARGEST and isfinite(value)):
            raise self._no(name, "a finite number of at most fifteen digits")
        return float(value) if abs(value) >= SMALLEST else 0.0

    def optional(self, name: str) -> float | None:
        return None if self.told.get(name) is None else self.number(name)

    def not_negative(self, name: str) -> float | None:
        number = self.optional(name)
        if number is not None and number < 0:
            raise self._no(name, "a number that is not negative")
        return number

    def whole(self, name: str, least: int, most: int, otherwise: Any = ...) -> Any:
        if self.told.get(name) is None and otherwise is not ...:
            return otherwise
        number = self.number(name)
        if not (number.is_integer() and least <= number <= most):
            raise self._no(name, f"a whole number from {least} to {most}")
        return int(number)

    def numbers(self, name: str) -> list[float]:
        each = self._listed(name)
        inner = _Fields({f"{name}[{at}]": value for at, value in enumerate(each)}, self.path)
        return [inner.number(key) for key, value in inner.told.items() if value is not None]

    def one_of(self, name: str, choices: tuple[str, ...], otherwise: str | None = None) -> Any:
        value = otherwise if self.told.get(name) is None else self.told[name]
        if not isinstance(value, str) or value not in choices:
            raise self._no(name, f"one of {', '.join(choices)}")
        return value

    def flag(self, name: str) -> bool:
        value = self.told.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._no(name, "true or false")
        return bool(value)

    def part(self, name: str) -> "_Fields":
        value = self.told.get(name)
        if not isinstance(value, dict):
            raise self._no(name, "an object")
        return _Fields(value, f"{self.path}{name}.")

    def parts(self, name: str) -> list["_Fields"]:
        each = [value if isinstance(value, dict) else {"value": value} for value in self._listed(name)]
        inner = _Fields({f"{name}[{at}]": value for at, value in enumerate(each)}, self.path)
        return [inner.part(key) for key in inner.told]

    def _listed(self, name: str) -> list[Any]:
        value = [] if self.told.get(name) is None else self.told[name]
        if not isinstance(value, list):
            raise self._no(name, "a list")
        return value

    def _no(self, name: str, wanted: str) -> Unreadable:
        said = "is missing: it should be" if self.told.get(name) is None else "should be"
        return Unreadable(f"{self.path}{name} {said} {wanted}")
