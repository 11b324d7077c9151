"""People press, choose, fill in, submit and open: what is done with the mouse."""

from __future__ import annotations

from typing import Any

from sandbox import forms, payloads, responses, views
from sandbox.acts_ground import Control, Ground, ImpossibleAct
from sandbox.delivery import Answer
from sandbox.method import SlackError
from sandbox.workspace import Channel, Form, Message, OpenView

Named = tuple[str, str | None]  # a control by its action_id, and by its block_id where that is known
Pressed = tuple[Control, dict[str, Any]]  # the control, and the part of the payload that says where it stands
TROUBLE = "We had some trouble connecting. Try again?"
NO_ANSWER = "This app did not respond. Try again, or ask whoever runs it."


class Pressing(Ground):
    """What is done with buttons, controls, modals, Home and shortcuts."""

    async def act(
        self,
        person: str,
        *,
        action_id: str,
        block_id: str | None = None,
        channel: str | None = None,
        ts: str | None = None,
        view_id: str | None = None,
        values: list[str] | None = None,
        form: Form | None = None,
    ) -> str:
        """Press a button or choose something in a message (channel, ts), a modal or Home (view_id).

        `values` is what was chosen; `form` is everything typed so far, which goes along as state.
        Returns what the person is told if the app does not answer, else "".
        """
        named = (action_id, block_id)
        if view_id:
            control, part = self._in_view(self._on_screen(person, view_id), named, values, form or {})
        else:
            seen = self._seen_message(person, channel or "", ts or "")
            control, part = self._on_message(person, seen, named, values, form or {})
        block, element = control
        if block["type"] == "input" and not block.get("dispatch_action"):
            return ""
        done = payloads.action(element, block, values, self.slack.clock.ts())
        answer = await self._interact("block_actions", person, part | {"actions": [done]})
        return "" if answer.in_time else NO_ANSWER

    def _in_view(self, opened: OpenView, named: Named, values: list[str] | None, form: Form) -> Pressed:
        control = block, element = self._control(opened.view["blocks"], *named)
        self._check_choice(element, values)
        self._type_in(opened, form | self._chosen(block, element, values))
        return control, payloads.on_view(opened, forms.values(opened.view["blocks"], opened.typed))

    def _on_message(
        self, person: str, seen: tuple[Channel, Message], named: Named, values: list[str] | None, form: Form
    ) -> Pressed:
        where, message = seen
        control = block, element = self._control(message.get("blocks", []), *named)
        self._check_choice(element, values)
        state = forms.values(message["blocks"], form | self._chosen(block, element, values))
        key = self.slack.response_urls.give(person, where.id, message["ts"], message.get("thread_ts"))
        return control, payloads.on_message(where, message, responses.address(self.slack, key), state)

    @staticmethod
    def _chosen(block: dict[str, Any], element: dict[str, Any], values: list[str] | None) -> Form:
        if element["type"] not in forms.STATEFUL or values is None:
            return {}
        return {(block["block_id"], element["action_id"]): values}

    async def fill(self, person: str, view_id: str, form: Form) -> None:
        """Type without submitting: remembered on the screen, told to nobody."""
        self._type_in(self._on_screen(person, view_id), form)

    async def submit(self, person: str, view_id: str, form: Form | None = None) -> dict[str, str]:
        """Submit a modal; inputs not in `form` keep their value.

        Returns the errors shown, by block_id; "" is about the whole form.
        """
        opened = self._on_screen(person, view_id)
        if opened.view["type"] != "modal" or opened.view["submit"] is None:
            raise ImpossibleAct("There is no submit button here.")
        self._type_in(opened, form or {})
        opened.errors = forms.complaints(opened.view, opened.typed)
        if not opened.errors:
            view = opened.view | {"state": {"values": forms.values(opened.view["blocks"], opened.typed)}}
            urls = self._response_urls(person, opened)
            self._answer_submit(
                opened, await self._interact("view_submission", person, {"view": view, "response_urls": urls})
            )
        self.workspace.announce("modal", person, persons=[person])
        return opened.errors

    def _response_urls(self, person: str, opened: OpenView) -> list[dict[str, Any]]:
        found = []
        for block, element in forms.controls(opened.view["blocks"]):
            state = (
                forms.state_of(element, opened.typed.get((block["block_id"], element["action_id"])))
                if element.get("response_url_enabled")
                else {}
            )
            if target := state.get("selected_conversation") or state.get("selected_channel"):
                url = responses.address(self.slack, self.slack.response_urls.give(person, target))
                found.append((block["block_id"], element["action_id"], target, url))
        return payloads.response_urls(found)

    def _answer_submit(self, opened: OpenView, answer: Answer) -> None:
        """Errors, another view, one more, none at all; or a bare ack, which closes this one."""
        if answer.body is None:
            opened.errors = {"": TROUBLE}
            return
        try:
            AFTER_SUBMIT.get(answer.body.get("response_action", ""), Pressing._close_submitted)(
                self, opened, answer.body
            )
        except SlackError as refusal:
            self._note(f"{refusal.error}: {refusal.body.get('response_metadata', '')}")
            opened.errors = {"": TROUBLE}

    def _show_errors(self, opened: OpenView, body: dict[str, Any]) -> None:
        errors = body.get("errors") or {}
        inputs = {b["block_id"] for b in opened.view["blocks"] if b["type"] == "input"}
        if not errors or not errors.keys() <= inputs:
            self._note(f"errors for what is no input: {sorted(errors.keys() - inputs)}")
            errors = {"": TROUBLE}
        opened.errors = {k: str(v) for k, v in errors.items()}

    def _show_another(self, opened: OpenView, body: dict[str, Any]) -> None:
        views.update(self.slack, opened, views.checked(self.slack, body.get("view"), "modal"))

    def _show_one_more(self, opened: OpenView, body: dict[str, Any]) -> None:
        views.push(self.slack, opened.person, views.checked(self.slack, body.get("view"), "modal"))

    def _clear(self, opened: OpenView, body: dict[str, Any]) -> None:
        views.take_away(self.slack, opened.person, list(self.workspace.modals[opened.person]))

    def _close_submitted(self, opened: OpenView, body: dict[str, Any]) -> None:
        views.take_away(self.slack, opened.person, [opened])

    async def close(self, person: str, view_id: str, *, whole_stack: bool = False) -> None:
        """Cancel the topmost modal, or with `whole_stack` (the ✕) all of them."""
        opened = self._on_screen(person, view_id)
        cleared = whole_stack or opened.view["clear_on_close"]
        gone = list(reversed(self.workspace.modals[person])) if cleared else [opened]
        views.take_away(self.slack, person, gone)
        for each in gone:
            if each.view["notify_on_close"]:
                payload = payloads.interactive(self.workspace, "view_closed", self._active(person), None)
                closed = {"view": each.view, "is_cleared": cleared}
                self.slack.delivery.mention("interactive", payload | closed)

    async def reload(self, person: str) -> None:
        """Start the client anew: modals and what only this person could see are gone, and nobody is told."""
        self._active(person)
        views.take_away(self.slack, person, list(self.workspace.modals.get(person, [])))
        for who, channel in [key for key in self.workspace.ephemerals if key[0] == person]:
            del self.workspace.ephemerals[who, channel]
            self.workspace.announce("channel", channel, persons=[person])

    async def open_home(self, person: str) -> None:
        """Open the app's Home tab."""
        self._open_tab(person, "home")

    async def open_messages_tab(self, person: str) -> None:
        """Open the app's Messages tab, the direct messages."""
        self._open_tab(person, "messages")

    def _open_tab(self, person: str, tab: str) -> None:
        who = self._active(person)
        manifest = self.slack.manifest
        there = manifest.has_home if tab == "home" else manifest.has_messages
        if not (there and self.workspace.app_installed):
            raise ImpossibleAct(f"This app has no {tab.title()} tab.")
        home = self.workspace.homes.get(person) if tab == "home" else None
        event = payloads.app_home_opened(who, self.workspace.dm(who.id), tab, home, self.slack.clock.ts())
        self.slack.delivery.tell("app_home_opened", event)

    async def shortcut(self, person: str, callback_id: str) -> str:
        """Run a global shortcut. Returns what the person is told if the app does not answer, else ""."""
        self._known_shortcut(callback_id, "global")
        done = {"callback_id": callback_id, "action_ts": self.slack.clock.ts()}
        answer = await self._interact("shortcut", person, done)
        return "" if answer.in_time else NO_ANSWER

    async def message_shortcut(self, person: str, callback_id: str, *, channel: str, ts: str) -> str:
        """Run a message shortcut. Returns what the person is told if there is no answer, else ""."""
        self._known_shortcut(callback_id, "message")
        where, message = self._seen_message(person, channel, ts)
        if message.get("is_ephemeral"):
            raise ImpossibleAct("What only you can see has no shortcuts.")
        key = self.slack.response_urls.give(person, where.id, None, message.get("thread_ts"))
        done = {
            "callback_id": callback_id,
            "action_ts": self.slack.clock.ts(),
            "message_ts": ts,
            "channel": payloads.short_channel(where),
            "message": payloads.public_message(message),
            "response_url": responses.address(self.slack, key),
        }
        answer = await self._interact("message_action", person, done)
        return "" if answer.in_time else NO_ANSWER

    def _known_shortcut(self, callback_id: str, kind: str) -> None:
        if self.slack.manifest.shortcut(callback_id, kind) is None:
            raise ImpossibleAct(f"The app has no {kind} shortcut {callback_id}.")


AFTER_SUBMIT = {
    "errors": Pressing._show_errors,
    "update": Pressing._show_another,
    "push": Pressing._show_one_more,
    "clear": Pressing._clear,
}
