"""The forms of check-ins: the weekly numbers, a correction, a pasted history, all open weeks, going live."""

from collections.abc import Mapping
from typing import Final

from blocks.checkins import span
from blocks.escape import flat
from blocks.inputs import Choices, Form, Input
from blocks.words import EFFORT_PARTS
from playbook.measured import Metric, unit_words
from playbook.weeks import Week, in_words

_HOURS: Choices = (
    ("0", "None"),
    ("4", "About 4 hours"),
    ("8", "About 8 hours"),
    ("16", "About 16 hours"),
    ("24", "About 24 hours"),
    ("40", "About 40 hours"),
    ("other", "Another number"),
)
_KPI = Input("kpi", "KPI", "text", optional=False, most=150)
_REST = (
    Input("usage", "Usage: people or cases this week", "whole", most=1_000_000_000),
    Input("exceptions", "Exceptions", "whole", hint="How often people had to step in.", most=1_000_000),
    Input("exceptions_why", "Why", "text", hint="What the exceptions were about.", most=300),
    Input("hours", "Hours spent on the pilot itself", "choice", choices=_HOURS),
    Input("hours_other", "How many hours, if another number", "decimal", most=10_000),
    Input(
        "hours_part",
        "Spent mostly on",
        "choice",
        hint="More parts in one week: type them to me, like training hours 4.",
        choices=tuple(EFFORT_PARTS.items()),
    ),
    Input("note", "Note", "lines", most=1000),
)
_REASON = Input(
    "reason",
    "Why",
    "lines",
    hint="The number before stays in the record beside it.",
    optional=False,
    most=1000,
)

CHECKIN_FORMS: Final[Mapping[str, Form]] = {
    "checkins.log": Form("Log the week", "Log", (_KPI, *_REST)),
    "checkins.change": Form(
        "Correct a reading",
        "Correct",
        (
            Input("value", "Value", "text", optional=False, most=150),
            Input(
                "when",
                "Day or week it describes",
                "text",
                placeholder="week 3, or 12 May",
                optional=False,
                most=60,
            ),
            _REASON,
        ),
    ),
    "checkins.paste": Form(
        "Paste history",
        "Take them",
        (
            Input(
                "lines",
                "A line for each day: date, value",
                "lines",
                hint="Any of 2026-01-31, 31 Jan 2026 or 31.1.2026; then the value. "
                "Up to two years before Day 1. If one line cannot be read, none is taken.",
                placeholder="2025-11-03, 5.2\n2025-11-10, 4.9",
                optional=False,
                most=3000,
            ),
        ),
        intro="Six or more readings from before make a movement visible soonest.",
    ),
    "checkins.fill": Form("My open weeks", "Log", (Input("none", "Number", "text", most=150),)),
    "checkins.live": Form(
        "It is live",
        "It is live",
        (
            Input(
                "link",
                "Link to the first real case",
                "text",
                hint="Where anybody can see it: a ticket, a proposal, a record.",
                placeholder="https://crm.example.com/proposals/4711",
                optional=False,
                most=500,
            ),
            Input("day", "Since which day", "date", hint="Fixed once: evidence starts that day."),
        ),
    ),
}


def log_form(asked: tuple[Metric, ...], week: Week, missed: tuple[Week, ...]) -> Form:
    """The numbers of one week: the KPI is needed, the rest is unclear when absent; then older open weeks."""
    kpi, *guardrails = asked
    inputs = (
        Input("kpi", _label(kpi), "text", hint=_hint(kpi), optional=False, most=150),
        *(
            Input(f"g{n}", _label(one), "text", hint=_hint(one), most=150)
            for n, one in enumerate(guardrails, 1)
        ),
        *_REST,
        *(_week_input(one.name, one, asked) for one in missed),
    )
    return Form("Log the week", "Log", inputs, intro=f"{in_words(week.name).capitalize()}, {_days(week)}")


def fill_form(rows: tuple[tuple[str, str, Week, tuple[Metric, ...]], ...]) -> Form:
    """One line for each open week of several use cases; `rows`: field, key, week, what is asked."""
    return Form(
        "My open weeks",
        "Log",
        tuple(_week_input(field, week, asked, f"{key}, ") for field, key, week, asked in rows),
        intro="The KPI first, then the guardrails, parted by commas. What you leave empty stays open.",
    )


def _week_input(field: str, week: Week, asked: tuple[Metric, ...], before: str = "") -> Input:
    names = ", ".join(flat(one.name) for one in asked)
    label = f"{before}{in_words(week.name)}, {_days(week)}"
    return Input(
        field, label[:1].upper() + label[1:], "text", hint=f"{names}"[:300], placeholder="4.1", most=150
    )


def _label(metric: Metric) -> str:
    return f"{flat(metric.name)[:200]} ({unit_words(metric.unit)})"


def _hint(metric: Metric) -> str:
    return "A number, or n of m cases like 2/140." if metric.unit in ("percent", "ratio") else ""


def _days(week: Week) -> str:
    return span(week.first, week.last)
