"""Quiet for a while: `/pilot snooze`, `/pilot away until 24 May deputy @anna`, `/pilot reminders light`."""

from collections.abc import Callable

from slack_bolt import Ack

from blocks.pieces import bullets, context, drawn, escape, mention, section
from handlers.commands import Command, Typed
from handlers.desk import Desk
from playbook import absence
from playbook.facts import Habits
from playbook.known import Known

Rule = Callable[[Habits, Typed, Known], Habits]


def _saying(rule: Rule) -> Callable[..., None]:
    def said_so(ack: Ack, said: Typed, desk: Desk) -> None:
        asked = desk.ask({"deputy": said.person} if said.person else {})
        with desk.work() as work:
            known = desk.known(work, asked)
            before = work.habits([desk.user_id]).get(desk.user_id) or Habits(hour=known.settings.asked_at)
            after = rule(before, said, known)
            if after != before:
                work.keep_habits(desk.user_id, after)
        lines = list(map(escape, absence.in_words(after, known.settings.reminders)))
        if after.deputy:
            lines.append(f"Deputy: {mention(after.deputy)}, who is asked what you owe.")
        way = "`/pilot snooze off` and `/pilot away off` end it; `/pilot reminders light` asks less."
        shown = drawn([section(f"🔕 *Your questions*\n{bullets(lines)}"), context(way)])
        ack(text=shown.text, blocks=shown.blocks, response_type="ephemeral")

    return said_so


PILOT = {
    "snooze": Command(
        _saying(lambda before, said, known: absence.snooze(before, said.rest, known)),
        "snooze [until Friday | off]",
        "let your questions wait; the plan's dates do not move",
    ),
    "away": Command(
        _saying(lambda before, said, known: absence.leave(before, said.rest, said.person, known)),
        "away until 24 May [deputy @person] | off",
        "while you are away your deputy is asked, and escalation waits",
    ),
    "reminders": Command(
        _saying(lambda before, said, known: absence.hear(before, said.rest)),
        "reminders light | standard | active",
        "how often you hear of the plan's milestones",
    ),
}
