"""People come and go: channels and accounts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sandbox import membership, payloads
from sandbox.acts_ground import Ground, ImpossibleAct
from sandbox.workspace import BOT, Channel, Person, StepRun


class Belonging(Ground):
    """What is done with channels and accounts."""

    async def invite(self, person: str, whom: str, *, channel: str) -> None:
        """Add someone, or the bot, to a channel."""
        who, where = self._writer(person, channel)
        if where.kind == "im" or whom not in self.workspace.persons:
            raise ImpossibleAct("Nobody can be added here.")
        if whom not in where.members:
            membership.join(self.slack, where, whom, inviter=who.id)

    async def join(self, person: str, *, channel: str) -> None:
        """Join a public channel."""
        who, where = self._active(person), self._channel(channel)
        if where.kind != "channel" or where.is_archived or who.is_restricted:
            raise ImpossibleAct(f"{who.real_name} cannot join #{where.name}.")
        if person not in where.members:
            membership.join(self.slack, where, person)

    async def leave(self, person: str, *, channel: str) -> None:
        """Leave a channel."""
        who, where = self._writer(person, channel)
        membership.leave(self.slack, where, who.id, actor=who.id)

    async def remove(self, person: str, whom: str, *, channel: str) -> None:
        """Take someone, or the bot, out of a channel."""
        who, where = self._writer(person, channel)
        if whom not in where.members or where.kind == "im":
            raise ImpossibleAct("They are not in this channel.")
        membership.leave(self.slack, where, whom, actor=who.id)

    async def archive(self, person: str, *, channel: str) -> None:
        """Archive a channel."""
        who, where = self._writer(person, channel)
        if where.kind == "im" or where.name == "general":
            raise ImpossibleAct("This cannot be archived.")
        membership.archive(self.slack, where, who.id)

    async def unarchive(self, person: str, *, channel: str) -> None:
        """Bring an archived channel back."""
        who, where = self._active(person), self._channel(channel)
        if not where.is_archived:
            raise ImpossibleAct(f"#{where.name} is not archived.")
        membership.unarchive(self.slack, where, who.id)

    async def create_channel(self, person: str, name: str, *, private: bool = False) -> Channel:
        """Make a channel with this person in it."""
        who = self._active(person)
        if self.workspace.channel(f"#{name}"):
            raise ImpossibleAct(f"#{name} is taken.")
        return self.workspace.add_channel(name, [who.id], private=private)

    async def uninstall(self, person: str) -> None:
        """Take the app out of the workspace: its token is dead before it hears of it. Only for admins."""
        who = self._active(person)
        if not who.is_admin or not self.workspace.app_installed:
            raise ImpossibleAct(f"{who.real_name} cannot take the app out of the workspace.")
        now = self.slack.clock.ts()
        self.slack.delivery.tell("tokens_revoked", payloads.tokens_revoked(now))
        self.slack.delivery.tell("app_uninstalled", payloads.app_uninstalled(now))
        self.workspace.app_installed = False
        for channel in self.workspace.channels.values():
            if channel.kind != "im" and BOT in channel.members:
                channel.members.remove(BOT)
        self.workspace.announce("side")

    async def install(self, person: str) -> None:
        """Bring the app back, with its old token. It is in no channel until somebody invites it."""
        self._active(person)
        self.workspace.app_installed = True
        self.workspace.announce("side")

    async def run_step(self, person: str, step: str, inputs: dict[str, Any]) -> StepRun:
        """Start a workflow that has this one step of the app."""
        self._active(person)
        functions = self.slack.manifest.raw.get("functions", {})
        if step not in functions:
            raise ImpossibleAct(f"The app brings no step {step}: {', '.join(functions) or 'none at all'}.")
        run, number = StepRun(step), f"Fx{len(self.workspace.step_runs) + 1:08}"
        self.workspace.step_runs[number] = run
        event = payloads.function_executed(step, functions[step], inputs, number, self.slack.clock.ts())
        self.slack.delivery.tell("function_executed", event)
        return run

    async def change_person(self, person: str, **changes: Any) -> None:
        """An account changes: deleted, tz, title, status_text and so on."""
        who = self.workspace.persons[person]
        if unknown := changes.keys() - {f.name for f in fields(Person)}:
            raise ImpossibleAct(f"People have no {', '.join(sorted(unknown))}.")
        for name, value in changes.items():
            setattr(who, name, value)
        self.workspace.announce("side")
        self.slack.delivery.tell(
            "user_change", payloads.user_change(who, self.slack.clock, self.slack.clock.ts())
        )
