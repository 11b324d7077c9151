"""The Home tab: one queue of what waits, my use cases, the portfolio; for admins set-up and health."""

from collections.abc import Mapping
from typing import Final

from blocks.actions import Actions, Target, opens, suffixed
from blocks.help import ABOUT
from blocks.pieces import (
    Block,
    actions,
    button,
    channel,
    context,
    cut,
    divider,
    escape,
    header,
    mention,
    moment,
    one_line,
    option,
    section,
    select,
    titled,
)
from blocks.stand import MARKS, show_button, stage, today_in_plan
from blocks.waiting import drawn_from, queue
from blocks.words import STAGES
from playbook.budget import Spent
from playbook.home import Card, Duty, Health, Page, Part, Sheet, Task
from playbook.listing import HEADINGS, Line, Which, takes_part
from playbook.wording import counted

NARROWED: Final[tuple[Which, ...]] = (
    "running",
    "overdue",
    "proposed",
    "frame",
    "pilot",
    "limited_production",
    "scale_decision",
    "scaled",
    "stopped",
    "all",
)
_ENDS: Final = {"proposed": "Proposed", "scaled": "Scaled", "stopped": "Stopped"}
_STAGES: Final = {one: f"{MARKS[one]} {name}" for one, name in (*STAGES.items(), *_ENDS.items())}
_TASKS: Final[Mapping[Task, str]] = {
    "settings.four": "Answer the four questions",
    "settings.hours": "Set the hours",
    "registration.new": "Register a use case",
}
_NOUNS: Final[Mapping[Part, str]] = {"waiting": "things", "mine": "use cases", "portfolio": "use cases"}


def home(page: Page, threads: Mapping[str, str] | None = None) -> Block:
    """One person's Home; `threads` are the addresses of the threads that things are settled in, by letter."""
    return {
        "type": "home",
        "callback_id": "home",
        "private_metadata": page.shown.write(),
        "blocks": [
            *_setup(page.setup),
            *_truth(page.truth),
            *_waiting(page, threads or {}),
            *(_mine(page) if page.mine else _newcomer(page)),
            *_portfolio(page),
            *(_health(page.health) if page.health else []),
            *_spent(page.spent),
            actions(button("Subscribe to my dates", opens("feed"))),
            context("`/pilot help` shows what you can type anywhere."),
        ],
    }


def _truth(truth: str) -> list[Block]:
    if not truth:
        return []
    return [section(f"*{escape(truth)}*", button("Preview the review", Actions.DIGEST_PREVIEW)), divider()]


def _spent(spent: Spent | None) -> list[Block]:
    if spent is None or not spent.sent:
        return []
    alerts = f" ({counted(spent.alerts, 'alert')} among them)" if spent.alerts else ""
    words = f"In seven days I wrote to you unasked {counted(spent.sent, 'time')}{alerts}"
    return [context(f"{words}: {spent.answered} answered, {spent.folded} folded into others.")]


def _setup(duties: tuple[Duty, ...]) -> list[Block]:
    if not duties:
        return []
    done = sum(one.done for one in duties)
    lines = [_duty(one) for one in duties[:12]]
    todo = dict.fromkeys(one.task for one in duties if not one.done and one.task in _TASKS)
    presses = [button(_TASKS[task], opens(task)) for task in todo]
    return [
        header(f"Set up: {done} of {len(duties)} done"),
        section("\n".join(lines)),
        *([actions(*presses)] if presses else []),
        divider(),
    ]


def _duty(duty: Duty) -> str:
    where = "".join(f" {channel(one)}" for one in duty.channels[:10])
    return f"{'✅ Done' if duty.done else '⬜ To do'}: {cut(escape(duty.words), 250)}{where}"


def _waiting(page: Page, threads: Mapping[str, str]) -> list[Block]:
    if not page.waiting_sheet.total:
        return [header("Waiting for you"), section("✅ Nothing waits for you.")]
    found = tuple(drawn_from(one, threads.get(one.thread, "")) for one in page.waiting)
    return [
        header(f"Waiting for you ({page.waiting_sheet.total})"),
        context("Oldest first."),
        *queue(found),
        *_pager("waiting", page.waiting_sheet),
    ]


def _mine(page: Page) -> list[Block]:
    return [
        divider(),
        header(f"Your use cases ({page.mine_sheet.total})"),
        *(_card(one, page) for one in page.mine),
        *_pager("mine", page.mine_sheet),
        actions(_register(), _list()),
    ]


def _card(card: Card, page: Page) -> Block:
    one = card.line.listed
    lines = [
        f"{titled(one.key, one.title)}",
        f"{_where(card.line, page)} · {_people(card.line, page)}",
        *([f"📏 {cut(one_line(card.verdict), 300)}"] if card.verdict else []),
        *_needs(card.line),
    ]
    return section("\n".join(lines), show_button(one.number))


def _where(line: Line, page: Page) -> str:
    return f"{stage(line.listed, paused=line.paused)} · {today_in_plan(line.listed, page.today)}"


def _people(line: Line, page: Page) -> str:
    one = line.listed
    owner = "you own it" if one.owner == page.person.id else f"owner {mention(one.owner)}"
    sponsor = "you fund it" if one.sponsor == page.person.id else f"sponsor {mention(one.sponsor)}"
    return f"{owner} · {sponsor}"


def _needs(line: Line) -> list[str]:
    if line.attention is None or line.listed.outcome == "stopped":
        return []
    words = cut(one_line(line.attention.words), 300)
    said = words[:1].upper() + words[1:]
    return [f"❗ *{said}*" if line.attention.urgent else f"📅 {said}"]


def _newcomer(page: Page) -> list[Block]:
    name = f", {cut(one_line(page.person.name), 80)}" if page.person.name.strip() else ""
    if page.gatekeeper:
        return [divider(), header("Your use cases"), section(_GATEKEEPER), actions(_register(), _list())]
    return [
        divider(),
        header("Your use cases"),
        section(f"Welcome{name}. {ABOUT}"),
        section(
            "You start with one sentence: _Reduce average proposal turnaround time from 5 days to 3 days in "
            "8 weeks, while maintaining error rate below 2 %._ It is saved at once; you see what is missing."
        ),
        actions(_register(), _list()),
    ]


_GATEKEEPER: Final = (
    "You own or fund none. As a gatekeeper you answer for governance and vote at every gate: what is asked "
    "of you stands above, with its evidence."
)


def _register() -> Block:
    return button("Register a use case", opens("registration.new"), style="primary")


def _list() -> Block:
    return button("List all use cases", Actions.REGISTRATION_LIST)


def _portfolio(page: Page) -> list[Block]:
    if not page.counts:
        return []
    stages = "  ".join(f"{_STAGES[one]} *{number}*" for one, number in page.counts)
    choices = [option(HEADINGS[one], one) for one in NARROWED]
    total = sum(number for _, number in page.counts)
    return [
        divider(),
        header(f"The portfolio ({total})"),
        section(stages, select(Actions.HOME_NARROW, "Which use cases", choices, page.choice.which)),
        *(_line(one, page) for one in page.portfolio),
        *([] if page.portfolio else [section("None of these.")]),
        *_pager("portfolio", page.portfolio_sheet),
    ]


def _line(line: Line, page: Page) -> Block:
    one = line.listed
    if line.attention is None:
        return section(f"🔒 *{one.key}* private · {stage(one)} · owner {mention(one.owner)}")
    mine = " · yours" if takes_part(one, page.person.id) else f" · owner {mention(one.owner)}"
    first = f"{titled(one.key, one.title)}\n{_where(line, page)}{mine}"
    return section("\n".join([first, *_needs(line)]), show_button(one.number))


def _pager(part: Part, sheet: Sheet) -> list[Block]:
    if sheet.pages < 2:
        return []
    presses = [
        button(label, suffixed(Actions.HOME_TURN, f"{part}-{word}"), Target(extra=f"{part}:{page}").write())
        for word, label, page in (
            ("back", "◀ Before", sheet.page - 1),
            ("on", "After ▶", sheet.page + 1),
        )
        if 0 <= page < sheet.pages
    ]
    said = f"Page {sheet.page + 1} of {sheet.pages}, {sheet.total} {_NOUNS[part]} in all"
    return [actions(*presses), context(said)]


def _health(health: Health) -> list[Block]:
    heard = moment(health.heard_at) if health.heard_at else "nothing yet"
    dead = len(health.undelivered)
    state = "⚠️" if dead or health.waiting else "✅"
    lines = [f"• {cut(one_line(words), 300)}" for words in health.undelivered[:5]]
    left = dead - 5
    return [
        divider(),
        header("How I am doing"),
        section(
            f"{state} Last event received {heard} · {counted(health.waiting, 'letter')} waiting · "
            f"{counted(dead, 'letter')} undeliverable"
        ),
        *([context("\n".join([*lines, *([f"and {left} more"] if left > 0 else [])]))] if lines else []),
    ]
