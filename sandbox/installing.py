"""The bot as an app of a stand-in Slack: installed, listening, and installed again after it was down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.house import House
from bot.settings import HttpSettings, SocketSettings
from sandbox.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SandboxThread

STARTS = 20.0  # seconds a bot has to connect


@contextmanager
def bot_in(
    slack: SandboxThread,
    folder: Path,
    *,
    http: bool = False,
    chance: Callable[[int], bytes] | None = None,
    **changed: object,
) -> Iterator[House]:
    """The bot as an app of this Slack, reached by Socket Mode or by signed HTTP; `changed` are settings.

    With `chance` the workspace gets that key, so that what is drawn from it falls the same way each time.
    """
    settings = settings_for(slack, folder, http=http).model_copy(update=changed)
    house = House(settings)
    house.store.chance = chance or house.store.chance
    house.app.pace.most = None  # people of a story press faster than people do
    with house:
        if http and house.server:
            slack.deliver_to(f"http://{settings.pilotage_host}:{house.server.port}/slack/events")
        slack.wait_for(lambda: slack.sandbox.connected, timeout=STARTS)
        slack.call(slack.sandbox.clock.reported(STARTS))  # whoever turns the clock now waits for this bot
        yield house


def settings_for(slack: SandboxThread, folder: Path, *, http: bool = False) -> SocketSettings | HttpSettings:
    """What the bot is told: the stand-in's address and secrets, and a database of its own."""
    read = HttpSettings.read if http else SocketSettings.read
    return read(
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_signing_secret=SIGNING_SECRET,
        slack_api_url=slack.api_url,
        pilotage_clock_url=f"{slack.url}/sandbox/clock",
        pilotage_port=0 if http else None,
        database_url=f"sqlite:///{folder / 'pilotage.db'}?synchronous=OFF",  # it ends with the sandbox
    )
