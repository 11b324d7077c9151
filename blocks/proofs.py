"""Controls in operation: the page with both states, the question to gatekeepers, the draw and the drill."""

from collections.abc import Mapping
from typing import Final, Literal

from blocks import governance
from blocks.actions import Actions, Target, opens
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    day,
    drawn,
    escape,
    for_whom,
    header,
    mention,
    moment,
    one_line,
    quote,
    section,
    strong,
    titled,
)
from blocks.proof_forms import DOUBT, DRILL, PROVE
from blocks.words import CONTROLS
from playbook import draws, drills, proofs
from playbook.calendar import month_of
from playbook.facts import Control, Draw, Drill, PersonId, Proof, UseCase
from playbook.governance import left_objections
from playbook.known import Around
from playbook.proof_notices import (
    ControlDrawn,
    DrillAsked,
    DrillStarted,
    DrillUnanswered,
    ProofBrought,
    ProofDoubted,
    ProofExpiring,
)
from playbook.proving import Word
from playbook.wording import counted

_STATES: Final[Mapping[Literal["yes", "no", "unclear"], str]] = {
    "yes": "✅ *Operating*",
    "no": "❌ *Fails*",
    "unclear": "❓ *Unclear*",
}
PUBLISHED = 3  # draws of earlier months on the page


# --- the page -----------------------------------------------------------------------------------------------


def page(use_case: UseCase, around: Around, may: frozenset[str], actor: PersonId = "") -> Drawn:
    """Five controls, both states: documented by whom, and proved until when; what gatekeepers said."""
    told = sum(use_case.control(one) is not None for one in CONTROLS)
    proved = proofs.proved(use_case, around)
    return drawn(
        [
            header(
                f"{use_case.key} five controls: {told} of {len(CONTROLS)} documented, "
                f"{proved} of {len(CONTROLS)} proved"
            ),
            section(strong(use_case.title)),
            *(block for one in CONTROLS for block in _control(use_case, one, around, may, actor)),
            *_draws(use_case, around),
            *governance.said(use_case, may, left_objections(use_case, around.settings)),
        ]
    )


def _control(
    use_case: UseCase, control: Control, around: Around, may: frozenset[str], actor: PersonId
) -> list[Block]:
    stands, proof = proofs.state_of(use_case, control, around), proofs.newest_proof(use_case, control)
    answer = use_case.control(control)
    if answer is None and proof is None:
        return [section(governance.documented(control, None))]
    lines = [
        governance.documented(control, answer),
        f"{_STATES[stands.answer]}: {escape(stands.because)}",
        *(_proof(proof, around) if proof else [f"_What proves it: {escape(proofs.PROVES[control])}_"]),
        *(_drill(use_case.drills[-1], around) if control == "escalation_path" and use_case.drills else []),
    ]
    return [
        section("\n".join(lines), _supply(use_case, control, may)),
        *_judging(use_case.number, proof, may, actor),
    ]


def _supply(use_case: UseCase, control: Control, may: frozenset[str]) -> Block | None:
    """The button that proves this control, for whoever may."""
    if use_case.control(control) is None:
        return None
    if control == "escalation_path":
        return drill_button(use_case.number) if "drill" in may else None
    return (
        prove_button(use_case.number, control, f"Prove {CONTROLS[control].lower()}")
        if "prove" in may
        else None
    )


def prove_button(use_case: int, control: Control, label: str = "Prove it") -> Block:
    """The button that opens the form for a proof of this control."""
    return button(label, opens(PROVE), Target(uc=use_case, extra=control).write())


def drill_button(use_case: int) -> Block:
    """The button that asks the escalation contact now."""
    return button("Start a drill", opens(DRILL), Target(uc=use_case).write())


def _proof(proof: Proof, around: Around) -> list[str]:
    until = proofs.good_until(proof, around)
    left = (until - around.today).days
    days = f"{counted(left, 'day')} left" if left >= 0 else "its time is over"
    case = [f"_Asked for: {cut(one_line(proof.case), 300)}_"] if proof.case else []
    return [
        f"_Proved by {mention(proof.by)}, {moment(proof.at)}; good until {day(until)} ({days})_",
        *case,
        f"> {cut(one_line(proof.text), 300)}",
        *(_word(word) for word in proof.said[-5:]),
    ]


def _word(word: Word) -> str:
    who = mention(word.by) + (f" for {mention(word.stands_for)}" if word.stands_for else "")
    if word.holds:
        return f"✅ {who}: holds, {moment(word.at)}"
    return f"❌ {who}: does not hold, {moment(word.at)}: {cut(one_line(word.reason), 300)}"


def _drill(drill: Drill, around: Around) -> list[str]:
    minutes = drills.minutes(drill, around.settings)
    asked = f"📣 Drill: {mention(drill.contact)} was asked {moment(drill.asked_at)}"
    if minutes is not None:
        return [f"{asked} and answered after {counted(minutes, 'minute')} of working time"]
    if drills.missed(drill, around):
        return [f"{asked} and has not answered within {drill.within} minutes of working time"]
    return [f"{asked}; the answer is awaited"]


def _judging(use_case: int, proof: Proof | None, may: frozenset[str], actor: PersonId) -> list[Block]:
    """What a gatekeeper can say of the newest proof, unless they brought it or spoke already."""
    if proof is None or "judge_proof" not in may or actor in (proof.by, *(word.by for word in proof.said)):
        return []
    return [actions(*judging_buttons(use_case, proof.number))]


def judging_buttons(use_case: int, number: int) -> list[Block]:
    """*Holds* and *Does not hold* of one proof."""
    about = Target(uc=use_case, extra=f"p{number}").write()
    return [button("Holds", Actions.PROOFS_HOLD, about), button("Does not hold", opens(DOUBT), about)]


def _draws(use_case: UseCase, around: Around) -> list[Block]:
    current = draws.of_month(use_case, month_of(around.today))
    earlier = draws.published(use_case, around)[:PUBLISHED]
    lines = [*([_drawn_now(use_case, current)] if current else []), *map(_published, earlier)]
    if not lines:
        return []
    how = (
        "Nobody chooses a draw. The seed as a hexadecimal number, divided by 5, leaves 0 for data "
        "sensitivity, 1 for model boundary, 2 for human review, 3 for logging, 4 for the escalation path. "
        "Its SHA-256 was shown the month before."
    )
    coming = [f"Sealed for the month after: `{current.sealed}`"] if current and current.sealed else []
    return [section("\n".join(lines)), context(how, *coming)]


def _drawn_now(use_case: UseCase, draw: Draw) -> str:
    done = draws.is_answered(draw, proofs.newest_proof(use_case, draw.control))
    end = "It was proved afresh." if done else f"Prove it afresh by {day(draws.due_on(draw))}."
    return f"🎲 *Drawn for {draws.named(draw.month)}: {CONTROLS[draw.control]}.* {end}"


def _published(one: draws.Published) -> str:
    seal = (
        f"its SHA-256 was shown before: `{one.sealed_before}`"
        if one.sealed_before
        else "no draw stood before it"
    )
    fits = "" if one.fits else " ⚠️ *These do not fit each other.*"
    what = f"{draws.named(one.draw.month)}: {CONTROLS[one.draw.control]}"
    return f"🎲 {what}. Seed `{one.draw.seed}`, {seal}.{fits}"


def wanted(use_case: UseCase, control: Control, case: str) -> tuple[str, ...]:
    """What stands above the form for a proof, unescaped: what is documented, and what proves it."""
    answer = use_case.control(control)
    return (
        f"{CONTROLS[control]}. What proves it: {proofs.PROVES[control]}.",
        *([f"Documented: {answer.answer}"] if answer else []),
        *([f"Wanted: the log line of {case}. Nobody chose it: it was drawn."] if case else []),
    )


# --- letters ------------------------------------------------------------------------------------------------


def proof_brought(notice: ProofBrought) -> Drawn:
    """The proof as it was pasted, and the two things a gatekeeper can say."""
    name = titled(notice.key, notice.title)
    control = CONTROLS[notice.control]
    if notice.replaced:
        gone = f"The proof of {control} for {name} was replaced, or others speak of it now."
        return drawn([section(f"↩️ *Nothing is asked here any more.* {gone}")])
    deputy = for_whom(notice.stands_for)
    drawn_for = f"\n🎲 It was drawn for {escape(notice.drawn)}." if notice.drawn else ""
    asked = [context(f"Asked for: {cut(one_line(notice.case), 500)}")] if notice.case else []
    return drawn(
        [
            section(
                f"🛡️ *Does this hold?* {control} of {name}, proved by {mention(notice.by)}, "
                f"{moment(notice.at)}{drawn_for}"
            ),
            *deputy,
            *asked,
            section(quote(notice.text, 2500)),
            *([section("\n".join(_word(word) for word in notice.words[-5:]))] if notice.words else []),
            context(f"What proves it: {escape(proofs.PROVES[notice.control])}."),
            actions(*judging_buttons(notice.use_case, notice.number)),
        ]
    )


def proof_doubted(notice: ProofDoubted) -> Drawn:
    """The owner reads why a control fails, and brings another proof."""
    control, name = CONTROLS[notice.control], titled(notice.key, notice.title)
    if notice.withdrawn:
        return drawn([section(f"✅ *Settled.* {control} of {name}: {mention(notice.by)} was answered.")])
    supply = (
        drill_button(notice.use_case)
        if notice.control == "escalation_path"
        else prove_button(notice.use_case, notice.control)
    )
    return drawn(
        [
            section(f"❌ {mention(notice.by)}: *does not hold*. {control} of {name}"),
            section(quote(notice.reason)),
            context("The control fails until it is proved afresh, or they say that it holds."),
            actions(supply),
        ]
    )


def control_drawn(notice: ControlDrawn) -> Drawn:
    """The draw alone in its message."""
    return drawn(draw_asked(notice))


def draw_asked(notice: ControlDrawn) -> list[Block]:
    """Which control is drawn, until when, what proves it, and its button."""
    control, name = CONTROLS[notice.control], titled(notice.key, notice.title)
    if notice.done:
        return [
            section(f"✅ *{control}* of {name}, drawn for {escape(notice.month)}: {escape(notice.done)}.")
        ]
    head = f"🎲 *Drawn for {escape(notice.month)}: {control}* of {name}. Prove it afresh by {day(notice.by)}."
    return [section(head), *_wanted(notice.use_case, notice.control)]


def proof_expiring(notice: ProofExpiring) -> Drawn:
    """The end of a proof alone in its message."""
    return drawn(expiry_told(notice))


def expiry_told(notice: ProofExpiring) -> list[Block]:
    """Until when the proof counts, and the button for a fresh one."""
    control, name = CONTROLS[notice.control], titled(notice.key, notice.title)
    if notice.done:
        return [section(f"✅ *{control}* of {name}: {escape(notice.done)}.")]
    head = (
        f"⌛ *{control}* of {name}: its proof is good until {day(notice.until)}, then the control is unclear."
    )
    return [section(head), *_wanted(notice.use_case, notice.control)]


def _wanted(use_case: int, control: Control) -> list[Block]:
    supply = drill_button(use_case) if control == "escalation_path" else prove_button(use_case, control)
    return [context(f"What proves it: {escape(proofs.PROVES[control])}."), actions(supply)]


def drill_asked(notice: DrillAsked) -> Drawn:
    """The contact is asked for one tap."""
    name = titled(notice.key, notice.title)
    if notice.minutes is not None:
        return drawn([section(f"✅ *You answered* the drill of {name} after {_minutes(notice)}. Thank you.")])
    if notice.over:
        return drawn([section(f"⏹️ *Over.* A newer drill of {name} was started; nothing is asked here.")])
    started = f"{mention(notice.by)} started it. " if notice.by else ""
    tap = button(
        "I am here",
        Actions.PROOFS_HERE,
        Target(uc=notice.use_case, extra=f"d{notice.number}").write(),
        "primary",
    )
    return drawn(
        [
            section(
                f"📣 *Drill.* You are the escalation contact of {name}. If you read this, tap *I am here*."
            ),
            actions(tap),
            context(f"{started}Nothing is wrong: the time until you answer shows that the path works."),
        ]
    )


def _minutes(notice: DrillAsked | DrillStarted) -> str:
    late = "" if notice.in_time else f"; {notice.within} are allowed"
    return f"{counted(notice.minutes or 0, 'minute')} of working time{late}"


def drill_started(notice: DrillStarted) -> Drawn:
    """The owner reads that a drill runs; edited to how it ended."""
    name, contact = titled(notice.key, notice.title), mention(notice.contact)
    answered = f"{contact} answered the drill of {name} after {_minutes(notice)}"
    if notice.minutes is not None and notice.in_time:
        end = f"✅ *Answered.* {answered}. It is on record as proof."
    elif notice.minutes is not None:
        end = f"❌ *Too late.* {answered}. It proves nothing: talk to them, then start another."
    elif notice.over:
        end = f"⏹️ *Over.* {contact} did not answer this drill of {name}; a newer one was started."
    else:
        end = (
            f"📣 *A drill runs.* {contact} was asked for {name} "
            f"and has {counted(notice.within, 'minute')} of working time to answer."
        )
    return drawn([section(end)])


def drill_unanswered(notice: DrillUnanswered) -> Drawn:
    """Nobody answered in time: what the owner can do."""
    name, contact = titled(notice.key, notice.title), mention(notice.contact)
    if notice.minutes is not None:
        took = counted(notice.minutes, "minute")
        return drawn([section(f"⏰ *Answered late.* {contact} answered the drill of {name} after {took}.")])
    key = Target(uc=notice.use_case).write()
    return drawn(
        [
            section(
                f"❌ *Nobody answered the drill* of {name}. {contact} was asked {moment(notice.asked_at)} "
                f"and did not answer within {notice.within} minutes of working time."
            ),
            context("Talk to them, or name another contact, then start another drill."),
            actions(
                button("Answer the controls", opens("governance.controls"), key),
                drill_button(notice.use_case),
            ),
        ]
    )
