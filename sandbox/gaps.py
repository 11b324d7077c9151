"""What this stand-in does not do, or does otherwise than Slack: said aloud, so that nobody relies on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sandbox import switches
from sandbox.manifest import SCOPE_OF_EVENT
from sandbox.web_api import METHODS

if TYPE_CHECKING:
    from sandbox.server import Sandbox


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference. `methods` and `events` are Slack's names for what is not here at all."""

    about: str
    slack: str
    here: str
    methods: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


GAPS = (
    Gap(
        "Workspaces",
        "Many workspaces, Enterprise Grid, channels shared between companies, people writing to each other.",
        "One workspace, or two beside each other that know nothing of each other. People write directly to "
        "the app only, never to each other or in groups.",
        ("conversations.create", "conversations.invite", "admin.conversations.search"),
        ("message.mpim", "team_access_granted", "channel_shared"),
    ),
    Gap(
        "Installing",
        "Scopes granted one by one, tokens that rotate, installs for an organisation, a directory of apps.",
        "At Nordwind the app is installed from the start with every scope of its manifest, and its token is "
        "a constant that Slack refuses. By OAuth it gets all it asks for, in the name of the first admin.",
        ("apps.uninstall", "oauth.v2.exchange", "apps.manifest.validate"),
    ),
    Gap(
        "Messages",
        "What people write arrives as text and as rich_text blocks; links unfold; long texts are cut.",
        "What people write arrives as text alone. Nothing unfolds, nothing is cut; link_names, parse, mrkdwn "
        "and unfurl_links are taken and do nothing. Attachments are kept, not drawn.",
        ("chat.unfurl", "chat.meMessage"),
        ("link_shared",),
    ),
    Gap(
        "Editing",
        "A workspace may limit for how long messages can be edited or deleted.",
        "There is no limit.",
    ),
    Gap(
        "Around messages",
        "Reactions, pins, bookmarks, stars, reminders, messages that are sent later, search.",
        "None of them.",
        (
            "reactions.add",
            "pins.add",
            "bookmarks.add",
            "reminders.add",
            "chat.scheduleMessage",
            "chat.scheduledMessages.list",
            "search.messages",
        ),
        ("reaction_added", "pin_added"),
    ),
    Gap(
        "Channels",
        "Channels are renamed, deleted, converted to private ones and shared.",
        "They are made, joined, left, archived and brought back.",
        ("conversations.rename", "conversations.setTopic"),
        ("channel_rename", "channel_deleted", "channel_created", "group_rename"),
    ),
    Gap(
        "Deactivating people",
        "Somebody who is deactivated is taken out of every channel.",
        "They can do nothing and are no longer among conversations.members; no event says that they left.",
        (),
        ("user_profile_changed", "user_status_changed"),
    ),
    Gap(
        "Events that nobody answers",
        "An app that fails nearly always is unsubscribed; with Delayed Events, delivery goes on for a day.",
        "Three redeliveries (at once, after a minute, after five more), then none; nobody is unsubscribed.",
        ("apps.event.authorizations.list",),
        ("app_rate_limited",),
    ),
    Gap(
        "Rates",
        "Always on. The size of a burst is not published.",
        "Off until switched on. A burst is then a quarter of a minute's calls, and one post in a channel.",
    ),
    Gap(
        "Block Kit",
        "What Slack counts as a length, and how large a message may be in all, is not documented.",
        "Lengths are code points; a view is measured as its JSON. A slack_file is not looked up. Where "
        "sources disagree, the stricter one holds.",
        ("blocks.validate",),
    ),
    Gap(
        "Controls in forms",
        "Options loaded while typing, files handed in, rich text with styles.",
        "external_select offers nothing and file_input takes nothing; rich text arrives as plain words.",
        (),
    ),
    Gap(
        "Ephemeral messages",
        "They go whenever Slack pleases: with a reload, on another device, after a while.",
        "They stay until the person puts them away, or starts the client anew (the act `reload`).",
    ),
    Gap(
        "Windows",
        "A person may have Slack open on several devices.",
        "One screen a person, with one stack of modals.",
    ),
    Gap(
        "Files",
        "A shared file appears some seconds after it was completed; reading one takes a token.",
        "It appears at once, and its address is enough. People share one at a time, as a message of its own; "
        "the page reads it as text.",
        ("files.delete", "files.list", "files.upload"),
        ("file_shared", "file_created"),
    ),
    Gap(
        "Groups of users",
        "They are made, changed and disabled.",
        "They are read only.",
        ("usergroups.create", "usergroups.update", "usergroups.users.update"),
        ("subteam_updated", "subteam_members_changed"),
    ),
    Gap(
        "Workflow Builder, agents, canvases, lists, calls",
        "Workflows of many steps, assistants, documents, huddles.",
        "A single step of the app, run by somebody; none of the rest.",
        (
            "assistant.threads.setStatus",
            "canvases.create",
            "slackLists.create",
            "calls.add",
        ),
        ("assistant_thread_started",),
    ),
    Gap(
        "Time",
        "One time for everything.",
        "Workspace time moves when somebody moves it. Trigger ids (3 s), answers (3 s) and signatures keep "
        "real time; response URLs (30 minutes), redeliveries and rates keep workspace time.",
    ),
    Gap(
        "Slack's own commands",
        "/remind, /dnd, /status and dozens more.",
        "/invite, /remove, /leave and /archive.",
        ("dnd.info",),
    ),
)


def read(slack: Sandbox) -> dict[str, Any]:
    """All of it: the gaps, what was asked for in vain, what there is, and how the switches stand."""
    unknown = slack.unknown_methods
    return {
        "gaps": [asdict(gap) for gap in GAPS],
        "unknown_methods": {name: unknown.count(name) for name in sorted(set(unknown))},
        "methods": [
            {"name": name, "scopes": list(row.scopes), "per_minute": row.per_minute}
            for name, row in sorted(METHODS.items())
        ],
        "events": [{"name": name, "scope": scope} for name, scope in sorted(SCOPE_OF_EVENT.items())],
        "switches": switches.read(slack),
    }
