"""What an import comes to, row by row: before anything is written, and after."""

from collections.abc import Iterable, Iterator, Sequence

from blocks.actions import Actions
from blocks.escape import escape
from blocks.forms import Kept
from blocks.pieces import Block, actions, button, context, modal, more, section
from playbook.importing import Import
from playbook.outcomes import Outcome, What
from playbook.wording import counted

IMPORT, TITLE = "importing.portfolio", "Import portfolio"
ROWS_TOLD = 400
ROOM = 2900  # of the 3,000 characters that a section holds
_COUNTED: tuple[tuple[What, str], ...] = (
    ("new", "new"),
    ("changed", "changed"),
    ("same", "as they are here already"),
)
_SIGNS: dict[What, str] = {"refused": "❌", "changed": "✏️", "new": "🆕", "same": "▫️"}


def report(found: Import, kept: Kept) -> Block:
    """The dry run: what stands in the way first, then what changes; the button only when all of it can be."""
    fits = bool(found.planned) and not found.refused
    promise = [context("Nothing is written yet. All of it is imported, or nothing.")] if fits else []
    press = [actions(button("Import", Actions.IMPORTING_TAKE, style="primary"))] if fits else []
    shown = [section(_summary(found)), *promise, *press, *_notes(found), *_rows(found.outcomes)]
    return modal(IMPORT, TITLE, shown, close="Not now" if fits else "Close", kept=kept.model_dump_json())


def done(found: Import, keys: Sequence[str]) -> Block:
    """What was imported."""
    span = f" New here: {keys[0]}" + (f" to {keys[-1]}." if len(keys) > 1 else ".") if keys else ""
    words = f"✅ *Imported.* {_counts(found)}.{span}"
    further = "Owners are asked to accept, and each home channel hears of what is new in it."
    return modal(IMPORT, TITLE, [section(words), context(further)], close="Done")


def _summary(found: Import) -> str:
    if found.refused:
        rows = counted(len(found.refused), "row")
        return f"❌ *{rows} cannot be imported.* Mend the table, upload it again, and choose *{TITLE}* on it."
    if not found.planned:
        return "✅ *Everything in it is here already*, just so."
    return f"*{_counts(found)}*"


def _counts(found: Import) -> str:
    counts = [(found.count(what), words) for what, words in _COUNTED]
    return ", ".join(f"{counted(count, 'row')} {words}" for count, words in counts if count)


def _notes(found: Import) -> list[Block]:
    return [context(f"⚠️ {escape(note)}") for note in found.notes[:5]]


def _rows(outcomes: Sequence[Outcome]) -> list[Block]:
    order: tuple[What, ...] = ("refused", "changed", "new")
    told = [one for what in order for one in outcomes if one.what == what]
    blocks = [section(text) for text in _packed(map(_line, told[:ROWS_TOLD]))]
    left = len(told) - ROWS_TOLD
    return (
        [*blocks, context(more(left, "`pilotage import --dry-run` tells every row"))] if left > 0 else blocks
    )


def _line(one: Outcome) -> str:
    changes = [
        f"{change.column} {_figure(change.before)} → {_figure(change.after)}" for change in one.changes
    ]
    said = "; ".join(escape(text[:300]) for text in (*changes, *one.problems))
    where = escape(f"{one.sheet[:40]}, line {one.line}: {one.name[:60]}")
    return f"{_SIGNS[one.what]} {one.what} · {where}" + (f" · {said}" if said else "")


def _figure(text: str) -> str:
    return f"“{'; '.join(text.splitlines())[:80]}”" if text else "nothing"


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """Lines together as long as a section has room."""
    text = ""
    for line in lines:
        if text and len(text) + len(line) > ROOM:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line[:ROOM]
    if text:
        yield text
