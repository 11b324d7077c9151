"""What an app is told of people, channels and its own end: by its manifest only, in Slack's own words."""

import pytest
from slack_sdk import WebClient

from sandbox import seed
from sandbox.manifest import Manifest
from sandbox.server import BOT_TOKEN, SandboxThread
from tests.sandbox.askbot import refusal

EVERY_SCOPE = {
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "users:read",
}


def company(events, scopes=EVERY_SCOPE, **more):
    """The company with an app that asked for these; nobody listens, so that the journal is what was told."""
    app = Manifest(events=frozenset(events), scopes=frozenset(scopes), **more)
    return SandboxThread(seed=seed.company, manifest=app, retry_pauses=())


def told(slack):
    slack.settle()
    return [entry.asked["event"] for entry in slack.sandbox.journal.sent()]


def joins(slack):
    slack.person("irene").invites("@jonas", "#ai-pilots")
    slack.person("irene").removes("@jonas", "#ai-pilots")


def comes_in(slack):
    slack.person("grace").joins("#sales-ops")


def is_brought_into_a_private_channel(slack):
    slack.person("jonas").invites("@pilotage", "#people-ops")
    slack.person("jonas").invites("@anna", "#people-ops")


def is_archived(slack):
    slack.person("anna").archives("#sales-ops")


def writes_and_changes_it(slack):
    anna = slack.person("anna").types("4.1 days")
    anna.edits(anna.sees("4.1 days", in_="dm"), "3.9 days")


def moves_abroad(slack):
    slack.call(slack.sandbox.acts.change_person("U0ANNA", tz="America/New_York"))


def takes_the_app_out(slack):
    slack.person("irene").uninstalls()


@pytest.mark.parametrize(
    "happens,event,scope",
    [
        (comes_in, "member_joined_channel", "channels:read"),
        (is_brought_into_a_private_channel, "member_joined_channel", "groups:read"),
        (is_archived, "channel_archive", "channels:read"),
        (writes_and_changes_it, "message.im", "im:history"),
        (moves_abroad, "user_change", "users:read"),
        (takes_the_app_out, "app_uninstalled", ""),
        (takes_the_app_out, "tokens_revoked", ""),
    ],
)
def test_an_event_is_told_only_to_who_subscribed_and_may_know(happens, event, scope):
    with company({event}) as slack:
        happens(slack)
        assert {e["type"] for e in told(slack)} == {event.partition(".")[0]}
    with company({event}, EVERY_SCOPE - {scope}) as slack:
        happens(slack)
        assert len(told(slack)) == (0 if scope else 1)
    with company(()) as slack:
        happens(slack)
        assert told(slack) == []


def test_who_edits_a_direct_message_tells_the_app_both_texts():
    with company({"message.im"}) as slack:
        writes_and_changes_it(slack)
        said, changed = told(slack)
        dm = slack.sandbox.workspace.dm("U0ANNA").id
        assert (said["text"], said["channel_type"], said["channel"]) == ("4.1 days", "im", dm)
        assert (changed["subtype"], changed["hidden"], changed["channel_type"]) == (
            "message_changed",
            True,
            "im",
        )
        assert "user" not in changed  # who it was stands inside
        assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("3.9 days", "4.1 days")
        assert changed["message"]["ts"] == changed["previous_message"]["ts"] == said["ts"]
        assert changed["message"]["edited"] == {"user": "U0ANNA", "ts": changed["ts"]}


def test_an_edit_that_changes_nothing_is_no_event_and_an_empty_one_is_not_possible():
    with company({"message.im"}) as slack:
        anna = slack.person("anna").types("4.1 days")
        seen = anna.sees("4.1 days", in_="dm")
        anna.edits(seen, " 4.1 days ")
        assert len(told(slack)) == 1
        with pytest.raises(AssertionError, match="cannot be emptied"):
            anna.edits(seen, "  ")


def test_a_change_of_a_person_carries_the_whole_person():
    with company({"user_change"}) as slack:
        moves_abroad(slack)
        (event,) = told(slack)
        assert (event["user"]["id"], event["user"]["tz"]) == ("U0ANNA", "America/New_York")
        assert event["user"]["tz_offset"] in (-18_000, -14_400)
        assert event["user"]["profile"]["real_name"] == "Anna Lindqvist"


def test_the_app_hears_of_members_only_where_it_is_one():
    with company({"member_joined_channel"}) as slack:
        slack.person("grace").invites("@henrik", "#customer-service")
        comes_in(slack)
        (event,) = told(slack)
        assert (event["user"], event["channel"], event["channel_type"]) == ("U0GRACE", "C0SALESOPS", "C")


def test_who_has_left_the_company_is_in_no_list_of_members():
    with company(()) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        slack.call(slack.sandbox.acts.change_person("U0ANNA", deleted=True))
        assert "U0ANNA" not in client.conversations_members(channel="C0SALESOPS")["members"]


# -- the end of the app


def test_an_app_that_was_taken_out_hears_that_and_nothing_more_and_may_do_nothing():
    with company({"app_uninstalled", "tokens_revoked", "message.channels"}) as slack:
        takes_the_app_out(slack)
        slack.person("anna").types("anybody there?", in_="#sales-ops")
        slack.person("anna").types("/pilot", in_="#sales-ops").sees("not a valid command")
        revoked, uninstalled = told(slack)
        assert (revoked["tokens"], uninstalled["type"]) == (
            {"oauth": [], "bot": ["U0PILOTAGE"]},
            "app_uninstalled",
        )
        client = WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        assert refusal(client.auth_test)["error"] == "account_inactive"


def test_an_app_that_comes_back_has_to_be_invited_again():
    with company(()) as slack:
        takes_the_app_out(slack)
        slack.call(slack.sandbox.acts.install("U0IRENE"))
        client = WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        assert refusal(client.chat_postMessage, channel="C0SALESOPS", text="x")["error"] == "not_in_channel"


def test_only_an_admin_takes_the_app_out():
    with company(()) as slack, pytest.raises(AssertionError, match="cannot take the app out"):
        slack.person("anna").uninstalls()


# -- what the manifest leaves out


def test_without_the_scope_for_commands_there_are_none():
    with company((), EVERY_SCOPE - {"commands"}, commands={"/pilot": None}) as slack:
        slack.person("anna").types("/pilot", in_="#sales-ops").sees("not a valid command")
        assert slack.sandbox.journal.sent() == []


def test_an_app_that_takes_no_interactions_is_sent_none():
    app = Manifest(is_interactive=False)
    with SandboxThread(seed=seed.company, manifest=app) as slack:
        with pytest.raises(AssertionError, match="did not respond"):
            slack.person("anna").uses("anything")
        assert slack.sandbox.journal.sent() == []


def test_an_app_without_a_messages_tab_writes_no_direct_messages():
    with company((), has_messages=False) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        assert (
            refusal(client.chat_postMessage, channel="U0ANNA", text="x")["error"] == "messages_tab_disabled"
        )


def test_what_only_one_person_sees_has_no_shortcuts(slack, client):
    anna = slack.person("anna")
    client.chat_postEphemeral(channel="C0SALESOPS", user="U0ANNA", text="only for you")
    with pytest.raises(AssertionError, match="has no shortcuts"):
        anna.uses("anything", on=anna.sees("only for you"))


def test_a_window_that_is_opened_anew_has_no_modal_and_no_ephemeral_message(slack, bot):
    anna = slack.person("anna").types("/card", in_="#sales-ops")
    anna.types("/ask", in_="#sales-ops").reloads()
    anna.sees_not("Only for you")
    assert not anna.has_modal
    assert not bot.bodies("view_closed")
