"""Installing by OAuth: the page that sends people to Slack, and the one Slack sends them back to.

The state that travels along is sealed, good for ten minutes and for one return, and bound to the browser by a
cookie: nobody can finish an install that somebody else began.
"""

import hashlib
import hmac
import html
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from slack_sdk.errors import SlackApiError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot import manifest
from bot.clock import Clock, system_clock
from bot.installations import Installations
from bot.installs import SILENT, client
from bot.keys import Swapped, WrongKey
from bot.settings import SeveralSettings
from bot.web import Refused
from store import Installation, Store

INSTALL, RETURN = "/slack/install", "/slack/oauth_redirect"
GOOD_FOR = 600  # seconds from leaving for Slack to coming back
AT_ONCE = 4  # returns that wait for Slack's answer
WHOSE = ("install",)
AGAIN = "Start again at {url}."
SAFE = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Pilotage</title>
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:4em auto;padding:0 1em}}</style>
<h1>{title}</h1><p>{words}</p></html>"""
NEXT = (
    "In Slack, invite it to the channels your pilots live in, /invite @Pilotage, and type /pilot settings: "
    "four questions."
)


class NotInstalled(Exception):
    """Why nothing was installed, in words for whoever pressed Allow, and the status of the page."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


class InstallPages:
    """Both pages. `clock` is the time of the record; the ten minutes are counted by this machine's own."""

    def __init__(
        self,
        settings: SeveralSettings,
        store: Store,
        installs: Installations,
        clock: Clock,
        installed: Callable[[str], None],
    ) -> None:
        self._settings, self._store, self._installs, self._clock = settings, store, installs, clock
        self._installed, self._in_hand = installed, 0
        self._return = settings.pilotage_url + RETURN
        self._over_https = settings.pilotage_url.startswith("https://")
        self._cookie = "__Host-pilotage-install" if self._over_https else "pilotage-install"

    @property
    def routes(self) -> list[Route]:
        """Where they are."""
        return [Route(INSTALL, self.leave), Route(RETURN, self.come_back)]

    async def leave(self, request: Request) -> Response:
        """Off to Slack, where people see the scopes and choose the workspace."""
        nonce = secrets.token_urlsafe(32)
        asked = {
            "client_id": self._settings.slack_client_id,
            "scope": ",".join(sorted(manifest.bot_scopes())),
            "redirect_uri": self._return,
            "state": self._installs.keys.seal(WHOSE, nonce, system_clock()),
        }
        slack = self._settings.slack_api_url.removesuffix("/api/")
        answer = RedirectResponse(f"{slack}/oauth/v2/authorize?{urlencode(asked)}", 302, SAFE)
        self._give(answer, nonce, GOOD_FOR)
        return answer

    async def come_back(self, request: Request) -> Response:
        """From Slack, with a code for a token, or with a no."""
        if self._in_hand >= AT_ONCE:
            raise Refused(503, "Several installs are waiting for Slack. Try again.", {"retry-after": "5"})
        self._in_hand += 1
        try:
            cookie = request.cookies.get(self._cookie, "")
            page = await run_in_threadpool(self._page, dict(request.query_params), cookie)
        finally:
            self._in_hand -= 1
        self._give(page, "", 0)
        return page

    def _give(self, answer: Response, nonce: str, seconds: int) -> None:
        answer.set_cookie(
            self._cookie, nonce, seconds, secure=self._over_https, httponly=True, samesite="lax"
        )

    def _page(self, said: Mapping[str, str], cookie: str) -> Response:
        try:
            self._check_state(said.get("state", ""), cookie)
            name = self._install(said)
        except NotInstalled as why:
            again = AGAIN.format(url=self._settings.pilotage_url + INSTALL)
            return _page("Nothing was installed", f"{why} {again}", why.status)
        return _page(f"Pilotage is in {name}", NEXT)

    def _check_state(self, state: str, cookie: str) -> None:
        now = system_clock()
        try:
            nonce = self._installs.keys.open_fresh(WHOSE, state, now, GOOD_FOR)
        except (WrongKey, Swapped):
            raise NotInstalled("This return from Slack was not begun here in the last ten minutes.") from None
        if not hmac.compare_digest(nonce.encode(), cookie.encode()):
            raise NotInstalled("This install was begun in another browser, or at another address.", 403)
        if not self._store.use_state(hashlib.sha256(nonce.encode()).hexdigest(), now):
            raise NotInstalled("This install was finished already.", 409)

    def _install(self, said: Mapping[str, str]) -> str:
        """The name of the workspace it is in now. Raises `NotInstalled`."""
        if "code" not in said:
            raise NotInstalled(
                f"Slack says {said.get('error', 'nothing')}: you may have pressed Cancel.", 403
            )
        answer = self._exchanged(said["code"])
        token = str(answer.get("access_token", ""))
        try:
            self._check(answer)
        except NotInstalled:
            self._give_back(token)
            raise
        return self._keep(answer, token)

    def _exchanged(self, code: str) -> Mapping[str, Any]:
        settings = self._settings
        try:
            answer = client(settings.slack_api_url).oauth_v2_access(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret.get_secret_value(),
                code=code,
                redirect_uri=self._return,
            )
        except SlackApiError as error:
            raise NotInstalled(f"Slack refuses the code ({error.response['error']}).") from None
        except SILENT:
            raise NotInstalled("Slack gave no answer.", 503) from None
        return answer.data  # type: ignore[return-value]

    def _check(self, answer: Mapping[str, Any]) -> None:
        if answer.get("app_id") != self._settings.slack_app_id:
            raise NotInstalled(f"Slack installed the app {answer.get('app_id')}, which is not SLACK_APP_ID.")
        if answer.get("is_enterprise_install") or not (answer.get("team") or {}).get("id"):
            raise NotInstalled(
                "That was an install for a whole organisation. Pilotage keeps each workspace apart: choose "
                "one workspace, not the organisation."
            )
        welcome = self._settings.welcome
        if welcome and answer["team"]["id"] not in welcome:
            raise NotInstalled("Whoever runs this Pilotage serves other workspaces only.", 403)
        if answer.get("token_type") != "bot" or answer.get("refresh_token"):
            raise NotInstalled(
                "Slack gave no lasting bot token: switch token rotation off in the app's settings."
            )

    def _give_back(self, token: str) -> None:
        """A token nobody keeps is revoked; should that fail, the app is taken out in Slack as always."""
        if token:
            try:
                client(self._settings.slack_api_url, token).auth_revoke()
            except (SlackApiError, *SILENT):
                return

    def _keep(self, answer: Mapping[str, Any], token: str) -> str:
        try:
            me = client(self._settings.slack_api_url, token).auth_test()
        except (SlackApiError, *SILENT):
            raise NotInstalled("Slack does not let the new token in.", 503) from None
        team, now = answer["team"], self._clock()
        said = Installation(
            workspace=team["id"],
            enterprise=(answer.get("enterprise") or {}).get("id") or "",
            app=answer["app_id"],
            bot_id=me["bot_id"],
            bot_user=answer["bot_user_id"],
            token="",
            scopes=answer.get("scope") or "",
            installed_by=(answer.get("authed_user") or {}).get("id") or "",
            installed_at=now,
        )
        self._installs.keep(token, said, team.get("name") or "", me.get("url") or "", now)
        self._installed(said.workspace)
        return team.get("name") or str(said.workspace)


def _page(title: str, words: str, status: int = 200) -> Response:
    return HTMLResponse(PAGE.format(title=html.escape(title), words=html.escape(words)), status, SAFE)
