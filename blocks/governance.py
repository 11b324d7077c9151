"""The five controls: the checklist, the request to the gatekeepers, and an objection."""

from blocks.actions import Actions, Target, opens
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    drawn,
    escape,
    mention,
    moment,
    one_line,
    quote,
    section,
    titled,
)
from blocks.words import CONTROLS, GROUNDS, SENSITIVITIES
from playbook.facts import Control, ControlAnswer, GatekeeperAnswer, UseCase
from playbook.letters import GovernanceAsked, GovernanceObjected


def governance_asked(notice: GovernanceAsked) -> Drawn:
    """The five answers as they come, and the two things a gatekeeper can say."""
    told = {answer.control: _short(answer) for answer in notice.documented}
    lines = [f"✅ *{CONTROLS[one]}*: {told[one]}" if one in told else _owed(one) for one in CONTROLS]
    head = "↩️ *Withdrawn.* Nothing is asked of you here." if notice.withdrawn else "🛡️ *Any objection?*"
    return drawn(
        [
            section(f"{head} {titled(notice.key, notice.title)}, owner {mention(notice.owner)}"),
            section("\n".join(lines)),
            *_answers(notice.answers),
            *([] if notice.withdrawn else _asked(notice)),
        ]
    )


def _short(answer: ControlAnswer) -> str:
    return cut(" ".join(_full(answer).split()), 400)


def _owed(control: Control) -> str:
    return f"⏳ *{CONTROLS[control]}*: not yet"


def _answers(answers: tuple[GatekeeperAnswer, ...]) -> list[Block]:
    return [section("\n".join(_answer(one) for one in answers[-5:]))] if answers else []


def _answer(answer: GatekeeperAnswer) -> str:
    when = moment(answer.at)
    if answer.withdraws:
        reason = cut(one_line(answer.reason), 300)
        return (
            f"✅ {mention(answer.by)} settled the objection of {mention(answer.withdraws)}, {when}: {reason}"
        )
    if answer.objects_to is None:
        return f"✅ {mention(answer.by)}: no objection, {when}"
    reason = cut(one_line(answer.reason), 300)
    return f"⛔ {mention(answer.by)} objects, {GROUNDS[answer.objects_to].lower()}, {when}: {reason}"


def _asked(notice: GovernanceAsked) -> list[Block]:
    return [
        context("Day 10 needs one gatekeeper's answer, and is not met while an objection stands."),
        actions(*answer_buttons(notice.use_case)),
    ]


def answer_buttons(use_case: int) -> list[Block]:
    """What a gatekeeper can say: no objection, or an objection with its ground."""
    key = Target(uc=use_case).write()
    return [
        button("No objection", Actions.GOVERNANCE_CLEAR, key),
        button("Object", opens("governance.object"), key),
    ]


def governance_objected(notice: GovernanceObjected) -> Drawn:
    """The owner reads on what ground a gatekeeper objects, and what would settle it."""
    by, ground = mention(notice.by), GROUNDS[notice.ground].lower()
    stands = f"⛔ {by} *objects* to {titled(notice.key, notice.title)} on its {ground}"
    gone = (
        f"✅ *Withdrawn.* The objection of {by} to {titled(notice.key, notice.title)} ({ground}) is settled"
    )
    key = Target(uc=notice.use_case).write()
    return drawn(
        [
            section(gone if notice.withdrawn else stands),
            *([section(quote(notice.reason))] if notice.reason.strip() else []),
            *([] if notice.withdrawn else _mend(key)),
        ]
    )


def _mend(key: str) -> list[Block]:
    return [
        context("Day 10 is not met while it stands. Mend the answer, then ask them to look again."),
        actions(button("Answer the controls", opens("governance.controls"), key, "primary")),
    ]


def documented(control: Control, answer: ControlAnswer | None) -> str:
    """How a control is documented: what, by whom, when."""
    if answer is None:
        return _owed(control)
    by = f"_Documented by {mention(answer.by)}, {moment(answer.at)}_"
    return f"✅ *{CONTROLS[control]}*: {cut(_full(answer), 700)}\n{by}"


def _full(answer: ControlAnswer) -> str:
    if answer.contact:
        return f"{mention(answer.contact)} ({one_line(answer.answer)})"
    if answer.control == "data_sensitivity":
        levels = {str(level): words for level, words in SENSITIVITIES.items()}
        return one_line(levels.get(answer.answer, answer.answer))
    return escape(answer.answer)


def said(use_case: UseCase, may: frozenset[str], left: tuple[GatekeeperAnswer, ...]) -> list[Block]:
    """What the gatekeepers answered on what is documented, and the buttons below the five controls.

    `left`: objections of people who are no gatekeepers any more.
    """
    return [
        *(_answers(use_case.gatekeepers) or [section("⏳ No gatekeeper has answered yet.")]),
        *(_left(use_case.number, one, may) for one in left[:5]),
        *_buttons(use_case, may),
    ]


def _left(use_case: int, objection: GatekeeperAnswer, may: frozenset[str]) -> Block:
    about = Target(uc=use_case, extra=objection.by).write()
    settle = button("Settle it", opens("governance.withdraw"), about) if "answer_governance" in may else None
    words = f"⛔ The objection of {mention(objection.by)} stands, who is no gatekeeper here any more."
    return section(f"{words} Another gatekeeper can settle it.", settle)


def _buttons(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    document = button("Answer the controls", opens("governance.controls"), Target(uc=use_case.number).write())
    acts = [
        *([document] if "document" in may else []),
        *(answer_buttons(use_case.number) if "answer_governance" in may else []),
    ]
    return [actions(*acts)] if acts else []
