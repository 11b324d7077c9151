"""People write: messages, edits, slash commands."""

from __future__ import annotations

import mimetypes
import uuid

from sandbox import composer, messages, methods_files, payloads, responses
from sandbox.acts_ground import Ground, ImpossibleAct
from sandbox.delivery import Answer
from sandbox.manifest import Command
from sandbox.method import SlackError
from sandbox.permits import ResponseUrl
from sandbox.workspace import BOT, Channel, Message, Person, StoredFile


class Writing(Ground):
    """What is done with the composer."""

    async def say(self, person: str, text: str, *, channel: str, thread_ts: str | None = None) -> Message:
        """Post a message; @names and #names become mentions."""
        who, where = self._writer(person, channel)
        if not text.strip():
            raise ImpossibleAct("An empty message cannot be sent.")
        message = {
            "type": "message",
            "user": who.id,
            "text": composer.as_sent(self.workspace, text.strip()),
            "ts": self.slack.clock.ts(),
            "team": self.workspace.team,
            "client_msg_id": str(uuid.uuid4()),
        }
        posted = self._post(where, message | ({"thread_ts": thread_ts} if thread_ts else {}))
        self._mention(who, where, posted)
        return posted

    async def upload(self, person: str, name: str, content: bytes, *, channel: str) -> Message:
        """Share a file in a conversation."""
        who, where = self._writer(person, channel)
        if not content:
            raise ImpossibleAct("An empty file cannot be uploaded.")
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        now = int(self.slack.clock.now())
        stored = StoredFile(self.workspace.new_id("F"), name, name, mimetype, now, content, who.id, True)
        self.workspace.files[stored.id] = stored
        message = {
            "type": "message",
            "subtype": "file_share",
            "user": who.id,
            "text": "",
            "ts": self.slack.clock.ts(),
            "files": [methods_files.shown(self.slack, stored)],
            "upload": True,
        }
        posted = self._post(where, message)
        stored.shares.append({"channel": where.id, "ts": posted["ts"]})
        return posted

    def _post(self, where: Channel, message: Message) -> Message:
        try:
            return messages.post(self.slack, where, message)
        except SlackError as refusal:
            raise ImpossibleAct(f"This message cannot be sent: {refusal.error}.") from None

    def _mention(self, who: Person, where: Channel, message: Message) -> None:
        if f"<@{BOT}>" not in message["text"] or where.kind == "im":
            return
        if BOT in where.members:
            self.slack.delivery.tell("app_mention", payloads.app_mention(where, message))
        else:
            name = self.workspace.persons[BOT].handle
            self._whisper(
                who.id,
                where.id,
                f"You mentioned <@{BOT}>, but they’re not in this channel. "
                f"Type `/invite @{name}` to add them.",
            )

    async def edit(self, person: str, text: str, *, channel: str, ts: str) -> Message:
        """Change one's own message."""
        who, where = self._writer(person, channel)
        message = self._message(where, ts)
        if message["user"] != who.id or message.get("subtype"):
            raise ImpossibleAct("Only one's own messages can be edited.")
        if not text.strip():
            raise ImpossibleAct("A message cannot be emptied, only deleted.")
        new = {"text": composer.as_sent(self.workspace, text.strip())}
        if new["text"] == message["text"]:
            return message
        return messages.change(self.slack, where, message, new, who.id)

    async def delete(self, person: str, *, channel: str, ts: str) -> None:
        """Delete one's own message, or anyone's as an admin."""
        who, where = self._writer(person, channel)
        message = self._message(where, ts)
        if message["user"] != who.id and not who.is_admin:
            raise ImpossibleAct("Only an admin can delete what others wrote.")
        messages.remove(self.slack, where, message)

    async def slash(self, person: str, command: str, text: str = "", *, channel: str) -> None:
        """Run a slash command. `command` starts with a slash."""
        who, where = self._writer(person, channel)
        known = self.slack.manifest.command(command) if self.workspace.app_installed else None
        if known is None:
            self._whisper(
                who.id,
                where.id,
                f"`{command}` is not a valid command. In Slack, all messages that start "
                "with the “/” symbol are interpreted as commands.",
            )
            return
        key = self.slack.response_urls.give(who.id, where.id)
        sent = composer.as_sent(self.workspace, text) if known.should_escape else text
        payload = payloads.slash_command(
            self.workspace,
            who,
            where,
            known,
            sent,
            trigger_id=self.slack.triggers.give(who.id),
            response_url=responses.address(self.slack, key),
        )
        answer = await self.slack.delivery.act("slash_commands", payload)
        self._answer_command(who, where, known, text, answer)

    def _answer_command(
        self, who: Person, where: Channel, command: Command, text: str, answer: Answer
    ) -> None:
        if answer.body is None:
            trouble = "operation_timeout" if answer.trouble == "timeout" else "dispatch_failed"
            self._whisper(who.id, where.id, f"`{command.name}` failed with the error “{trouble}”.")
            return
        if answer.body.get("response_type") == "in_channel":
            typed = composer.as_sent(self.workspace, f"{command.name} {text}".strip())
            self._post(where, {"type": "message", "user": who.id, "text": typed, "ts": self.slack.clock.ts()})
        try:
            responses.apply(self.slack, ResponseUrl(who.id, where.id, None, None, 0), answer.body)
        except SlackError as refusal:
            self._whisper(who.id, where.id, f"`{command.name}` failed with the error “{refusal.error}”.")
