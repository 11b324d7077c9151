"""The monthly digest: the root leaders read in ten seconds, and its thread with the four answers."""

from collections.abc import Iterable, Iterator
from typing import Final

from blocks.actions import Actions, Target, opens, suffixed
from blocks.escape import size
from blocks.pieces import (
    CHART,
    Block,
    Drawn,
    actions,
    bullets,
    button,
    context,
    cut,
    day,
    divider,
    drawn,
    header,
    mention,
    more,
    one_line,
    person_cell,
    quote,
    section,
    text_cell,
    titled,
)
from blocks.words import ANSWERS
from playbook.calendar import day_of
from playbook.digest import month_words
from playbook.four import Answer, FourAnswers
from playbook.questions import QUESTIONS
from playbook.review_notices import (
    AnswersTold,
    Barrier,
    BarriersTold,
    CommentMade,
    DigestAttached,
    DigestPosted,
    LeaderLine,
    OwedLine,
    Reviewed,
)
from playbook.reviews import before
from playbook.wording import counted, listed

LEADERS: Final = 30
CHARACTERS: Final = 9_000  # in the table's cells
SHOWN: Final = 700  # characters of a typed text
LEFT: Final = "in the thread and in the CSV"


def digest_posted(notice: DigestPosted) -> Drawn:
    """The root: truth, changes, whose turn it is, blockers with buttons, use cases by need for attention."""
    return drawn([*_top(notice), *_news(notice), *_barriers(notice), *_portfolio(notice), *_foot(notice)])


def _top(notice: DigestPosted) -> Iterator[Block]:
    yield header(f"AI pilots, {month_words(notice.month)}")
    yield section(f"*{one_line(notice.truth)}*")
    if notice.preview:
        yield context("👁️ A preview for you alone: nothing was posted.")
    if notice.late:
        yield context(f"⏰ Late: it was due on {day(notice.on)}, and says how things stood then.")
    if notice.skipped:
        months = listed([month_words(one) for one in notice.skipped])
        yield context(
            f"⏳ There is no digest of {months}: Pilotage was not running. This one covers that time."
        )


def _news(notice: DigestPosted) -> Iterator[Block]:
    if notice.changes:
        yield section(f"*{_since(notice)}*\n{bullets(map(_typed, notice.changes))}")
    if notice.leaders:
        yield section(f"*Yours*\n{_leaders(notice.leaders)}")
    figures = [
        f"*Worth*: {one_line(notice.worth)}" if notice.worth else "",
        f"*Causes of redesigns and stops*: {one_line(notice.stops)}" if notice.stops else "",
    ]
    if any(figures):
        yield section("\n".join(filter(None, figures)))


def _since(notice: DigestPosted) -> str:
    """What it is compared with: the digest posted last."""
    return f"Since {month_words(before(notice.skipped[0]))}" if notice.skipped else "Since last month"


def _typed(text: str) -> str:
    return cut(one_line(text), 200)


def _leaders(leaders: tuple[LeaderLine, ...]) -> str:
    lines = [f"{mention(one.person)}: {_waits(one)}" for one in leaders[:LEADERS]]
    rest = len(leaders) - LEADERS
    return bullets([*lines, *([more(rest, "each sees theirs in Home")] if rest > 0 else [])])


def _waits(one: LeaderLine) -> str:
    parts = [(one.decisions, "decision"), (one.blockers, "blocker")]
    return ", ".join(counted(number, what) for number, what in parts if number)


# --- blockers -----------------------------------------------------------------------------------------------


def _barriers(notice: DigestPosted) -> Iterator[Block]:
    if notice.barriers:
        yield divider()
        yield section("*Only leaders can clear these*")
        for one in notice.barriers:
            yield from _barrier(one)
    if notice.more_barriers:
        yield context(more(notice.more_barriers, "in the thread, with their buttons"))
    if notice.became:
        yield section(f"*What became of last month's*\n{bullets(map(_typed, notice.became))}")
    if notice.owed:
        rest = [more(notice.more_owed, LEFT)] if notice.more_owed else []
        yield section(f"*Owed for five working days or more*\n{bullets([*map(_owed, notice.owed), *rest])}")


def barriers_told(notice: BarriersTold) -> Drawn:
    """Further blockers, in the thread."""
    blocks = [block for one in notice.barriers for block in _barrier(one)]
    return drawn([section("*Further blockers only leaders can clear*"), *blocks])


def _barrier(one: Barrier) -> Iterator[Block]:
    name = titled(f"UC-{one.use_case}", one.title)
    waits = f"open since {day(one.since)}, waiting for {mention(one.clears, 'someone to be named')}"
    said = f"\n{_answered(one)}" if one.answer else ""
    mark = "✅" if one.cleared else "🚧"
    yield section(f"{mark} {name}\n{cut(one_line(one.text), SHOWN)}\n_{waits}_{said}")
    if not one.cleared:
        yield actions(*_stances(one))


def _answered(one: Barrier) -> str:
    why = f": {cut(one_line(one.reason), SHOWN)}" if one.reason else ""
    said = one_line(one.answer[:1].upper() + one.answer[1:])
    return f"{cut(said, 200)} by {mention(one.by)}{why}"


def _stances(one: Barrier) -> list[Block]:
    about = f"b{one.number}"
    value, end = Target(uc=one.use_case, extra=about).write(), f"{one.use_case}.{about}"
    return [
        button("I take it", suffixed(Actions.DIGEST_TAKE, end), value),
        button("Name someone", suffixed(opens("digest.name"), end), value),
        button("Decline with reason", suffixed(opens("digest.decline"), end), value),
    ]


def _owed(one: OwedLine) -> str:
    return (
        f"waiting for {mention(one.person)} since {day_of(one.since)}: UC-{one.use_case}, {_typed(one.words)}"
    )


# --- the portfolio ------------------------------------------------------------------------------------------


def _portfolio(notice: DigestPosted) -> Iterator[Block]:
    if notice.counts:
        yield _chart(notice.counts)
    if notice.lines:
        rows = _fitting([_row(one) for one in notice.lines])
        yield _table(rows)
        left = notice.more + len(notice.lines) - len(rows)
        if left:
            yield context(more(left, LEFT))


def _chart(counts: tuple[tuple[str, int], ...]) -> Block:
    labels = [name[:20] for name, _ in counts]
    points = [{"label": label, "value": count} for label, (_, count) in zip(labels, counts, strict=True)]
    return {
        "type": CHART,
        "title": "Pilots by stage",
        "chart": {
            "type": "bar",
            "series": [{"name": "Pilots", "data": points}],
            "axis_config": {"categories": labels, "y_label": "pilots"},
        },
    }


def _table(rows: list[list[Block]]) -> Block:
    head = [text_cell(one) for one in ("Key", "Title", "State", "Needs", "Q1 Q2 Q3 Q4", "Ready?", "Owner")]
    caption = "Use cases by need for attention"
    return {"type": "data_table", "caption": caption, "rows": [head, *rows], "page_size": 20}


def _row(one: Reviewed) -> list[Block]:
    return [
        text_cell(one.key),
        text_cell(one.title, 80),
        text_cell(one.state, 60),
        text_cell("production at risk" if one.at_risk else one.attention, 80),
        text_cell(" ".join(one.answers.words) if one.answers else "–"),
        text_cell(one.answers.verdict if one.answers else "–"),
        person_cell(one.owner),
    ]


def _fitting(rows: list[list[Block]]) -> list[list[Block]]:
    """The rows that fit beside everything else in one message."""
    room, kept = CHARACTERS, list[list[Block]]()
    for row in rows:
        room -= sum(size(str(cell.get("text", "a person's name"))) for cell in row)
        if room < 0:
            break
        kept.append(row)
    return kept


def _foot(notice: DigestPosted) -> Iterator[Block]:
    if notice.hidden:
        private = counted(notice.hidden, "private use case")
        yield context(f"🔒 {private} not shown: only its people may see it.")
    if not notice.preview:
        yield actions(button("Send me CSV and PDF", Actions.DIGEST_FILES, Target(extra=notice.month).write()))
    if notice.budget:
        yield context(f"Messages unasked since the last digest: {one_line(notice.budget)}.")
    yield context(
        "The four answers of each use case stand in the thread, read off the record and typed by nobody; "
        "at its end all of it as CSV and PDF."
    )


# --- the thread ---------------------------------------------------------------------------------------------


def answers_told(notice: AnswersTold) -> Drawn:
    """One use case in full, or up to ten in short."""
    if len(notice.lines) == 1:
        return drawn(_in_full(notice.lines[0], notice.month))
    return drawn([block for one in notice.lines for block in _in_short(one, notice.month)])


def comment_made(notice: CommentMade) -> Drawn:
    """A comment as it stands in the thread and in the record."""
    name, owner = titled(notice.key, notice.title), mention(notice.owner)
    said = f"💬 {mention(notice.by)} on {name}, for {owner}:\n{quote(notice.text)}"
    return drawn([section(said)])


def digest_attached(notice: DigestAttached) -> Drawn:
    """What is said with the files."""
    what = f"{counted(notice.use_cases, 'use case')} with the four answers"
    said = f"📎 {month_words(notice.month)} as a whole: {what}, as a table (CSV) and to print (PDF)."
    return drawn([section(said)])


def _in_full(one: Reviewed, month: str) -> list[Block]:
    head = section(f"{titled(one.key, one.title)}\n{_state(one)}")
    if one.answers is None:
        return [head, *_asides(one), actions(*_buttons(one, month))]
    answers = "\n".join(
        f"*{n}. {QUESTIONS[n - 1]}*\n{_answer(each)}" for n, each in enumerate(one.answers.answers, 1)
    )
    told = [head, section(_verdict(one.answers)), section(answers), *_asides(one)]
    return [*told, actions(*_buttons(one, month))]


def _state(one: Reviewed) -> str:
    people = f"owner {mention(one.owner)}, sponsor {mention(one.sponsor)}"
    risk = "\n⚠️ *Production at risk*: not all yes in two digests in a row. "
    asked = f"{risk}{mention(one.sponsor)} restores it or stops it." if one.at_risk else ""
    return f"{one_line(one.state)} · {_typed(one.attention)} · {people}{asked}"


def _verdict(answers: FourAnswers) -> str:
    mark = "✅" if answers.production_ready else "⛔"
    return f"{mark} *{answers.verdict[:1].upper()}{answers.verdict[1:]}*. {answers.plan}."


def _answer(each: Answer) -> str:
    because = cut(one_line(each.because), 350)
    if not each.action:
        return f"{ANSWERS[each.answer]}: {because}"
    whose = " and ".join(mention(person) for person in each.whose[:4])
    rest = f" and {len(each.whose) - 4} more" if len(each.whose) > 4 else ""
    return f"{ANSWERS[each.answer]}: {because}\n→ {_typed(each.action)}{f' ({whose}{rest})' if whose else ''}"


def _asides(one: Reviewed) -> list[Block]:
    """What the root may have had no room for."""
    lines = [*([one.change] if one.change else []), *one.became]
    told = [f"Since last month: {_typed(line)}" for line in lines]
    told += [_owed(each) for each in one.owes]
    worth = [f"Worth: {_typed(one.worth)}"] if one.worth else []
    shown = [*told, *worth]
    return [context("\n".join(shown[:12]))] if shown else []


def _in_short(one: Reviewed, month: str) -> Iterable[Block]:
    lines = [titled(one.key, one.title), _state(one)]
    if one.answers:
        lines.append(_verdict(one.answers))
        lines += [f"Q{n} {_briefly(each)}" for n, each in enumerate(one.answers.answers, 1)]
    lines += [_typed(line) for line in (one.change, *one.became[:3]) if line]
    lines += [_owed(each) for each in one.owes[:3]]
    yield section("\n".join(lines))
    yield actions(*_buttons(one, month))


def _briefly(each: Answer) -> str:
    whose = f" ({mention(each.whose[0])})" if each.action and each.whose else ""
    return f"{ANSWERS[each.answer]}: {cut(one_line(each.because), 180)}{whose}"


def _buttons(one: Reviewed, month: str) -> list[Block]:
    """One that ended has nothing to contest any more; what was learned can still be talked about."""
    value, said = Target(uc=one.use_case).write(), Target(uc=one.use_case, extra=month).write()
    contest = button("Contest", suffixed(opens("gates.contest"), f"d{one.use_case}"), value)
    return [
        button("Comment", suffixed(opens("digest.comment"), f"d{one.use_case}"), said),
        *([contest] if one.answers else []),
        button("Show the card", suffixed(Actions.REGISTRATION_SHOW, f"d{one.use_case}"), value),
    ]
