"""The question before the monthly review: is it still yours, what stands in the way, prove what was drawn."""

from blocks.actions import Actions, Target, opens
from blocks.pieces import Block, Drawn, actions, bullets, button, cut, day, drawn, one_line, section, titled
from blocks.proofs import drill_button, prove_button
from blocks.words import CONTROLS
from playbook.review_notices import PreparationAsked

SHOWN = 5


def preparation_asked(notice: PreparationAsked) -> Drawn:
    """The question alone."""
    return drawn(preparation(notice))


def preparation(notice: PreparationAsked) -> list[Block]:
    """The question as a section of a morning; the buttons go as what they ask is done."""
    name = titled(notice.key, notice.title)
    if notice.settled:
        return [section(f"✅ *Ready for the review on {day(notice.on)}:* {name}")]
    asks = [section(f"📋 *Leadership reviews on {day(notice.on)}:* {name}\n{_asked(notice)}")]
    return [*asks, actions(*_buttons(notice))]


def _asked(notice: PreparationAsked) -> str:
    lines = [_confirmation(notice)]
    if notice.control:
        control = CONTROLS[notice.control].lower()
        lines.append(f"Drawn this month and not proved afresh yet: *{control}*.")
    return "\n".join(lines)


def _confirmation(notice: PreparationAsked) -> str:
    if notice.confirmed:
        return "✅ Ownership and blockers are confirmed."
    if not notice.blockers:
        return "Is it still yours, and does nothing stand in the way that others must clear?"
    named = [cut(one_line(text), 200) for text in notice.blockers[:SHOWN]]
    rest = len(notice.blockers) - SHOWN
    more = [f"and {rest} more: `/pilot blocker {notice.key}`"] if rest > 0 else []
    return f"Is it still yours, and are these what others must clear?\n{bullets([*named, *more])}"


def _buttons(notice: PreparationAsked) -> list[Block]:
    value = Target(uc=notice.use_case).write()
    found = []
    if not notice.confirmed:
        found.append(button("Confirm both", Actions.PREPARATION_CONFIRM, value))
    found.append(button("Raise a blocker", opens("blockers.raise"), value))
    if notice.control == "escalation_path":
        found.append(drill_button(notice.use_case))
    elif notice.control:
        found.append(prove_button(notice.use_case, notice.control))
    return found
