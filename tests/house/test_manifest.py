"""The manifest agrees with the code: every side of it, in both directions, and with Slack's own schema."""

import ast
import json
import re

import jsonschema
import pytest
from slack_sdk import WebClient

import handlers
from bot import manifest
from handlers import steps
from playbook.steps import LogStep, OpenStep
from tests.house import tree

SCHEMA = tree.ROOT.parent / "shared" / "reference" / "slack-app-manifest.v2.schema.json"

# What each Web API method in use needs, from Slack's page of the method. An empty set: no scope at all.
SCOPES_OF_METHODS = {
    "apps_connections_open": set(),  # an app-level token instead
    "auth_revoke": set(),
    "auth_test": set(),
    "oauth_v2_access": set(),
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "chat_delete": {"chat:write"},
    "functions_completeSuccess": set(),  # the token of the run instead
    "functions_completeError": set(),
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "files_completeUploadExternal": {"files:write"},
    "usergroups_list": {"usergroups:read"},
    "usergroups_users_list": {"usergroups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}
SCOPES_OF_EVENTS = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "tokens_revoked": set(),
    "app_mention": {"app_mentions:read"},
    "message": {"im:history"},
    "user_change": {"users:read"},
    "function_executed": set(),
}
METHODS = {name for name in dir(WebClient) if "_" in name.strip("_") and not name.startswith("_")}


@pytest.fixture(scope="module")
def declared():
    return manifest.load()


@pytest.fixture(scope="module")
def methods_in_use():
    """Every Web API method the bot names, called or handed on."""
    attributes = (node for _, node in tree.walk(*tree.PRODUCT) if isinstance(node, ast.Attribute))
    return {node.attr for node in attributes if node.attr in METHODS}


def test_every_command_of_the_manifest_is_answered_and_no_other(declared):
    assert {c["command"] for c in declared["features"]["slash_commands"]} == set(handlers.COMMANDS)


def test_every_shortcut_of_the_manifest_is_answered_and_no_other(declared):
    assert {s["callback_id"] for s in declared["features"]["shortcuts"]} == set(handlers.SHORTCUTS)


def test_every_event_of_the_manifest_is_heard_and_no_other(declared):
    """Steps of Workflow Builder are only asked for where they are wanted."""
    subscribed = declared["settings"]["event_subscriptions"]["bot_events"]
    assert {name.partition(".")[0] for name in subscribed} == set(handlers.EVENTS) - {"function_executed"}


def test_with_steps_the_manifest_has_those_that_are_answered_and_no_other():
    wanted = manifest.with_steps(manifest.load())
    assert set(wanted["functions"]) == set(steps.STEPS)
    assert "function_executed" in wanted["settings"]["event_subscriptions"]["bot_events"]
    assert wanted["settings"]["org_deploy_enabled"]
    for name, model in (("log_reading", LogStep), ("open_use_case", OpenStep)):
        asked = wanted["functions"][name]["input_parameters"]
        assert set(asked["properties"]) == set(model.model_fields)
        needed = {field for field, of in model.model_fields.items() if of.is_required()}
        assert set(asked["required"]) == needed
    assert "functions" not in manifest.load()


def test_what_people_write_is_read_in_direct_messages_with_the_bot_only(declared):
    subscribed = declared["settings"]["event_subscriptions"]["bot_events"]
    assert [name for name in subscribed if name.startswith("message")] == ["message.im"]
    assert declared["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_interactivity_is_on_exactly_when_buttons_and_modals_are_answered(declared):
    answered = bool(handlers.ACTIONS or handlers.VIEWS or handlers.SHORTCUTS)
    assert declared["settings"]["interactivity"]["is_enabled"] == answered


def test_home_is_on_exactly_when_it_is_drawn(declared, methods_in_use):
    assert declared["features"]["app_home"]["home_tab_enabled"] == ("views_publish" in methods_in_use)


def test_every_method_in_use_is_known_with_its_scopes_and_no_other(methods_in_use):
    assert methods_in_use == set(SCOPES_OF_METHODS)


def test_the_scopes_are_those_the_code_needs_and_no_more(declared, methods_in_use):
    needed = {"commands"} if handlers.COMMANDS or handlers.SHORTCUTS else set()
    needed |= {scope for method in methods_in_use for scope in SCOPES_OF_METHODS[method]}
    needed |= {scope for event in handlers.EVENTS for scope in SCOPES_OF_EVENTS[event]}
    assert set(declared["oauth_config"]["scopes"]["bot"]) == needed


def test_every_scope_is_justified_and_no_other():
    page = (tree.ROOT / "docs" / "scopes.md").read_text()
    assert set(re.findall(r"^\| `([a-z_.:]+)` \|", page, re.MULTILINE)) == manifest.bot_scopes()


LIMITS = {
    ("display_information", "name"): (1, 35),
    ("display_information", "description"): (1, 140),
    ("display_information", "long_description"): (175, 4000),
    ("features", "bot_user", "display_name"): (1, 80),
    ("features", "slash_commands", "command"): (2, 32),
    ("features", "slash_commands", "description"): (1, 2000),
    ("features", "slash_commands", "usage_hint"): (1, 1000),
    ("features", "shortcuts", "name"): (1, 24),
    ("features", "shortcuts", "callback_id"): (1, 255),
    ("features", "shortcuts", "description"): (1, 150),
}


@pytest.mark.parametrize("path", LIMITS, ids=".".join)
def test_the_manifest_keeps_to_slacks_lengths(declared, path):
    found = [declared]
    for key in path:
        found = [
            inner
            for outer in found
            for inner in (outer[key] if isinstance(outer[key], list) else [outer[key]])
        ]
    least, most = LIMITS[path]
    assert found
    assert all(least <= len(value) <= most for value in found)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's manifest schema is not at hand on this machine")
@pytest.mark.parametrize(
    "read",
    [
        manifest.load,
        lambda: manifest.for_http("https://pilotage.example.com"),
        lambda: manifest.with_steps(manifest.load()),
    ],
)
def test_the_manifest_follows_slacks_schema(read):
    jsonschema.validate(read(), json.loads(SCHEMA.read_text()))


def test_over_http_every_request_url_is_the_one_door():
    filled = manifest.for_http("https://pilotage.example.com/")
    door = "https://pilotage.example.com/slack/events"
    assert {command["url"] for command in filled["features"]["slash_commands"]} == {door}
    assert filled["settings"]["interactivity"]["request_url"] == door
    assert filled["oauth_config"]["redirect_urls"] == ["https://pilotage.example.com/slack/oauth_redirect"]
    assert filled["settings"]["event_subscriptions"]["request_url"] == door
    assert filled["settings"]["socket_mode_enabled"] is False
