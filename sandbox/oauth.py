"""Installing an app by OAuth: the page on which people allow it in a workspace, and the code for a token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from sandbox.method import Args, Method, SlackError, text
from sandbox.workspace import APP, BOT

if TYPE_CHECKING:
    from sandbox.server import Sandbox

CLIENT_ID, CLIENT_SECRET = "1000.2000", "sandbox-client-secret"
GOOD_FOR = 600  # seconds of workspace time for a code
ASKED = ("client_id", "scope", "redirect_uri", "state")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{app}</title>
<style>body{{font:18px/1.5 sans-serif;max-width:34em;margin:4em auto}}button,select{{font:inherit}}</style>
<h1>{app} wants to come into a workspace</h1><p>It asks for: {scopes}.</p>
<form method="post">{hidden}<p><label>Workspace <select name="team">{teams}</select></label></p>
<button name="answer" value="allow">Allow</button> <button name="answer" value="cancel">Cancel</button>
</form></html>"""


@dataclass(frozen=True, slots=True)
class Code:
    """What somebody allowed: good for one token."""

    slack: Sandbox
    redirect_uri: str
    scope: str
    by: str
    until: float


class OAuth:
    """The workspaces of one address, and the codes that were given for them."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.codes: dict[str, Code | None] = {}  # None: used
        self.organisation = False  # the next token is for a whole organisation
        self.app = APP  # whose token is given

    def routes(self) -> list[web.RouteDef]:
        """The page, and the form on it."""
        there = "/oauth/v2/authorize"
        return [web.get(there, self.ask), web.post(there, self.answer)]

    async def ask(self, request: web.Request) -> web.Response:
        """Who may come in, with what."""
        asked = {name: request.query.get(name, "") for name in ASKED}
        self._check(asked)
        hidden = "".join(f'<input type="hidden" name="{n}" value="{escape(v)}">' for n, v in asked.items())
        teams = "".join(
            f'<option value="{one.workspace.team}">{escape(one.workspace.name)}</option>'
            for one in self._all()
        )
        scopes = escape(asked["scope"].replace(",", ", "))
        page = PAGE.format(app=escape(self.slack.manifest.name), scopes=scopes, hidden=hidden, teams=teams)
        return web.Response(text=page, content_type="text/html")

    async def answer(self, request: web.Request) -> web.Response:
        """Back to the app, with a code or with a no."""
        said = {name: str(value) for name, value in (await request.post()).items()}
        self._check(said)
        back = {"state": said["state"]}
        if said.get("answer") == "allow":
            back["code"] = self.allow(said.get("team", ""), said["redirect_uri"], said["scope"])
        else:
            back["error"] = "access_denied"
        raise web.HTTPFound(f"{said['redirect_uri']}?{urlencode(back)}")

    def allow(self, team: str, redirect_uri: str, scope: str) -> str:
        """An admin of that workspace presses Allow: a code."""
        slack = next((one for one in self._all() if one.workspace.team == team), None)
        if slack is None:
            raise web.HTTPBadRequest(text="There is no such workspace.")
        admin = next(person.id for person in slack.workspace.humans() if person.is_admin)
        code = secrets.token_urlsafe(24)
        self.codes[code] = Code(slack, redirect_uri, scope, admin, slack.clock.now() + GOOD_FOR)
        return code

    def _all(self) -> list[Sandbox]:
        return [self.slack, *self.slack.beside]

    def _check(self, asked: dict[str, str]) -> None:
        raw = self.slack.manifest.raw.get("oauth_config", {})
        if asked["client_id"] != CLIENT_ID:
            raise web.HTTPBadRequest(text="invalid_client_id: no app has this id.")
        if asked["redirect_uri"] not in raw.get("redirect_urls", []):
            raise web.HTTPBadRequest(text="bad_redirect_uri: the app's manifest does not name it.")
        if unknown := set(asked["scope"].split(",")) - set(self.slack.manifest.scopes or ()):
            raise web.HTTPBadRequest(text=f"invalid_scope: {', '.join(sorted(unknown))}")


def access(slack: Sandbox, args: Args) -> dict[str, Any]:
    """oauth.v2.access: a token for a code, once, to the app that may have it."""
    if text(args, "client_id") != CLIENT_ID:
        raise SlackError("invalid_client_id")
    if text(args, "client_secret") != CLIENT_SECRET:
        raise SlackError("bad_client_secret")
    code = _used(slack.oauth, text(args, "code"))
    if text(args, "redirect_uri") != code.redirect_uri:
        raise SlackError("bad_redirect_uri")
    if code.slack.clock.now() > code.until:
        raise SlackError("invalid_code")
    return _token(slack.oauth, code)


def _used(oauth: OAuth, name: str) -> Code:
    if name not in oauth.codes:
        raise SlackError("invalid_code")
    code, oauth.codes[name] = oauth.codes[name], None
    if code is None:
        raise SlackError("code_already_used")
    return code


def _token(oauth: OAuth, code: Code) -> dict[str, Any]:
    """Of an app that is there already, the token stays the same."""
    slack = code.slack
    if not slack.workspace.app_installed:
        slack.workspace.app_installed = True
        slack.tokens.append(f"xoxb-{slack.workspace.team.lower()}-{len(slack.tokens) + 1}")
        slack.workspace.announce("side")
    url = slack.manifest.raw.get("settings", {}).get("event_subscriptions", {}).get("request_url")
    if url and slack.signed_http is None:
        slack.deliver_to(url)
    team = {"id": slack.workspace.team, "name": slack.workspace.name}
    return {
        "access_token": slack.tokens[-1],
        "token_type": "bot",
        "scope": code.scope,
        "bot_user_id": BOT,
        "app_id": oauth.app,
        "team": None if oauth.organisation else team,
        "enterprise": {"id": "E0NORDWIND", "name": "Nordwind"} if oauth.organisation else None,
        "is_enterprise_install": oauth.organisation,
        "authed_user": {"id": code.by},
    }


def revoke(slack: Sandbox, args: Args) -> dict[str, Any]:
    """auth.revoke: the app gives its token back, and with its only one it is out."""
    slack.workspace.app_installed = False
    slack.workspace.announce("side")
    return {"revoked": True}


METHODS = {"oauth.v2.access": Method(access), "auth.revoke": Method(revoke)}
