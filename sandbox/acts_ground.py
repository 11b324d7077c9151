"""What every act stands on: who may do it, where, on what, and how the app is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import forms, messages, payloads
from sandbox.delivery import NOT_CONFIGURED, Answer
from sandbox.workspace import Channel, Form, Message, OpenView, Person

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Control = tuple[dict[str, Any], dict[str, Any]]  # a block and the element in it


class ImpossibleAct(Exception):
    """Nobody could do this in Slack: the channel is archived, the button gone, the modal closed."""


class GoneControl(ImpossibleAct):
    """The message or view was edited meanwhile: what was seen there is there no more, or is another one."""


class Ground:
    """The questions acts ask first; each raises ImpossibleAct."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.workspace = slack.workspace

    async def _interact(self, kind: str, person: str, part: dict[str, Any]) -> Answer:
        who = self._active(person)
        if not (self.workspace.app_installed and self.slack.manifest.is_interactive):
            return NOT_CONFIGURED
        payload = payloads.interactive(self.workspace, kind, who, self.slack.triggers.give(who.id))
        return await self.slack.delivery.act("interactive", payload | part)

    def _whisper(self, person: str, channel: str, text: str, thread_ts: str | None = None) -> None:
        """Slackbot says something to one person."""
        said = payloads.slackbot_message(self.workspace, text)
        if thread_ts:
            said["thread_ts"] = thread_ts
        messages.show(self.slack, person, self.workspace.channels[channel], said)

    def _note(self, words: str) -> None:
        self.slack.journal.sent()[-1].notes.append(words)

    def _active(self, person: str) -> Person:
        who = self.workspace.persons.get(person)
        if who is None or who.deleted:
            raise ImpossibleAct(f"{who.real_name if who else person} has no active account.")
        return who

    def _channel(self, channel: str) -> Channel:
        where = self.workspace.channels.get(channel)
        if where is None:
            raise ImpossibleAct(f"There is no channel {channel}.")
        return where

    def _writer(self, person: str, channel: str) -> tuple[Person, Channel]:
        who, where = self._active(person), self._channel(channel)
        if where.kind == "im" and not self.slack.manifest.takes_messages:
            raise ImpossibleAct("Sending messages to this app has been turned off.")
        if person not in where.members or where.is_archived:
            why = "it is archived" if where.is_archived else "not a member"
            raise ImpossibleAct(f"{who.real_name} cannot write in #{where.name}: {why}.")
        return who, where

    def _message(self, where: Channel, ts: str) -> Message:
        message = where.message(ts)
        if message is None:
            raise ImpossibleAct(f"There is no message {ts} in #{where.name}.")
        return message

    def _seen_message(self, person: str, channel: str, ts: str) -> tuple[Channel, Message]:
        """A message this person can see: one in the channel, or an ephemeral one of their own."""
        where = self._channel(channel)
        if not self.workspace.can_see(person, where):
            raise ImpossibleAct(f"They cannot see #{where.name}.")
        own = next((m for m in self.workspace.ephemerals_of(person, channel) if m["ts"] == ts), None)
        return where, own or self._message(where, ts)

    def _on_screen(self, person: str, view_id: str) -> OpenView:
        """Their Home, or their topmost modal."""
        opened = self.workspace.open_view(view_id)
        on_top = self.workspace.modal_of(person)
        if (
            opened is None
            or opened.person != person
            or (opened.view["type"] == "modal" and opened is not on_top)
        ):
            raise ImpossibleAct("This view is no longer on the screen.")
        return opened

    @staticmethod
    def _control(blocks: list[dict[str, Any]], action_id: str, block_id: str | None) -> Control:
        for block, element in forms.controls(blocks):
            if element["action_id"] == action_id and block_id in (None, block["block_id"]):
                return block, element
        raise GoneControl(f"There is no control {action_id} here any more.")

    @staticmethod
    def _check_choice(element: dict[str, Any], values: list[str] | None) -> None:
        if not forms.has_options(element, values or []) or (element["type"] == "overflow" and not values):
            raise ImpossibleAct(f"{values} is not on offer.")

    def _type_in(self, opened: OpenView, form: Form) -> None:
        """Remember what was typed; only what can be typed here."""
        for (block_id, action_id), raw in form.items():
            _, element = self._control(opened.view["blocks"], action_id, block_id)
            self._check_choice(element, raw)
        opened.typed |= form
