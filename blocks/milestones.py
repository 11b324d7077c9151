"""The plan's pings: what a milestone still needs, whose it is, and the button that supplies it."""

from collections.abc import Mapping
from typing import Final

from blocks.actions import Target, opens, suffixed
from blocks.checkins import LOG
from blocks.lacking import lines
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    day,
    drawn,
    escape,
    mention,
    one_line,
    section,
    titled,
)
from blocks.registration import part_by_part
from blocks.replicas import START
from blocks.stand import show_button
from playbook.letters import LiveAsked, MilestoneDue
from playbook.wording import listed

LIVE = "checkins.live"
_SUPPLY = frozenset({"describe", "document"})  # what owner and sponsor may both do
_HEADS: Final[Mapping[str, str]] = {
    "early": "🗓️ *In a week: {milestone}*",
    "headsup": "🗓️ *Coming up: {milestone}*",
    "due": "📌 *Due: {milestone}*",
    "overdue": "⏰ *Overdue: {milestone}*",
}


def milestone_due(notice: MilestoneDue) -> Drawn:
    """The ping alone in its message."""
    return drawn(ping(notice))


def ping(notice: MilestoneDue) -> list[Block]:
    """A milestone with what is missing; a line once nothing is asked."""
    name = titled(notice.key, notice.title)
    if notice.passed or notice.closed:
        sign = "✅" if notice.passed else "⏹️"
        return [
            section(f"{sign} *{escape(notice.milestone)}*: {escape(notice.passed or notice.closed)}\n{name}")
        ]
    head = _HEADS[notice.phase].format(milestone=escape(notice.milestone))
    when = f"was due {day(notice.on)}" if notice.phase == "overdue" else day(notice.on)
    whose = f", owner {mention(notice.owner)}" if notice.for_sponsor else ""
    return [
        section(f"{head}, {when}\n{name}{whose}", show_button(notice.use_case)),
        *_before(notice),
        *_needs(notice),
        *_week(notice),
    ]


def _before(notice: MilestoneDue) -> list[Block]:
    return [section(f"⏳ Still open before it: {escape(listed(notice.before))}.")] if notice.before else []


def _needs(notice: MilestoneDue) -> list[Block]:
    if not (notice.missing or notice.criteria):
        ready = f"Nothing is missing for the {escape(notice.needs)}: now it is voted."
        return [section(f"✅ {ready}"), context(f"`/pilot gate {notice.key}` shows who votes.")]
    return [
        section(f"*{escape(notice.needs)}, still missing:*"),
        *part_by_part(notice.use_case, notice.missing, _SUPPLY, notice.reader),
        *lines(notice.use_case, notice.criteria, notice.reader, buttons=not notice.for_sponsor),
    ]


def _week(notice: MilestoneDue) -> list[Block]:
    if not notice.week:
        return []
    value = Target(uc=notice.use_case, extra=notice.week).write()
    return [
        section("📈 The gate counts the running week too: log its number before it closes."),
        actions(button("Log this week's number", suffixed(opens(LOG), notice.week), value)),
    ]


def live_asked(notice: LiveAsked) -> Drawn:
    """The question alone in its message."""
    return drawn(live_question(notice))


def live_question(notice: LiveAsked) -> list[Block]:
    """Whether it is live, and what a later day would cost."""
    name = titled(notice.key, notice.title)
    if notice.settled:
        sign = "⏹️" if notice.closed else "✅"
        return [section(f"{sign} {name}: {escape(notice.closed or notice.done)}")]
    if notice.second:
        return _replica_question(notice, name)
    first = f" The {escape(notice.before)} comes first." if notice.before else ""
    late = f"Live after Day {notice.number} ({day(notice.on)}) there is no {escape(notice.gate)}"
    live = button("It is live", opens(LIVE), Target(uc=notice.use_case).write(), "primary")
    return [
        section(f"🚦 *Is it live?* {name}\n{late}: its weeks would be too few to say anything."),
        context(f"Press it with a link to the first real case.{first}"),
        actions(live, show_button(notice.use_case)),
    ]


def _replica_question(notice: LiveAsked, name: str) -> list[Block]:
    """Whether a replica is live at the second place, which the Scale gate asks for."""
    late = (
        f"Live at {cut(one_line(notice.second), 100)} after Day {notice.number} ({day(notice.on)}), "
        f"a replica has too few weeks by the {escape(notice.gate)}"
    )
    keys = [f"UC-{number}" for number in notice.started]
    stands = f"Started and not live yet: {listed(keys)}." if keys else "None has been started yet."
    key = Target(uc=notice.use_case).write()
    start = button("Start a replica", opens(START), key, "primary")
    return [
        section(f"🚦 *Is a replica live?* {name}\n{late}: what works once is not scaled."),
        context(escape(stands)),
        actions(show_button(notice.started[-1]) if notice.started else start),
    ]
