"""What could not be delivered, for the people who can mend it."""

from blocks.actions import Actions, Target
from blocks.pieces import Block, Drawn, bullets, button, context, cut, drawn, escape, moment, more, section
from playbook.letters import DeadLetter, LettersUndeliverable

SHOWN = 10
AT_ONCE = 20  # letters that one button sends again: its value holds 2,000 characters


def letters_undeliverable(notice: LettersUndeliverable) -> Drawn:
    """Each undelivered letter with what to do; nothing is lost: it waits, or can be sent again."""
    dead = notice.dead[:SHOWN]
    lines = [cut(escape(line), 250) for line in notice.lines[: SHOWN - len(dead)]]
    left = len(notice.lines) + len(notice.dead) - len(lines) - len(dead)
    return drawn(
        [
            section(f"📭 *Some messages could not be delivered* since {moment(notice.since)}"),
            *(_dead(one) for one in dead),
            *([section(bullets(lines))] if lines else []),
            *([context(more(left, "`pilotage doctor` looks for the causes"))] if left > 0 else []),
            context("They are kept. What waits is sent once the cause is mended."),
        ]
    )


def _dead(letter: DeadLetter) -> Block:
    target = Target(uc=letter.use_case, extra=" ".join(letter.names[:AT_ONCE])).write()
    again = button("Send again", Actions.LETTERS_AGAIN, target)
    return section(cut(escape(letter.words), 250)) | {"accessory": again}


def sent_again(number: int) -> Drawn:
    """The answer to *Send again*, to whoever pressed it: how many letters go."""
    if not number:
        words = "Nothing is left to send: it was delivered, or is on its way, or nobody needs it any more."
        return drawn([section(words)])
    words = (
        f"Tried again: {number}. First I look whether it stands in Slack already, so that none comes twice."
    )
    return drawn([section(words)])
