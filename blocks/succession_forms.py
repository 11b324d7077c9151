"""The forms of a handover: whom to ask, and the answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from blocks.inputs import Form, Input
from blocks.registration_forms import REGISTRATION_FORMS

_INTRO = "They are asked by direct message. Nothing changes until they accept."
_ASKED = Input("offered_to", "Who takes over", "person", optional=False)

SUCCESSION_FORMS: Final[Mapping[str, Form]] = {
    "succession.owner": Form("Name a new owner", "Ask them", (_ASKED,), intro=_INTRO),
    "succession.sponsor": Form("Name a new sponsor", "Ask them", (_ASKED,), intro=_INTRO),
    "succession.accept": replace(
        REGISTRATION_FORMS["registration.accept"],
        title="Take over",
        intro="You become the one accountable owner. Open blockers, controls and the promise go along.",
    ),
    "succession.decline": replace(REGISTRATION_FORMS["registration.decline"], title="Decline"),
}
