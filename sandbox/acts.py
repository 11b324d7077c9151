"""What people do: one method per human act. Each becomes the payload Slack would send; the app's answer is applied.

The page, the persons of the tests and the control address all come through here.
"""

from __future__ import annotations

from typing import Any

from sandbox.workspace import Channel, Form, Message


class ImpossibleAct(Exception):
    """Nobody could do this in Slack: the channel is archived, the button is not there, the modal was closed."""


class Acts:
    """The acts of one sandbox. Persons, channels and views are named by id. All methods are coroutines."""

    async def types(self, person: str, text: str, *, channel: str, thread_ts: str | None = None) -> None:
        """Send what is in the composer: a slash command, `/invite @pilotage`, or a message with @names and #names."""
        raise NotImplementedError

    async def say(self, person: str, text: str, *, channel: str, thread_ts: str | None = None) -> Message:
        """Post a message; @names and #names become mentions."""
        raise NotImplementedError

    async def edit(self, person: str, text: str, *, channel: str, ts: str) -> Message:
        """Change one's own message."""
        raise NotImplementedError

    async def delete(self, person: str, *, channel: str, ts: str) -> None:
        """Delete one's own message, or anyone's as an admin."""
        raise NotImplementedError

    async def slash(self, person: str, command: str, text: str = "", *, channel: str) -> None:
        """Run a slash command. `command` starts with a slash."""
        raise NotImplementedError

    async def act(self, person: str, *, action_id: str, block_id: str | None = None, channel: str | None = None,
                  ts: str | None = None, view_id: str | None = None, values: list[str] | None = None,
                  form: Form | None = None) -> None:
        """Press a button or choose something in a message (channel, ts), a modal or Home (view_id).

        `values` is what was chosen; `form` is everything typed so far, which goes along as state.
        """
        raise NotImplementedError

    async def fill(self, person: str, view_id: str, form: Form) -> None:
        """Type without submitting: remembered on the screen, told to nobody."""
        raise NotImplementedError

    async def submit(self, person: str, view_id: str, form: Form | None = None) -> dict[str, str]:
        """Submit a modal; inputs not in `form` keep their value. Returns the errors shown, by block_id."""
        raise NotImplementedError

    async def close(self, person: str, view_id: str, *, whole_stack: bool = False) -> None:
        """Cancel or ✕ the topmost modal, or with `whole_stack` all of them."""
        raise NotImplementedError

    async def open_home(self, person: str) -> None:
        """Open the app's Home tab."""
        raise NotImplementedError

    async def open_messages_tab(self, person: str) -> None:
        """Open the app's Messages tab, the direct messages."""
        raise NotImplementedError

    async def shortcut(self, person: str, callback_id: str) -> None:
        """Run a global shortcut."""
        raise NotImplementedError

    async def message_shortcut(self, person: str, callback_id: str, *, channel: str, ts: str) -> None:
        """Run a message shortcut on a message."""
        raise NotImplementedError

    async def invite(self, person: str, whom: str, *, channel: str) -> None:
        """Add someone, or the bot, to a channel."""
        raise NotImplementedError

    async def join(self, person: str, *, channel: str) -> None:
        """Join a public channel."""
        raise NotImplementedError

    async def leave(self, person: str, *, channel: str) -> None:
        """Leave a channel."""
        raise NotImplementedError

    async def remove(self, person: str, whom: str, *, channel: str) -> None:
        """Take someone, or the bot, out of a channel."""
        raise NotImplementedError

    async def archive(self, person: str, *, channel: str) -> None:
        """Archive a channel."""
        raise NotImplementedError

    async def unarchive(self, person: str, *, channel: str) -> None:
        """Bring an archived channel back."""
        raise NotImplementedError

    async def create_channel(self, person: str, name: str, *, private: bool = False) -> Channel:
        """Make a channel with this person in it."""
        raise NotImplementedError

    async def change_person(self, person: str, **changes: Any) -> None:
        """An account changes: deleted, tz, title, status_text and so on."""
        raise NotImplementedError
