"""What a person reads on the screen, as plain words: for the persons of the tests and their errors."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox import forms
from sandbox.workspace import BOT, SLACKBOT, Channel, Message, OpenView, Workspace

# What a node of a block says itself, beside what the nodes in it say
SAYS = {
    "plain_text": ("text",),
    "mrkdwn": ("text",),
    "markdown": ("text",),
    "raw_text": ("text",),
    "text": ("text",),
    "raw_number": ("text", "value"),
    "image": ("alt_text",),
    "data_visualization": ("title",),
    "emoji": ("name",),
    "data_table": ("caption",),
}
CLOSED = frozenset({"confirm", "option_groups"})  # not on the screen until somebody presses
CHOICES_OPEN = frozenset({"radio_buttons", "checkboxes"})
STYLE = re.compile(r"(?<!\w)([*_~`])(\S(?:[^\n]*?\S)?)\1(?!\w)")
REFERENCE = re.compile(r"<([^<>\n]+)>")
PRESSABLE = ("button", "workflow_button")


@dataclass(frozen=True, slots=True)
class Seen:
    """Something on a person's screen. `where` is #name, dm, home or modal."""

    where: str
    by: str
    text: str
    content: dict[str, Any]  # the message or the view
    channel: str = ""
    ts: str = ""
    only_to_me: bool = False

    @property
    def thread_ts(self) -> str:
        return str(self.content.get("thread_ts", self.ts))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.content.get("blocks", []))

    @property
    def buttons(self) -> list[str]:
        """What can be pressed here, overflow menus opened."""
        return [label for block, element in forms.controls(self.blocks) for label, _ in labels(element)]

    def __str__(self) -> str:
        marks = [
            self.where,
            *(["only you"] if self.only_to_me else []),
            *(["in a thread"] if self.ts != self.thread_ts else []),
        ]
        return f"[{', '.join(marks)}] {self.by}: " + self.text.replace("\n", "\n        ")


def on_screen(workspace: Workspace, person_id: str, where: str | None = None) -> list[Seen]:
    """All this person can see, or all in one place: oldest first, then Home, then the topmost modal."""
    channels = {f"#{c.name}": c for c in workspace.channels_of(person_id)} | {"dm": workspace.dm(person_id)}
    looked_at = [c for name, c in channels.items() if where in (None, name)]
    messages = [seen for channel in looked_at for seen in _in_channel(workspace, person_id, channel)]
    views = {"home": workspace.homes.get(person_id), "modal": workspace.modal_of(person_id)}
    open_now = [_view(workspace, v, name) for name, v in views.items() if v and where in (None, name)]
    return [*sorted(messages, key=lambda s: float(s.ts)), *open_now]


def _in_channel(workspace: Workspace, person_id: str, channel: Channel) -> Iterator[Seen]:
    where = "dm" if channel.kind == "im" else f"#{channel.name}"
    for message in [*channel.messages, *workspace.ephemerals_of(person_id, channel.id)]:
        yield Seen(
            where,
            author(workspace, message),
            message_text(workspace, message),
            message,
            channel.id,
            message["ts"],
            bool(message.get("is_ephemeral")),
        )


def author(workspace: Workspace, message: Message) -> str:
    """Who wrote it, by name."""
    person = workspace.persons.get(message["user"])
    return "Slackbot" if message["user"] == SLACKBOT or person is None else person.real_name


def message_text(workspace: Workspace, message: Message) -> str:
    """The blocks if there are any, as Slack shows them; else the text. Then the files."""
    body = words(workspace, message["blocks"]) if message.get("blocks") else plain(workspace, message["text"])
    files = [f"📄 {f['title']}" for f in message.get("files", [])]
    return "\n".join(part for part in [body, *files] if part)


def _view(workspace: Workspace, opened: OpenView, where: str) -> Seen:
    return Seen(where, workspace.persons[BOT].real_name, view_text(workspace, opened), opened.view)


def view_text(workspace: Workspace, opened: OpenView) -> str:
    """Title, blocks with what was typed, errors, buttons."""
    view, bar = opened.view, []
    for name in ("close", "submit"):
        bar += [f"[{view[name]['text']}]"] if view[name] else []
    title = [view["title"]["text"]] if view["title"] else []
    typed = [
        f"{label_of(b)}: {', '.join(raw)}"
        for b, e in forms.controls(view["blocks"])
        if (raw := opened.typed.get((b["block_id"], e["action_id"])))
    ]
    errors = [f"⚠ {sentence}" for sentence in opened.errors.values()]
    return "\n".join([*title, words(workspace, view["blocks"]), *typed, *errors, *bar])


def label_of(block: dict[str, Any]) -> str:
    """What stands above an input, or what a block is called."""
    return str(block["label"]["text"] if "label" in block else block["block_id"])


def labels(element: dict[str, Any]) -> list[tuple[str, list[str] | None]]:
    """What can be pressed on a control: the words on it, and the values that pressing it chooses."""
    if element["type"] == "overflow":
        return [(o["text"]["text"], [o["value"]]) for o in element["options"]]
    return [(element["text"]["text"], None)] if element["type"] in PRESSABLE else []


def words(workspace: Workspace, blocks: list[dict[str, Any]]) -> str:
    """The words of some blocks, one line for each part."""
    parts = ["\n".join(_words(workspace, block)) for block in blocks]
    return "\n".join(part for part in parts if part.strip())


def _words(workspace: Workspace, node: Any) -> Iterator[str]:
    """Every word in a node, in the order of its fields: whatever block Slack thinks of next."""
    if isinstance(node, list):
        for each in node:
            yield from _words(workspace, each)
    elif isinstance(node, dict) and node.get("type") in PRESSABLE:
        yield f"[{node['text']['text']}]"
    elif isinstance(node, dict):
        yield from _own_words(workspace, node)
        for name, inner in node.items():
            if name not in CLOSED and not (name == "options" and node.get("type") not in CHOICES_OPEN):
                yield from _words(workspace, inner)


def _own_words(workspace: Workspace, node: dict[str, Any]) -> Iterator[str]:
    kind = str(node.get("type", ""))
    said = [
        str(node[field]) for field in SAYS.get(kind, ()) if isinstance(node.get(field), str | int | float)
    ]
    if kind == "mrkdwn":
        said = [plain(workspace, text) for text in said]
    if kind in ("user", "channel"):
        said = [_reference(workspace, ("@" if kind == "user" else "#") + node[f"{kind}_id"])]
    if kind == "link":
        said = [node.get("text") or node["url"]]
    yield from said[:1]
    if "label" in node and isinstance(node["label"], str):  # the categories and segments of a chart
        yield node["label"]


def plain(workspace: Workspace, text: str) -> str:
    """mrkdwn as it reads: mentions by name, links by label, no marks for bold or italic."""
    unlinked = REFERENCE.sub(lambda m: _reference(workspace, m[1]), text)
    for _ in range(2):  # *_both_*
        unlinked = STYLE.sub(r"\2", unlinked)
    return html.unescape(unlinked)


def _reference(workspace: Workspace, body: str) -> str:
    target, _, label = body.partition("|")
    if target.startswith("@"):
        person = workspace.persons.get(target[1:])
        return f"@{person.handle}" if person else label or target
    if target.startswith("#"):
        channel = workspace.channels.get(target[1:])
        return f"#{channel.name}" if channel else label or target
    if target.startswith("!subteam^"):
        group = workspace.usergroups.get(target.removeprefix("!subteam^"))
        return f"@{group.handle}" if group else label
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    return label or target
