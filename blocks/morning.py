"""What one morning asks of a person: one message, a section for each thing."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from blocks import checkins, endings, milestones, preparation, proofs
from blocks.pieces import Block, Drawn, context, divider, drawn, header, without_style
from playbook.letters import (
    CheckInDue,
    Gathered,
    LiveAsked,
    MilestoneDue,
    PilotPaused,
    ResumeAsked,
)
from playbook.proof_notices import ControlDrawn, ProofExpiring
from playbook.review_notices import PreparationAsked
from playbook.wording import counted

MOST_BLOCKS = 50
SECTIONS: Final[Mapping[type[Any], Callable[[Any], list[Block]]]] = {
    CheckInDue: checkins.question,
    MilestoneDue: milestones.ping,
    LiveAsked: milestones.live_question,
    PilotPaused: endings.pause,
    ResumeAsked: endings.resume,
    ControlDrawn: proofs.draw_asked,
    ProofExpiring: proofs.expiry_told,
    PreparationAsked: preparation.preparation,
}


def gathered(notice: Gathered) -> Drawn:
    """All that is asked on one morning, a section each; what does not fit is named with its command."""
    blocks: list[Block] = [header(f"{counted(len(notice.sections), 'thing')} for you this morning")]
    unshown: list[str] = []
    for one in notice.sections:
        shown = [divider(), *map(without_style, SECTIONS[type(one)](one))]
        if len(blocks) + len(shown) < MOST_BLOCKS:
            blocks += shown
        else:
            unshown.append(one.key)
    more = f"Also waiting for you: {', '.join(unshown)}. See `/pilot list mine`."
    return drawn([*blocks, *([context(more)] if unshown else [])])
