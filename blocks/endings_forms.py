"""The forms of an end: redesign, stop with clarity, resume."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input
from blocks.words import CAUSES, CAUSES_MEAN

_CAUSE = Input(
    "cause",
    "Cause",
    "choice",
    optional=False,
    choices=tuple((why, f"{word}: {CAUSES_MEAN[why]}") for why, word in CAUSES.items()),
)
_REASON = Input("reason", "Why, and what is to change", "lines", optional=False, most=2000)
_LEARNED = Input("reason", "What was learned", "lines", optional=False, most=2000)
_RESUME_BY = Input("resume_by", "Resumes by", "date", hint="At most 30 days ahead.", optional=False)

# The same votes are cast at an open gate.
REDESIGN: Final = Form(
    "Redesign",
    "Vote",
    (_REASON, _CAUSE, _RESUME_BY),
    intro="Pauses the pilot, once the sponsor and a gatekeeper agree. Nothing is asked while it rests.",
)
STOP: Final = Form(
    "Stop with clarity",
    "Vote",
    (_CAUSE, _LEARNED),
    intro="The sponsor's vote ends the pilot. What was learned goes into its record and its card.",
)

ENDINGS_FORMS: Final[Mapping[str, Form]] = {
    "endings.redesign": REDESIGN,
    "endings.stop": STOP,
    "endings.propose_redesign": Form(
        "Propose a redesign",
        "Propose",
        (_REASON, _CAUSE, _RESUME_BY),
        intro="You propose, the sponsor and a gatekeeper vote. Nothing is paused before they agree.",
    ),
    "endings.propose_stop": Form(
        "Propose to stop",
        "Propose",
        (_CAUSE, _LEARNED),
        intro="You propose, the sponsor decides. Nothing ends before their vote.",
    ),
    "endings.resume": Form(
        "Resume",
        "Resume",
        (Input("changes", "What the redesign changed", "lines", optional=False, most=1000),),
        intro="Starts the next attempt today, on the first day of the stage that failed, with a new version "
        "of the value contract for both to sign.",
    ),
}
