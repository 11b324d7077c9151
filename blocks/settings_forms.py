"""The form of the first run: four questions."""

from collections.abc import Mapping
from typing import Final

from blocks.countries import COUNTRIES
from blocks.inputs import Form, Input

SETTINGS_FORMS: Final[Mapping[str, Form]] = {
    "settings.four": Form(
        "Four questions",
        "Save",
        (
            Input(
                "leadership_channel",
                "Leadership channel",
                "channel",
                hint="Where the monthly review goes. Invite the bot there.",
            ),
            Input(
                "gatekeepers",
                "Gatekeepers",
                "persons",
                hint="For example risk, operations, finance. They answer for governance and vote at gates.",
            ),
            Input(
                "country",
                "Country",
                "choice",
                hint="For working days and public holidays.",
                choices=tuple(COUNTRIES.items()),
            ),
            Input(
                "programme_lead",
                "Programme lead",
                "person",
                hint="May change these settings and is told when a message cannot be delivered.",
            ),
        ),
        intro="Four questions, once. Each can be changed later.",
    ),
}
