"""Use cases as a table, as a queue ranked by friction, and as a select to pick one from."""

from collections.abc import Mapping
from datetime import date

from blocks.actions import Actions, Target, opens, suffixed
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
from playbook.listing import HEADINGS, Choice, Line

ROWS = 100
CHARACTERS = 15_000  # in all cells; Slack takes 20,000 in one message
_NONE: Mapping[int, Friction] = {}


def listing(
    lines: tuple[Line, ...],
    choice: Choice,
    page: int = 0,
    friction: Mapping[int, Friction] = _NONE,
    *,
    today: date | None = None,
) -> Drawn:
    """A page of the use cases in the order given, as a table; a queue opens with where to start and why."""
    heading = HEADINGS[choice.which]
    if not lines:
        return drawn([section(f"*{one_line(heading)}*\nNone."), actions(_new_button(), *_all_button(choice))])
    scored = bool(friction)
    rows = [_row(one, friction.get(one.listed.number), scored, today) for one in lines]
    pages = _pages(rows)
    at = min(page, len(pages) - 1)
    first = lines[0].listed
    return drawn(
        [
            *(_start_here(first, friction.get(first.number)) if choice.which == "queue" else []),
            _table(f"{heading} ({len(lines)})", _head(scored), pages[at]),
            *_pager(choice, at, pages),
            context(f"`/pilot show {first.key}` opens one of them."),
        ]
    )


def _pages(rows: list[list[Block]]) -> list[list[list[Block]]]:
    """So many rows on each as one message's table takes."""
    pages, room = [list[list[Block]]()], CHARACTERS
    for row in rows:
        needed = sum(size(str(cell.get("text", "a person's name"))) for cell in row)
        if pages[-1] and (needed > room or len(pages[-1]) == ROWS):
            pages.append([])
            room = CHARACTERS
        room -= needed
        pages[-1].append(row)
    return pages


def _pager(choice: Choice, at: int, pages: list[list[list[Block]]]) -> list[Block]:
    if len(pages) == 1:
        return []
    before, here = sum(map(len, pages[:at])), len(pages[at])
    presses = [
        button(label, suffixed(Actions.REGISTRATION_LIST, label.split()[0].lower()), _turn(choice, page))
        for label, page in (("Before", at - 1), ("After", at + 1))
        if 0 <= page < len(pages)
    ]
    said = f"{before + 1} to {before + here} of {sum(map(len, pages))}, page {at + 1} of {len(pages)}"
    return [actions(*presses), context(said)]


def _turn(choice: Choice, page: int) -> str:
    return Target(extra=f"{choice.word}:{page}").write()


def _all_button(choice: Choice) -> list[Block]:
    return [] if choice.which == "all" else [button("List all use cases", Actions.REGISTRATION_LIST)]


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
    names = ["Key", "Title", *(["Friction"] if scored else []), "State", "Needs", "Owner", "Sponsor"]
    return [text_cell(name) for name in names]


def _row(line: Line, friction: Friction | None, scored: bool, today: date | None) -> list[Block]:
    one = line.listed
    return [
        text_cell(one.key),
        text_cell(one.title, 120),
        *([text_cell(_in_short(friction) if friction else "not told")] if scored else []),
        text_cell(_state(line, today)),
        text_cell(line.attention.words if line.attention else "not told"),
        person_cell(one.owner),
        person_cell(one.sponsor),
    ]


def _state(line: Line, today: date | None) -> str:
    one, state = line.listed, stage(line.listed, paused=line.paused)
    under_way = today and not one.proposed and not one.outcome
    return f"{state}, {today_in_plan(one, today)}" if today and under_way else state


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
