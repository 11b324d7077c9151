"""Whether the bot can live in a channel, and if not, exactly what to type there."""

from playbook.facts import Channel
from playbook.refusals import Refusal

BOT_NAME = "Pilotage"


def channel_refused(wanted: str | None, seen: Channel | None, field: str) -> list[Refusal]:
    """The refusal beside the field, when the bot cannot post in the wanted channel."""
    if wanted is None:
        return []
    if seen is None:
        words = f"I cannot see that channel. Open it, type /invite @{BOT_NAME} there, then submit again."
    elif seen.archived:
        words = f"#{seen.name} is archived. Choose another channel, or unarchive it first."
    elif not seen.has_bot:
        words = f"I am not in #{seen.name}. Type /invite @{BOT_NAME} there, then submit again."
    else:
        return []
    return [Refusal(words, field=field)]
