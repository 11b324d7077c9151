"""How a request meets its conversation: one Bolt app with everything a listener asks for by name."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import perf_counter
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_sdk import WebClient

import handlers
from bot import inbound, refusals
from bot.after import AfterAck
from bot.clock import Clock
from bot.installs import Installed
from bot.pace import Pace
from schedules import home
from schedules.postman import Line
from store import Store

NOT_HERE = "Pilotage is not installed in this workspace any more. Ask whoever runs it to install it again."


class TimedApp(App):
    """Bolt's app, with how long each request took told to whoever listens."""

    took: Callable[[str, float], None] = staticmethod(lambda kind, seconds: None)
    pace: Pace

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a request, and tell its kind and the seconds it took."""
        began = perf_counter()
        try:
            return super().dispatch(req)
        finally:
            self.took(inbound.kind(req.body), perf_counter() - began)


def build(client: WebClient, store: Store, clock: Clock, installs: Installed, after: AfterAck) -> TimedApp:
    """The composition root. `installs` knows the workspaces; `client` knows the address of Slack."""
    app = frame(client, store, clock, installs, after)
    handlers.register(app)
    return app


def frame(client: WebClient, store: Store, clock: Clock, installs: Installed, after: AfterAck) -> TimedApp:
    """An app without conversations: what each of them is handed, and who turns its errors into words."""
    app = _bolt(client, installs)

    @app.use
    def hand_over(context: BoltContext, body: dict[str, Any], next: Callable[[], Any]) -> None:
        team = context.team_id or ""
        tell = partial(refusals.tell_afterwards, body=body, context=context)
        context["store"], context["now"] = store, clock()
        context["lets_in"] = partial(installs.lets_in, team)
        context["once"] = inbound.once(body)
        context["publish_home"] = lambda person: home.publish(
            store, Line(context.client, store.outbox.times), team, person, clock()
        )
        context["may_open"] = partial(app.pace.take, (team, context.user_id or ""))
        context["after"] = lambda work, *args, **named: after.submit(partial(work, *args, **named), tell)
        next()

    app.pace = Pace()
    app.error(refusals.tell)
    return app


def _bolt(client: WebClient, installs: Installed) -> TimedApp:
    """Bolt as it is wanted here: it answers in the thread that asks, and tells nothing people typed."""

    def known(team_id: str | None) -> Any:  # Bolt hands over what a plain function names
        return installs.authorize(team_id)

    quiet = logging.getLogger("slack_bolt")
    quiet.setLevel(logging.ERROR)  # it would warn that SLACK_BOT_TOKEN, which it reads itself, goes unused
    app = TimedApp(
        name="pilotage",
        logger=quiet,
        client=client,
        authorize=known,
        user_facing_authorize_error_message=NOT_HERE,
        process_before_response=True,
        request_verification_enabled=False,  # bot/web.py has done it, on the raw bytes
        ssl_check_enabled=False,
        listener_executor=ThreadPoolExecutor(1),  # unused: a listener runs where the request is answered
    )
    quiet.setLevel(logging.WARNING)  # below it, Bolt writes what people typed
    return app
