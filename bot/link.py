"""The Socket Mode link: opened, watched, hung up. One that stays down ends the process, to begin afresh."""

import socket
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.clock import Clock, system_clock
from bot.trouble import Trouble

PING = 2  # seconds between pings; a link that ended without a word is noticed after four of them
GIVEN_UP = timedelta(minutes=10)  # down for so long: the SDK does not get it back


class Link:
    """The link and how long it has been down, by this machine's own clock."""

    def __init__(self, app: App, token: str, clock: Clock = system_clock) -> None:
        self._handler = SocketModeHandler(app, token, ping_interval=PING)
        self._clock = clock
        self._down_since: datetime | None = clock()
        self._heard_at: datetime | None = None
        self._handler.client.on_message_listeners.append(self._hear)

    def open(self) -> None:
        """Call Slack. Raises `Trouble` with what to do when it does not answer."""
        try:
            self._handler.connect()
        except SlackApiError as error:
            raise Trouble(
                f"Slack refuses SLACK_APP_TOKEN ({error.response['error']}). "
                "Make an app-level token with the scope connections:write, and switch Socket Mode on."
            ) from None
        except OSError as error:
            raise Trouble(f"Socket Mode cannot be reached ({error}).") from None
        self._down_since = None

    @property
    def up(self) -> bool:
        """Whether it stands at this moment."""
        return bool(self._handler.client.is_connected())

    def down_for(self) -> timedelta:
        """How long it has been seen down; nothing while it stands. Ask now and then, or it is not seen."""
        if self.up:
            self._down_since = None
            return timedelta()
        now = self._clock()
        self._down_since = self._down_since or now
        return now - self._down_since

    def report(self) -> dict[str, Any]:
        """Its figures for the health page."""
        down, heard = self.down_for(), self._heard_at
        quiet = (self._clock() - heard).total_seconds() if heard else None
        return {
            "link": self.up,
            "link_down_seconds": round(down.total_seconds(), 1),
            "last_inbound_seconds": None if quiet is None else round(quiet, 1),
        }

    def hang_up(self) -> None:
        """Close it at once; by itself the SDK waits until the next ping would be due."""
        hang_up(self._handler)

    def _hear(self, message: str) -> None:
        self._heard_at = self._clock()


def hang_up(link: SocketModeHandler) -> None:
    """Close a link of the SDK's without waiting for its next ping."""
    link.client.auto_reconnect_enabled = False
    session = link.client.current_session
    if session and session.sock:
        with suppress(OSError):
            session.sock.shutdown(socket.SHUT_RDWR)
    link.client.closed = True
    link.client.enqueue_message("")  # whoever waits for the next message for up to a second looks up
    try:
        link.close()
    except AttributeError:
        link.close()  # its reader, woken by the shutdown, closed the same socket meanwhile: now it is gone
