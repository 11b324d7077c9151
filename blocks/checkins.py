"""The weekly question."""

from datetime import date

from blocks.actions import Actions, Target, opens
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    context,
    cut,
    day_month,
    drawn,
    escape,
    one_line,
    section,
    titled,
)
from playbook.letters import CheckInDue, MetricAsked
from playbook.weeks import in_words, several_in_words

LOG = "checkins.log"


def check_in_due(notice: CheckInDue) -> Drawn:
    """The question alone in its message."""
    return drawn(question(notice))


def question(notice: CheckInDue) -> list[Block]:
    """The question as a section of a message."""
    period = f"{in_words(notice.week)}, {span(notice.first, notice.last)}"
    if notice.logged:
        said = f"✅ *Logged* {titled(notice.key, notice.title)}\n{escape(notice.logged)}"
        return [section(said), context(period)]
    kpi = cut(one_line(notice.asked[0].metric), 200)
    if notice.overtaken:
        said = f"🔁 *Asked again* in a newer message: {kpi} in {period}\n{titled(notice.key, notice.title)}"
        return [section(said), context("Answer there, or simply type the number here.")]
    if notice.says:
        return _says(notice, kpi, period)
    asks = "One more time: what" if notice.asked_again else "What"
    label = f"Log {in_words(notice.week)}"
    return [
        section(f"📈 {asks} was *{kpi}* in {period}?\n{titled(notice.key, notice.title)}"),
        *_last_values(notice.asked),
        *_missed(notice.missed),
        actions(button(label, opens(LOG), Target(uc=notice.use_case, extra=notice.week).write(), "primary")),
        context("Or simply answer here with the number, like `4.1`."),
    ]


def _says(notice: CheckInDue, kpi: str, period: str) -> list[Block]:
    """A number that came by itself: right, or not."""
    said = f"📡 {cut(one_line(notice.said_by), 80)} says *{escape(notice.says)}* for {kpi} in {period}"
    target = Target(uc=notice.use_case, version=notice.reading, extra="n1").write()
    return [
        section(f"{said}\n{titled(notice.key, notice.title)}"),
        *_missed(notice.missed),
        actions(
            button("Right", Actions.CHECKINS_RIGHT, target, "primary"),
            button("Correct", opens("checkins.change"), target),
        ),
        context("It counts already. *Right* puts your name to it."),
    ]


def _last_values(asked: tuple[MetricAsked, ...]) -> list[Block]:
    known = [f"{cut(one_line(one.metric), 120)}: last {escape(one.last)}" for one in asked if one.last]
    return [section(bullets(known))] if known else []


def _missed(missed: tuple[str, ...]) -> list[Block]:
    if not missed:
        return []
    return [context(f"Also missing: {several_in_words(missed)}. The same form takes them.")]


def span(first: date, last: date) -> str:
    """The days of a week: 4-10 May."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_month(last)}"
    return f"{day_month(first)} – {day_month(last)}"
