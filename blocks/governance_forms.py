"""The forms of governance: the five controls, and an objection."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input
from blocks.words import GROUNDS, SENSITIVITIES

GOVERNANCE_FORMS: Final[Mapping[str, Form]] = {
    "governance.controls": Form(
        "Five controls",
        "Save",
        (
            Input(
                "data_sensitivity",
                "Data sensitivity",
                "choice",
                hint="The most sensitive input the model sees.",
                choices=tuple(SENSITIVITIES.items()),
            ),
            Input(
                "model_boundary",
                "Model boundary",
                "lines",
                hint="Vendor, model, region, and what it may be used for.",
                placeholder="Vendor, model, EU region, drafting only",
                most=1500,
            ),
            Input(
                "human_review",
                "Human review",
                "lines",
                hint="Who checks what before it counts.",
                placeholder="Every proposal is read by its account manager before it is sent",
                most=1500,
            ),
            Input(
                "logging",
                "Logging",
                "lines",
                hint="What is recorded, where, and for how long.",
                placeholder="Prompt and answer per case, in the CRM, two years",
                most=1500,
            ),
            Input(
                "escalation_contact",
                "Escalation contact",
                "person",
                hint="Who answers when it goes wrong. They are reached by direct message here, "
                "and a drill later measures how soon they answer.",
            ),
        ),
        intro="Answers may come as they come; gatekeepers see each one. All five are due by Day 10.",
    ),
    "governance.withdraw": Form(
        "Settle the objection",
        "Settle it",
        (
            Input(
                "reason",
                "Why it is settled",
                "lines",
                hint="Whoever objected is no gatekeeper any more: you answer for it. The owner reads this.",
                optional=False,
                most=1000,
            ),
        ),
    ),
    "governance.object": Form(
        "Object",
        "Object",
        (
            Input("ground", "What you object to", "choice", optional=False, choices=tuple(GROUNDS.items())),
            Input(
                "reason",
                "Why, and what would settle it",
                "lines",
                hint="The owner reads this. An open objection blocks Day 10.",
                optional=False,
                most=1000,
            ),
        ),
    ),
}
