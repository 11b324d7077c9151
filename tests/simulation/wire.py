"""The wire between Slack's SDK and the lying Slack: stands in for `urlopen`, the last call before the socket.

Everything above it is real: how the SDK encodes a request, turns pages and would repeat a call, what it makes
of a broken answer, and how the postman reads that.
"""

import json
import socket
from collections.abc import Callable
from datetime import datetime
from email.message import Message
from http.client import IncompleteRead, RemoteDisconnected
from io import BytesIO
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl
from urllib.request import Request

from tests.simulation import weather
from tests.simulation.lying_slack import Answer, Form, LyingSlack, lagging
from tests.simulation.turns import Turns
from tests.simulation.weather import Weather

TIMEOUT = 10  # seconds until the postman's client gives up
LOOKS = frozenset({"conversations.history", "conversations.replies"})
LIMITED = b'{"ok": false, "error": "ratelimited"}'  # a failing server is not believed whatever it says
Visit = Callable[[str], None]


class Reply:
    """What urlopen gives back."""

    def __init__(self, body: bytes, read: Callable[[], bytes] | None = None) -> None:
        self.code, self.headers = 200, _headers({"Content-Type": "application/json; charset=utf-8"})
        self.read = read or (lambda: body)


class Wire:
    """Carries requests, badly."""

    def __init__(self, turns: Turns, slack: LyingSlack, weather: Weather, visit: Visit) -> None:
        self._turns, self.slack, self.weather, self._visit = turns, slack, weather, visit
        self.down = False  # nobody reaches Slack
        self.calls: list[tuple[datetime, str, str]] = []

    def urlopen(self, request: Request, context: object = None, timeout: float = TIMEOUT) -> Reply:
        """One request, from the socket to the answer or to whatever comes instead."""
        method = request.full_url.rsplit("/", 1)[-1]
        form = _form(request)
        self._visit(f"before {method}")
        if self.weather.happens(self.weather.freezes):
            self._turns.pause(self.weather.seconds(7200))
        fair = self.weather.ending(looks=method in LOOKS)
        ending = weather.NO_CONNECTION if self.down else fair
        self.calls.append((self._turns.now, method, ending))
        try:
            return self._carry(ending, method, form)
        finally:
            self._visit(f"after {method}")

    def _carry(self, ending: str, method: str, form: Form) -> Reply:
        if ending.startswith("applied later"):
            late = self.weather.seconds(self.weather.late)
            self._turns.after(late, lambda: self._apply(method, form))
        applied = ending.startswith("applied:") or ending == weather.FINE
        if ending.startswith("who knows"):
            applied = self.weather.rng.random() < 0.5
        answer = self._apply(method, form) if applied else {}
        silent = "timed out" in ending or "in time" in ending
        self._turns.pause(TIMEOUT if silent else self.weather.seconds(2))
        return self._end(ending, answer)

    def _apply(self, method: str, form: Form) -> Answer:
        lag = 0 if self.weather.calm else self.weather.seconds(self.weather.lag)
        seen = lagging(self._turns.now, lag) if method in LOOKS else self._turns.now
        return self.slack.apply(method, form, seen)

    def _end(self, ending: str, answer: Answer) -> Reply:
        rng = self.weather.rng
        match ending:
            case weather.FINE:
                return _json(answer)
            case weather.UNCLEAR:
                return _json({"ok": False, "error": rng.choice(weather.UNCLEAR_CODES)})
            case weather.NO:
                return _json({"ok": False, "error": self.weather.code()})
            case weather.WAIT:
                raise _status(429, {"Retry-After": str(rng.choice((1, 5, 30, 60, 120, 3600)))})
            case weather.FAILED:
                raise _status(rng.choice(weather.STATUSES), {})
            case weather.TRUNCATED:
                return Reply(b"", _half(json.dumps(answer).encode()))
            case weather.GARBLED:
                return Reply(b"<html>")
        raise _SILENCE[ending]()


_SILENCE: dict[str, Callable[[], Exception]] = {
    weather.REFUSED: lambda: URLError(ConnectionRefusedError(111, "Connection refused")),
    weather.NO_NAME: lambda: URLError(socket.gaierror(-2, "Name or service not known")),
    weather.NO_CONNECTION: lambda: URLError(TimeoutError("connecting timed out")),
    weather.LOST: lambda: TimeoutError("the read operation timed out"),
    weather.SILENT: lambda: TimeoutError("the read operation timed out"),
    weather.LATE: lambda: TimeoutError("the read operation timed out"),
    weather.CUT: lambda: RemoteDisconnected("Remote end closed connection without response"),
    weather.RESET: lambda: ConnectionResetError(104, "Connection reset by peer"),
}


def _form(request: Request) -> Form:
    """What is asked for, however the SDK wrote it."""
    body: Any = request.data or b""
    if "json" in str(request.get_header("Content-type")):
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode()))


def _json(answer: Answer) -> Reply:
    return Reply(json.dumps(answer).encode())


def _half(body: bytes) -> Callable[[], bytes]:
    def read() -> bytes:
        raise IncompleteRead(body[: len(body) // 2], len(body) // 2)

    return read


def _status(status: int, headers: dict[str, str]) -> HTTPError:
    told: Any = _headers(headers | {"Content-Type": "application/json"})
    return HTTPError("https://slack.com/api/", status, "", told, BytesIO(LIMITED))


def _headers(pairs: dict[str, str]) -> Message:
    headers = Message()
    for name, value in pairs.items():
        headers[name] = value
    return headers
