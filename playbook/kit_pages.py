"""The pages of a kit in Markdown: the same facts as its JSON, for people."""

from collections.abc import Iterable, Mapping

from playbook.contract_text import write_number
from playbook.governance import CONTROLS
from playbook.packed import Kit, KitControl
from playbook.workflow import Bottleneck


def pages(kit: Kit) -> Mapping[str, str]:
    """Every page by its name."""
    return {
        "README.md": _readme(kit),
        "playbook.md": _playbook(kit),
        "templates.md": _templates(kit),
        "controls.md": _page("Five controls", map(_control, kit.controls)),
        "dashboard.md": _dashboard(kit),
    }


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", *lines]) + "\n"


def _flat(text: str | None, nothing: str = "not told") -> str:
    """Typed text in one line."""
    return " / ".join(text.split("\n")) if text else nothing


def _bullets(texts: Iterable[str], nothing: str) -> list[str]:
    return [f"- {_flat(text)}" for text in texts] or [nothing]


def _readme(kit: Kit) -> str:
    state = "complete" if kit.state == "full" else "a draft"
    lacks = ["", "Still missing:", "", *_bullets(kit.gaps, "")] if kit.gaps else []
    spared = kit.playbook.spared
    again = ["", f"A replica took too much again for: {spared}."] if spared else []
    return _page(
        f"Implementation kit: {_flat(kit.title)}",
        [
            f"Made of {kit.made_of} by Pilotage. It is {state}.",
            *lacks,
            *again,
            "",
            "Bring it in elsewhere: `pilotage kit --import FILE.zip --workspace T... --by U...`",
        ],
    )


def _playbook(kit: Kit) -> str:
    book = kit.playbook
    hours = [f"{one.part or 'no part said'}: {one.hours:g} hours" for one in book.hours]
    return _page(
        "Playbook",
        [
            f"Goal: {_flat(book.sentence)}",
            "",
            f"Workflow: {_flat(book.workflow)} ({book.function or 'function not told'})",
            "",
            "## Where it waited",
            "",
            *_bullets(map(_wait, book.bottlenecks), "No bottleneck was mapped."),
            "",
            "## Where it waits now",
            "",
            *_bullets(map(_wait, book.waits), "Not measured again yet."),
            "",
            "## The way back",
            "",
            *_bullets((book.fallback or "").splitlines(), "No fallback is on file."),
            "",
            "## What crossed a limit, and why",
            "",
            *_bullets(book.causes, "Nothing."),
            "",
            "## What it took",
            "",
            *_bullets(hours, "Not measured."),
        ],
    )


def _wait(line: Bottleneck) -> str:
    return ", ".join(part for part in (line.step, line.wait, line.system) if part)


def _templates(kit: Kit) -> str:
    told = kit.templates
    limits = [f"{one.metric} {one.comparator} {_number(one.limit, one.unit)}" for one in told.guardrails]
    rollback = told.rollback
    limit = _number(rollback.limit, rollback.unit) if rollback else ""
    trigger = f"{rollback.metric} {rollback.comparator} {limit}" if rollback else None
    baseline = _number(told.baseline.value, told.unit) if told.baseline else "not told"
    return _page(
        "Value contract, to be filled in",
        [
            f"- KPI: {_flat(told.kpi)}, {told.direction or '?'} is better",
            f"- Baseline: ____ (here it was {baseline})",
            f"- Target: ____ (here it was {_number(told.target, told.unit)})",
            "- Due: ____",
            "- Confidence range: ____",
            f"- Rollback trigger: {_flat(trigger)}",
            "",
            "## Guardrails",
            "",
            *_bullets(limits, "None."),
            "",
            "## The weekly question",
            "",
            f"- {_flat(told.kpi)}: one number a week",
            *(
                f"- {_flat(one.metric)}: one number a week, n of m where it is a share"
                for one in told.guardrails
            ),
            "- usage, exceptions and why, hours spent and on which part",
        ],
    )


def _number(value: float | None, unit: str | None) -> str:
    return "not told" if value is None else write_number(value, unit or "count") or f"{value:g}"


def _control(one: KitControl) -> str:
    proved = "proved to operate where it was made" if one.proved else "not proved yet"
    return f"- {CONTROLS[one.control]}: {_flat(one.answer)} ({proved}; to be confirmed by its owner here)"


def _dashboard(kit: Kit) -> str:
    lines = [
        f"- {_flat(one.metric)} ({one.unit or 'count'}), {one.asked}, against {_flat(one.against)}"
        for one in kit.dashboard
    ]
    return _page(
        "Dashboard", [*lines, "", "Weeks are counted from go-live; a week without a reading is shown."]
    )
