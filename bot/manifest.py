"""The manifest the Slack app is created from: read, and filled in for a server that Slack calls over HTTP."""

from pathlib import Path
from typing import Any, Final

import yaml

Fields = tuple[tuple[str, str, str, str, bool], ...]  # name, type, title, description, required
PLACES = (Path(__file__).with_name("manifest.yml"), Path(__file__).parents[1] / "manifest.yml")


def path() -> Path:
    """Where manifest.yml is: beside the package when installed, at the root in a checkout."""
    return next(place for place in PLACES if place.exists())


def text() -> str:
    """manifest.yml as it is written."""
    return path().read_text("utf-8")


def load() -> dict[str, Any]:
    """The manifest as values."""
    manifest: dict[str, Any] = yaml.safe_load(text())
    return manifest


def bot_scopes() -> set[str]:
    """The scopes the bot's token must carry."""
    return set(load()["oauth_config"]["scopes"]["bot"])


def with_steps(manifest: dict[str, Any]) -> dict[str, Any]:
    """The same with our steps for Workflow Builder: Slack has them in apps made ready for an organisation."""
    settings = manifest["settings"]
    settings["event_subscriptions"]["bot_events"].append("function_executed")
    settings |= {"org_deploy_enabled": True, "function_runtime": "remote"}
    return manifest | {"functions": {name: _function(*parts) for name, parts in _STEPS.items()}}


def _function(title: str, words: str, inputs: Fields, outputs: Fields) -> dict[str, Any]:
    return {
        "title": title,
        "description": words,
        "input_parameters": _parameters(inputs),
        "output_parameters": _parameters(outputs),
    }


def _parameters(fields: Fields) -> dict[str, Any]:
    named = {
        name: {"type": kind, "title": title, "description": words} for name, kind, title, words, _ in fields
    }
    return {"properties": named, "required": [one[0] for one in fields if one[4]]}


_USER, _STRING = "slack#/types/user_id", "string"
_STEPS: Final[dict[str, tuple[str, str, Fields, Fields]]] = {
    "log_reading": (
        "Log a KPI reading",
        "One number of an AI pilot, judged at once",
        (
            ("person", _USER, "Who logs it", "The owner or a supporter of the use case", True),
            ("use_case", _STRING, "Use case", "Its key, like UC-7", True),
            ("value", _STRING, "Value", "The number, with its unit if you like: 4.1 days, 2/140", True),
            ("metric", _STRING, "Metric", "A guardrail by its name; left out, the KPI", False),
            ("period", _STRING, "For when", "last week, week 3 or 12 May; left out, today", False),
            ("note", _STRING, "Note", "A remark, kept with the reading", False),
        ),
        (
            ("reading", _STRING, "Reading", "The value as it was taken", False),
            ("verdict", _STRING, "Verdict", "What all readings show by now", False),
        ),
    ),
    "open_use_case": (
        "Open a use case",
        "A new AI use case from one sentence",
        (
            ("person", _USER, "Who registers it", "Whoever filled in the form", True),
            ("sentence", _STRING, "The sentence", "Reduce ... from 5 days to 3 days in 8 weeks", True),
            ("owner", _USER, "Workflow owner", "Is asked to accept", False),
            ("sponsor", _USER, "Sponsor", "The leader who funds it", False),
        ),
        (("use_case", _STRING, "Use case", "Its key, like UC-7", False),),
    ),
}


def for_http(address: str) -> dict[str, Any]:
    """The manifest for `run --http` behind this address: every URL filled in, Socket Mode off."""
    manifest, here = load(), address.rstrip("/")
    door = here + "/slack/events"
    manifest["oauth_config"] = {"redirect_urls": [here + "/slack/oauth_redirect"], **manifest["oauth_config"]}
    for command in manifest["features"]["slash_commands"]:
        command["url"] = door
    manifest["settings"]["event_subscriptions"]["request_url"] = door
    manifest["settings"]["interactivity"]["request_url"] = door
    manifest["settings"]["socket_mode_enabled"] = False
    return manifest
