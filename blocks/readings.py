"""The readings of a pilot: verdict and chart, a table of what stands, and what can be done with it."""

from blocks import verdicts
from blocks.actions import Actions, Target, opens
from blocks.escape import size
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    drawn,
    escape,
    header,
    more,
    person_cell,
    section,
    text_cell,
)
from blocks.receipts import CHANGE
from playbook.calendar import day_month
from playbook.charts import Measurements
from playbook.facts import Pilot, Reading
from playbook.measured import name_of, shown
from playbook.weeks import in_words, until

ROWS = 25
CSV_ROOM = 2700  # characters in one block of code
PASTE, LOG = "checkins.paste", "checkins.log"


def page(pilot: Pilot, measured: Measurements | None, may: frozenset[str], offered: int) -> Drawn:
    """What stands, newest first. `offered`: how many readings could become the draft's baseline."""
    use_case = pilot.use_case
    return drawn(
        [
            header(f"{use_case.key} readings"),
            *(verdicts.draw(measured) if measured else [section("There is no reading yet.")]),
            *_table(pilot),
            *_left_out(pilot),
            *_buttons(pilot, may, offered),
        ]
    )


def _table(pilot: Pilot) -> list[Block]:
    newest = tuple(reversed(pilot.standing))[:ROWS]
    if not newest:
        return []
    head = [text_cell(name) for name in ("Describes", "Metric", "Value", "By", "Note")]
    return [
        {
            "type": "data_table",
            "caption": f"Readings of {pilot.use_case.key}, newest first",
            "rows": [head, *(_row(pilot, one) for one in newest)],
            "page_size": ROWS,
        }
    ]


def _row(pilot: Pilot, reading: Reading) -> list[Block]:
    terms = pilot.use_case.agreed.terms
    return [
        text_cell(describes(pilot, reading)),
        text_cell(name_of(reading, terms), 80),
        text_cell(shown(reading, terms), 80),
        person_cell(reading.by),
        text_cell(_remark(reading), 160),
    ]


def describes(pilot: Pilot, reading: Reading) -> str:
    """The day or the week, in words: week 3; 12 May 2026."""
    week = next((one for one in until(pilot.use_case, reading.day) if one.last == reading.day), None)
    day = f"{day_month(reading.day)} {reading.day.year}"
    return in_words(week.name).capitalize() if reading.weekly and week else day


def _remark(reading: Reading) -> str:
    corrected = f"corrected: {reading.reason}" if reading.corrects and reading.reason else ""
    return "; ".join(part for part in (reading.note, corrected) if part)


def _left_out(pilot: Pilot) -> list[Block]:
    older, replaced = len(pilot.standing) - ROWS, len(pilot.readings) - len(pilot.standing)
    told = [
        *([more(older, f"`/pilot readings {pilot.use_case.key} csv`")] if older > 0 else []),
        *([f"{replaced} more on record that were corrected or taken back"] if replaced > 0 else []),
    ]
    return [context(*told)] if told else []


def _buttons(pilot: Pilot, may: frozenset[str], offered: int) -> list[Block]:
    key = Target(uc=pilot.use_case.number).write()
    acts = [button("As CSV", Actions.CHECKINS_CSV, key)] if pilot.readings else []
    if "log" in may:
        acts = [
            button("Log a number", opens(LOG), key),
            *_change(pilot),
            button("Paste history", opens(PASTE), key),
            *acts,
        ]
    if offered and "describe" in may:
        acts.insert(0, baseline_button(pilot.use_case.number, offered))
    return [actions(*acts)] if acts else []


def _change(pilot: Pilot) -> list[Block]:
    if not pilot.standing:
        return []
    last = max(pilot.standing, key=lambda one: one.number)
    return [
        button(
            "Change the last", opens(CHANGE), Target(uc=pilot.use_case.number, version=last.number).write()
        )
    ]


def baseline_button(number: int, offered: int) -> Block:
    """The button that makes the readings so far the baseline of the draft."""
    value = Target(uc=number, version=offered).write()
    return button(f"Take these {offered} readings as the baseline", Actions.CHECKINS_BASELINE, value)


def as_csv(key: str, lines: list[str]) -> Drawn:
    """The CSV as a block of code to copy; what does not fit is said."""
    head, *rows = [line.replace("```", "'''") for line in lines]
    kept: list[str] = []
    for row in reversed(rows):
        if size(escape("\n".join([head, row, *kept]))) > CSV_ROOM:
            break
        kept.insert(0, row)
    left = len(rows) - len(kept)
    told = f"*{key}*, {len(kept)} of {len(rows)} rows" if left else f"*{key}*, all {len(rows)} rows"
    block = section(f"```{cut(escape(chr(10).join([head, *kept])), CSV_ROOM + 200)}```")
    rest = [context(f"{left} older rows do not fit into one reply.")] if left else []
    return drawn([section(f"{told}, to copy as CSV"), block, *rest])
