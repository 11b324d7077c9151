"""The plan's pings: what a milestone still needs, whose it is, and the button that supplies it."""

from collections.abc import Mapping
from typing import Final

from blocks.actions import Target, opens, suffixed
from blocks.checkins import LOG
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
    more,
    one_line,
    section,
    titled,
)
from blocks.registration import part_by_part
from blocks.stand import show_button
from playbook.deciding import Act, Criterion, Result
from playbook.letters import LiveAsked, MilestoneDue
from playbook.wording import listed

LIVE = "checkins.live"
CRITERIA_SHOWN = 8
_SUPPLY = frozenset({"describe", "document"})  # what owner and sponsor may both do
_HEADS: Final[Mapping[str, str]] = {
    "early": "🗓️ *In a week: {milestone}*",
    "headsup": "🗓️ *Coming up: {milestone}*",
    "due": "📌 *Due: {milestone}*",
    "overdue": "⏰ *Overdue: {milestone}*",
}
RESULTS: Final[Mapping[Result, str]] = {"met": "✅ Met", "not_met": "❌ Not met", "unclear": "❔ Unclear"}
# The button that supplies a criterion; what is not here is supplied from the card.
_SUPPLIES: Final[Mapping[Act, tuple[str, str]]] = {
    "log": ("Log a reading", opens(LOG)),
    "bottlenecks": ("Describe the process", opens("registration.process")),
    "prove": ("Prove it", opens("proofs.prove")),
    "drill": ("Start a drill", opens("proofs.drill")),
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
    when = f"{'was due' if notice.phase == 'overdue' else 'is'} {day(notice.on)}"
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
        return [context(f"`/pilot gate {notice.key}` shows what the {escape(notice.needs)} asks for.")]
    return [
        section(f"*{escape(notice.needs)}, still missing:*"),
        *part_by_part(notice.use_case, notice.missing, _SUPPLY),
        *(_criterion(one, notice.use_case) for one in notice.criteria[:CRITERIA_SHOWN]),
        *_unshown(notice),
    ]


def _criterion(one: Criterion, number: int) -> Block:
    supplies = f" ({', '.join(map(mention, one.supplies[:4]))})" if one.supplies else ""
    words = f"{RESULTS[one.result]}: {cut(one_line(one.because), 400)}{supplies}"
    given = _SUPPLIES.get(one.act)
    if given is None:
        return section(words)
    label, action = given
    return section(words, button(label, suffixed(action, one.name), Target(uc=number).write()))


def _unshown(notice: MilestoneDue) -> list[Block]:
    left = len(notice.criteria) - CRITERIA_SHOWN
    return [context(more(left, f"`/pilot gate {notice.key}`"))] if left > 0 else []


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
    if notice.done:
        return [section(f"✅ {name}: {escape(notice.done)}")]
    first = f"\nFirst: the {escape(notice.before)}." if notice.before else ""
    gate = escape(notice.gate)
    live = button("It is live", opens(LIVE), Target(uc=notice.use_case).write(), "primary")
    return [
        section(
            f"🚦 *Is it live?* {name}\nLive after Day {notice.number} ({day(notice.on)}): no {gate}.{first}"
        ),
        context("Its weeks would be too few to say anything. Press it with a link to the first real case."),
        actions(live, show_button(notice.use_case)),
    ]
