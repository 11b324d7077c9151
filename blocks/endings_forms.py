"""The forms of an end: redesign, stop with clarity, resume."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input
from blocks.words import CAUSES, CAUSES_MEAN

CAUSE: Final = Input(
    "cause",
    "Cause",
    "choice",
    optional=False,
    choices=tuple((why, f"{word}: {CAUSES_MEAN[why]}") for why, word in CAUSES.items()),
)
_REASON = Input("reason", "Why, and what is to change", "lines", optional=False, most=2000)
_LEARNED = Input("reason", "What was learned", "lines", optional=False, most=2000)
RESUME_BY: Final = Input("resume_by", "Resumes by", "date", hint="At most 30 days ahead.", optional=False)

ENDINGS_FORMS: Final[Mapping[str, Form]] = {
    "endings.redesign": Form(
        "Redesign",
        "Vote",
        (_REASON, CAUSE, RESUME_BY),
        intro="Pauses the pilot, once the sponsor and a gatekeeper agree. Nothing is asked while it rests.",
    ),
    "endings.stop": Form(
        "Stop with clarity",
        "Vote",
        (CAUSE, _LEARNED),
        intro="The sponsor's vote ends the pilot. What was learned goes into its record and its card.",
    ),
    "endings.propose_redesign": Form(
        "Propose a redesign",
        "Propose",
        (_REASON, CAUSE, RESUME_BY),
        intro="You propose, the sponsor and a gatekeeper vote. Nothing is paused before they agree.",
    ),
    "endings.propose_stop": Form(
        "Propose to stop",
        "Propose",
        (CAUSE, _LEARNED),
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
