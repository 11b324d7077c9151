"""What a gate still lacks: a line for each criterion, whose it is, and the button that supplies it."""

from blocks.actions import Target, suffixed
from blocks.gates import MARKS, SUPPLY
from blocks.pieces import Block, button, context, cut, mention, more, one_line, section
from playbook.criteria import WORDS
from playbook.deciding import Criterion, GateName
from playbook.gates import NAMES

SHOWN = 8


def gate_lacks(
    number: int, gate: GateName, lacking: tuple[Criterion, ...], reader: str | None = None
) -> list[Block]:
    """Under the gate's name; nothing when every criterion is met."""
    if not lacking:
        return []
    return [section(f"*{NAMES[gate]}, still missing:*"), *lines(number, lacking, reader)]


def lines(
    number: int, lacking: tuple[Criterion, ...], reader: str | None = None, *, buttons: bool = True
) -> list[Block]:
    """A line each, the first ones; the rest is counted."""
    left = len(lacking) - SHOWN
    rest = [context(more(left, f"`/pilot gate UC-{number}`"))] if left > 0 else []
    return [*(_line(one, number, reader, buttons) for one in lacking[:SHOWN]), *rest]


def _line(one: Criterion, number: int, reader: str | None, buttons: bool) -> Block:
    whose = ", ".join("you" if person == reader else mention(person) for person in one.supplies[:4])
    mark, result = MARKS[one.result]
    why = cut(one_line(one.because), 400)
    words = f"{mark} *{WORDS[one.name]}*: {result}. {why}{f' ({whose})' if whose else ''}"
    supply = SUPPLY.get(one.act) if buttons else None
    if supply is None:
        return section(words)
    label, action = supply
    return section(words, button(label, suffixed(action, one.name), Target(uc=number).write()))
