"""The four answers of the first run, read back."""

from blocks.actions import opens
from blocks.countries import COUNTRIES
from blocks.pieces import Drawn, actions, button, channel, drawn, fields, mention, section
from playbook.facts import Settings


def answered(settings: Settings) -> Drawn:
    """What the workspace decided, and the button that changes it."""
    gatekeepers = ", ".join(mention(one) for one in settings.gatekeepers[:20]) or "nobody yet"
    country = COUNTRIES.get(settings.country or "", "not chosen yet: weekends only, no public holidays")
    return drawn(
        [
            section("⚙️ *Settings of this workspace*"),
            fields(
                ("Leadership channel", channel(settings.leadership_channel)),
                ("Gatekeepers", gatekeepers),
                ("Country", country),
                ("Programme lead", mention(settings.programme_lead)),
            ),
            actions(button("Change", opens("settings.four"))),
        ]
    )
