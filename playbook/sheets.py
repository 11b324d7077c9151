"""Tables as spreadsheets write them: read by the names of their columns, whatever parts the cells.

What begins like a formula is written with a quote before it and read without: a table that goes out, is
edited and comes back says the same.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from playbook.refusals import Refusal
from playbook.wording import folded, listed

MOST_ROWS = 1_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
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
    cell = typed.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _check_titles(columns: Sequence[str], name: str) -> None:
    named = [column for column in columns if column]
    if not named:
        raise Refusal(f"{name} has no line of titles: its first line names the columns.")
    if twice := sorted({one for one in named if named.count(one) > 1}):
        raise Refusal(f"{name} has the column {listed(twice)} twice: which one counts?")


def write(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The table as text, with nothing in it that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: object) -> object:
    if not isinstance(cell, str):
        return "" if cell is None else cell
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
