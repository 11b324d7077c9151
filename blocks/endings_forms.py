"""The forms of an end: redesign, stop with clarity, resume."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input

CAUSES: Final[tuple[tuple[str, str], ...]] = (
    ("metric", "Metric: the number did not measure what matters"),
    ("friction", "Friction: systems, approvals or partners held it up"),
    ("governance", "Governance: a control could not be kept"),
    ("ownership", "Ownership: nobody had the authority to change the work"),
    ("no_effect", "No effect: it works, and the number does not move"),
)
_CAUSE = Input("cause", "Cause", "choice", optional=False, choices=CAUSES)
_REASON = Input("reason", "Why, and what is to change", "lines", optional=False, most=2000)
_LEARNED = Input("reason", "What was learned", "lines", optional=False, most=2000)
_RESUME_BY = Input("resume_by", "Resumes by", "date", hint="At most 30 days ahead.", optional=False)

ENDINGS_FORMS: Final[Mapping[str, Form]] = {
    "endings.redesign": Form(
        "Redesign",
        "Vote",
        (_REASON, _CAUSE, _RESUME_BY),
        intro="Pauses the pilot, once the sponsor and a gatekeeper agree. Nothing is asked while it rests.",
    ),
    "endings.stop": Form(
        "Stop with clarity",
        "Vote",
        (_CAUSE, _LEARNED),
        intro="The sponsor's vote ends the pilot. What was learned goes into its record and its card.",
    ),
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
