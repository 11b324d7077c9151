"""The page of everything the strict check refuses: made from the table of limits, never by hand.

`python -m sandbox.refusals_list` writes it anew, into docs/strict-check.md.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from sandbox.rules import Rejection
from sandbox.strict import rejections

PAGE = Path(__file__).parents[1] / "docs" / "strict-check.md"
HEAD = """# What the strict check refuses

The stand-in Slack checks every message and view as Slack would, and refuses {count} things. Each line is
one of them: where, the code of the refusal, and the limit it comes from, which is one fact in
`sandbox/limits.py`. A refusal points to the very place (`/blocks/0/elements/2/text/text`). The Web API
then answers `invalid_blocks` for messages, `invalid_arguments` for views, `msg_too_long` for texts,
`view_too_large` for the size of a view.

`tests/sandbox/test_strict_table.py` takes every line of this page: just inside the limit a payload
passes, just outside it is refused for that alone, and nothing is refused that is not on the list. Where
the reference of Block Kit limits is at hand, `tests/sandbox/test_limits_agree.py` holds the facts against
it. This page is made by `python -m sandbox.refusals_list`.

Codes: `null` a null anywhere; `wrong_type`, `missing`, `unknown_property` the shape of an object;
`too_long`, `too_short` characters; `too_many`, `too_few` members of a list; `too_big`, `too_small`
numbers and sizes; `not_in_enum`, `pattern`, `option_not_listed`, `category_not_listed` values;
`unsupported_type`, `wrong_surface` what may stand where; `duplicate`, `exclusive`, `unequal_rows`,
`needs_submit` what must hold between fields.
"""


def page() -> str:
    """The whole page as Markdown, one table for each object."""
    listed = rejections()
    tables = (_table(name, list(rows)) for name, rows in groupby(sorted(listed, key=_object), key=_object))
    return "\n".join([HEAD.format(count=len(listed)), *tables])


def _object(rejection: Rejection) -> str:
    """Whose field it is; what is refused anywhere comes first."""
    where = rejection[0]
    if where.startswith("any "):
        return " anywhere"
    parts = where.split(".")
    return ".".join(parts[:2]) if parts[0] in ("inline", "view") else parts[0]


def _table(name: str, rows: list[Rejection]) -> str:
    lines = [f"| `{where}` | {code} | {_limit(limit)} |" for where, code, limit in rows]
    return "\n".join([f"## {name.strip()}\n", "| where | refused as | limit |", "|---|---|---|", *lines, ""])


def _limit(limit: str) -> str:
    return f"`{limit}`".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
