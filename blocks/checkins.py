"""The weekly question and what one morning asks of a person."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from blocks.actions import Target, opens
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    context,
    cut,
    day_month,
    divider,
    drawn,
    escape,
    header,
    one_line,
    section,
    titled,
)
from playbook.letters import CheckInDue, Gathered, MetricAsked
from playbook.weeks import in_words
from playbook.wording import counted

LOG = "checkins.log"
MOST_BLOCKS = 50


def check_in_due(notice: CheckInDue) -> Drawn:
    """The question alone in its message."""
    return drawn(_question(notice))


def gathered(notice: Gathered) -> Drawn:
    """All that is asked on one morning, a section each; what does not fit is named with its command."""
    blocks: list[Block] = [header(f"{counted(len(notice.sections), 'thing')} for you this morning")]
    unshown: list[str] = []
    for one in notice.sections:
        shown = [divider(), *map(_without_style, SECTIONS[type(one)](one))]
        if len(blocks) + len(shown) < MOST_BLOCKS:
            blocks += shown
        else:
            unshown.append(one.key)
    more = f"Also waiting for you: {', '.join(unshown)}. See `/pilot list mine`."
    return drawn([*blocks, *([context(more)] if unshown else [])])


def _without_style(block: Block) -> Block:
    """A block whose buttons are all alike: of many questions in one message none is the main one."""
    if block["type"] != "actions":
        return block
    plain = [{name: part for name, part in one.items() if name != "style"} for one in block["elements"]]
    return block | {"elements": plain}


def _question(notice: CheckInDue) -> list[Block]:
    period = f"{in_words(notice.week)}, {span(notice.first, notice.last)}"
    if notice.logged:
        said = f"✅ *Logged* {titled(notice.key, notice.title)}\n{escape(notice.logged)}"
        return [section(said), context(period)]
    kpi = cut(one_line(notice.asked[0].metric), 200)
    asks = "One more time: what" if notice.asked_again else "What"
    label = f"Log {in_words(notice.week)}"
    return [
        section(f"📈 {asks} was *{kpi}* in {period}?\n{titled(notice.key, notice.title)}"),
        *_last_values(notice.asked),
        *_missed(notice.missed),
        actions(button(label, opens(LOG), Target(uc=notice.use_case, extra=notice.week).write(), "primary")),
        context("Or simply answer here with the number, like `4.1`."),
    ]


def _last_values(asked: tuple[MetricAsked, ...]) -> list[Block]:
    known = [f"{cut(one_line(one.metric), 120)}: last {escape(one.last)}" for one in asked if one.last]
    return [section(bullets(known))] if known else []


def _missed(missed: tuple[str, ...]) -> list[Block]:
    if not missed:
        return []
    return [context(f"Also missing: {', '.join(map(in_words, missed))}. The same form takes them.")]


def span(first: date, last: date) -> str:
    """The days of a week: 4-10 May."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_month(last)}"
    return f"{day_month(first)} – {day_month(last)}"


SECTIONS: Final[Mapping[type[Any], Callable[[Any], list[Block]]]] = {CheckInDue: _question}
