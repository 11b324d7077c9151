"""What is read back when something was logged, typed or pressed: receipts, refusals by message, go-live."""

from blocks.actions import Actions, Target, opens
from blocks.checkins import span
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    context,
    cut,
    day,
    drawn,
    escape,
    header,
    link,
    mention,
    one_line,
    section,
    strong,
    titled,
)
from blocks.stand import show_button
from playbook.letters import MessageAnswered, ReadingTaken, TakenValue, WentLive
from playbook.weeks import in_words

CHANGE = "checkins.change"


def reading_taken(notice: ReadingTaken) -> Drawn:
    """What was logged, with *Undo* and *Change*; once taken back, that it was."""
    if notice.undone:
        said = f"↩️ *Taken back* {titled(notice.key, notice.title)}\n{_values(notice)}"
        return drawn([section(said), *_verdict(notice), context("Both stay in the record.")])
    mark = "✏️ *Corrected*" if _is_correction(notice) else "✅ *Logged*"
    return drawn(
        [
            section(f"{mark} for {_period(notice)} · {titled(notice.key, notice.title)}\n{_values(notice)}"),
            *_verdict(notice),
            context(*_small_print(notice)),
            _buttons(notice),
        ]
    )


def _is_correction(notice: ReadingTaken) -> bool:
    return any(one.before for one in notice.values)


def _values(notice: ReadingTaken) -> str:
    lines = [_value(one) for one in notice.values]
    return bullets(lines) if len(lines) > 1 else lines[0]


def _value(one: TakenValue) -> str:
    before = f" (instead of {cut(one_line(one.before), 100)})" if one.before else ""
    return f"{cut(one_line(one.metric), 150)}: *{cut(one_line(one.value), 100)}*{before}"


def _period(notice: ReadingTaken) -> str:
    if notice.week and notice.first and notice.last:
        return f"{in_words(notice.week)}, {span(notice.first, notice.last)}"
    return day(notice.day)


def _verdict(notice: ReadingTaken) -> list[Block]:
    said = [cut(escape(words), 1000) for words in (notice.verdict, notice.change) if words.strip()]
    return [section("\n".join(said))] if said else []


def _small_print(notice: ReadingTaken) -> list[str]:
    late = ["Late: it belongs to an older week, and counts there."] if notice.late else []
    reason = [f"Why: {cut(one_line(notice.reason), 300)}"] if notice.reason.strip() else []
    return [f"By {mention(notice.by)}", *late, *reason, *_chosen(notice), *_elsewhere(notice)]


def _chosen(notice: ReadingTaken) -> list[str]:
    """Which day or week was chosen for them, and how to name another."""
    if notice.stated:
        return []
    chosen = "the newest week without a number" if notice.week else "today, as no closed week lacks a number"
    return [
        f"You named no day, so I took {chosen}. Another one: add `on 12 May` or `for week 2`, or *Change*."
    ]


def _elsewhere(notice: ReadingTaken) -> list[str]:
    if not notice.elsewhere:
        return []
    keys = [cut(one_line(key), 20) for key in notice.elsewhere[:10]]
    waiting = f"Still waiting for a number: {', '.join(keys)}. Name one, like `4.1 {keys[0]}`."
    return [f"I took it for {notice.key}. {waiting}"]


def _buttons(notice: ReadingTaken) -> Block:
    value = Target(uc=notice.use_case, version=notice.number, extra=f"n{len(notice.values)}").write()
    return actions(
        button("Undo", Actions.CHECKINS_UNDO, value),
        button("Change", opens(CHANGE), value),
        button("All readings", Actions.CHECKINS_READINGS, Target(uc=notice.use_case).write()),
    )


def message_answered(notice: MessageAnswered) -> Drawn:
    """Why a message was not taken as a reading, with what was typed below."""
    mark = "⚠️ *Not taken.* " if notice.refused else "💡 "
    said = [section(f"{mark}{cut(escape(notice.words), 2000)}")]
    ways = [section("*What you can do*\n" + bullets(cut(escape(way), 400) for way in notice.ways[:6]))]
    typed = [context(f"You typed: {cut(one_line(notice.typed), 500)}")] if notice.typed.strip() else []
    return drawn([*said, *(ways if notice.ways else []), *typed])


def went_live(notice: WentLive) -> Drawn:
    """It is live: from here on readings are evidence."""
    case = link(notice.link, "the first real case")
    since = f"Live since *{day(notice.day)}*, Day {notice.day_number} of 60"
    return drawn(
        [
            header(f"{notice.key} is live"),
            section(f"🚀 {strong(notice.title)}\n{since}: {case}"),
            context(
                f"Said by its owner {mention(notice.owner)}",
                "Evidence starts this day: each week from here on is asked for, and judged once closed.",
            ),
            actions(show_button(notice.use_case)),
        ]
    )
