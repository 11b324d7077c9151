"""The Web API, asked by Slack's own client: strict where Slack is strict."""

import json
import urllib.parse
import urllib.request

import pytest
from slack_sdk import WebClient

from sandbox import seed
from sandbox.manifest import Manifest
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from tests.sandbox.askbot import card, form, refusal

PILOTS, PRIVATE, ELSEWHERE = "C0AIPILOTS", "C0PEOPLEOPS", "C0GENERAL"


def raw(slack, method, body=None, token=BOT_TOKEN, kind="application/x-www-form-urlencoded"):
    """One request without the SDK."""
    headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(slack.api_url + method, body, headers, method="POST")
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def trigger(slack, person="U0ANNA"):
    return slack.ask(lambda: slack.sandbox.triggers.give(person))


# -- the door


@pytest.mark.parametrize(
    "token, method, error",
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-somebody-else", "auth.test", "invalid_auth"),
        (APP_TOKEN, "auth.test", "not_allowed_token_type"),
        (BOT_TOKEN, "apps.connections.open", "not_allowed_token_type"),
        (BOT_TOKEN, "chat.scream", "unknown_method"),
    ],
)
def test_the_door_asks_for_the_right_token(slack, token, method, error):
    assert raw(slack, method, b"", token)["error"] == error


def test_unknown_methods_are_listed(slack, client):
    refusal(client.api_call, "chat.scream")
    assert slack.sandbox.unknown_methods == ["chat.scream"]


@pytest.mark.parametrize("kind", ["query", "form", "json", "multipart", "json-in-form"])
def test_a_post_may_come_in_any_dress(slack, client, kind):
    blocks = card("hello")
    fields = {"channel": PILOTS, "text": "hello", "blocks": json.dumps(blocks)}
    if kind == "json":
        answer = raw(
            slack,
            "chat.postMessage",
            json.dumps(fields | {"blocks": blocks}).encode(),
            kind="application/json",
        )
    elif kind == "query":
        answer = raw(slack, f"chat.postMessage?{urllib.parse.urlencode(fields)}", b"")
    elif kind == "multipart":
        parts = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
        )
        answer = raw(
            slack, "chat.postMessage", f"{parts}--x--\r\n".encode(), kind="multipart/form-data; boundary=x"
        )
    else:
        token_inside = urllib.parse.urlencode(fields | {"token": BOT_TOKEN}).encode()
        answer = raw(slack, "chat.postMessage", token_inside, token="" if kind == "form" else BOT_TOKEN)
    assert answer["message"]["blocks"][0]["text"]["text"] == "hello"


def test_reading_methods_take_no_json(slack):
    body = json.dumps({"user": "U0ANNA"}).encode()
    assert raw(slack, "users.info", body, kind="application/json")["error"] == "user_not_found"
    assert raw(slack, "users.info", b"user=U0ANNA")["user"]["name"] == "anna"


@pytest.mark.parametrize("body, error", [(b"{no", "invalid_json"), (b"[]", "json_not_object")])
def test_json_has_to_be_an_object(slack, body, error):
    assert raw(slack, "chat.postMessage", body, kind="application/json")["error"] == error


def test_only_this_machine_is_answered(slack):
    request = urllib.request.Request(
        f"{slack.url}/sandbox/clock", headers={"Origin": "https://elsewhere.example"}
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=5)


@pytest.mark.parametrize(
    "method, args, scope",
    [
        ("chat.postMessage", {"channel": PILOTS, "text": "x"}, "chat:write"),
        ("users.info", {"user": "U0ANNA"}, "users:read"),
        ("conversations.open", {"users": "U0ANNA"}, "im:write"),
        ("conversations.info", {"channel": PILOTS}, "channels:read"),
        ("conversations.history", {"channel": PILOTS}, "channels:history"),
        ("conversations.list", {"types": "public_channel,private_channel"}, "groups:read"),
        ("usergroups.list", {}, "usergroups:read"),
        ("files.getUploadURLExternal", {"filename": "a.csv", "length": 1}, "files:write"),
        ("team.info", {}, "team:read"),
    ],
)
def test_a_scope_the_manifest_does_not_ask_for_is_missing(method, args, scope):
    others = {"groups:history", "im:read", "channels:read", "commands"} - {scope}
    with SandboxThread(seed=seed.company, manifest=Manifest(scopes=frozenset(others))) as slack:
        answer = refusal(WebClient(BOT_TOKEN, base_url=slack.api_url).api_call, method, params=args)
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert answer["provided"] == ",".join(sorted(others))


# -- posting


@pytest.mark.parametrize(
    "args, error",
    [
        ({"channel": ELSEWHERE, "text": "x"}, "not_in_channel"),
        ({"channel": PRIVATE, "text": "x"}, "channel_not_found"),
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "U0OSKAR", "text": "x"}, "channel_not_found"),
        ({"channel": "U0PILOTAGE", "text": "x"}, "cannot_dm_bot"),
        ({"channel": PILOTS}, "no_text"),
        ({"channel": PILOTS, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": PILOTS, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": PILOTS, "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        (
            {"channel": PILOTS, "text": "x", "metadata": {"event_type": 1, "event_payload": {}}},
            "invalid_metadata_format",
        ),
        (
            {"channel": PILOTS, "text": "x", "metadata": {"event_type": "a", "event_payload": {"k": None}}},
            "invalid_metadata_schema",
        ),
        (
            {
                "channel": PILOTS,
                "text": "x",
                "metadata": {"event_type": "a", "event_payload": {"k": "y" * 9000}},
            },
            "metadata_too_large",
        ),
    ],
)
def test_a_post_slack_would_refuse_is_refused(slack, client, args, error):
    assert refusal(client.api_call, "chat.postMessage", json=args)["error"] == error
    assert slack.sandbox.workspace.channels[PILOTS].messages == []


def test_refused_blocks_are_pointed_at(client):
    answer = refusal(client.chat_postMessage, channel=PILOTS, text="x", blocks=card("hello", "x" * 76))
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"][0].startswith("[ERROR] ")
    assert "[json-pointer:/blocks/1/elements/0/" in answer["response_metadata"]["messages"][0]


def test_a_block_this_workspace_does_not_take_is_refused():
    with SandboxThread(seed=seed.company, refused_blocks=frozenset({"divider"})) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        answer = refusal(client.chat_postMessage, channel=PILOTS, text="x", blocks=[{"type": "divider"}])
    assert answer["error"] == "invalid_blocks"


def test_an_archived_channel_takes_nothing(slack, client):
    ts = client.chat_postMessage(channel=PILOTS, text="before")["ts"]
    slack.person("irene").archives("#ai-pilots")
    assert refusal(client.chat_postMessage, channel=PILOTS, text="x")["error"] == "is_archived"
    assert refusal(client.chat_update, channel=PILOTS, ts=ts, text="x")["error"] == "is_inactive"
    assert client.conversations_info(channel=PILOTS)["channel"]["is_archived"] is True


def test_a_post_to_a_person_lands_in_their_direct_messages(slack, client):
    channel = client.chat_postMessage(channel="U0ANNA", text="just you")["channel"]
    assert channel == client.conversations_open(users="U0ANNA")["channel"]["id"]
    slack.person("anna").sees("just you", in_="dm")
    slack.person("ben").sees_not("just you")


def test_public_channels_can_be_written_to_without_joining_by_scope_only():
    scopes = frozenset({"chat:write", "chat:write.public"})
    with SandboxThread(seed=seed.company, manifest=Manifest(scopes=scopes)) as slack:
        assert WebClient(BOT_TOKEN, base_url=slack.api_url).chat_postMessage(channel=ELSEWHERE, text="x")[
            "ok"
        ]


def test_a_channel_can_be_joined_and_then_written_to(slack, client):
    client.conversations_join(channel=ELSEWHERE)
    client.chat_postMessage(channel=ELSEWHERE, text="now I may")
    slack.person("anna").sees("@pilotage has joined the channel", in_="#general")
    assert refusal(client.conversations_join, channel=PRIVATE)["error"] == "channel_not_found"


def test_text_is_kept_with_its_signs_escaped_and_its_mentions_alive(client):
    kept = client.chat_postMessage(channel=PILOTS, text="a & b < c <@U0ANNA> <https://x.example|x> &lt;")[
        "message"
    ]
    assert kept["text"] == "a &amp; b &lt; c <@U0ANNA> <https://x.example|x> &lt;"


def test_an_update_changes_what_is_given_and_keeps_the_rest(slack, client):
    metadata = {"event_type": "letter", "event_payload": {"key": "k"}}
    ts = client.chat_postMessage(channel=PILOTS, text="old", blocks=card("old"), metadata=metadata)["ts"]
    client.chat_update(channel=PILOTS, ts=ts, text="new")
    kept = slack.sandbox.workspace.channels[PILOTS].message(ts)
    assert (kept["text"], kept["metadata"], kept["edited"]["user"]) == ("new", metadata, "U0PILOTAGE")
    assert kept["blocks"][0]["text"]["text"] == "old"
    client.chat_update(channel=PILOTS, ts=ts, text="bare", blocks=[], metadata={})
    kept = slack.sandbox.workspace.channels[PILOTS].message(ts)
    assert not kept.keys() & {"blocks", "metadata"}


def test_only_ones_own_messages_can_be_changed(slack, client):
    slack.person("anna").types("mine", in_="#ai-pilots")
    ts = slack.sandbox.workspace.channels[PILOTS].messages[-1]["ts"]
    assert refusal(client.chat_update, channel=PILOTS, ts=ts, text="x")["error"] == "cant_update_message"
    assert refusal(client.chat_delete, channel=PILOTS, ts=ts)["error"] == "cant_delete_message"
    assert refusal(client.chat_update, channel=PILOTS, ts="1.2", text="x")["error"] == "message_not_found"
    own = client.chat_postMessage(channel=PILOTS, text="x")["ts"]
    assert refusal(client.chat_update, channel=PILOTS, ts=own, text="x" * 4_001)["error"] == "msg_too_long"


def test_a_deleted_root_leaves_a_tombstone_and_its_thread(slack, client):
    root = client.chat_postMessage(channel=PILOTS, text="root")["ts"]
    client.chat_postMessage(channel=PILOTS, text="reply", thread_ts=root)
    client.chat_delete(channel=PILOTS, ts=root)
    first, reply = client.conversations_replies(channel=PILOTS, ts=root)["messages"]
    assert (first["subtype"], reply["text"]) == ("tombstone", "reply")
    client.chat_delete(channel=PILOTS, ts=reply["ts"])
    assert len(slack.sandbox.workspace.channels[PILOTS].messages) == 1


def test_an_ephemeral_message_is_for_one_member_only(slack, client):
    client.chat_postEphemeral(channel=PILOTS, user="U0ANNA", text="psst")
    assert slack.person("anna").sees("psst").only_to_me
    slack.person("ben").sees_not("psst")
    assert client.conversations_history(channel=PILOTS)["messages"] == []
    assert (
        refusal(client.chat_postEphemeral, channel=PILOTS, user="U0MIRA", text="x")["error"]
        == "user_not_in_channel"
    )


def test_a_permalink_leads_to_the_message(slack, client):
    root = client.chat_postMessage(channel=PILOTS, text="root")["ts"]
    reply = client.chat_postMessage(channel=PILOTS, text="reply", thread_ts=root)["ts"]
    link = client.chat_getPermalink(channel=PILOTS, message_ts=reply)["permalink"]
    assert link == f"{slack.url}/archives/{PILOTS}/p{reply.replace('.', '')}?thread_ts={root}&cid={PILOTS}"
    assert refusal(client.chat_getPermalink, channel=PILOTS, message_ts="1.2")["error"] == "message_not_found"


# -- reading back


def test_history_is_newest_first_and_pages_stay_right_while_messages_come(client):
    stamps = [client.chat_postMessage(channel=PILOTS, text=str(n))["ts"] for n in range(7)]
    first = client.conversations_history(channel=PILOTS, limit=3)
    client.chat_postMessage(channel=PILOTS, text="meanwhile")
    second = client.conversations_history(
        channel=PILOTS, limit=3, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [m["ts"] for m in [*first["messages"], *second["messages"]]] == list(reversed(stamps))[:6]
    assert first["has_more"]
    whole = [
        m["ts"] for page in client.conversations_history(channel=PILOTS, limit=2) for m in page["messages"]
    ]
    assert whole[1:] == list(reversed(stamps))


@pytest.mark.parametrize("inclusive, expected", [(False, [3]), (True, [4, 3, 2])])
def test_history_between_two_moments(client, inclusive, expected):
    stamps = [client.chat_postMessage(channel=PILOTS, text=str(n))["ts"] for n in range(6)]
    answer = client.conversations_history(
        channel=PILOTS, oldest=stamps[2], latest=stamps[4], inclusive=inclusive
    )
    assert [m["ts"] for m in answer["messages"]] == [stamps[n] for n in expected]


def test_metadata_comes_back_only_when_asked_for(client):
    metadata = {"event_type": "letter", "event_payload": {"key": "k", "also": ["a", "b"], "n": 1.5}}
    root = client.chat_postMessage(channel=PILOTS, text="x", metadata=metadata)["ts"]
    client.chat_postMessage(channel=PILOTS, text="y", metadata=metadata, thread_ts=root)
    asked = client.conversations_history(channel=PILOTS, include_all_metadata=True)["messages"]
    assert [m["metadata"] for m in asked] == [metadata]
    assert "metadata" not in client.conversations_history(channel=PILOTS)["messages"][0]
    asked = client.conversations_replies(channel=PILOTS, ts=root, include_all_metadata=True)["messages"]
    assert [m["metadata"] for m in asked] == [metadata, metadata]


def test_a_thread_is_read_oldest_first_with_its_root(client):
    root = client.chat_postMessage(channel=PILOTS, text="root")["ts"]
    replies = [client.chat_postMessage(channel=PILOTS, text=str(n), thread_ts=root)["ts"] for n in range(5)]
    nested = client.chat_postMessage(channel=PILOTS, text="to a reply", thread_ts=replies[0])
    assert nested["message"]["thread_ts"] == root
    pages = client.conversations_replies(channel=PILOTS, ts=root, limit=2)
    read = [m["ts"] for page in pages for m in page["messages"] if m["ts"] != root]
    assert read == [*replies, nested["ts"]]
    summary = client.conversations_history(channel=PILOTS)["messages"][0]
    assert (summary["reply_count"], summary["latest_reply"]) == (6, nested["ts"])
    assert refusal(client.conversations_replies, channel=PILOTS, ts="1.2")["error"] == "thread_not_found"


@pytest.mark.parametrize(
    "args, error",
    [
        ({"channel": ELSEWHERE}, "not_in_channel"),
        ({"channel": PRIVATE}, "channel_not_found"),
        ({"channel": PILOTS, "limit": 1000}, "invalid_limit"),
        ({"channel": PILOTS, "limit": "many"}, "invalid_limit"),
    ],
)
def test_history_is_for_members_and_in_measure(client, args, error):
    assert refusal(client.api_call, "conversations.history", params=args)["error"] == error


def test_conversations_say_what_kind_they_are(client):
    pilots = client.conversations_info(channel=PILOTS, include_num_members=True)["channel"]
    assert (pilots["is_private"], pilots["is_member"], pilots["num_members"]) == (False, True, 13)
    assert client.conversations_info(channel=ELSEWHERE)["channel"]["is_member"] is False
    dm = client.conversations_open(users="U0ANNA", return_im=True)["channel"]
    assert (dm["is_im"], dm["user"]) == (True, "U0ANNA")
    listed = {
        c["name"] for c in client.conversations_list(types="public_channel,private_channel")["channels"]
    }
    assert "general" in listed
    assert "people-ops" not in listed
    mine = {c["name"] for c in client.users_conversations(types="public_channel")["channels"]}
    assert mine == {"ai-pilots", "leadership", "sales-ops"}
    shared = {c["name"] for c in client.users_conversations(user="U0ANNA")["channels"]}
    assert shared == {"ai-pilots", "general", "sales-ops"}


@pytest.mark.parametrize(
    "users, error",
    [("", "users_list_not_supplied"), ("U0NOBODY", "user_not_found"), ("U0OSKAR", "user_disabled")],
)
def test_direct_messages_need_somebody(client, users, error):
    assert refusal(client.conversations_open, users=users)["error"] == error


def test_members_come_in_pages(client):
    first = client.conversations_members(channel=PILOTS, limit=10)
    rest = client.conversations_members(channel=PILOTS, cursor=first["response_metadata"]["next_cursor"])
    assert (len(first["members"]), len(rest["members"]), rest["response_metadata"]["next_cursor"]) == (
        10,
        3,
        "",
    )
    assert refusal(client.conversations_members, channel=PILOTS, cursor="?")["error"] == "invalid_cursor"


def test_people_carry_their_zone_and_standing(client):
    def of(user):
        return client.users_info(user=user)["user"]

    kate, mira, irene, oskar = of("U0KATE"), of("U0MIRA"), of("U0IRENE"), of("U0OSKAR")
    assert (kate["tz"], kate["tz_offset"] in (-18_000, -14_400)) == ("America/New_York", True)
    assert (mira["is_restricted"], irene["is_admin"], oskar["deleted"]) == (True, True, True)
    assert "tz" not in oskar
    assert len(client.users_list()["members"]) == 15


def test_addresses_are_shown_only_with_their_scope(slack, client):
    assert client.users_info(user="U0ANNA")["user"]["profile"]["email"] == "anna@nordwind.example"
    slack.sandbox.manifest = Manifest(scopes=frozenset({"users:read"}))
    assert "email" not in client.users_info(user="U0ANNA")["user"]["profile"]


def test_groups_and_team(client):
    group = client.usergroups_list(include_users=True)["usergroups"][0]
    assert (group["handle"], group["users"]) == ("governance", ["U0CARLA", "U0DAVID"])
    assert client.usergroups_users_list(usergroup=group["id"])["users"] == group["users"]
    assert refusal(client.usergroups_users_list, usergroup="S0NONE")["error"] == "no_such_subteam"
    assert client.team_info()["team"]["name"] == "Nordwind Components"
    assert client.api_test()["ok"]
    assert refusal(client.api_test, error="my_error")["error"] == "my_error"


# -- views


def test_a_trigger_works_once_and_not_for_long(slack, client):
    used = trigger(slack)
    client.views_open(trigger_id=used, view=form())
    assert refusal(client.views_open, trigger_id=used, view=form())["error"] == "exchanged_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=form())["error"] == "invalid_trigger_id"
    slack.sandbox.triggers.seconds = -1.0
    assert refusal(client.views_open, trigger_id=trigger(slack), view=form())["error"] == "expired_trigger_id"


def test_three_modals_and_no_more(slack, client):
    for method in (client.views_open, client.views_push, client.views_push):
        last = method(trigger_id=trigger(slack), view=form())["view"]
    assert refusal(client.views_push, trigger_id=trigger(slack), view=form())["error"] == "push_limit_reached"
    root = slack.sandbox.workspace.modals["U0ANNA"][0]
    assert (last["root_view_id"], last["id"] != root.id) == (root.id, True)


def test_a_modal_is_updated_by_id_or_name_unless_somebody_was_faster(slack, client):
    view = client.views_open(trigger_id=trigger(slack), view=form(external_id="mine"))["view"]
    newer = client.views_update(external_id="mine", view=form(external_id="mine"))["view"]
    assert (newer["id"], newer["hash"] != view["hash"]) == (view["id"], True)
    stale = refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=form())
    assert stale["error"] == "hash_conflict"
    slack.person("anna").closes_all()
    assert refusal(client.views_update, view_id=view["id"], view=form())["error"] == "not_found"


def test_external_ids_are_unique(slack, client):
    client.views_open(trigger_id=trigger(slack), view=form(external_id="mine"))
    other = refusal(client.views_open, trigger_id=trigger(slack, "U0BEN"), view=form(external_id="mine"))
    assert other["error"] == "duplicate_external_ref"


@pytest.mark.parametrize(
    "view, pointer",
    [
        (form(title={"type": "plain_text", "text": "x" * 25}), "/view/title"),
        (form(private_metadata="x" * 3001), "/view/private_metadata"),
        ({"type": "home", "blocks": card("hello")}, "/view/type"),
        ("{", "/view"),
    ],
)
def test_a_view_slack_would_refuse_is_pointed_at(slack, client, view, pointer):
    answer = refusal(client.api_call, "views.open", json={"trigger_id": trigger(slack), "view": view})
    assert answer["error"] == "invalid_arguments"
    assert f"[json-pointer:{pointer}" in answer["response_metadata"]["messages"][0]
    assert slack.sandbox.workspace.modal_of("U0ANNA") is None


def test_a_home_is_published_for_somebody_and_guarded_by_its_hash(slack, client):
    home = client.views_publish(user_id="U0ANNA", view={"type": "home", "blocks": card("one")})["view"]
    again = client.views_publish(
        user_id="U0ANNA", hash=home["hash"], view={"type": "home", "blocks": card("two")}
    )
    assert again["view"]["id"] == home["id"]
    stale = refusal(
        client.views_publish, user_id="U0ANNA", hash=home["hash"], view={"type": "home", "blocks": card("3")}
    )
    assert stale["error"] == "hash_conflict"
    assert slack.person("anna").home == "two"
    gone = refusal(client.views_publish, user_id="U0OSKAR", view={"type": "home", "blocks": card("x")})
    assert gone["error"] == "invalid_arguments"


# -- files


def test_a_file_is_uploaded_shared_and_found_again(slack, client):
    root = client.chat_postMessage(channel=PILOTS, text="root")["ts"]
    done = client.files_upload_v2(
        channel=PILOTS,
        content="a,b\n1,2\n",
        filename="readings.csv",
        title="Readings k7",
        initial_comment="here",
        thread_ts=root,
    )
    assert "shares" not in done["file"]
    shared = client.files_info(file=done["file"]["id"])["file"]
    assert shared["shares"]["public"][PILOTS][0]["thread_ts"] == root
    reply = client.conversations_replies(channel=PILOTS, ts=root)["messages"][1]
    assert (reply["text"], reply["files"][0]["title"], reply["files"][0]["size"]) == (
        "here",
        "Readings k7",
        8,
    )
    with urllib.request.urlopen(shared["url_private"], timeout=5) as answer:
        assert answer.read() == b"a,b\n1,2\n"
    slack.person("anna").sees("📄 Readings k7", in_="#ai-pilots")


def test_a_file_that_was_not_uploaded_or_not_completed_is_not_there(client):
    ticket = client.files_getUploadURLExternal(filename="a.csv", length=3)
    missing = refusal(client.files_completeUploadExternal, files=[{"id": ticket["file_id"], "title": "A"}])
    assert missing["error"] == "file_not_found"
    assert refusal(client.files_info, file=ticket["file_id"])["error"] == "file_not_found"
    urllib.request.urlopen(
        urllib.request.Request(ticket["upload_url"], b"a,b", method="POST"), timeout=5
    ).close()
    files = [{"id": ticket["file_id"], "title": "A"}]
    where = refusal(client.files_completeUploadExternal, files=files, channel_id=ELSEWHERE)
    assert where["error"] == "not_in_channel"
    assert client.files_completeUploadExternal(files=files)["files"][0]["title"] == "A"
    assert refusal(client.files_completeUploadExternal, files=files)["error"] == "file_not_found"
