"""The stand-in Slack as one aiohttp application on the loopback: wiring, start and stop.

    slack = Sandbox(manifest="manifest.yml")          # every choice is an argument, see Sandbox.__init__
    seed.company(slack.workspace)
    await slack.start()                               # now slack.url, slack.api_url
    await slack.acts.slash("U0ANNA", "/pilot", "new", channel="C0AIPILOTS")
    await slack.wait_for(lambda: slack.workspace.modal_of("U0ANNA"), timeout=5)
    slack.faults.order("drop_after", "chat.postMessage", times=2)
    await slack.advance(days=60)
    slack.journal.calls("chat.postMessage")           # what the app asked; sent(…): what it heard
    await slack.stop()

An app is pointed at it with SLACK_API_URL=slack.api_url and the constant tokens BOT_TOKEN, APP_TOKEN and
SIGNING_SECRET, which Slack itself refuses. Tests use SandboxThread, below.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from sandbox import control, methods_files, responses
from sandbox.acts import Acts
from sandbox.clock import Clock
from sandbox.delivery import RETRY_PAUSES, Delivery
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.manifest import EVENTS, Manifest, read
from sandbox.oauth import OAuth
from sandbox.page import routes as page
from sandbox.permits import ResponseUrls, Triggers
from sandbox.person import ActingPerson
from sandbox.rates import Rates
from sandbox.signed_http import SignedHttp
from sandbox.socket_mode import SocketMode
from sandbox.web_api import APP_TOKEN, BOT_TOKEN, METHODS, Door, bearer
from sandbox.workspace import BOT, Workspace

__all__ = ["APP_TOKEN", "BOT_TOKEN", "SIGNING_SECRET", "Sandbox", "SandboxThread"]

SIGNING_SECRET = "sandbox-signing-secret"
HOST = "127.0.0.1"
LARGEST_BODY = 100 * 2**20
PARTING = 0.01  # real seconds for whoever still waits for the clock, or for a change, when it ends
T = TypeVar("T")


class Sandbox:
    """One workspace behind one address.

    workspace, clock, acts, faults, journal, socket_mode, delivery, manifest, unknown_methods, refused_blocks
    and rates are there to be used.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        manifest: str | Path | Manifest | None = None,
        events_url: str | None = None,
        clock: Clock | None = None,
        refused_blocks: frozenset[str] = frozenset(),
        trigger_seconds: float = 3.0,
        ack_seconds: float = 3.0,
        retry_pauses: tuple[float, ...] = RETRY_PAUSES,
        patience: float = 30.0,
    ) -> None:
        """`port` 0 takes a free one; without a manifest the app may do and hears everything; with
        `events_url` deliveries are signed POSTs instead of Socket Mode; `refused_blocks` are block types
        this workspace does not take (`switches` turns that and Slack's rates later). `retry_pauses` (between
        deliveries of one event) are seconds of workspace time; `trigger_seconds`, `ack_seconds` and
        `patience` (for a bot to report idle while the clock is moved) are real ones.
        """
        self.port, self.patience, self.refused_blocks = port, patience, refused_blocks
        self.manifest = (
            manifest if isinstance(manifest, Manifest) else read(manifest) if manifest else Manifest()
        )
        self.clock = clock or Clock()
        self.workspace = Workspace(self.clock)
        self.workspace.persons[BOT].real_name = self.manifest.name
        self.tokens = [BOT_TOKEN]  # the last one counts, while the app is installed
        self.beside: list[Sandbox] = []  # other workspaces that are reached at this address
        self._listen_to_the_clock()
        self.rates = Rates(self.clock)
        self.faults, self.journal = Faults(METHODS, EVENTS), Journal()
        self.unknown_methods: list[str] = []
        self.triggers, self.response_urls = Triggers(trigger_seconds), ResponseUrls(self.clock)
        self.socket_mode = SocketMode(self.workspace, ack_seconds)
        self.ack_seconds = ack_seconds
        self.signed_http: SignedHttp | None = None
        self.delivery = Delivery(
            self.socket_mode,
            self.workspace,
            self.clock,
            self.journal,
            self.faults,
            self.manifest,
            retry_pauses,
        )
        self.acts, self.oauth = Acts(self), OAuth(self)
        self._runner: web.AppRunner | None = None
        if events_url:
            self.deliver_to(events_url)

    @property
    def url(self) -> str:
        """Where the sandbox is, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL has to be."""
        return f"{self.url}/api/"

    @property
    def connected(self) -> bool:
        """Whether an app is there to be told things."""
        return self.signed_http is not None or self.socket_mode.connected

    def deliver_to(self, events_url: str) -> None:
        """Signed POSTs to this address from now on, and nothing over Socket Mode any more."""
        road = self.signed_http or SignedHttp(events_url, SIGNING_SECRET, self.ack_seconds)
        road.url = events_url
        self.signed_http = self.delivery.road = road
        self.workspace.announce("side")

    def be_patient(self, seconds: float) -> None:
        """Wait so long for an answer, and take a trigger for so long, from now on; real seconds."""
        self.ack_seconds = self.socket_mode.ack_seconds = self.triggers.seconds = seconds
        if self.signed_http:
            self.signed_http.ack_seconds = seconds

    def be(self, *, name: str, domain: str, team: str) -> None:
        """Another workspace than Nordwind's, in which nobody is and the app is not installed yet."""
        self.workspace.name, self.workspace.domain, self.workspace.team = name, domain, team
        self.workspace.persons[BOT].team = team
        self.workspace.app_installed, self.tokens = False, []

    def _listen_to_the_clock(self) -> None:
        """Workspaces beside each other have one clock."""
        others = self.clock.moved

        def moved() -> None:
            others()
            self.workspace.announce("clock")

        self.clock.moved = moved

    async def _api(self, request: web.Request) -> web.StreamResponse:
        """The Web API has one address; whose workspace is meant, the token says."""
        token = bearer(request)
        return await Door(next((s for s in self.beside if token in s.tokens), self)).handle(request)

    async def verify_request_url(self) -> bool:
        """Ask the address of the app to answer Slack's challenge, as before anything is delivered there."""
        return self.signed_http is not None and await self.signed_http.verify()

    async def start(self) -> Sandbox:
        """Listen on the loopback."""
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=PARTING)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Cut everything off; start() again would listen at the same address."""
        await self.delivery.stop()
        await self.socket_mode.stop()
        if self.signed_http:
            await self.signed_http.stop()
        if self._runner:
            await self._runner.cleanup()

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """What `predicate` says once it is true; asked again on each change. TimeoutError after `timeout`."""
        return await self.workspace.changes.wait_for(predicate, timeout)

    async def advance(
        self, *, seconds: float = 0, days: float = 0, to: float | datetime | None = None
    ) -> None:
        """Move workspace time forward, by so much or to a moment, stopping wherever the bot is needed."""
        target = self.clock.now() + seconds + days * 86_400 if to is None else _epoch(to)
        while (due := self.delivery.next_redelivery()) < target:
            await self._move_to(max(due, self.clock.now()))
            await self.delivery.settled()
        await self._move_to(target)

    async def _move_to(self, moment: float) -> None:
        await self.clock.advance(moment, patience=self.patience, bot_is_there=self.connected)

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[only_from_here])
        app.on_response_prepare.append(self._set_date)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_routes(self.oauth.routes())
        app.router.add_get("/link", self.socket_mode.handle)
        app.router.add_routes([*responses.routes(self), *methods_files.routes(self), *control.routes(self)])
        page.add(app, self)
        return app

    async def _set_date(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = self.clock.http_date()


def _epoch(moment: float | datetime) -> float:
    return moment.timestamp() if isinstance(moment, datetime) else moment


@web.middleware
async def only_from_here(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A web page elsewhere must not drive the sandbox through somebody's browser."""
    origin = request.headers.get("Origin")
    if request.url.host not in (HOST, "localhost") or (origin and origin != f"http://{request.host}"):
        return web.Response(status=403, text="The sandbox answers only to this machine.")
    return await handler(request)


class SandboxThread:
    """A Sandbox in a thread of its own, for tests and tools that are not asynchronous.

    Takes what Sandbox takes, and `seed`, which fills the workspace before anybody looks. `beside` is one that
    runs: this workspace is then reached at its address too, and lives in its thread, by its clock. `team`
    makes it another workspace, see Sandbox.be.
    """

    def __init__(
        self,
        *,
        seed: Callable[[Workspace], object] | None = None,
        beside: SandboxThread | None = None,
        team: dict[str, str] | None = None,
        **choices: Any,
    ) -> None:
        self._guest = beside is not None
        self.sandbox = Sandbox(**choices | ({"clock": beside.sandbox.clock} if beside else {}))
        if team:
            self.sandbox.be(**team)
        if seed:
            seed(self.sandbox.workspace)
        if beside:
            beside.sandbox.beside.append(self.sandbox)
            self._loop, self._thread = beside._loop, beside._thread
        else:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)

    def __enter__(self) -> SandboxThread:
        if not self._guest:
            self._thread.start()
        self.call(self.sandbox.start())
        return self

    def __exit__(self, *_: object) -> None:
        if self._guest:
            self.call(self.sandbox.stop())
            return
        self.call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        await self.sandbox.stop()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @property
    def url(self) -> str:
        return self.sandbox.url

    @property
    def api_url(self) -> str:
        return self.sandbox.api_url

    def call(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run a coroutine over there; its answer or its exception here."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def ask(self, question: Callable[[], T]) -> T:
        """Ask something of the workspace, over there, so that nothing moves meanwhile."""

        async def answer() -> T:
            return question()

        return self.call(answer())

    def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """What `predicate` says once it is true. It is asked over there, after each change."""
        return self.call(self.sandbox.wait_for(predicate, timeout))

    def deliver_to(self, events_url: str) -> None:
        """Signed HTTP to this address from now on. ConnectionError if the app does not pass the challenge."""
        self.ask(lambda: self.sandbox.deliver_to(events_url))
        if not self.call(self.sandbox.verify_request_url()):
            raise ConnectionError(f"{events_url} did not answer Slack's challenge")

    def settle(self) -> None:
        """Wait until the app has answered, or not answered in time, every event told so far."""
        self.call(self.sandbox.delivery.settled())

    def advance(self, *, seconds: float = 0, days: float = 0, to: float | datetime | None = None) -> None:
        """Move workspace time forward, stopping wherever the bot says it is needed."""
        self.call(self.sandbox.advance(seconds=seconds, days=days, to=to))

    def person(self, name: str) -> ActingPerson:
        """Somebody who can act and look, by handle."""
        record = self.sandbox.workspace.person(name)
        if record is None:
            raise LookupError(f"there is nobody called {name}")
        return ActingPerson(self, record)
