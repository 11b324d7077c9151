"""What waits for a reader: what it is, the evidence for it, and the buttons that settle it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from blocks.actions import Actions, Target, opens, suffixed
from blocks.gates import VERDICTS, vote_buttons
from blocks.pieces import (
    Block,
    actions,
    button,
    context,
    cut,
    escape,
    link_button,
    moment,
    one_line,
    section,
)
from blocks.proofs import drill_button, prove_button
from playbook.facts import Fact
from playbook.governance import CONTROLS
from playbook.handovers import PARTS, Part
from playbook.waits import Act, Waits

LINE = 240  # characters of a line of evidence


class Waiting(Fact):
    """Something that waits: unescaped words and evidence, and the buttons that settle it."""

    words: str
    presses: tuple[Block, ...]
    since: datetime | None = None
    evidence: tuple[str, ...] = ()


def drawn_from(waits: Waits, thread: str = "") -> Waiting:
    """The same with its buttons; `thread` is the address of the thread it is settled in, once known."""
    link = [link_button("Open the thread", Actions.HOME_THREAD, thread)] if thread else []
    presses = (*_BUTTONS[waits.act](waits), *link)
    return Waiting(words=waits.words, presses=presses, since=waits.since, evidence=waits.evidence)


def queue(waiting: tuple[Waiting, ...]) -> list[Block]:
    """Each with its evidence and its buttons, in the order given."""
    return [block for one in waiting for block in _drawn(one)]


def _drawn(one: Waiting) -> list[Block]:
    since = f" · since {moment(one.since)}" if one.since else ""
    words = f"⏳ {cut(escape(one.words), 500)}{since}"
    told = [context("\n".join(cut(one_line(line), LINE) for line in one.evidence))] if one.evidence else []
    if len(one.presses) == 1:
        return [section(words, one.presses[0]), *told]
    return [section(words), *told, *([actions(*one.presses)] if one.presses else [])]


def _key(waits: Waits) -> str:
    return Target(uc=waits.use_case).write()


def _about(waits: Waits) -> str:
    return Target(uc=waits.use_case, version=waits.number, extra=waits.about).write()


_Buttons = Callable[[Waits], tuple[Block, ...]]


def _one(label: str, action: str, value: Callable[[Waits], str] = _key) -> _Buttons:
    return lambda waits: (button(label, action, value(waits)),)


def _several(*buttons: tuple[str, str]) -> _Buttons:
    return lambda waits: tuple(button(label, action, _key(waits)) for label, action in buttons)


def _vote(waits: Waits) -> tuple[Block, ...]:
    gate, _, attempt = waits.about.partition(":")
    return (*vote_buttons(waits.use_case, gate, int(attempt)), *_gate(waits))


def _gate(waits: Waits) -> tuple[Block, ...]:
    return (button("See the gate", Actions.GATES_SHOW, _key(waits)),)


def _accept_answer(waits: Waits) -> tuple[Block, ...]:
    return (button("Accept the answer", Actions.GATES_ACCEPT, _about(waits)), *_gate(waits))


def _take_over(waits: Waits) -> tuple[Block, ...]:
    take = opens("succession.accept") if waits.about == "owner" else Actions.SUCCESSION_ACCEPT
    return _several(("Accept", take), ("Decline", opens("succession.decline")))(waits)


def _name_successor(waits: Waits) -> tuple[Block, ...]:
    part: Part = "owner" if waits.about == "owner" else "sponsor"
    return (button(f"Name a new {PARTS[part]}", opens(f"succession.{waits.about}"), _key(waits)),)


def _prove(waits: Waits) -> tuple[Block, ...]:
    control = next((one for one in CONTROLS if one == waits.about), None)
    if control is None or control == "escalation_path":  # a drill is what proves a path
        return (drill_button(waits.use_case),)
    return (prove_button(waits.use_case, control),)


def _test(waits: Waits) -> tuple[Block, ...]:
    def value(verdict: str) -> str:
        return Target(uc=waits.use_case, version=waits.number, extra=verdict).write()

    return tuple(
        button(words, suffixed(Actions.GATES_TAP, verdict), value(verdict))
        for verdict, words in VERDICTS.items()
    )


_BUTTONS: Final[Mapping[Act, _Buttons]] = {
    "answer_rollback": _one("See and answer", Actions.ROLLBACK_SHOW),
    "accept": _several(("Accept", opens("registration.accept")), ("Decline", opens("registration.decline"))),
    "take_over": _take_over,
    "name_successor": _name_successor,
    "grant": _one("See and grant", Actions.REGISTRATION_SHOW),
    "sign": _one("Read and sign", Actions.CONTRACT_SHOW),
    "answer_governance": _one("See and answer", Actions.GOVERNANCE_SHOW),
    "judge_proof": _one("See the proofs", Actions.GOVERNANCE_SHOW),
    "vote": _vote,
    "accept_answer": _accept_answer,
    "answer_contest": _one("Answer", opens("gates.answer"), _about),
    "supply": _gate,
    "decide": _several(("Redesign", opens("endings.redesign")), ("Stop with clarity", opens("endings.stop"))),
    "resume": _several(("Resume", opens("endings.resume")), ("Stop with clarity", opens("endings.stop"))),
    "explain": _one("See and explain", Actions.ROLLBACK_SHOW),
    "log": _one("Log the number", opens("checkins.log"), _about),
    "prove": _prove,
    "drill": _one("I am here", Actions.PROOFS_HERE, _about),
    "test": _test,
    "confirm": _one("Confirm", Actions.GATES_CONFIRM, _about),
    "clear": _one("It is cleared", Actions.BLOCKERS_CLEAR, _about),
    "resolve": _one("Resolve", opens("incidents.resolve"), _about),
    "go_live": _one("It is live", opens("checkins.live")),
    "fill": _one("Fill in", Actions.REGISTRATION_SHOW),
}
