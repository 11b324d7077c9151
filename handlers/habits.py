"""When somebody likes to be asked: `/pilot when Tue 10:00`."""

from slack_bolt import Ack

from blocks.pieces import drawn, section
from handlers.commands import Command, Typed
from handlers.desk import Desk
from playbook.facts import Habits
from playbook.habits import in_words, read_habits

CHANGE = "Change it with `/pilot when Tue 10:00`, `/pilot when 9:00` or `/pilot when any day`."


def when(ack: Ack, said: Typed, desk: Desk) -> None:
    """Say when you want to be asked each week; alone, it shows when you are."""
    asked = desk.ask({})
    if said.rest:
        with desk.work() as work:
            known = desk.known(work, asked)
            before = work.habits([desk.user_id]).get(desk.user_id, Habits())
            after = read_habits(said.rest, before, known.today, known.settings.country)
            if after != before:
                work.keep_habits(desk.user_id, after)
    else:
        with desk.read() as look:
            after = look.habits([desk.user_id]).get(desk.user_id, Habits())
    words = f"🕙 Each week's number is asked of you {in_words(after, asked.actor.zone)}."
    shown = drawn([section(f"{words}\n{CHANGE}")])
    ack(text=shown.text, blocks=shown.blocks, response_type="ephemeral")


PILOT = {
    "when": Command(when, "when [Tue 10:00]", "the weekday and hour you are asked for the week's number")
}
