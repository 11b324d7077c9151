"""What becomes of the rows of an import, one by one."""

from typing import Literal, NamedTuple

What = Literal["new", "changed", "same", "refused"]


class Change(NamedTuple):
    """What a row changes in what is here."""

    column: str
    before: str
    after: str


class Outcome(NamedTuple):
    """What becomes of one row; `problems` say why it is refused."""

    sheet: str
    line: int
    what: What
    name: str
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
