"""What people do: one method per human act.

Each becomes the payload Slack would send, and the app's answer is applied. The page, the persons of the
tests and the control address all come through here.
"""

from __future__ import annotations

from sandbox import composer
from sandbox.acts_belonging import Belonging
from sandbox.acts_ground import ImpossibleAct
from sandbox.acts_pressing import Pressing
from sandbox.acts_writing import Writing

__all__ = ["Acts", "ImpossibleAct"]


class Acts(Writing, Pressing, Belonging):
    """The acts of one sandbox: write, press and choose, come and go.

    Persons, channels and views are named by id. All methods are coroutines and raise ImpossibleAct for what
    Slack's client does not offer.
    """

    async def types(self, person: str, text: str, *, channel: str, thread_ts: str | None = None) -> None:
        """Send what is in the composer: a slash command, `/invite @pilotage`, or a message."""
        command = composer.as_command(text)
        if command is None:
            await self.say(person, text, channel=channel, thread_ts=thread_ts)
        elif command[0] in BUILT_IN:
            await BUILT_IN[command[0]](self, person, command[1], channel)
        elif thread_ts:
            self._whisper(person, channel, f"`{command[0]}` is not supported in threads. Sorry!", thread_ts)
        else:
            await self.slash(person, *command, channel=channel)


async def _invite(acts: Acts, person: str, rest: str, channel: str) -> None:
    for name in rest.split():
        if whom := acts.workspace.person(name):
            await acts.invite(person, whom.id, channel=channel)


async def _remove(acts: Acts, person: str, rest: str, channel: str) -> None:
    if whom := acts.workspace.person(rest.strip()):
        await acts.remove(person, whom.id, channel=channel)


async def _leave(acts: Acts, person: str, rest: str, channel: str) -> None:
    await acts.leave(person, channel=channel)


async def _archive(acts: Acts, person: str, rest: str, channel: str) -> None:
    await acts.archive(person, channel=channel)


BUILT_IN = {
    "/invite": _invite,
    "/remove": _remove,
    "/leave": _leave,
    "/archive": _archive,
}  # Slack's own commands
