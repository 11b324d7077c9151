"""Where the bot is installed: who it is there, and a client that may speak for it.

Here it is one workspace, whose token stands in the environment; bot/installations.py has several.
"""

from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.trouble import Trouble
from store import Store

PATIENCE = 10  # seconds for one answer of Slack
SILENT = (SlackClientError, OSError, HTTPException, ValueError)  # beside a SlackApiError: no answer of use
SHUT_OUT = {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "team_access_not_granted",
}


def client(api_url: str, token: str | None = None) -> WebClient:
    """A client that never repeats a request by itself: a repeat could post twice, and the ledger decides."""
    return WebClient(token=token, base_url=api_url, timeout=PATIENCE, retry_handlers=[])


def lets_in(slack: WebClient | None) -> bool | None:
    """Whether Slack lets a client in; None when it gives no answer of use. Nobody is let in without one."""
    if slack is None:
        return False
    try:
        slack.auth_test()
    except SlackApiError as error:
        return False if error.response.get("error") in SHUT_OUT else None
    except SILENT:
        return None
    return True


def slack_time(slack: WebClient) -> datetime | None:
    """What time Slack has, as each of its answers says, refusals too; None when it does not answer."""
    try:
        headers = slack.auth_test().headers
    except SlackApiError as error:
        headers = error.response.headers
    except SILENT:
        return None
    told = next((value for name, value in headers.items() if name.lower() == "date"), "")
    return parsedate_to_datetime(told) if told else None


class Installed(Protocol):
    """What is asked about the workspaces, be it one or several."""

    def greet(self) -> None:
        """Find out what can be found out before anything is opened. Raises `Trouble`."""

    def enter(self, store: Store, now: datetime) -> None:
        """Write down where the bot is. Raises `Trouble`."""

    def where(self) -> str:
        """In words, for whoever started it."""

    def workspaces(self) -> tuple[str, ...]:
        """The workspaces in which it may speak."""

    def client_for(self, workspace: str) -> WebClient | None:
        """A client that speaks in this workspace; None where the bot is not installed."""

    def authorize(self, workspace: str | None) -> AuthorizeResult | None:
        """Who the bot is where a request comes from; None where it is not installed."""

    def lets_in(self, workspace: str) -> bool | None:
        """Whether Slack lets the bot in there at this moment; None when it gives no answer."""

    def let_in_again(self, store: Store, now: datetime) -> None:
        """Where Slack refuses the bot, ask at each beat whether it lets it in again: then letters go."""

    def slack_time(self) -> datetime | None:
        """What time Slack has; None when nobody can ask."""


class Install:
    """One installation. Whether the token is any good is only known once `greet` has asked Slack."""

    def __init__(self, api_url: str, token: str) -> None:
        self._client = client(api_url, token)
        self._me: dict[str, Any] = {}

    @property
    def workspace(self) -> str:
        """The id of the workspace."""
        return str(self._me["team_id"])

    @property
    def name(self) -> str:
        """What the workspace is called."""
        return str(self._me.get("team", ""))

    @property
    def url(self) -> str:
        """Where people find it."""
        return str(self._me.get("url", ""))

    @property
    def bot_user(self) -> str:
        """The bot's own user id there."""
        return str(self._me["user_id"])

    def greet(self) -> None:
        """Ask Slack who the bot is. Raises `Trouble` with what to do when it is nobody."""
        try:
            self._me = dict(self._client.auth_test().data)  # type: ignore[arg-type]
        except SlackApiError as error:
            raise Trouble(
                f"Slack refuses SLACK_BOT_TOKEN ({error.response['error']}). "
                "Install the app in your workspace and copy its Bot User OAuth Token again."
            ) from None
        except OSError as error:
            raise Trouble(f"Slack cannot be reached at {self._client.base_url} ({error}).") from None

    def enter(self, store: Store, now: datetime) -> None:
        """Write down that the bot is here."""
        with store.work(self.workspace, now, via="install") as work:
            work.install(self.bot_user, self.name, self.url)

    def where(self) -> str:
        """The name of the workspace."""
        return self.name

    def workspaces(self) -> tuple[str, ...]:
        """The one there is."""
        return (self.workspace,)

    def lets_in(self, workspace: str) -> bool | None:
        """Whether Slack lets the bot in here; None when it gives no answer."""
        return lets_in(self.client_for(workspace))

    def let_in_again(self, store: Store, now: datetime) -> None:
        """While Slack refuses the bot here, ask at each beat whether it lets it in again: then letters go."""
        if self.workspace in store.parked() and self.lets_in(self.workspace):
            with store.work(self.workspace, now, via="install") as work:
                work.install(self.bot_user, self.name)

    def slack_time(self) -> datetime | None:
        """What time Slack has, as each of its answers says, to the second; None when it does not answer."""
        return slack_time(self._client)

    def client_for(self, workspace: str) -> WebClient | None:
        """A client that speaks in this workspace; None where the bot is not installed."""
        return self._client if workspace == self.workspace else None

    def authorize(self, workspace: str | None) -> AuthorizeResult | None:
        """Who the bot is where a request comes from; None where it is not installed."""
        if workspace != self.workspace:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace,
            bot_id=self._me["bot_id"],
            bot_user_id=self.bot_user,
            bot_token=self._client.token,
        )
