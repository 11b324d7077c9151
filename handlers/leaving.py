"""The app is taken out of a workspace, or its token revoked: Slack tells both, in any order, perhaps late.

By then it may have been installed again. So Slack is asked first whether the bot is still let in.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack

from handlers.desk import Desk
from store import Work, installations

LetsIn = Callable[[], bool | None]  # whether Slack lets the bot in; None: it gave no answer


def taken_out(ack: Ack, body: dict[str, Any], desk: Desk, lets_in: LetsIn) -> None:
    """Nothing is tried any more, and after the set days all is deleted."""
    _leave(installations.uninstall, body, desk, lets_in)
    ack()


def revoked(ack: Ack, body: dict[str, Any], desk: Desk, lets_in: LetsIn) -> None:
    """Nothing is tried any more. Tokens of people are none of ours: the bot asks for no user scope."""
    if body["event"].get("tokens", {}).get("bot"):
        _leave(installations.revoke, body, desk, lets_in)
    ack()


def _leave(
    change: Callable[[Work, datetime], None], body: dict[str, Any], desk: Desk, lets_in: LetsIn
) -> None:
    with desk.read() as look:
        if not installations.is_known(look):
            return
        before = installations.of(look)
    inside = lets_in()
    if inside is None:  # then the two moments have to tell
        told = datetime.fromtimestamp(body["event_time"], UTC)
        inside = before is not None and told < before.installed_at
    if inside:
        return
    with desk.work() as work:
        if installations.of(work) == before:
            change(work, desk.now)


EVENTS = {"app_uninstalled": taken_out, "tokens_revoked": revoked}
