"""What leaders say of a blocker in the digest: who clears it, or why nobody will."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input

DIGEST_FORMS: Final[Mapping[str, Form]] = {
    "digest.name": Form(
        "Name someone",
        "Name them",
        (Input("clears", "Who clears this blocker", "person", optional=False),),
        intro="The digest shows from now on that it waits for them.",
    ),
    "digest.decline": Form(
        "Decline with reason",
        "Decline",
        (
            Input(
                "reason",
                "Why leaders will not clear it",
                "lines",
                hint="It stays listed with this reason, so that its owner can plan around it.",
                optional=False,
                most=1000,
            ),
        ),
    ),
    "digest.comment": Form(
        "Comment",
        "Comment",
        (Input("text", "What you want to say", "lines", optional=False, most=1000),),
        intro="It stands in the thread and in the record, with your name. It changes no answer.",
    ),
}
