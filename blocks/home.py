"""The Home tab: what waits for me, my use cases, and for admins what is still to be set up."""

from datetime import date

from blocks.actions import Actions, opens
from blocks.help import ABOUT
from blocks.pieces import (
    Block,
    actions,
    button,
    context,
    cut,
    divider,
    escape,
    header,
    mention,
    more,
    one_line,
    section,
    titled,
)
from blocks.stand import Waiting, queue, show_button, stage, today_in_plan
from playbook.facts import Listed, Person

WAITING_SHOWN = 20
MINE_SHOWN = 20
Setup = tuple[tuple[bool, str], ...]


def home(
    person: Person,
    waiting: tuple[Waiting, ...],
    mine: tuple[Listed, ...],
    setup: Setup = (),
    *,
    today: date | None = None,
) -> Block:
    """One person's Home; `setup` is the admin's checklist (done, unescaped words), gone once all is done."""
    return {
        "type": "home",
        "callback_id": "home",
        "blocks": [
            *_setup(setup),
            *_waiting(waiting),
            *(_mine(mine, today) if mine else _newcomer(person)),
            actions(
                button("Register a use case", opens("registration.new"), style="primary"),
                button("List all use cases", Actions.REGISTRATION_LIST),
            ),
            context("`/pilot help` shows what you can type anywhere."),
        ],
    }


def _setup(setup: Setup) -> list[Block]:
    done = sum(ready for ready, _ in setup)
    if done == len(setup):
        return []
    lines = [
        f"{'✅ Done' if ready else '⬜ To do'}: {cut(escape(words), 200)}" for ready, words in setup[:12]
    ]
    return [
        header(f"Set up: {done} of {len(setup)} done"),
        section("\n".join(lines)),
        actions(button("Answer the four questions", opens("settings.four"))),
        divider(),
    ]


def _waiting(waiting: tuple[Waiting, ...]) -> list[Block]:
    if not waiting:
        return [header("Waiting for you"), section("✅ Nothing waits for you.")]
    left = len(waiting) - WAITING_SHOWN
    rest = [context(more(left, "they appear here as you work through these"))] if left > 0 else []
    return [header(f"Waiting for you ({len(waiting)})"), *queue(waiting, WAITING_SHOWN), *rest]


def _mine(mine: tuple[Listed, ...], today: date | None) -> list[Block]:
    left = len(mine) - MINE_SHOWN
    rest = [context(more(left, "`/pilot list mine`"))] if left > 0 else []
    return [header(f"Your use cases ({len(mine)})"), *(_line(one, today) for one in mine[:MINE_SHOWN]), *rest]


def _line(one: Listed, today: date | None) -> Block:
    plan = today_in_plan(one, today or one.day_one)
    words = f"{stage(one)} · {plan} · owner {mention(one.owner)} · sponsor {mention(one.sponsor)}"
    return section(f"{titled(one.key, one.title)}\n{words}", show_button(one.number))


def _newcomer(person: Person) -> list[Block]:
    name = f", {cut(one_line(person.name), 80)}" if person.name.strip() else ""
    return [
        header("Your use cases"),
        section(f"Welcome{name}. {ABOUT}"),
        section(
            "You start with one sentence: _Reduce average proposal turnaround time from 5 days to 3 days in "
            "8 weeks, while maintaining error rate below 2 %._ It is saved at once; you see what is missing."
        ),
    ]
