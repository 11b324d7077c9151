"""Which of the two ways the bot is installed: one workspace, or several by OAuth."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.installs import Install, Installed
from bot.settings import Settings, SeveralSettings
from bot.trouble import Trouble
from store import Store

if TYPE_CHECKING:
    from starlette.routing import Route

    from bot.installations import Installations


def installed(settings: Settings, store: Store) -> Installed:
    """Where the bot is installed, as the environment says. Raises `Trouble` when it says nothing."""
    if settings.several:
        return installations(settings, store)
    if settings.slack_bot_token is None:
        raise Trouble("SLACK_BOT_TOKEN is missing: nothing can be sent or looked up in Slack.")
    return Install(settings.slack_api_url, settings.slack_bot_token.get_secret_value())


def installations(settings: Settings, store: Store) -> "Installations":
    """Several workspaces. What they need is loaded only here: one workspace does not wait for it."""
    from bot.installations import Installations
    from bot.keys import Keys

    assert settings.pilotage_secret_key
    assert settings.slack_app_id
    keys = Keys(settings.pilotage_secret_key.get_secret_value())
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    return Installations(store, keys, settings.slack_api_url, settings.slack_app_id, token)


def pages(settings: Settings, store: Store, clock: Clock, then: Callable[[str], None]) -> "list[Route]":
    """The pages to install it by, where several workspaces are wanted; `then` hears of each new one."""
    if not isinstance(settings, SeveralSettings):
        return []
    from bot.install_pages import InstallPages

    return InstallPages(settings, store, installations(settings, store), clock, then).routes
