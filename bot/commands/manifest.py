"""`pilotage manifest`: what to paste at api.slack.com/apps to create the app."""

import argparse
import json
from urllib.parse import urlsplit

import yaml

from bot import manifest
from bot.settings import is_loopback


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where Slack will call, when it is not Socket Mode, and in which notation."""
    parser.add_argument(
        "--url", type=_https, metavar="https://...", help="this server's address, for run --http"
    )
    parser.add_argument(
        "--with-steps",
        action="store_true",
        help="steps for Workflow Builder too: for an app that is made ready for an organisation",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of YAML")


def main(options: argparse.Namespace) -> int:
    """Print the manifest."""
    if not (options.url or options.json or options.with_steps):
        print(manifest.text(), end="")
        return 0
    filled = manifest.for_http(options.url) if options.url else manifest.load()
    filled = manifest.with_steps(filled) if options.with_steps else filled
    print(json.dumps(filled, indent=2) if options.json else yaml.safe_dump(filled, sort_keys=False).rstrip())
    return 0


def _https(address: str) -> str:
    parts = urlsplit(address)
    if not parts.hostname or not (parts.scheme == "https" or is_loopback(address)):
        raise argparse.ArgumentTypeError("give an https:// address: Slack calls no other")
    return address
