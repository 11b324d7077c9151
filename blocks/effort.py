"""Effort: the hours of original and replica by part, with the ratio, and who corrects or confirms them."""

from collections.abc import Mapping
from typing import Final

from blocks.actions import Actions, Target, opens
from blocks.inputs import Form, Input
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    confirm,
    context,
    day,
    drawn,
    escape,
    header,
    mention,
    section,
    text_cell,
)
from blocks.words import ANSWERS, EFFORT_PARTS
from playbook import effort
from playbook.effort import Answer, Comparison, Line
from playbook.facts import Pilot, UseCase
from playbook.known import Known
from playbook.replicating import EffortPart

CORRECT: Final = "effort.correct"
EFFORT_FORMS: Final[Mapping[str, Form]] = {
    CORRECT: Form(
        "Correct the hours",
        "Correct",
        (
            Input("part", "Part", "choice", optional=False, choices=tuple(EFFORT_PARTS.items())),
            Input("hours", "Hours in all, up to today", "decimal", optional=False, most=100_000),
            Input(
                "source",
                "How they are known",
                "choice",
                optional=False,
                choices=(("measured", "Measured: time sheets, calendar, log"), ("estimate", "An estimate")),
                hint="Only measured hours answer whether it can be replicated.",
            ),
            Input("reason", "Why", "lines", optional=False, most=1000),
        ),
        intro="What the weekly form says from now on is added to it.",
    ),
}


def page(pilot: Pilot, known: Known, may: frozenset[str]) -> Drawn:
    """Part by part, original and replica side by side; the answer to question 4; corrections."""
    use_case = pilot.use_case
    pairs = effort.pairs(pilot)
    return drawn(
        [
            header(f"{use_case.key} effort in hours"),
            section(_answer(effort.answer(pilot, known.around))),
            *([_table(effort.compared(*pairs[0]))] if pairs else [_alone(pilot)]),
            context(_confirmed(pairs[0][0].use_case if pairs else use_case, known)),
            *_corrected(use_case),
            *_buttons(pilot, may),
        ]
    )


def _answer(answer: Answer) -> str:
    who = f" ({', '.join(map(mention, answer.supplies))})" if answer.supplies else ""
    return (
        "*Can this use case be replicated with less than 30% additional effort?*\n"
        f"{ANSWERS[answer.answer]}: {escape(answer.because)}{who}"
    )


def _table(both: Comparison) -> Block:
    head = [text_cell(words) for words in ("Part", both.original, both.replica, "Ratio")]
    rows = [_row(_part(line.part), line) for line in both.lines]
    return {
        "type": "data_table",
        "caption": f"Hours of {both.original} and of its replica {both.replica}",
        "rows": [head, *rows, _row("Total", both.total)],
        "page_size": 10,
    }


def _row(name: str, line: Line) -> list[Block]:
    ratio = effort.percent(line.ratio) if line.ratio is not None else "–"
    marked = f"{ratio} (not under 30 %)" if line.over else ratio
    return [
        text_cell(words)
        for words in (name, effort.figure(line.original), effort.figure(line.replica), marked)
    ]


def _alone(pilot: Pilot) -> Block:
    hours = effort.counted(pilot)
    head = [text_cell(words) for words in ("Part", pilot.use_case.key)]
    shown = [(_part(part), one) for part, one in hours.items() if part or one]
    rows = [*shown, ("Total", effort.total(hours))]
    return {
        "type": "data_table",
        "caption": f"Hours of {pilot.use_case.key}",
        "rows": [head, *([text_cell(name), text_cell(effort.figure(one))] for name, one in rows)],
        "page_size": 10,
    }


def _part(part: EffortPart | None) -> str:
    return EFFORT_PARTS[part] if part else "No part said"


def _confirmed(original: UseCase, known: Known) -> str:
    fixed = original.effort.fixed
    if fixed:
        return f"{mention(fixed.by)} confirmed the hours of {original.key} on {day(known.day_of(fixed.at))}."
    return f"The sponsor confirms the hours of {original.key} at its Pilot gate; then they are fixed."


def _corrected(use_case: UseCase) -> list[Block]:
    lines = [
        f"{EFFORT_PARTS[one.part]}: {one.was:g} → {one.hours:g} hours"
        f"{' (an estimate)' if one.estimate else ''}, {mention(one.by)}: {escape(one.reason[:200])}"
        for one in use_case.effort.corrections[-5:]
    ]
    return [context("Corrected: " + "\n".join(lines))] if lines else []


def _buttons(pilot: Pilot, may: frozenset[str]) -> list[Block]:
    use_case, shown = pilot.use_case, effort.total(effort.spent(pilot))
    key = Target(uc=use_case.number)
    buttons = []
    if use_case.effort.fixed is None and "correct_effort" in may:
        buttons.append(button("Correct the hours", opens(CORRECT), key.write()))
    if effort.may_be_fixed(use_case) and shown and "confirm_effort" in may:
        total = effort.figure(shown)
        sure = confirm("Confirm the hours?", f"{total} hours are fixed for all replicas.", "Confirm")
        target = key.model_copy(update={"extra": total})
        buttons.append(
            button(f"Confirm {total} hours", Actions.EFFORT_CONFIRM, target.write(), "primary", sure)
        )
    return [actions(*buttons)] if buttons else []
