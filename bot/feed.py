"""Calendars ask for somebody's dates: `GET /calendar/{token}.ics`. An address that leads nowhere is a 404."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock
from handlers import feed
from store import Store

FRESH = "private, max-age=3600"  # seconds a calendar may keep what it was told


def route(store: Store, clock: Clock) -> Route:
    """Where calendars ask."""

    def answer(token: str) -> bytes | None:
        reader = store.reader(token)
        return feed.dates(store, reader, clock()) if reader else None

    async def page(request: Request) -> Response:
        found = await run_in_threadpool(answer, request.path_params["token"])
        if found is None:
            raise HTTPException(404)
        return Response(found, media_type="text/calendar", headers={"Cache-Control": FRESH})

    return Route(feed.PATH, page, methods=["GET"])
