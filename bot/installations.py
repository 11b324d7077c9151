"""The workspaces the bot was installed in by OAuth: their sealed tokens, and clients that may speak there.

The row is read for each request and each letter, so that an install, a re-install or an uninstall counts at
once on every copy of the bot; what was opened is kept as long as the row is the same. Slack is not asked.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.installs import SILENT, client, lets_in, slack_time
from bot.keys import Keys, Swapped, WrongKey
from bot.trouble import Trouble
from store import Installation, Store, installations

log = logging.getLogger(__name__)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
A_WHILE = timedelta(minutes=1)  # between two questions whether Slack lets the bot in again

OTHER_KEY = (
    "PILOTAGE_SECRET_KEY does not open the token of {which}. Nothing was changed. Put the key back that was "
    "in use when it was installed: behind a new one, with a comma between, until `pilotage rotate-keys` ran. "
    "If it is lost, `pilotage rotate-keys --lost` lets those workspaces install it again."
)


class Opened(NamedTuple):
    """An installation whose token was opened."""

    kept: Installation
    slack: WebClient


class Installations:
    """All installations in the store. `token` is one from the environment, taken along if it is new here."""

    def __init__(self, store: Store, keys: Keys, api_url: str, app: str, token: str | None = None) -> None:
        self._store, self.keys, self._api_url, self._app, self._token = store, keys, api_url, app, token
        self._opened: dict[str, Opened] = {}
        self._asked_at: dict[str, datetime] = {}

    def greet(self) -> None:
        """Nothing to ask yet: the workspaces stand in the store."""

    def enter(self, store: Store, now: datetime) -> None:
        """Make sure that the keys are the right ones. Raises `Trouble`, and parks nobody."""
        check_keys(store, self.keys)
        if self._token:
            self._take_along(client(self._api_url, self._token), self._token, now)

    def where(self) -> str:
        """How many workspaces there are."""
        many = len(self.workspaces())
        return f"{many} workspace{'' if many == 1 else 's'}"

    def workspaces(self) -> tuple[str, ...]:
        """Those whose token is at hand."""
        return tuple(one.workspace for one in self._store.installations())

    def client_for(self, workspace: str) -> WebClient | None:
        """A client that speaks in this workspace; None where the bot is not installed."""
        opened = self._open(workspace)
        return opened.slack if opened else None

    def authorize(self, workspace: str | None) -> AuthorizeResult | None:
        """Who the bot is where a request comes from; None where it is not installed."""
        opened = self._open(workspace) if workspace else None
        if opened is None:
            return None
        kept = opened.kept
        return AuthorizeResult(
            enterprise_id=kept.enterprise or None,
            team_id=kept.workspace,
            bot_id=kept.bot_id,
            bot_user_id=kept.bot_user,
            bot_token=opened.slack.token,
        )

    def lets_in(self, workspace: str) -> bool | None:
        """Whether Slack lets the bot in there at this moment; None when it gives no answer."""
        return lets_in(self.client_for(workspace))

    def let_in_again(self, store: Store, now: datetime) -> None:
        """Where Slack refuses the bot, ask each minute whether it lets it in again: then letters go.

        When Slack is silent the others are not asked either, or a beat would wait for each of them.
        """
        for workspace in store.parked():
            kept = store.installation(workspace)
            if kept is None or now - self._asked_at.get(workspace, LONG_AGO) < A_WHILE:
                continue
            self._asked_at[workspace] = now
            inside = self.lets_in(workspace)
            if inside is None:
                return
            if inside:
                with store.work(workspace, now, via="install") as work:
                    work.install(kept.bot_user)

    def slack_time(self) -> datetime | None:
        """What time Slack has; asked without a token, for its refusals tell it too."""
        return slack_time(client(self._api_url))

    def keep(self, token: str, said: Installation, name: str, url: str, now: datetime) -> None:
        """Let an installation stand from now on, with its token sealed; its letters go, again or at last."""
        sealed = self.keys.seal(whose(said), token, now)
        kept = Installation(**(vars(said) | {"token": sealed}))
        with self._store.work(said.workspace, now, via="install") as work:
            installations.keep(work, kept, name, url)

    def _open(self, workspace: str) -> Opened | None:
        kept = self._store.installation(workspace)
        known = self._opened.get(workspace)
        if kept is None or (known and known.kept == kept):
            return known if kept else None
        try:
            token = self.keys.open(whose(kept), kept.token)
        except (WrongKey, Swapped) as wrong:
            log.error("the token of %s is not used: %s", workspace, type(wrong).__name__)
            return None
        self._opened[workspace] = Opened(kept, client(self._api_url, token))
        return self._opened[workspace]

    def _take_along(self, slack: WebClient, token: str, now: datetime) -> None:
        """The workspace of SLACK_BOT_TOKEN, unless it was installed here before."""
        try:
            me = slack.auth_test()
        except (SlackApiError, *SILENT) as error:
            log.warning("the workspace of SLACK_BOT_TOKEN is not taken along (%s)", type(error).__name__)
            return
        if self._store.installation(me["team_id"]) is None:
            said = Installation(
                workspace=me["team_id"],
                enterprise=me.get("enterprise_id") or "",
                app=self._app,
                bot_id=me["bot_id"],
                bot_user=me["user_id"],
                token="",
                scopes="",
                installed_by="",
                installed_at=now,
            )
            self.keep(token, said, me.get("team") or "", me.get("url") or "", now)


def whose(one: Installation) -> tuple[str, str]:
    """What is sealed with a token, and compared when it is opened."""
    return one.enterprise, one.workspace


def check_keys(store: Store, keys: Keys) -> None:
    """Make sure that the keys open every token. Raises `Trouble`.

    A token that was sealed for another workspace is no reason not to start: only that workspace is refused.
    """
    wrong = []
    for one in store.installations():
        try:
            keys.open(whose(one), one.token)
        except Swapped:
            log.error("the token of %s was sealed for another workspace, and is not used", one.workspace)
        except WrongKey:
            wrong.append(one.workspace)
    if wrong:
        raise Trouble(OTHER_KEY.format(which=", ".join(wrong)))
