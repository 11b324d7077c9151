"""Persons for tests: people who type, press, fill in and look, over the real stand-in.

    with SandboxThread(seed=seed.company) as slack:            # sandbox.server
        anna, ben = slack.person("anna"), slack.person("ben")
        anna.types("/pilot new", in_="#ai-pilots")
        anna.fills(title="Proposals", owner="@ben", systems=3).submits()
        assert anna.modal.errors == {"title": "…"}             # or it closed
        ben.sees("you own Proposals", in_="dm")                # waits until it is there
        ben.presses("Accept")
        anna.sees("ben accepted", in_="#ai-pilots")

Places are "#channel", "dm" (the direct messages with the app), "home" and "modal". Looking is driven by
changes, never by polling; every failure prints what the person does see. All calls are synchronous and safe
from any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox import forms, reading
from sandbox.acts import ImpossibleAct
from sandbox.acts_ground import GoneControl
from sandbox.reading import Seen
from sandbox.workspace import OpenView, Person, StepRun

if TYPE_CHECKING:
    from sandbox.server import SandboxThread

T = TypeVar("T")
PATIENCE = 5.0  # seconds to wait for something to appear
EDITED_AT_MOST = 3  # times in a row that a button may change under the finger
SHOWN = 25  # how much of the screen an error prints
BUILT_INS_WITH_OPTIONS = frozenset({"options", "option_groups"})


class EditedMeanwhile(AssertionError):
    """What somebody wanted to press was edited between looking and pressing."""


class Modal:
    """The modal on top of somebody's screen, at one moment."""

    def __init__(self, opened: OpenView, text: str) -> None:
        self.view, self.text, self.errors = opened.view, text, dict(opened.errors)
        self.title: str = opened.view["title"]["text"]
        self.id = opened.id
        self.fields: dict[str, Any] = {}  # by label and by block_id: the value now
        for block, element in forms.controls(opened.view["blocks"]):
            if element["type"] in forms.STATEFUL:
                state = forms.state_of(element, opened.typed.get((block["block_id"], element["action_id"])))
                for name in (block["block_id"], reading.label_of(block)):
                    self.fields[name] = state[forms.STATEFUL[element["type"]][0]]


class ActingPerson:
    """Somebody at the screen. Every verb returns the person, so that a story reads as one line."""

    def __init__(self, desk: SandboxThread, record: Person) -> None:
        self.desk, self.record = desk, record
        self.id, self.name = record.id, record.handle
        self.patience = PATIENCE

    # -- looking

    def sees(self, text: str, in_: str | None = None, timeout: float | None = None) -> Seen:
        """Wait until this text is on the screen; the newest place where it stands."""
        return self._wait(lambda: self._newest(text, in_), timeout, f"see {text!r}{_place(in_)}")

    def sees_not(self, text: str, in_: str | None = None) -> ActingPerson:
        """Fail if this text is on the screen, once the app has heard of everything that happened."""
        self.desk.settle()
        if found := self.desk.ask(lambda: self._newest(text, in_)):
            raise AssertionError(f"{self.name} should not see {text!r} but does:\n    {found}")
        return self

    def count(self, text: str, in_: str | None = None) -> int:
        """How often this text stands on the screen now."""
        return len(self.desk.ask(lambda: [s for s in self._screen(in_) if _says(s.text, text)]))

    def inbox(self) -> list[Seen]:
        """All the app has written in the direct messages, in order."""
        screen = self.desk.ask(lambda: self._screen("dm"))
        return [s for s in screen if s.content.get("bot_id") and not s.only_to_me]

    @property
    def modal(self) -> Modal:
        """The topmost modal; waits for one to open."""
        return self._wait(self._modal_now, None, "see a modal")

    @property
    def has_modal(self) -> bool:
        """Whether a modal is open now."""
        return self.desk.ask(self._modal_now) is not None

    @property
    def home(self) -> str:
        """What stands on the Home tab now."""
        return "\n".join(s.text for s in self.desk.ask(lambda: self._screen("home")))

    def sees_no_modal(self, timeout: float | None = None) -> ActingPerson:
        """Wait until the last modal has closed."""
        self._wait(lambda: self._modal_now() is None, timeout, "see the modal close")
        return self

    @property
    def screen(self) -> str:
        """The newest things on the screen, for error messages."""
        seen = self.desk.ask(lambda: self._screen(None))
        return "\n".join(f"    {s}" for s in seen[-SHOWN:]) or "    nothing"

    # -- writing

    def types(self, text: str, in_: str = "dm", thread: Seen | None = None) -> ActingPerson:
        """Send a message, a slash command or `/invite @pilotage` from the composer."""
        channel = thread.channel if thread else self._channel(in_)
        self._do("types", text, channel=channel, thread_ts=thread.thread_ts if thread else None)
        self.desk.settle()
        return self

    def uploads(self, name: str, content: str, in_: str = "dm") -> ActingPerson:
        """Share a text file."""
        self._do("upload", name, content.encode(), channel=self._channel(in_))
        self.desk.settle()
        return self

    def edits(self, seen: Seen, text: str) -> ActingPerson:
        """Change a message of one's own."""
        self._do("edit", text, channel=seen.channel, ts=seen.ts)
        self.desk.settle()
        return self

    def deletes(self, seen: Seen) -> ActingPerson:
        """Delete a message."""
        self._do("delete", channel=seen.channel, ts=seen.ts)
        self.desk.settle()
        return self

    # -- pressing

    def presses(
        self, label: str, in_: str | Seen | None = None, timeout: float | None = None
    ) -> ActingPerson:
        """Press the newest button (or overflow option) with this label; confirm dialogs are accepted.

        One that is edited under the finger is looked for again, as people do.
        """
        what = f"see a button {label!r}{_place(in_)}"
        for _ in range(EDITED_AT_MOST):
            target = self._wait(lambda: self._pressable(label, in_), timeout, what)
            try:
                return self._act(*target)
            except EditedMeanwhile as edited:
                trouble = edited
        raise trouble

    def chooses(
        self, label: str, option: Any, in_: str | Seen | None = None, timeout: float | None = None
    ) -> ActingPerson:
        """Choose in a select, by the label, placeholder, action_id or block_id it has."""
        seen, block, element = self._wait(
            lambda: self._choosable(label, in_),
            timeout,
            f"see something to choose called {label!r}{_place(in_)}",
        )
        return self._act(seen, block, element, self.desk.ask(lambda: self._raw(element, option)))

    def _act(
        self, seen: Seen, block: dict[str, Any], element: dict[str, Any], values: list[str] | None
    ) -> ActingPerson:
        place = {"channel": seen.channel, "ts": seen.ts} if seen.ts else {"view_id": seen.content["id"]}
        trouble = self._do(
            "act", action_id=element["action_id"], block_id=block["block_id"], values=values, **place
        )
        assert not trouble, f"{self.name} pressed {element['action_id']}: {trouble}"
        return self

    def uses(self, shortcut: str, on: Seen | None = None) -> ActingPerson:
        """Run a shortcut by its name or callback_id; with `on` a message shortcut on that message."""
        kind = "message" if on else "global"
        offered = self.desk.sandbox.manifest.shortcuts_for(kind)
        callback_id = next((s.callback_id for s in offered if s.name == shortcut), shortcut)
        if on:
            trouble = self._do("message_shortcut", callback_id, channel=on.channel, ts=on.ts)
        else:
            trouble = self._do("shortcut", callback_id)
        assert not trouble, f"{self.name} ran {shortcut}: {trouble}"
        return self

    def opens_home(self) -> ActingPerson:
        """Open the app's Home tab."""
        self._do("open_home")
        self.desk.settle()
        return self

    def opens_messages(self) -> ActingPerson:
        """Open the app's Messages tab."""
        self._do("open_messages_tab")
        self.desk.settle()
        return self

    def reloads(self) -> ActingPerson:
        """Start the client anew: modals and ephemeral messages are gone."""
        self._do("reload")
        return self

    # -- filling in

    def fills(self, answers: Mapping[str, Any] | None = None, /, **by_block_id: Any) -> ActingPerson:
        """Fill inputs of the modal, by block_id or label.

        Options by label or value, persons by @name, channels by #name, dates as dates or ISO, several
        as a list.
        """
        given = {**(answers or {}), **by_block_id}
        self._wait(lambda: self._inputs(given), None, f"see the inputs {', '.join(given)}")
        for name, answer in given.items():
            self._fill(name, answer)
        return self

    def _fill(self, name: str, answer: Any) -> None:
        """One input, in the view that is there now: an earlier answer may have brought another one."""
        found = self._wait(lambda: self._inputs([name]), None, f"see the input {name}")
        opened, block, element = found[0]
        raw = self.desk.ask(lambda: self._raw(element, answer))
        if block.get("dispatch_action"):
            self._act(Seen("modal", "", "", opened.view), block, element, raw)
        else:
            self._do("fill", opened.id, {(block["block_id"], element["action_id"]): raw})

    def submits(self) -> ActingPerson:
        """Press the submit button of the modal. What was wrong is then in `modal.errors`."""
        opened = self._wait(self._submittable, None, "see a submit button")
        self._do("submit", opened.id)
        return self

    def cancels(self) -> ActingPerson:
        """Press the close button of the modal."""
        self._do("close", self.modal.id)
        self.desk.settle()
        return self

    def closes_all(self) -> ActingPerson:
        """Press the ✕: all modals go."""
        self._do("close", self.modal.id, whole_stack=True)
        self.desk.settle()
        return self

    # -- channels

    def invites(self, whom: str, to: str) -> ActingPerson:
        """Add @somebody to #a-channel."""
        return self._in_channel("invite", to, self._person(whom))

    def removes(self, whom: str, from_: str) -> ActingPerson:
        """Take @somebody out of #a-channel."""
        return self._in_channel("remove", from_, self._person(whom))

    def joins(self, channel: str) -> ActingPerson:
        return self._in_channel("join", channel)

    def leaves(self, channel: str) -> ActingPerson:
        return self._in_channel("leave", channel)

    def archives(self, channel: str) -> ActingPerson:
        return self._in_channel("archive", channel)

    def unarchives(self, channel: str) -> ActingPerson:
        return self._in_channel("unarchive", channel)

    def runs(self, step: str, **inputs: Any) -> StepRun:
        """Start a workflow with this one step of the app; what became of it once the app told."""
        run: StepRun = self._do("run_step", step, inputs)
        return self._wait(lambda: run if run.told else None, None, f"hear of {step}")

    def uninstalls(self) -> ActingPerson:
        """Take the app out of the workspace."""
        self._do("uninstall")
        self.desk.settle()
        return self

    def _in_channel(self, act: str, channel: str, *args: Any) -> ActingPerson:
        self._do(act, *args, channel=self._channel(channel))
        self.desk.settle()
        return self

    # -- what stands behind it

    def _do(self, act: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return self.desk.call(getattr(self.desk.sandbox.acts, act)(self.id, *args, **kwargs))
        except ImpossibleAct as impossible:
            failed = EditedMeanwhile if isinstance(impossible, GoneControl) else AssertionError
            raise failed(f"{self.name} cannot do this: {impossible}\n{self.screen}") from None

    def _wait(self, look: Callable[[], T | None], timeout: float | None, what: str) -> T:
        timeout = self.patience if timeout is None else timeout
        try:
            return self.desk.wait_for(look, timeout)  # type: ignore[return-value]
        except TimeoutError:
            waited = f"{self.name} does not {what} after {timeout:g} s. {self.name} sees:\n{self.screen}"
        raise AssertionError(waited)

    def _screen(self, in_: str | Seen | None) -> list[Seen]:
        where = in_.where if isinstance(in_, Seen) else in_
        seen = reading.on_screen(self.desk.sandbox.workspace, self.id, where)
        return [s for s in seen if not isinstance(in_, Seen) or s.ts == in_.ts]

    def _newest(self, text: str, in_: str | None) -> Seen | None:
        return next((s for s in reversed(self._screen(in_)) if _says(s.text, text)), None)

    def _on_top(self) -> OpenView | None:
        return self.desk.sandbox.workspace.modal_of(self.id)

    def _modal_now(self) -> Modal | None:
        opened = self._on_top()
        return Modal(opened, reading.view_text(self.desk.sandbox.workspace, opened)) if opened else None

    def _submittable(self) -> OpenView | None:
        opened = self._on_top()
        return opened if opened and opened.view["submit"] else None

    def _inputs(self, names: Iterable[str]) -> list[tuple[OpenView, dict[str, Any], dict[str, Any]]] | None:
        """The inputs of these names in the topmost modal, when all of them are there."""
        opened = self._on_top()
        found = [_input(opened, name) for name in names] if opened else [None]
        return [(opened, *control) for control in found if opened and control] if all(found) else None

    def _pressable(self, label: str, in_: str | Seen | None) -> tuple[Any, ...] | None:
        for seen in reversed(self._screen(in_)):
            for block, element in forms.controls(seen.blocks):
                for words, values in reading.labels(element):
                    if words.casefold() == label.casefold():
                        return seen, block, element, values
        return None

    def _choosable(self, label: str, in_: str | Seen | None) -> tuple[Any, ...] | None:
        for seen in reversed(self._screen(in_)):
            for block, element in forms.controls(seen.blocks):
                if element["type"] in forms.STATEFUL and label in _names(block, element):
                    return seen, block, element
        return None

    def _raw(self, element: dict[str, Any], answer: Any) -> list[str]:
        """An answer as the form carries it."""
        answers = answer if isinstance(answer, list | tuple | set) else [] if answer is None else [answer]
        return [self._one(element, each) for each in answers]

    def _one(self, element: dict[str, Any], answer: Any) -> str:
        kind = element["type"]
        if BUILT_INS_WITH_OPTIONS & element.keys():
            return _option(element, str(answer))
        if "users" in kind or (kind.endswith("conversations_select") and str(answer).startswith("@")):
            return self._person(answer)
        if "channels" in kind or "conversations" in kind:
            return self._channel(answer)
        if isinstance(answer, datetime):
            return str(int(answer.timestamp()))
        return answer.isoformat() if isinstance(answer, date) else str(answer)

    def _person(self, name: str) -> str:
        found = self.desk.sandbox.workspace.person(name)
        assert found, f"there is nobody called {name}"
        return found.id

    def _channel(self, name: str) -> str:
        if name == "dm":
            return self.desk.ask(lambda: self.desk.sandbox.workspace.dm(self.id)).id
        found = self.desk.sandbox.workspace.channel(name)
        assert found, f"there is no channel {name}"
        return found.id


def _place(in_: str | Seen | None) -> str:
    return "" if in_ is None else f" in {in_ if isinstance(in_, str) else in_.where}"


def _says(shown: str, text: str) -> bool:
    """Whether the words are there, however the lines are broken."""
    return " ".join(text.split()) in " ".join(shown.split())


def _input(opened: OpenView, name: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    found = ((b, e) for b, e in forms.controls(opened.view["blocks"]) if b["type"] == "input")
    return next(((b, e) for b, e in found if name in (b["block_id"], reading.label_of(b))), None)


def _names(block: dict[str, Any], element: dict[str, Any]) -> set[str]:
    placeholder = element.get("placeholder", {}).get("text", "")
    return {reading.label_of(block), block["block_id"], element["action_id"], placeholder} - {""}


def _option(element: dict[str, Any], answer: str) -> str:
    offered = forms.options(element)
    chosen = next((o["value"] for o in offered if answer in (o["text"]["text"], o["value"])), None)
    assert chosen is not None, f"{answer!r} is not on offer, only {[o['text']['text'] for o in offered]}"
    return str(chosen)
