"""The forms of what went wrong: a rollback and its answers, causes, the fallback, incidents, blockers."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input

_CAUSE = Input(
    "cause",
    "The cause",
    "lines",
    hint="What went wrong, as far as you know: the template, the input, the model, the people.",
    optional=False,
    most=1000,
)
ROLLBACK_FORMS: Final[Mapping[str, Form]] = {
    "rollback.pull": Form(
        "Roll back now",
        "Roll back",
        (
            Input(
                "reason",
                "Why",
                "lines",
                hint="The home channel, the owner and the sponsor read this at once.",
                optional=False,
                most=1000,
            ),
        ),
        intro="No gate promotes it until a person closes the rollback.",
    ),
    "rollback.live": Form(
        "Still live because …",
        "Save",
        (
            Input(
                "reason",
                "Why it stays live in spite of the rollback",
                "lines",
                hint="Everybody who was alerted reads this.",
                optional=False,
                most=1000,
            ),
        ),
    ),
    "rollback.cause": Form("Say the cause", "Save", (_CAUSE,)),
    "rollback.close": Form(
        "Close the rollback",
        "Close it",
        (
            Input("reason", "Why it may go on", "lines", optional=False, most=1000),
            Input(
                "cause",
                "The cause",
                "lines",
                hint="What went wrong. Needed once; what is on file already stands here.",
                most=1000,
            ),
        ),
        intro="Needs two readings in range, one after the other, and the cause.",
    ),
    "rollback.fallback": Form(
        "Fallback procedure",
        "Save",
        (
            Input(
                "fallback",
                "The steps back to how it was done before",
                "lines",
                hint="One step a line: who does what, where, and who is told. Shown in every alert.",
                placeholder="Switch the assistant off in the CRM (Jonas)\nRoute proposals to the back office",
                optional=False,
                most=3000,
            ),
        ),
    ),
    "incidents.report": Form(
        "Report an incident",
        "Report",
        (
            Input(
                "severity",
                "How severe it is",
                "choice",
                hint="The home channel is told of severity 1 at once.",
                optional=False,
                choices=(
                    ("1", "1: harm, or it must stop now"),
                    ("2", "2: real work is wrong or late"),
                    ("3", "3: annoying, with a way around"),
                ),
            ),
            Input("text", "What happened", "lines", optional=False, most=1000),
        ),
        intro="An open incident shuts the gates until it is resolved.",
    ),
    "incidents.resolve": Form(
        "Resolve the incident",
        "Resolve",
        (
            _CAUSE,
            Input(
                "fallback_used",
                "Did the fallback carry the work meanwhile?",
                "choice",
                optional=False,
                choices=(("yes", "Yes, we went back to it"), ("no", "No, it was not needed")),
            ),
        ),
    ),
    "blockers.raise": Form(
        "Raise a blocker",
        "Raise",
        (
            Input("text", "What stands in the way", "lines", optional=False, most=1000),
            Input(
                "control",
                "Whose it is",
                "choice",
                hint="Leaders see what lies outside the owner's control.",
                optional=False,
                choices=(("outside", "Outside the owner's control"), ("inside", "The owner can clear it")),
            ),
            Input(
                "clears", "Who can clear it", "person", hint="Unsaid, it is the sponsor; inside, the owner."
            ),
        ),
    ),
}
