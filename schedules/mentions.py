"""The card that answers a mention, made when it is sent."""

from datetime import datetime

from playbook import mentions
from playbook.mention_notices import CardShown
from store import Look

KIND = mentions.KIND


def made(look: Look, use_case: int, period: str, now: datetime) -> CardShown | None:
    """The card by the facts of now."""
    pilot = look.pilot(use_case)
    return mentions.card(pilot, look.around(pilot.use_case, now))
