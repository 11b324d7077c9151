"""Tells the webhooks of workspaces what stands in Slack: signed, at least once, never through a redirect.

Signed as Standard Webhooks has it (standardwebhooks.com): id, timestamp and body under HMAC-SHA256. Where an
address leads is asked once and then used, so that a name cannot lead elsewhere between the look and the call.
"""

import base64
import hashlib
import hmac
import ipaddress
import logging
import socket
import ssl
import threading
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from playbook import webhook
from playbook.facts import PersonId
from playbook.letters import Letter, WebhookEnded
from schedules import undeliverable
from schedules.errands import Clock
from store import Store, webhooks
from store.webhooks import Delivery

log = logging.getLogger(__name__)

PATIENCE: Final = 5.0  # seconds for one call, from its connection to the last byte of its answer's head
BUDGET: Final = timedelta(seconds=20)  # for all calls of one beat: letters are not to wait for them
GONE: Final = 410  # whoever answers so wants no more


class NotCalled(Exception):
    """An address that is not called: what leads into our own network, or nowhere."""


class Caller:
    """Carries deliveries. `allowed` names hosts that may be called in the own network, without TLS too."""

    def __init__(self, store: Store, allowed: Collection[str] = ()) -> None:
        self._store, self._allowed = store, frozenset(allowed)

    def call_due(self, clock: Clock) -> None:
        """Carry what may go now; a workspace whose webhook fails once waits with all of its own."""
        failed, begun = set[str](), clock()
        for one in self._store.deliveries_due(begun):
            if one.workspace in failed or clock() - begun > BUDGET:
                self._store.deliver_later(one, clock() + webhook.PAUSES[0], clock(), failed=False)
            elif not self._carry(one, clock):
                failed.add(one.workspace)

    def _carry(self, one: Delivery, clock: Clock) -> bool:
        now = clock()
        status = self._status(one, now)
        if 200 <= status < 300:
            self._store.delivered(one)
            return True
        log.warning("the webhook of %s answered %s, try %s", one.workspace, status, one.attempt)
        self._store.deliver_later(one, now + webhook.pause(one.attempt), now)
        if status == GONE or webhook.is_over(one.since, now):
            _end(self._store, one.workspace, status, now)
        return False

    def _status(self, one: Delivery, now: datetime) -> int:
        """What was answered; 0 for no answer, and for an address that is not called."""
        try:
            return post(one.url, one.body.encode(), signed(one, now), self._allowed)
        except (OSError, HTTPException, NotCalled, ValueError) as error:
            log.info("the webhook of %s: %s", one.workspace, type(error).__name__)
            return 0


def signed(one: Delivery, now: datetime) -> dict[str, str]:
    """The headers that say which delivery this is and prove who sends it."""
    stamp = str(int(now.timestamp()))
    proof = hmac.new(one.secret, f"{one.id}.{stamp}.{one.body}".encode(), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Pilotage",
        "webhook-id": one.id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(proof).decode()}",
    }


def post(url: str, body: bytes, headers: dict[str, str], allowed: Collection[str]) -> int:
    """The status of one call; a redirect is an answer like any other. Raises `NotCalled`, OSError."""
    parts = urlsplit(url)
    host, trusted = parts.hostname or "", (parts.hostname or "") in allowed
    if parts.scheme != "https" and not (trusted and parts.scheme == "http"):
        raise NotCalled("only https")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    line = _line(parts.scheme, host, port, _where(host, port, trusted))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    end = threading.Timer(PATIENCE, _hang_up, [line])
    end.start()
    try:
        line.request("POST", path, body, headers)
        return line.getresponse().status
    finally:
        end.cancel()
        line.close()


def _hang_up(line: HTTPConnection) -> None:
    """A socket times each byte by itself: whoever sends one now and then would never be done."""
    if line.sock:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)


def _where(host: str, port: int, trusted: bool) -> str:
    """The address a name leads to; refused when any that it leads to is not out in the open."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not (trusted or all(_is_out_there(one) for one in found)):
        raise NotCalled("leads into our own network")
    return found[0]


def _is_out_there(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return bool(ip.is_global and inner.is_global and not ip.is_multicast)


def _line(scheme: str, host: str, port: int, address: str) -> HTTPConnection:
    """A connection to that very address, that speaks to the host by its name; TLS begins with its words."""
    wire = socket.create_connection((address, port), PATIENCE)
    if scheme == "http":
        line = HTTPConnection(host, port)
        line.sock = wire
        return line
    context = ssl.create_default_context()
    secure = HTTPSConnection(host, port, context=context)
    secure.sock = context.wrap_socket(wire, server_hostname=host, do_handshake_on_connect=False)
    return secure


def _end(store: Store, workspace: str, status: int, now: datetime) -> None:
    because = "it answered 410 Gone" if status == GONE else f"it failed for {webhook.ENDS_AFTER.days} days"
    with store.work(workspace, now, via="heart") as work:
        stood = webhooks.of(work)
        if stood and webhooks.end(work, because):
            told = WebhookEnded(because=because, last=str(status or "no answer"))
            period = f"w{stood.number}"  # each secret ends once
            work.post(*(_letter(person, period, told) for person in undeliverable.admins(work)))


def _letter(person: PersonId, period: str, told: WebhookEnded) -> Letter:
    return Letter(to=person, period=f"{period}:{person}", notice=told)
