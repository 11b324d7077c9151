"""What can be typed, what waits for the reader, and a nearest match for what was not understood."""

from blocks.actions import Actions, Target, opens
from blocks.forms import typed_form
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    drawn,
    moment,
    more,
    one_line,
    section,
)
from blocks.waiting import Waiting, queue
from playbook.facts import Draft, Fact

ABOUT = (
    "*Pilotage* takes an AI use case from an idea to a decision in 60 days: one number that moves, "
    "one accountable owner, three gates nobody can force."
)
SHOWN = 5


class Command(Fact):
    """One command as help shows it: `name` is its topic, `usage` what is typed, `words` what it does."""

    name: str
    usage: str
    words: str


def usage(
    commands: tuple[Command, ...],
    *,
    topic: str = "",
    waiting: tuple[Waiting, ...] = (),
    unknown: str = "",
    guess: str = "",
    way: str = "",
) -> Drawn:
    """All commands, or those of one topic; `unknown` is what was typed, `guess` the nearest of these.

    `way`: where what was typed is done instead, in markup of ours.
    """
    wanted = tuple(one for one in commands if one.name == topic) or commands
    return drawn(
        [
            *(_not_understood(unknown, guess, way) if unknown else []),
            *([section(ABOUT)] if not (topic or unknown) else []),
            *_waiting(waiting),
            *([section("\n".join(_line(one) for one in wanted))] if wanted else []),
            *([context("`/pilot help` shows all that can be typed.")] if unknown else []),
            actions(
                button("Register a use case", opens("registration.new"), style="primary"),
                button("List use cases", Actions.REGISTRATION_LIST),
            ),
        ]
    )


def _not_understood(unknown: str, guess: str, way: str) -> list[Block]:
    nearest = f" Did you mean `{one_line(guess)}`?" if guess else ""
    said = f"⚠️ I do not know “{cut(one_line(unknown), 200)}”.{nearest}"
    return [section(f"{said} {way}" if way else said)]


def _waiting(waiting: tuple[Waiting, ...]) -> list[Block]:
    if not waiting:
        return []
    left = len(waiting) - SHOWN
    rest = [context(more(left, "all of it stands in the Home tab"))] if left > 0 else []
    return [section(f"*Waiting for you* ({len(waiting)})"), *queue(waiting[:SHOWN]), *rest]


def _line(command: Command) -> str:
    return f"`{one_line(command.usage)}`  {one_line(command.words)}"


def draft_kept(draft: Draft, nonce: str = "") -> Drawn:
    """A form that was never saved: what was typed, and whether to go on with it."""
    typed = "\n".join(typed_form(draft.form, draft.answers)) or "Nothing was typed yet."
    value = Target(extra=nonce).write() if nonce else ""
    return drawn(
        [
            section(f"📝 *You have an unsaved form*, last changed {moment(draft.saved_at)}"),
            section(cut(typed, 2900)),
            actions(
                button("Continue", Actions.DRAFT_CONTINUE, value, "primary"),
                button("Discard", Actions.DRAFT_DISCARD, value),
            ),
        ]
    )
