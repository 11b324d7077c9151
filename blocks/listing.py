"""Use cases as a table, as a queue ranked by friction, and as a select to pick one from."""

from collections.abc import Mapping
from datetime import date

from blocks.actions import Actions, Target, opens
from blocks.escape import flat, size
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    cut_plain,
    drawn,
    more,
    one_line,
    option,
    person_cell,
    section,
    select,
    text_cell,
)
from blocks.stand import points, stage, today_in_plan
from playbook.facts import Friction, Listed

ROWS = 100
CHARACTERS = 15_000  # in all cells; Slack takes 20,000 in one message
_NONE: Mapping[int, Friction] = {}


def listing(
    lines: tuple[Listed, ...],
    heading: str,
    queue: bool = False,
    friction: Mapping[int, Friction] = _NONE,
    *,
    today: date | None = None,
) -> Drawn:
    """The use cases in the order given, as a table; a queue opens with where to start and why."""
    if not lines:
        return drawn([section(f"*{one_line(heading)}*\nNone."), actions(_new_button())])
    scored = queue or bool(friction)
    shown = _fitting([_row(one, friction.get(one.number), scored, today) for one in lines[:ROWS]])
    left = len(lines) - len(shown)
    narrow = "narrow it with `/pilot list mine`, a stage, `owner @name` or `overdue`"
    return drawn(
        [
            *(_start_here(lines[0], friction.get(lines[0].number)) if queue else []),
            _table(f"{heading} ({len(lines)})", _head(scored), shown),
            *([context(more(left, narrow))] if left else []),
            context("`/pilot show UC-7` opens one of them."),
        ]
    )


def _new_button() -> Block:
    return button("Register a use case", opens("registration.new"))


def _start_here(first: Listed, friction: Friction | None) -> list[Block]:
    if friction is None:
        return []
    name = f"*Start here: {first.key}* {cut(one_line(first.title), 200)}"
    return [section(f"{name}\nbecause its friction is {cut(one_line(_explained(friction)), 900)}")]


def _explained(friction: Friction) -> str:
    """The points with their verdict and reasons, unescaped."""
    because = "; ".join(friction.reasons)
    return f"{points(friction)}, {friction.words}" + (f" ({because})" if because else "")


def _in_short(friction: Friction) -> str:
    """The points and the verdict: a table that tells the reasons too has no room left for people."""
    return f"{points(friction)}, {friction.verdict}"


def _head(scored: bool) -> list[Block]:
    names = ["Key", "Title", *(["Friction"] if scored else []), "State", "Owner", "Sponsor"]
    return [text_cell(name) for name in names]


def _row(one: Listed, friction: Friction | None, scored: bool, today: date | None) -> list[Block]:
    return [
        text_cell(one.key),
        text_cell(one.title, 120),
        *([text_cell(_in_short(friction) if friction else "not told")] if scored else []),
        text_cell(_state(one, today)),
        person_cell(one.owner),
        person_cell(one.sponsor),
    ]


def _state(one: Listed, today: date | None) -> str:
    under_way = today and not one.proposed and not one.outcome
    return f"{stage(one)}, {today_in_plan(one, today)}" if today and under_way else stage(one)


def _fitting(rows: list[list[Block]]) -> list[list[Block]]:
    """The rows that fit into one message's tables."""
    room, kept = CHARACTERS, list[list[Block]]()
    for row in rows:
        room -= sum(size(str(cell.get("text", "a person's name"))) for cell in row)
        if room < 0:
            break
        kept.append(row)
    return kept


def _table(heading: str, head: list[Block], rows: list[list[Block]]) -> Block:
    return {
        "type": "data_table",
        "caption": cut_plain(flat(heading), 100),
        "rows": [head, *rows],
        "page_size": 20,
    }


def picker(listed: tuple[Listed, ...], then: str) -> Drawn:
    """Which use case? `then` is one word that says what to do with the chosen one."""
    if not listed:
        return drawn([section("There is no use case to choose from yet."), actions(_new_button())])
    choices = [
        option(f"{one.key} {one.title}", Target(uc=one.number, extra=then).write()) for one in listed[:100]
    ]
    left = len(listed) - 100
    return drawn(
        [
            section("Which use case?", select(Actions.REGISTRATION_PICK, "Choose a use case", choices)),
            *([context(more(left, "name one, like `/pilot show UC-7`"))] if left > 0 else []),
        ]
    )
