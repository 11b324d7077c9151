"""Pauses and ends: the decision that is owed, a redesign to be resumed, scaled, stopped with clarity."""

from blocks.actions import Target, opens
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    context,
    cut,
    day,
    drawn,
    escape,
    mention,
    more,
    one_line,
    quote,
    section,
    titled,
)
from blocks.stand import show_button
from playbook.deciding import Choice
from playbook.facts import UseCase
from playbook.letters import AttemptBegun, PilotPaused, ResumeAsked
from playbook.wording import counted

UNMET_SHOWN = 8


def pilot_paused(notice: PilotPaused) -> Drawn:
    """The pause alone in its message."""
    return drawn(pause(notice))


def pause(notice: PilotPaused) -> list[Block]:
    """What was not met and who owes the decision; how it ended once it is made."""
    name = titled(notice.key, notice.title)
    if notice.over:
        return [section(f"⏭️ *The pause after Day 60 is over*: {escape(notice.over)}\n{name}")]
    unmet = f"{counted(len(notice.unmet), 'criterion', 'criteria')} not met"
    return [
        section(f"⏸️ *Paused: {unmet}, decision owed by* {mention(notice.sponsor)}\n{name}"),
        *_unmet(notice),
        context("Day 60 is a wall: there is no extension. Nothing is asked any more until it is decided."),
        *([_ways(notice)] if notice.for_sponsor else [actions(show_button(notice.use_case))]),
    ]


def _unmet(notice: PilotPaused) -> list[Block]:
    if not notice.unmet:
        return []
    shown = bullets(cut(one_line(words), 300) for words in notice.unmet[:UNMET_SHOWN])
    left = len(notice.unmet) - UNMET_SHOWN
    rest = f"\n{more(left, f'`/pilot gate {notice.key}`')}" if left > 0 else ""
    return [section(f"*{escape(notice.gate)}*\n{shown}{rest}")]


def _ways(notice: PilotPaused) -> Block:
    key = Target(uc=notice.use_case).write()
    return actions(
        button("Redesign", opens("endings.redesign"), key),
        button("Stop with clarity", opens("endings.stop"), key),
        show_button(notice.use_case),
    )


def resume_asked(notice: ResumeAsked) -> Drawn:
    """The question alone in its message."""
    return drawn(resume(notice))


def resume(notice: ResumeAsked) -> list[Block]:
    """Whether the redesign is ready, with both ways on."""
    name = titled(notice.key, notice.title)
    if notice.done:
        return [section(f"▶️ {name}: {escape(notice.done)}")]
    by = f" {day(notice.by)}" if notice.by else ""
    head = f"🧱 *Stalled*: it was to be resumed by{by}." if notice.stalled else f"🔧 *Resume by*{by}."
    key = Target(uc=notice.use_case).write()
    return [
        section(f"{head} {name}, owner {mention(notice.owner)}"),
        context("Resuming starts the next attempt on the first day of the stage that failed."),
        actions(
            button("Resume", opens("endings.resume"), key, "primary"),
            button("Stop with clarity", opens("endings.stop"), key),
        ),
    ]


def attempt_begun(notice: AttemptBegun) -> Drawn:
    """The next attempt: what has changed, when its plan begins, and who signs."""
    which = f"Attempt {notice.attempt} of {notice.attempts} begins."
    begins = f"Day 1 of this attempt is {day(notice.day_one)}."
    told = section(f"*What the redesign changed*\n{quote(notice.changes, 1000)}")
    signs = f"{mention(notice.owner)} and {mention(notice.sponsor)}"
    return drawn(
        [
            section(f"▶️ *{which}* {titled(notice.key, notice.title)}\n{begins}"),
            *([told] if notice.changes else []),
            context(f"Version {notice.version} of the value contract counts once {signs} have signed it."),
            actions(show_button(notice.use_case)),
        ]
    )


def voted(use_case: UseCase, choice: Choice) -> Drawn:
    """What a vote for an end came to: decided, or who has to agree."""
    key = f"*{use_case.key}*"
    if use_case.outcome == "stopped":
        said = f"🏅 *Stopped with clarity.* {key} is decided, and its home channel is told what was learned."
    elif use_case.pause and use_case.in_redesign:
        by = f" until {day(use_case.pause.resume_by)}" if use_case.pause.resume_by else ""
        said = f"🔧 *In redesign{by}.* Nothing is asked of {key} while it rests."
    else:
        said = f"🗳️ *Your vote stands.* {_AGREES[choice]} before {key} is decided."
    return drawn([section(said), actions(show_button(use_case.number))])


_AGREES = {
    "redesign": "The sponsor and a gatekeeper both have to vote for the redesign",
    "stop": "The sponsor has to vote to stop",
    "go": "The sponsor and a gatekeeper both have to vote go",
}


def resumed(use_case: UseCase) -> Drawn:
    """The next attempt: where its plan stands, and what waits for signatures."""
    version = use_case.contract.version
    return drawn(
        [
            section(
                f"▶️ *Attempt {use_case.attempt} of {use_case.key} has begun.* "
                f"Day 1 of its plan is set to {day(use_case.day_one)}, so that its stage begins today."
            ),
            context(f"Version {version} of the value contract is with owner and sponsor for signature."),
            actions(show_button(use_case.number)),
        ]
    )
