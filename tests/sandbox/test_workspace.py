"""Records, questions and the company they are about."""

import asyncio
from datetime import UTC, datetime

import pytest

from sandbox import forms, manifest, seed
from sandbox.changes import Change, Changes
from sandbox.clock import Clock
from sandbox.composer import as_sent
from sandbox.workspace import BOT, Workspace

YAML = """
display_information: {name: Pilotage}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true}
  slash_commands:
    - {command: /pilot, description: Run AI pilots, usage_hint: new, should_escape: true}
  shortcuts:
    - {name: New use case, type: global, callback_id: new_use_case, description: Open}
oauth_config: {scopes: {bot: [commands, "chat:write", "im:history"]}}
settings: {event_subscriptions: {bot_events: [app_home_opened, message.im, app_mention]}}
"""


@pytest.fixture
def nordwind():
    workspace = Workspace(Clock(datetime(2026, 1, 5, 9, tzinfo=UTC), frozen=True))
    seed.company(workspace)
    return workspace


def said(workspace, channel, by, text, **more):
    message = {"type": "message", "user": by, "text": text, "ts": workspace.clock.ts(), **more}
    channel.messages.append(message)
    return message


def test_the_company_is_complete(nordwind):
    people = nordwind.humans()
    active = [p for p in people if not p.deleted and not p.is_restricted]
    assert len(active) == 12
    assert {p.title for p in active} >= {
        "Chief Operating Officer",
        "Chief Financial Officer",
        "Risk Officer",
        "Head of IT",
    }
    assert all(p.title and p.function and p.look and p.colour for p in people)
    assert [p.handle for p in people if p.is_admin] == ["irene"]
    assert "America/New_York" in {p.tz for p in active}
    assert (sum(p.deleted for p in people), sum(p.is_restricted for p in people)) == (1, 1)


def test_the_bot_is_in_some_channels_only(nordwind):
    inside = {c.name for c in nordwind.channels.values() if BOT in c.members}
    assert inside == {"ai-pilots", "leadership", "sales-ops"}
    assert nordwind.channel("#people-ops").is_private


def test_an_empty_workspace_has_an_admin_and_general():
    workspace = Workspace(Clock())
    seed.empty(workspace)
    assert [p.handle for p in workspace.humans()] == ["irene"]
    assert [c.name for c in workspace.channels.values()] == ["general"]


def test_people_and_places_are_found_by_id_or_name(nordwind):
    assert nordwind.person("@ben") is nordwind.person("ben") is nordwind.person("U0BEN")
    assert nordwind.channel("#ai-pilots") is nordwind.channel("C0AIPILOTS")
    assert nordwind.person("@nobody") is nordwind.channel("#nowhere") is None
    assert nordwind.dm("U0BEN") is nordwind.dm("U0BEN")


def test_who_can_look_where(nordwind):
    public, private = nordwind.channel("#procurement"), nordwind.channel("#people-ops")
    assert nordwind.can_see("U0ANNA", public)
    assert not nordwind.can_see("U0MIRA", public)
    assert nordwind.can_see("U0JONAS", private)
    assert not nordwind.can_see("U0IRENE", private)
    assert [c.name for c in nordwind.channels_of("U0ANNA")] == ["ai-pilots", "general", "sales-ops"]


def test_unread_counts_what_others_wrote_in_the_stream(nordwind):
    pilots = nordwind.channel("#ai-pilots")
    root = said(nordwind, pilots, "U0BEN", "one")
    said(nordwind, pilots, "U0ANNA", "mine")
    said(nordwind, pilots, "U0BEN", "a reply", thread_ts=root["ts"])
    assert nordwind.unread("U0ANNA", pilots) == 1
    nordwind.mark_read("U0ANNA", pilots)
    assert nordwind.unread("U0ANNA", pilots) == 0
    assert nordwind.unread("U0CARLA", pilots) == 2


def test_a_stream_shows_roots_with_their_replies_counted_and_my_ephemerals(nordwind):
    pilots = nordwind.channel("#ai-pilots")
    root = said(nordwind, pilots, "U0BEN", "root")
    said(nordwind, pilots, "U0ANNA", "reply", thread_ts=root["ts"])
    only_me = {"user": BOT, "text": "psst", "ts": nordwind.clock.ts(), "is_ephemeral": True}
    nordwind.ephemerals["U0ANNA", pilots.id] = [only_me]
    mine, his = nordwind.stream("U0ANNA", pilots), nordwind.stream("U0BEN", pilots)
    assert [m["text"] for m in mine] == ["root", "psst"]
    assert [(m["text"], m["reply_count"]) for m in his] == [("root", 1)]
    assert [m["text"] for m in nordwind.thread("U0BEN", pilots, root["ts"])] == ["root", "reply"]


def test_changes_reach_every_listener_and_wake_who_waits():
    async def story():
        changes, seen = Changes(), []
        with changes.listen() as feed:
            waiting = asyncio.create_task(changes.wait_for(lambda: seen, timeout=1))
            await asyncio.sleep(0)
            seen.append("something")
            changes.announce(Change("channel", "C0AIPILOTS", persons=frozenset({"U0ANNA"})))
            assert await waiting == ["something"]
            heard = await anext(feed)
            with pytest.raises(TimeoutError):
                await changes.wait_for(lambda: False, timeout=0.01)
        return heard

    heard = asyncio.run(story())
    assert (heard.kind, heard.about) == ("channel", "C0AIPILOTS")
    assert heard.concerns("U0ANNA")
    assert not heard.concerns("U0BEN")


def test_a_manifest_says_what_the_app_may_do_and_hears(tmp_path):
    path = tmp_path / "manifest.yml"
    path.write_text(YAML)
    app = manifest.read(path)
    assert app.command("/pilot").should_escape
    assert app.command("/other") is None
    assert (app.has_home, app.takes_messages) == (True, False)
    assert app.shortcut("new_use_case", "global").name == "New use case"
    assert app.shortcut("new_use_case", "message") is None
    assert (app.grants("chat:write"), app.grants("users:read")) == (True, False)
    assert [app.hears(e) for e in ("app_home_opened", "message.im", "app_mention", "user_change")] == [
        True,
        True,
        False,
        False,
    ]


def test_without_a_manifest_everything_is_allowed():
    app = manifest.Manifest()
    assert app.command("/anything")
    assert app.shortcut("anything", "message")
    assert app.grants("anything")
    assert all(app.hears(event) for event in manifest.SCOPE_OF_EVENT)
    assert not app.asks_for("chat:write.public")


@pytest.mark.parametrize(
    "text, kept",
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("<!channel> <@U0BEN>", "&lt;!channel&gt; &lt;@U0BEN&gt;"),
        ("ask @ben, @nobody and @Carla.", "ask <@U0BEN>, @nobody and <@U0CARLA>."),
        ("@here in #ai-pilots and #people-ops", "<!here> in <#C0AIPILOTS|ai-pilots> and <#C0PEOPLEOPS|>"),
        ("@governance please", "<!subteam^S0GOVERNANCE> please"),
        ("see https://x.example/a?b=1&c=2.", "see <https://x.example/a?b=1&amp;c=2>."),
        ("mail anna@nordwind.example", "mail anna@nordwind.example"),
    ],
)
def test_what_people_type_is_escaped_and_mentions_come_alive(nordwind, text, kept):
    assert as_sent(nordwind, text) == kept


def test_every_control_of_nested_blocks_is_found_and_named():
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}}
    nested = {"type": "container", "child_blocks": [{"type": "section", "accessory": button}]}
    blocks = forms.identified([nested, {"type": "actions", "elements": [button]}], _names())
    found = list(forms.controls(blocks))
    assert len(found) == 2
    assert len({e["action_id"] for _, e in found}) == 2
    assert "action_id" not in button


def _names():
    numbers = iter(range(100))
    return lambda prefix: f"{prefix}{next(numbers)}"
