"""The body of a request: read to its end, within a size and a time, on the event loop."""

import asyncio

from starlette.requests import ClientDisconnect, Request

PATIENCE = 10  # seconds a request may take to arrive


class TooLarge(Exception):
    """More came than may come."""


class NotWhole(Exception):
    """It did not come to its end in time."""


async def read(request: Request, largest: int) -> bytes:
    """All of it, at most `largest` bytes. Raises `TooLarge` and `NotWhole`."""
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise TooLarge
    except (TimeoutError, ClientDisconnect):
        raise NotWhole from None
    return bytes(body)
