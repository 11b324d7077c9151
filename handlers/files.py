"""Files that answer a click or a command: brought to Slack and shared at once.

Whoever asked stands there and is told when they did not arrive, so they do not go through the ledger.
"""

from collections.abc import Mapping

from handlers.desk import UNHEARD, Desk

Place = tuple[str, str | None]  # a channel, and the thread in it


def send(desk: Desk, made: Mapping[str, bytes], comment: str, place: Place | None = None) -> bool:
    """Share them with a comment, in the asker's direct messages or in `place`; whether Slack took them."""
    uploads = [{"filename": name, "title": name, "content": held} for name, held in made.items()]
    try:
        channel, thread = place or (_direct_messages(desk), None)
        desk.client.files_upload_v2(
            channel=channel, thread_ts=thread, file_uploads=uploads, initial_comment=comment
        )
    except UNHEARD:
        return False
    return True


def _direct_messages(desk: Desk) -> str:
    return str(desk.client.conversations_open(users=desk.user_id)["channel"]["id"])
