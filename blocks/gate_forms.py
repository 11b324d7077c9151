"""The forms of a gate: votes with a reason, evidence, testers, doubts and answers."""

from collections.abc import Mapping
from typing import Final

from blocks.endings_forms import REDESIGN, STOP
from blocks.inputs import Form, Input
from blocks.words import CONTROLS
from playbook.criteria import WORDS

# At each pilot its own readings, evidence and tests stand beside these.
CONTROLS_TO_DOUBT = tuple((f"control:{name}", f"Control: {words}") for name, words in CONTROLS.items())

GATE_FORMS: Final[Mapping[str, Form]] = {
    "gates.redesign": REDESIGN,
    "gates.stop": STOP,
    "gates.go": Form(
        "Go",
        "Vote go",
        (
            Input(
                "acknowledges",
                "Kept, but not proven yet",
                "ticks",
                optional=False,
                choices=(("seen", "I have seen what is kept but not proven, and vote go"),),
            ),
        ),
    ),
    "gates.evidence": Form(
        "Add evidence",
        "Add",
        (
            Input("criterion", "For", "choice", optional=False, choices=tuple(WORDS.items())),
            Input("text", "What it shows", "lines", optional=False, most=2500),
            Input("link", "Link", "text", most=500),
        ),
    ),
    "gates.copied": Form(
        "Add as evidence",
        "Add",
        (
            Input("use_case", "Use case", "choice", optional=False, choices=(("none", "None yet"),)),
            Input("criterion", "For", "choice", optional=False, choices=tuple(WORDS.items())),
        ),
        intro="Its words, its author and its time are copied, so that they stay.",
    ),
    "gates.testers": Form(
        "Ask testers",
        "Ask them",
        (
            Input("testers", "Testers", "persons", hint="Each gets one question by direct message."),
            Input(
                "everyone",
                "Everyone",
                "ticks",
                choices=(("everyone", "These are all the people who do this step"),),
            ),
            Input("kept", "Or typed in: so many keep it", "whole", most=10000),
            Input("tried", "of so many who tried it", "whole", most=10000),
        ),
        intro="At least 5 testers, or everyone who does the step. Their own taps count.",
    ),
    "gates.why": Form("Say why", "Save", (Input("why", "Why", "lines", optional=False, most=500),)),
    "gates.contest": Form(
        "Contest",
        "Contest it",
        (
            Input("thing", "What you doubt", "choice", optional=False, choices=CONTROLS_TO_DOUBT),
            Input("reason", "Why", "lines", optional=False, most=1000),
        ),
        intro="Its criterion is unclear until the owner answers and another voter accepts.",
    ),
    "gates.answer": Form(
        "Answer", "Answer", (Input("answer", "Your answer", "lines", optional=False, most=1000),)
    ),
    "gates.waits": Form(
        "Measure the waits again",
        "Save",
        (Input("waits", "A line each: step, wait now", "lines", most=2000),),
        intro="The map of Day 10 stands beside it at the gate.",
    ),
}
