"""Tables as spreadsheets write them: read by the names of their columns, whatever parts the cells.

A text that begins like a formula, or with the quote that guards one, is written with a quote before it and
read without: a table that goes out, is edited and comes back says the same. Numbers are written as they are.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from playbook.refusals import Refusal
from playbook.wording import folded, listed

MOST_ROWS = 1_000_000
_GUARDED = ("\t", "\r", "\n", "'")
_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are as wide as letters
_UNSEEN = " \u00a0\u3000\u200b\ufeff\t\r\n\v\f"  # some programs look for a formula behind these
_PARTS = ",;\t"


class Row(NamedTuple):
    """One line of a table. `line`: where it stands in the file, counted from 1, the titles being line 1."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """What stands there, without the space around it; empty where nothing does."""
        return self.cells.get(column, "")


class Sheet(NamedTuple):
    """A table: which columns it has, by our names, and its rows that say anything."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(text: str, name: str) -> Sheet:
    """The table in a text. Refuses one without titles, with a title twice, or with broken quotes."""
    body = text.removeprefix("\ufeff")
    try:
        lines = list(csv.reader(io.StringIO(body, newline=""), delimiter=_parted_by(body), strict=True))
    except csv.Error as error:
        raise Refusal(
            f"{name} is no table that I can read ({error}).",
            ways=("save it from the spreadsheet as CSV, in UTF-8",),
        ) from None
    columns = tuple(_column(title) for title in lines[0]) if lines else ()
    _check_titles(columns, name)
    rows = tuple(
        Row(number, dict(zip(columns, map(_cell, line), strict=False)))
        for number, line in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in line)
    )
    if len(rows) > MOST_ROWS:
        raise Refusal(f"{name} has {len(rows):,} rows; {MOST_ROWS:,} at most. Split it.")
    return Sheet(name, columns, rows)


def _parted_by(text: str) -> str:
    titles = text.partition("\n")[0]
    return max(_PARTS, key=titles.count)


def _column(title: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in folded(title)).split())


def _cell(typed: str) -> str:
    return unguarded(typed.strip())


def unguarded(text: str) -> str:
    """A cell as it was before it was written here."""
    return text[1:] if text.startswith("'") and _acts(text[1:]) else text


def _acts(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, or for the quote that guards one."""
    return text.startswith(_GUARDED) or text.lstrip(_UNSEEN).startswith(_SIGNS)


def _check_titles(columns: Sequence[str], name: str) -> None:
    named = [column for column in columns if column]
    if not named:
        raise Refusal(f"{name} has no line of titles: its first line names the columns.")
    if twice := sorted({one for one in named if named.count(one) > 1}):
        raise Refusal(f"{name} has the column {listed(twice)} twice: which one counts?")


def write(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The table as text, with nothing in it that a spreadsheet would run."""
    return "".join(f"{one}\r\n" for one in (line(columns), *map(line, rows)))


def line(cells: Iterable[object]) -> str:
    """One row, without the end of its line."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_shown(cell) for cell in cells])
    return out.getvalue().removesuffix("\r\n")


def _shown(cell: object) -> object:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case date():
            return cell.isoformat()
        case str():
            return f"'{cell}" if _acts(cell) else cell
        case _:
            return cell
