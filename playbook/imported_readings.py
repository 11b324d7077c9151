"""Readings from a table: new ones, and corrections of what was exported and edited in a spreadsheet.

A row that carries a number is about the reading of that number; its day and metric stay as they are. A row
without one describes a day. Nothing is taken away by leaving a row out.
"""

import re
from datetime import date

from playbook.described import Told, check_history
from playbook.facts import Pilot, Reading
from playbook.known import Known
from playbook.measured import Metric, Value, in_unit, metrics, read_value
from playbook.outcomes import Change, Outcome
from playbook.refusals import Refusal
from playbook.sheets import Row, Sheet
from playbook.taking import AGAIN, Source, fresh, says_the_same
from playbook.typed import read_day
from playbook.units import Quantity
from playbook.wording import folded

# Those of the exported table; by whom, when and how stays as it was written down.
COLUMNS = frozenset(
    "use_case ref number metric day whole_week value unit n m spread "
    "stands corrects reason note by at via".split()
)
FILE = Source("file")
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,17})?")
_KEY = re.compile(r"\buc-?(\d{1,9})\b", re.I)
_NO = frozenset({"no", "false", "0"})
_YES = frozenset({"yes", "true", "1"})


def holds(sheet: Sheet) -> bool:
    """Whether a table holds readings; otherwise its rows are use cases."""
    return {"value", "day"} <= set(sheet.columns)


def key_in(name: str) -> str:
    """The key in the name of a file: UC-7-readings.csv."""
    meant = _KEY.search(name)
    return f"UC-{int(meant[1])}" if meant else ""


class Taking:
    """The rows about one use case, taken one after the other. `new`: what is to be written down."""

    def __init__(self, name: str, pilot: Pilot, known: Known) -> None:
        self.name, self.pilot, self._known, self._today = name, pilot, known, known.today
        self.new: list[Reading] = []
        self._numbered = {one.number: one for one in pilot.readings}
        self._standing = {one.slot: one for one in pilot.standing}
        self._taken: set[object] = set()
        self._metrics = {folded(one.name): one for one in metrics(pilot.use_case.agreed.terms)}
        self._kpi = metrics(pilot.use_case.agreed.terms)[0]

    def take(self, sheet: str, row: Row) -> Outcome:
        """What becomes of a row."""
        try:
            old, reading = self._read(row)
            if reading.slot in self._taken:
                raise Refusal("this day is in the table twice")
        except Refusal as no:
            return Outcome(sheet, row.line, "refused", self.name, problems=(" ".join(no.words.split()),))
        self._taken.add(reading.slot)
        if says_the_same(old, reading) or reading is old:
            return Outcome(sheet, row.line, "same", self.name)
        self.new.append(reading)
        if old is None:
            return Outcome(sheet, row.line, "new", self.name)
        changes = (Change("value", _figure(old), _figure(reading)),)
        return Outcome(sheet, row.line, "changed", self.name, changes)

    def _read(self, row: Row) -> tuple[Reading | None, Reading]:
        named = self._named(row.get("number"))
        if named and folded(row.get("stands")) in _NO:
            return named, named  # history: it was corrected, and stays
        new = self._reading(row)
        old = self._standing.get(new.slot)
        if named and named.slot != new.slot:
            raise Refusal(
                f"reading {named.number} is about another day or metric: take it back, and add a row"
            )
        if named and old is not named:
            raise Refusal(f"reading {named.number} was corrected meanwhile: export the readings again")
        if old is None or says_the_same(old, new):
            return old, new
        reason = row.get("reason")[:1000] or AGAIN
        return old, new.model_copy(update={"corrects": old.number, "reason": reason})

    def _named(self, number: str) -> Reading | None:
        if not number:
            return None
        named = self._numbered.get(int(number)) if number.isdecimal() and len(number) < 10 else None
        if named is None:
            raise Refusal(f"there is no reading {number[:20]} of it; leave the number empty for a new one")
        return named

    def _reading(self, row: Row) -> Reading:
        day = _day(row.get("day"), self._today)
        check_history(self.pilot.use_case, day, self._today)
        weekly = folded(row.get("whole_week")) in _YES
        value = _value(row, self._metric(row.get("metric")))
        return fresh(self.pilot.use_case, value, Told(day, weekly), self._known, FILE, row.get("note"))

    def _metric(self, name: str) -> Metric:
        if not name:
            return self._kpi
        found = self._metrics.get(folded(name))
        if found is None:
            raise Refusal(f"“{name[:60]}” is neither its KPI nor one of its guardrails")
        return found


def _day(typed: str, today: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        day = read_day(typed, today)
    if day is None:
        raise Refusal(f"“{typed[:60]}” is no date I can read; write it like 2025-11-03")
    return day


def _value(row: Row, metric: Metric) -> Value:
    typed = row.get("value")
    plain = float(typed) if _PLAIN.fullmatch(typed) else None
    if plain is not None:
        value = Value(metric, in_unit(Quantity(plain, "count"), metric, typed))
    else:
        value = read_value(typed, metric)
    if row.get("n") and row.get("m"):
        return read_value(f"{row.get('n')}/{row.get('m')}", metric)
    return _with_cases(value, row)


def _with_cases(value: Value, row: Row) -> Value:
    if row.get("m"):
        value = read_value(row.get("value"), value.of, row.get("m"))
    if row.get("spread"):
        spread = read_value(row.get("spread"), value.of).value
        value = value._replace(spread=abs(spread))
    return value


def _figure(reading: Reading) -> str:
    if reading.num is not None and reading.den is not None:
        return f"{reading.num}/{reading.den}"
    return f"{reading.value:g}" if reading.value is not None else ""
