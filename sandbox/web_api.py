"""The door of the Web API: bodies of every kind, tokens, scopes and rates, one function for each method."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox import (
    failing,
    methods_chat,
    methods_conversations,
    methods_files,
    methods_people,
    methods_steps,
    methods_views,
    oauth,
)
from sandbox.journal import Entry
from sandbox.method import TIER_1, Args, Method, SlackError, require_scope, text

if TYPE_CHECKING:
    from sandbox.server import Sandbox

BOT_TOKEN, APP_TOKEN = "xoxb-sandbox", "xapp-sandbox"


def connections_open(slack: Sandbox, args: Args) -> dict[str, Any]:
    """apps.connections.open: where the app finds its WebSocket."""
    return {"url": f"{slack.url.replace('http', 'ws', 1)}/link?ticket={slack.socket_mode.ticket()}"}


METHODS: dict[str, Method] = {
    "apps.connections.open": Method(connections_open, json=True, per_minute=TIER_1),
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_files.METHODS,
    **methods_people.METHODS,
    **methods_steps.METHODS,
    **methods_views.METHODS,
    **oauth.METHODS,
}
NEEDS_APP_TOKEN = {"apps.connections.open"}
NEEDS_NO_TOKEN = {"api.test", "oauth.v2.access"}


class Door:
    """One request in, one answer out, one entry in the journal."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        return await failing.answered(self.slack, request, request.match_info["method"], self._answer)

    async def _answer(self, request: web.Request, entry: Entry) -> web.Response:
        try:
            token, args = await read_request(request, METHODS.get(entry.name))
            entry.asked = args
            entry.answer = {"ok": True} | self._run(entry.name, token, args)
        except SlackError as refusal:
            entry.answer, entry.outcome, entry.status = refusal.body, refusal.error, refusal.status
            return self._response(entry.answer, refusal.status, refusal.headers)
        entry.outcome = "ok"
        return self._response(entry.answer)

    def _run(self, method: str, token: str, args: Args) -> dict[str, Any]:
        row = METHODS.get(method)
        if method not in NEEDS_NO_TOKEN:
            self._check_token(method, token)
        if row is None:
            self.slack.unknown_methods.append(method)
            raise SlackError("unknown_method", req_method=method)
        require_scope(self.slack, *row.scopes)
        self.slack.rates.take(method, row.per_minute, text(args, "channel"))
        return row.run(self.slack, args)

    def _check_token(self, method: str, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in (*self.slack.tokens, APP_TOKEN):
            raise SlackError("invalid_auth")
        if (token == APP_TOKEN) != (method in NEEDS_APP_TOKEN):
            raise SlackError("not_allowed_token_type")
        if token != APP_TOKEN and not self.slack.workspace.app_installed:
            raise SlackError("account_inactive")
        if token not in (*self.slack.tokens[-1:], APP_TOKEN):
            raise SlackError("token_revoked")

    def _response(
        self, body: dict[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        scopes = ",".join(sorted(self.slack.manifest.scopes or ()))
        return web.json_response(body, status=status, headers={"X-OAuth-Scopes": scopes, **(headers or {})})


async def read_request(request: web.Request, row: Method | None) -> tuple[str, Args]:
    """The token and the arguments. A method that reads no JSON ignores it, as Slack does."""
    args: Args = dict(request.query)
    if request.content_type == "application/json":
        body = await _json_body(request)
        args |= body if row is None or row.json else {}
    elif request.content_type == "multipart/form-data":
        args |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
    else:
        args |= dict(parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True))
    in_args = str(args.pop("token", ""))
    kind, _, said = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":  # the id and the secret of an app, which has no token yet
        args["client_id"], _, args["client_secret"] = b64decode(said).decode().partition(":")
    return said.strip() if kind == "Bearer" else in_args, args


def bearer(request: web.Request) -> str:
    """The token a request comes with, where all but very old clients put it."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()


async def _json_body(request: web.Request) -> Args:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body
