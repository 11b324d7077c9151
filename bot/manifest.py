"""The manifest the Slack app is created from: read, and filled in for a server that Slack calls over HTTP."""

from pathlib import Path
from typing import Any

import yaml

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
