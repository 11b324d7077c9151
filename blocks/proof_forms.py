"""The forms of controls in operation: a proof, and a gatekeeper's *Does not hold*."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input

PROVE: Final = "proofs.prove"
DRILL: Final = "proofs.drill"
DOUBT: Final = "proofs.doubt"
PROOF_FORMS: Final[Mapping[str, Form]] = {
    PROVE: Form(
        "Prove a control",
        "Save",
        (
            Input(
                "proof",
                "The proof",
                "lines",
                hint="Paste it as text: lines, figures, who checked. A link alone can change; this text "
                "is kept with its hash. Leave out what must not be seen here.",
                optional=False,
                most=3000,
            ),
        ),
        intro="It counts for 62 days, once a gatekeeper says that it holds.",
    ),
    DOUBT: Form(
        "Does not hold",
        "Say so",
        (
            Input(
                "reason",
                "Why it does not hold, and what would",
                "lines",
                hint="The owner reads this and is asked for another proof. Until then the control fails.",
                optional=False,
                most=1000,
            ),
        ),
    ),
}
