"""History pasted a line each, `date, value`: taken as a whole or not at all; it may become the baseline."""

import re
from datetime import date

from playbook.calendar import full_day
from playbook.contract import with_terms
from playbook.described import Told, check_history, check_open
from playbook.facts import Baseline, Pilot, Reading, UseCase
from playbook.grammar.tokens import plain
from playbook.known import Known
from playbook.measured import Metric, asked_of, read_value
from playbook.refusals import AlreadyDone, Refusal, Stale
from playbook.taking import Source, reading_of, standing_in
from playbook.typed import read_day
from playbook.wording import counted
from playbook.yardstick import SERIES

MOST_LINES = 800  # two years of days
SHOWN = 8  # wrong lines named at once
MOST_IN_BASELINE = 60
PASTE = Source("paste")
_TITLES = re.compile(r"[^\d]*")


def read_history(pilot: Pilot, typed: str, known: Known) -> tuple[Reading, ...]:
    """The readings of the pasted lines that are not on record yet; one wrong line, and none is taken."""
    check_open(pilot.use_case)
    lines = [(n, line.strip()) for n, line in enumerate(typed.splitlines(), 1) if line.strip()]
    if lines and _TITLES.fullmatch(lines[0][1]):
        lines = lines[1:]  # the titles of a spreadsheet's columns
    if not 0 < len(lines) <= MOST_LINES:
        raise Refusal(f"Paste between 1 and {MOST_LINES} lines like 2025-11-03, 5.2", field="lines")
    kpi = asked_of(pilot.use_case.agreed.terms)[0]
    wrong: list[str] = []
    new: dict[date, Reading] = {}
    for number, line in lines:
        try:
            reading = _reading(pilot, line, kpi, known)
            if reading.day in new:
                raise Refusal(f"{full_day(reading.day)} is there twice")
            new[reading.day] = reading
        except Refusal as no:
            wrong.append(f"line {number}, “{line[:60]}”: {no}")
    _refuse(wrong)
    news = tuple(one for one in new.values() if not _known(pilot, one))
    if not news:
        raise AlreadyDone("All of these readings are on record already.")
    return news


def _refuse(wrong: list[str]) -> None:
    if wrong:
        left = len(wrong) - SHOWN
        more = [f"and {counted(left, 'more line')}"] if left > 0 else []
        words = "Nothing was taken yet. Mend these lines:"
        raise Refusal(words, field="lines", ways=(*wrong[:SHOWN], *more))


def _reading(pilot: Pilot, line: str, kpi: Metric, known: Known) -> Reading:
    day, figure = _parted(line, known.today)
    check_history(pilot.use_case, day, known.today)
    return reading_of(pilot, read_value(figure, kpi), Told(day, False), known, PASTE)


def _parted(line: str, today: date) -> tuple[date, str]:
    """The date at the start of a line and what follows it, whatever parts the two."""
    text = plain(line.replace("\t", " ; "))
    for found in re.finditer(r"\s*;\s*|,\s*|:?\s+", text):
        day = read_day(text[: found.start()].strip(" ,;:"), today)
        rest = text[found.end() :].strip(" ,;:")
        if day and not re.match(r"\d{4}\b\s*[,;:\s]", rest):
            return day, rest
    raise Refusal("it begins with no date I can read; write it like 2025-11-03, 5.2")


def _known(pilot: Pilot, new: Reading) -> bool:
    before = standing_in(pilot, new)
    return before is not None and (before.value, before.den) == (new.value, new.den)


def for_baseline(pilot: Pilot) -> tuple[Reading, ...]:
    """The readings that may become the draft's baseline: the KPI's, of days before go-live; the newest."""
    live = pilot.use_case.went_live
    found = [one for one in pilot.of_metric("kpi") if live is None or one.day < live.day]
    return tuple(found[-MOST_IN_BASELINE:])


def offers_baseline(pilot: Pilot) -> int:
    """How many readings could become the baseline; 0 when it is no draft, or they are it already."""
    found = for_baseline(pilot)
    terms = pilot.use_case.contract.terms
    same = terms.baseline and terms.baseline.readings == tuple(one.value for one in found)
    draft = pilot.use_case.proposed and not pilot.use_case.contract.locked
    return len(found) if draft and len(found) >= SERIES and not same else 0


def take_baseline(pilot: Pilot, count: int) -> UseCase:
    """The draft contract with these readings as its baseline. `count`: how many were offered."""
    found, before = for_baseline(pilot), pilot.use_case
    if len(found) != count or not count:
        raise Stale(f"There are {len(found)} readings by now. Look at them again, then take them.")
    values = tuple(one.value for one in found if one.value is not None)
    terms = before.contract.terms
    mean = round(sum(values) / len(values), 9)
    direction = terms.direction
    if terms.target is not None and terms.target != mean:
        direction = "lower" if terms.target < mean else "higher"
    baseline = Baseline(value=mean, readings=values)
    return with_terms(before, terms.model_copy(update={"baseline": baseline, "direction": direction}))
