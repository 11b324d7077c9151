"""What could not be delivered, for the people who can mend it."""

from blocks.pieces import Drawn, bullets, context, cut, drawn, escape, moment, more, section
from playbook.letters import LettersUndeliverable

SHOWN = 10


def letters_undeliverable(notice: LettersUndeliverable) -> Drawn:
    """Each undelivered letter with what to do; nothing is lost, all of it waits."""
    lines = [cut(escape(line), 250) for line in notice.lines[:SHOWN]]
    left = len(notice.lines) - SHOWN
    return drawn(
        [
            section(f"📭 *Some messages could not be delivered* since {moment(notice.since)}"),
            *([section(bullets(lines))] if lines else []),
            *([context(more(left, "`pilotage doctor` lists them"))] if left > 0 else []),
            context("They are kept. Once the cause is mended they are sent."),
        ]
    )
