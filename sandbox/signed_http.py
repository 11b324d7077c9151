"""Signed HTTP: the same deliveries as POST requests, for an app that runs without Socket Mode."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TooManyRedirects

from sandbox import payloads
from sandbox.delivery import NOT_CONNECTED, TOO_LATE, Answer, Payload

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
REDIRECTS = 2  # followed, no more


class SignedHttp:
    """The road to an app at an address of its own. Signatures carry real time."""

    def __init__(self, url: str, secret: str, ack_seconds: float) -> None:
        self.url, self.secret, self.ack_seconds = url, secret, ack_seconds
        self.session: ClientSession | None = None
        self._given: set[str] = set()

    async def carry(self, envelope: str, payload: Payload, retry: int, reason: str) -> Answer:
        """One POST; only a 200 within the time counts."""
        body, content_type = _body(envelope, payload)
        headers = self._signed(body) | {"Content-Type": content_type} | _retry_headers(retry, reason)
        try:
            async with self._open_session().post(
                self.url,
                data=body,
                headers=headers,
                max_redirects=REDIRECTS,
                timeout=ClientTimeout(total=self.ack_seconds),
            ) as response:
                return await _answer(response)
        except TimeoutError:
            return TOO_LATE
        except TooManyRedirects:
            return Answer(trouble="too_many_redirects")
        except (ClientError, OSError):
            return NOT_CONNECTED

    async def verify(self) -> bool:
        """Whether the app answers the challenge that Slack sends when a request URL is entered."""
        asked = payloads.url_verification(secrets.token_urlsafe(32))
        answer = await self.carry("events_api", asked, 0, "")
        return answer.body is not None and asked["challenge"] in (
            answer.body.get("challenge"),
            answer.body.get("text"),
        )

    async def stop(self) -> None:
        if self.session:
            await self.session.close()

    def _open_session(self) -> ClientSession:
        if self.session is None:
            self.session = ClientSession(trust_env=False)
        return self.session

    def _signed(self, body: bytes) -> dict[str, str]:
        """Each delivery is signed anew: no signature is given twice, not even within a second."""
        second = int(time.time())
        while (signature := self._signature(second, body)) in self._given:
            second += 1
        self._given.add(signature)
        return {"X-Slack-Request-Timestamp": str(second), "X-Slack-Signature": f"v0={signature}"}

    def _signature(self, second: int, body: bytes) -> str:
        return hmac.new(self.secret.encode(), f"v0:{second}:".encode() + body, hashlib.sha256).hexdigest()


def _body(envelope: str, payload: Payload) -> tuple[bytes, str]:
    if envelope == "events_api":
        return json.dumps(payload).encode(), JSON
    fields = payload if envelope == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


def _retry_headers(retry: int, reason: str) -> dict[str, str]:
    named = {"timeout": "http_timeout"}.get(reason, reason)
    return {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": named} if retry else {}


async def _answer(response: ClientResponse) -> Answer:
    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    if response.status != 200:
        return Answer(trouble="http_error", no_retry=no_retry)
    return Answer(_as_payload(await response.text()))


def _as_payload(text: str) -> dict[str, Any]:
    """An ack's body: JSON, or plain words to show, or nothing."""
    try:
        decoded = json.loads(text) if text else {}
    except ValueError:
        return {"text": text}
    return decoded if isinstance(decoded, dict) else {"text": text}
