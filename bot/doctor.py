"""What `pilotage doctor` looks at. Each check says what it found and, when it is not well, how to mend it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from pydantic import SecretStr
from slack_sdk import WebClient

from bot import database, doctor_installs, installing
from bot.clock import Clock, system_clock
from bot.findings import Finding, asked, header, scopes
from bot.installs import client, slack_time
from bot.settings import WHAT_TO_DO, Settings
from bot.trouble import Trouble
from bot.turned_clock import TurnedClock
from store import Newer, Store, Unreachable

SKEW = 60  # seconds two clocks may differ; Slack's signatures are believed for 300


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that can be found out without changing anything."""
    slack = client(settings.slack_api_url, _bare(settings.slack_bot_token))
    if doctor_installs.wanted(settings):
        yield from doctor_installs.missing(settings)
    if slack.token or not doctor_installs.wanted(settings):
        yield from _bot_token(slack, settings)
    elif told := slack_time(slack):
        yield _clock(told, settings)
    yield from _way_in(slack, settings)
    yield from _database(slack, settings)


def _bot_token(slack: WebClient, settings: Settings) -> Iterator[Finding]:
    if not slack.token:
        yield Finding("bot token", "is missing", WHAT_TO_DO["SLACK_BOT_TOKEN"])
        return
    answer = asked("bot token", slack.auth_test, "Install the app and copy SLACK_BOT_TOKEN again.")
    if isinstance(answer, Finding):
        yield answer
        return
    yield Finding("bot token", f"speaks as @{answer['user']} in {answer['team']}")
    yield scopes(answer)
    yield _clock(parsedate_to_datetime(header(answer, "date")), settings)


def _clock(told: datetime, settings: Settings) -> Finding:
    clock: Clock = TurnedClock(url) if (url := settings.pilotage_clock_url) else system_clock
    apart = abs((told - clock()).total_seconds())
    if apart > SKEW:
        return Finding("clock", f"is {apart:.0f} s away from Slack's", "Let this machine keep time by NTP.")
    return Finding("clock", "agrees with Slack's")


def _way_in(slack: WebClient, settings: Settings) -> Iterator[Finding]:
    if token := _bare(settings.slack_app_token):
        fix = "Make an app-level token with the scope connections:write and copy it to SLACK_APP_TOKEN."
        answer = asked("app token", lambda: slack.apps_connections_open(app_token=token), fix)
        yield answer if isinstance(answer, Finding) else Finding("app token", "opens Socket Mode")
    if settings.slack_signing_secret:
        yield Finding("signing secret", "is set; only a request of Slack's can prove it")
    if not (settings.slack_app_token or settings.slack_signing_secret):
        fix = "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for --http."
        yield Finding("way in", "is missing: Slack cannot reach the bot", fix)


def _database(slack: WebClient, settings: Settings) -> Iterator[Finding]:
    try:
        store = database.connect(settings.database_url)
    except Trouble as error:
        yield _silent(error)
        return
    with closing(store):
        yield from _inside(store, slack, settings)


def _silent(error: Exception) -> Finding:
    return Finding("database", f"does not answer: {error}", WHAT_TO_DO["DATABASE_URL"])


def _inside(store: Store, slack: WebClient, settings: Settings) -> Iterator[Finding]:
    """Whether the database answers and is of this version, then what it knows of workspaces."""
    try:
        behind = store.behind()
    except Unreachable as error:
        yield _silent(error)
        return
    except Newer:
        fix = "Run that version, or restore a backup made before it."
        yield Finding("migrations", "are those of a newer version", fix)
        return
    yield Finding("database", f"answers at {_where(settings.database_url)}")
    if behind:
        yield Finding("migrations", "are waiting", "Run `pilotage migrate`; `pilotage run` does it too.")
        return
    yield Finding("migrations", "are done")
    yield from _workspaces(slack, settings, store)


def _where(url: str) -> str:
    """Which database that is: a file, or server and name; never who signs in there."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}" if parts.hostname else parts.path[1:]


def _workspaces(slack: WebClient, settings: Settings, store: Store) -> Iterator[Finding]:
    installs = installing.installations(settings, store) if settings.several else None
    if installs:
        yield from doctor_installs.workspaces(store, installs)
    for workspace in store.workspaces():
        there = installs.client_for(workspace) if installs else slack
        if there:
            yield from (_channel(there, channel) for channel in _channels(store, workspace))


def _channels(store: Store, workspace: str) -> list[str]:
    """Where the bot is expected to speak: the leadership channel and homes."""
    with store.read(workspace) as look:
        found = [look.settings().leadership_channel or ""]
        found += [one.home.channel for one in look.listed() if one.home and one.outcome is None]
    return list(dict.fromkeys(filter(None, found)))


def _channel(slack: WebClient, channel: str) -> Finding:
    name = f"channel {channel}"
    answer = asked(name, lambda: slack.conversations_info(channel=channel), "Type /invite @Pilotage there.")
    if isinstance(answer, Finding):
        return answer
    seen = answer["channel"]
    name = f"channel #{seen['name']}"
    if seen.get("is_archived"):
        return Finding(name, "is archived", "Bring it back, or choose another one.")
    if not seen.get("is_member"):
        return Finding(name, "does not have the bot", "Type /invite @Pilotage there.")
    return Finding(name, "has the bot")


def _bare(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
