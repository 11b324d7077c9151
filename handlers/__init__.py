"""What people may say to the bot: one conversation a module, each ending in its tables of contents.

`register` installs one catch-all per kind of request, lays the desk and calls the function with the arguments
it names. A name that stands in two tables is an error.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.kwargs_injection import build_required_kwargs

from blocks.actions import base_of
from blocks.inputs import VALUE
from handlers import (
    absence,
    checkins,
    configuration,
    contract,
    digest,
    effort,
    endings,
    export,
    feed,
    gates,
    golive,
    governance,
    habits,
    home,
    importing,
    incidents,
    kit,
    leaving,
    listing,
    mentions,
    messages,
    ownership,
    persons,
    pilot_command,
    preparation,
    proofs,
    readings,
    registration,
    rehearsal,
    replicas,
    rollback,
    steps,
    succession,
    testers,
    tokens,
    undeliverable,
    webhook,
)
from handlers.desk import Desk
from playbook.refusals import Refusal

Handler = Callable[..., None]
CONVERSATIONS: tuple[ModuleType, ...] = (
    gates,
    testers,
    registration,
    contract,
    endings,
    checkins,
    messages,
    readings,
    rehearsal,
    golive,
    habits,
    feed,
    importing,
    governance,
    export,
    persons,
    proofs,
    preparation,
    ownership,
    rollback,
    incidents,
    effort,
    replicas,
    listing,
    kit,
    leaving,
    mentions,
    digest,
    succession,
    absence,
    configuration,
    tokens,
    webhook,
    steps,
    undeliverable,
    home,
)
ANYTHING = re.compile(".*")


def _merged(name: str) -> dict[str, Any]:
    """One table over all conversations."""
    merged: dict[str, Any] = {}
    for conversation in CONVERSATIONS:
        own: Mapping[str, Any] = getattr(conversation, name, {})
        if doubled := merged.keys() & own.keys():
            raise ValueError(f"{conversation.__name__}.{name} says {sorted(doubled)} a second time")
        merged |= own
    return merged


PILOT = _merged("PILOT")  # what may stand after /pilot
PAGES = _merged("PAGES")  # pages about one use case, for the picker
VIEWS: dict[str, Handler] = _merged("VIEWS")
TYPING: dict[str, Handler] = _merged("TYPING")  # forms that listen while they are typed into
SHORTCUTS: dict[str, Handler] = _merged("SHORTCUTS")
EVENTS: dict[str, Handler] = _merged("EVENTS")
ACTIONS: dict[str, Handler] = _merged("ACTIONS") | {pilot_command.PICK: pilot_command.picking(PAGES)}
COMMANDS: dict[str, Handler] = {"/pilot": pilot_command.door(PILOT)}


class UnknownRequest(Refusal):
    """I do not know this button any more: it is from an older version. `/pilot` shows what is here now."""


def register(app: App) -> None:
    """Install the catch-alls: matching stays flat however many conversations there are."""
    app.command(ANYTHING)(_listener(lambda body: COMMANDS.get(body["command"])))
    app.action(ANYTHING)(_listener(_clicked))
    app.view_submission(ANYTHING)(_listener(lambda body: VIEWS.get(body["view"]["callback_id"])))
    app.shortcut(ANYTHING)(_listener(lambda body: SHORTCUTS.get(body["callback_id"])))
    app.event(ANYTHING)(_listener(lambda body: EVENTS.get(body["event"]["type"], _let_go)))


def _clicked(body: dict[str, Any]) -> Handler | None:
    action = base_of(body["actions"][0]["action_id"])
    if action == VALUE:
        return TYPING.get((body.get("view") or {}).get("callback_id", ""), _let_go)
    return ACTIONS.get(action)


def _let_go(ack: Ack) -> None:
    ack()


def _listener(found: Callable[[dict[str, Any]], Handler | None]) -> Handler:
    def listen(
        context: BoltContext, body: dict[str, Any], request: BoltRequest, response: BoltResponse
    ) -> None:
        handler = found(body)
        if handler is None:
            raise UnknownRequest
        context["desk"] = _desk(context, body)
        context["call"] = lambda run: _call(run, request, response)
        _call(handler, request, response)

    return listen


def _call(handler: Handler, request: BoltRequest, response: BoltResponse) -> None:
    handler(
        **build_required_kwargs(
            logger=request.context.logger,
            required_arg_names=[*_asked_for(handler)],  # Bolt changes the list it is given
            request=request,
            response=response,
            next_keys_required=False,
        )
    )


@cache
def _asked_for(handler: Handler) -> tuple[str, ...]:
    """The arguments a handler names."""
    return tuple(inspect.signature(handler).parameters)


def _desk(context: BoltContext, body: dict[str, Any]) -> Desk:
    team = context.team_id or ""
    of = (body.get("user") or {}).get("team_id", team) if isinstance(body.get("user"), dict) else team
    return Desk(
        store=context["store"],
        client=context.client,
        workspace=team,
        user_id=context.user_id or "",
        now=context["now"],
        once=context["once"],
        after=context["after"],
        may_open=context["may_open"],
        foreign=of != team,
        address=context.get("address") or "",
    )
