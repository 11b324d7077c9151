"""Requests over a real wire, eight at once: signed HTTP and Socket Mode (goals 5 and 6).

The bot and each peer are processes of their own; who asks is this one, the same for all.
"""

import hashlib
import hmac
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlencode

from benchmarks import desk
from benchmarks.frame import Figure, interleaved, ratios
from blocks.inputs import VALUE
from sandbox import seed
from sandbox.server import SIGNING_SECRET, SandboxThread
from sandbox.workspace import TEAM

AT_ONCE, REQUESTS = 8, 240
PEERS = "benchmarks.peers.apps"


def figures(quick: bool) -> Iterator[Figure]:
    """A click that is acked and let go."""
    yield from _http(80 if quick else REQUESTS)
    yield from _socket(80 if quick else REQUESTS)


def _http(number: int) -> Iterator[Figure]:
    with ExitStack() as opened:
        ports = {
            "ours": opened.enter_context(_ours_by_http()),
            "stock": opened.enter_context(_peer("stock")),
            "bare": opened.enter_context(_peer("bare")),
        }
        times = interleaved({name: lambda port=port: _asked(port, number) for name, port in ports.items()})
    faster = ratios(times["stock"], times["ours"])
    yield Figure(
        "5",
        f"requests by HTTP, {AT_ONCE} at once, how many times the stock adapter with Bolt's default",
        faster,
        at_least=10,
    )
    yield Figure(
        "5",
        "the same, as a part of a Starlette that only answers",
        ratios(times["bare"], times["ours"]),
        at_least=round(1 / 6, 3),
    )
    least = "the most this asker and this machine allow: that Starlette, how many times the stock adapter"
    yield Figure("", least, ratios(times["stock"], times["bare"]))
    yield Figure("", "requests by HTTP", [number / one for one in times["ours"]], unit="/s")


@contextmanager
def _ours_by_http() -> Iterator[int]:
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxThread(seed=seed.company, manifest=desk.ROOT / "manifest.yml") as slack,
        desk.running(desk.WAYS["Pilotage, signed HTTP"], slack, folder),
    ):
        yield int(slack.sandbox.signed_http.url.rsplit(":", 1)[1].split("/")[0])


@contextmanager
def _peer(kind: str) -> Iterator[int]:
    port = desk._free_port()
    with _process(kind, str(port)):
        _until_it_answers(port)
        yield port


@contextmanager
def _process(kind: str, where: str) -> Iterator[subprocess.Popen]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(desk.ROOT)}
    command = [sys.executable, "-m", PEERS, kind, where]
    with subprocess.Popen(command, cwd=desk.ROOT, env=environment, stdout=subprocess.PIPE, text=True) as app:
        try:
            app.stdout.readline()
            yield app
        finally:
            app.kill()


def _until_it_answers(port: int) -> None:
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port).connect()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return


def _asked(port: int, number: int) -> None:
    """So many requests over eight links that stay open."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda worker: _one_link(port, number // AT_ONCE, worker), range(AT_ONCE)))


def _one_link(port: int, number: int, worker: int) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(number):
        body = urlencode({"payload": json.dumps(_typed_into_a_form())})
        link.request("POST", "/slack/events", body, _signed(body))
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} from {port}")
    link.close()


def _typed_into_a_form() -> dict[str, Any]:
    """A click that every app acks and lets go: what is measured is the way there and back."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "nordwind"},
        "user": {"id": "U0ANNA", "team_id": TEAM},
        "view": {"id": "V1", "callback_id": "none"},
        "trigger_id": f"{time.perf_counter_ns()}",
        "actions": [{"action_id": VALUE, "block_id": "b", "type": "plain_text_input", "value": "x"}],
    }


def _signed(body: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def _socket(number: int) -> Iterator[Figure]:
    with ExitStack() as opened:
        desks = {name: opened.enter_context(_linked(name)) for name in ("ours", "socket", "frames")}
        times = interleaved({name: lambda slack=slack: _sent(slack, number) for name, slack in desks.items()})
    faster = ratios(times["socket"], times["ours"])
    yield Figure(
        "6", f"envelopes by Socket Mode, {AT_ONCE} at once, how many times Bolt's default", faster, at_least=3
    )
    yield Figure(
        "6",
        "the same, as a part of a client without Bolt",
        ratios(times["frames"], times["ours"]),
        at_least=0.25,
    )
    yield Figure("", "envelopes by Socket Mode", [number / one for one in times["ours"]], unit="/s")


@contextmanager
def _linked(name: str) -> Iterator[SandboxThread]:
    manifest = desk.ROOT / "manifest.yml" if name == "ours" else None
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        slack = opened.enter_context(SandboxThread(seed=seed.company, manifest=manifest))
        way = desk.WAYS["Pilotage, Socket Mode"]
        app = desk.running(way, slack, folder) if name == "ours" else _process(name, slack.api_url)
        opened.enter_context(app)
        slack.wait_for(lambda: slack.sandbox.connected, timeout=30)
        yield slack


def _sent(slack: SandboxThread, number: int) -> None:
    """So many commands, each sent when one of the eight before it was acked."""
    import asyncio

    async def lane() -> None:
        for _ in range(number // AT_ONCE):
            answer = await slack.sandbox.socket_mode.carry("interactive", _typed_into_a_form(), 0, "")
            if not answer.in_time:
                raise RuntimeError("an envelope was not acked")

    async def all_lanes() -> None:
        await asyncio.gather(*(lane() for _ in range(AT_ONCE)))

    slack.call(all_lanes())
