"""The whole bot: what is opened together at the start and closed together at the end."""

import logging
import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from slack_bolt import BoltContext

import blocks
from bot import database, health, installing
from bot.after import AfterAck, TooBusy
from bot.app import build
from bot.clock import system_clock
from bot.installs import client
from bot.link import GIVEN_UP, Link
from bot.metrics import Figures, Standing
from bot.settings import AnySettings, SocketSettings, is_loopback
from bot.shared_clock import SharedClock
from bot.trouble import Trouble
from bot.turned_clock import TurnedClock
from handlers import succession
from handlers.desk import Desk
from schedules import digest, planner, retention, undeliverable
from schedules.heart import Heart
from schedules.home import Homes
from schedules.leaps import Leaps
from schedules.postman import Postman
from schedules.webhooks import Caller
from store import Newer, SharedFile, Unreachable

if TYPE_CHECKING:  # loaded only where something is served over HTTP
    from starlette.routing import BaseRoute

    from bot.web import Server

log = logging.getLogger(__name__)
RING = timedelta(seconds=30)  # as often as the heart's own bell
CADENCES = (planner.run, digest.run, undeliverable.run, retention.run)
PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")


class House:
    """One bot, put together from settings. Nothing runs before `start`."""

    def __init__(self, settings: AnySettings) -> None:
        self.settings = settings
        if is_loopback(settings.slack_api_url):
            _forget_proxies()
        turned = settings.pilotage_clock_url
        self._turned = TurnedClock(turned) if turned else None
        self.store = database.connect(settings.database_url)
        self.clock = self._turned or SharedClock(self.store.time)
        self.after = AfterAck()
        self.install = installing.installed(settings, self.store)
        postman = Postman(self.store, self.install.client_for, blocks.draw, blocks.draw_plain)
        if not self._turned:
            postman.settled = Leaps(self.store.outbox.times.settling).settled
        homes = Homes(self.store, postman.line)
        cadences = (self.install.let_in_again, *CADENCES)
        caller = Caller(self.store, settings.webhook_hosts)
        after = (homes.publish_due, caller.call_due)
        self.heart = Heart(self.store, postman, self.clock, cadences, after)
        self.heart.witness = None if self._turned else self.install.slack_time
        slack = client(settings.slack_api_url)
        self.app = build(slack, self.store, self.clock, self.install, self.after)
        self.app.use(self._ring)
        self.app.use(self._tell_the_address)
        self.figures = Figures(self._standing)
        self.app.took, postman.went = self.figures.request, self.figures.went
        self._rung = datetime.min.replace(tzinfo=UTC)
        self.link: Link | None = None
        self.server: Server | None = None
        self._opened = ExitStack()

    def start(self) -> None:
        """Ask Slack who we are, bring the database up to date, then listen. Raises `Trouble`."""
        with ExitStack() as opened:
            self._enter_the_workspace(opened)
            self._start_the_heart(opened)
            self._open_the_doors(opened)
            self.after.submit(self._look_again, _not_asked)
            self._opened = opened.pop_all()

    def stop(self) -> None:
        """Hear nothing more, finish what is in hand, let go of everything."""
        self._opened.close()

    def health(self) -> tuple[bool, dict[str, Any]]:
        """Whether the bot is well, and the figures behind it."""
        link = self.link.report() if self.link else {}
        try:
            return health.report(self.store.pulse(), self.clock(), link)
        except Unreachable as error:
            return False, {"troubles": ["database"], "database": str(error), **link}

    def readiness(self) -> tuple[bool, dict[str, Any]]:
        """Whether a request can be taken at this moment."""
        link = self.link.report() if self.link else {}
        try:
            behind = "is older than this version" if self.store.behind() else None
            return health.readiness(behind, link)
        except (Unreachable, Newer) as error:
            return health.readiness(str(error), link)

    def _standing(self) -> Standing:
        link, connections = self.link.report() if self.link else {}, self.store.connections()
        try:
            now = self.clock()
            return Standing(now, self.store.pulse(), self.store.counted(now), connections, link)
        except Unreachable:
            return Standing(system_clock(), None, None, connections, link)

    def beyond_recovery(self) -> str | None:
        """Why only a new process helps; None while this one is good. Ask now and then."""
        if self.link and self.link.down_for() >= GIVEN_UP:
            return f"Socket Mode has been down for {GIVEN_UP.seconds // 60} minutes, and does not come back."
        return None if self.heart.alive else "The heart has stopped: nothing is planned or sent any more."

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ring(self, now: datetime, next: Callable[[], Any]) -> None:
        """A request wakes the heart too, now and then: should its bell be dead, nothing waits for long."""
        if now - self._rung >= RING:
            self._rung = now
            self.heart.wake()
        next()

    def _tell_the_address(self, context: BoltContext, next: Callable[[], Any]) -> None:
        """Where people reach this server, where something is served there."""
        settings = self.settings
        context["address"] = settings.pilotage_url if settings.pilotage_port is not None else None
        next()

    def _enter_the_workspace(self, opened: ExitStack) -> None:
        self.install.greet()
        opened.callback(self.store.close)
        database.migrate(self.store)
        self.install.enter(self.store, self.clock())

    def _look_again(self) -> None:
        """Who left while the bot was down is noticed at its start."""
        for workspace in self.install.workspaces():
            self._look_again_in(workspace)

    def _look_again_in(self, workspace: str) -> None:
        if slack := self.install.client_for(workspace):
            now = self.clock()
            succession.look_again(Desk(self.store, slack, workspace, "", now, None, self.after.submit))

    def _start_the_heart(self, opened: ExitStack) -> None:
        self.store.wake = self.heart.wake
        if turned := self._turned:
            turned.moved = self.heart.wake
            self.heart.mark = lambda: turned.generation
            self.heart.rested = turned.report_idle
            turned.start()
            opened.callback(turned.stop)
        try:
            self.heart.start()
        except SharedFile as shared:
            raise Trouble(str(shared)) from None
        opened.callback(self.heart.stop)
        opened.callback(self.after.stop)

    def _open_the_doors(self, opened: ExitStack) -> None:
        settings = self.settings
        if settings.pilotage_port is not None:
            self._serve(settings.pilotage_port, opened)
        if isinstance(settings, SocketSettings):
            self.link = Link(self.app, settings.slack_app_token.get_secret_value())
            opened.callback(self.link.hang_up)
            self.link.open()

    def _serve(self, port: int, opened: ExitStack) -> None:
        from bot.web import Server, website

        site = website(self.health, self.readiness, [self.figures.route(), *self._routes(opened)])
        self.server = Server(site, self.settings.pilotage_host, port)
        self.server.start()
        opened.callback(self.server.stop)

    def _routes(self, opened: ExitStack) -> "list[BaseRoute]":
        """What is served beside the pages about its health: the API, and by HTTP the door for Slack."""
        from bot import api, feed
        from bot.door import Door

        settings = self.settings
        programs = [api.mounted(self.store, self.clock), feed.route(self.store, self.clock)]
        if isinstance(settings, SocketSettings):
            return programs
        door = Door(self.app, settings.slack_signing_secret.get_secret_value())
        opened.callback(door.close)
        pages = installing.pages(settings, self.store, self.clock, self._installed)
        return [*programs, door.route, *pages]

    def _installed(self, workspace: str) -> None:
        """Whoever left while the bot was out is noticed too; with too much in line, at the next start."""
        with suppress(TooBusy):
            self.after.submit(lambda: self._look_again_in(workspace), _not_asked)


def _not_asked(error: Exception) -> None:
    log.error("people could not be asked about again", exc_info=error)


def _forget_proxies() -> None:
    """A stand-in on this machine is never behind a proxy, and the SDK asks one for every address."""
    for name in PROXIES:
        os.environ.pop(name, None)
