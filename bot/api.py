"""The ingest API over HTTP: who asks, how much, what it says; every no as `application/problem+json`.

The store is asked on a thread, never on the loop. Answers are decided in `handlers/ingest.py`.
"""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot import bodies, openapi
from bot.clock import Clock
from handlers import ingest
from handlers.ingest import Repeatable
from playbook.ingest import MOST_AT_ONCE, GivenReading, NotTaken
from playbook.problems import LARGEST_BODY, Problem, UnfitReading
from playbook.refusals import NoSuchUseCase, NotAllowed, Refusal, plainly
from playbook.tokens import EndedToken, TooMany, UnknownToken
from store import Store
from store.tokens import Admitted, KeyReused

_KEY: Final = re.compile(r"(?:UC-?)?([0-9]{1,9})", re.I)
_IDEMPOTENCY: Final = re.compile(r"[\x21-\x7e]{1,200}")
_ONE: Final = TypeAdapter(GivenReading)
_LIST: Final = TypeAdapter(list[GivenReading])

Page = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """A request that is answered with a problem, and what else its answer says."""

    def __init__(self, status: int, problem: Problem, **headers: str) -> None:
        super().__init__(problem.detail)
        self.status, self.problem, self.headers = status, problem, headers


def mounted(store: Store, clock: Clock) -> Mount:
    """Everything under `/api/v1`."""
    pages = _Pages(store, clock)
    routes = [
        Route("/openapi.json", _document, methods=["GET"]),
        Route("/use-cases/{key}", pages.standing, methods=["GET"]),
        Route("/use-cases/{key}/readings", pages.readings, methods=["POST"]),
    ]
    said = {Refused: _refuse, HTTPException: not_here}
    return Mount("/api/v1", app=Starlette(routes=routes, exception_handlers=said))


class _Pages:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def standing(self, request: Request) -> Response:
        """Where a use case stands."""
        return await run_in_threadpool(_worded, lambda: self._standing(request))

    async def readings(self, request: Request) -> Response:
        """Take readings: one, or a list."""
        body = await _read(request)
        return await run_in_threadpool(_worded, lambda: self._readings(request, body))

    def _standing(self, request: Request) -> Response:
        admitted = self._admitted(request)
        found = ingest.standing(self._store, admitted, _number(request), self._clock())
        return _json(200, found.model_dump_json())

    def _readings(self, request: Request, body: bytes) -> Response:
        admitted = self._admitted(request)
        once, given = _once(request, body), _given(request, body)
        answer = ingest.log(self._store, admitted, _number(request), given, once, self._clock())
        return _json(answer.status, answer.body)

    def _admitted(self, request: Request) -> Admitted:
        kind, _, said = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise UnknownToken("Send a token of this workspace: Authorization: Bearer pil_...")
        return self._store.admit(said.strip(), self._clock())


async def _document(_: Request) -> Response:
    return _json(200, openapi.text())


async def _read(request: Request) -> bytes:
    try:
        return await bodies.read(request, LARGEST_BODY)
    except bodies.TooLarge:
        words = f"A request may have {LARGEST_BODY // 1024} KiB."
        raise _refused(413, words, "send fewer readings at once") from None
    except bodies.NotWhole:
        raise _refused(408, "This request did not arrive whole.") from None


def _number(request: Request) -> int:
    found = _KEY.fullmatch(request.path_params["key"])
    if found is None:
        raise NoSuchUseCase
    return int(found[1])


def _once(request: Request, body: bytes) -> Repeatable | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not _IDEMPOTENCY.fullmatch(key):
        raise _refused(400, "An Idempotency-Key has 1 to 200 visible ASCII characters, like a UUID.")
    said = f"{request.method} {request.path_params['key'].upper()} ".encode() + body
    return Repeatable(key, hashlib.sha256(said).hexdigest())


def _given(request: Request, body: bytes) -> Sequence[GivenReading]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _refused(415, "Send JSON.", "with the header Content-Type: application/json")
    several = body.lstrip(b" \t\r\n")[:1] == b"["
    try:
        given = _LIST.validate_json(body) if several else [_ONE.validate_json(body)]
    except ValidationError as error:
        raise _unfit(error, several) from None
    if not 1 <= len(given) <= MOST_AT_ONCE:
        raise _refused(422, f"A list has 1 to {MOST_AT_ONCE} readings; this one has {len(given)}.")
    return given


def _unfit(error: ValidationError, several: bool) -> Refused:
    """What is wrong with each field; of a value that is neither number nor text, the first word on it."""
    found = dict[tuple[int, str], UnfitReading]()
    for one in error.errors(include_url=False, include_input=False):
        if one["type"] == "json_invalid":
            return _refused(400, f"This is not JSON. {one['msg']}.")
        place, *rest = one["loc"] if several and one["loc"] else (0, *one["loc"])
        field = str(rest[0]) if rest else ""
        found.setdefault(
            (int(place), field), UnfitReading(place=int(place), field=field, detail=plainly(one))
        )
    each = list(found.values())
    return Refused(422, Problem.of(422, "Nothing was written.", errors=each))


def _worded(answer: Callable[[], Response]) -> Response:
    """The answer, or the no it ends in as a problem."""
    try:
        return answer()
    except NotTaken as no:
        each = [
            UnfitReading(place=one.place, field=one.field, detail=str(one.no), ways=list(one.no.ways))
            for one in no.wrong
        ]
        status = 409 if no.conflict else 403 if no.out_of_scope else 422
        raise Refused(status, Problem.of(status, "Nothing was written.", errors=each)) from None
    except TooMany as no:
        raise _refused(429, str(no), *no.ways, **{"Retry-After": str(no.wait)}) from None
    except (UnknownToken, EndedToken) as no:
        ways = ("ask an admin for a token: /pilot settings, API tokens",)
        raise _refused(401, str(no), *ways, **{"WWW-Authenticate": "Bearer"}) from None
    except Refusal as no:
        status = next((status for kind, status in _STATUS.items() if isinstance(no, kind)), 409)
        raise _refused(status, str(no), *no.ways) from None


_STATUS: Final[dict[type[Refusal], int]] = {NoSuchUseCase: 404, NotAllowed: 403, KeyReused: 409}


def _refused(status: int, detail: str, *ways: str, **headers: str) -> Refused:
    return Refused(status, Problem.of(status, detail, ways=list(ways)), **headers)


async def _refuse(_: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    return _problem(refused.status, refused.problem, refused.headers)


async def not_here(request: Request, missed: Exception) -> Response:
    """A path or a method there is not, anywhere on this site."""
    assert isinstance(missed, HTTPException)
    way = " What there is says /api/v1/openapi.json." if request.url.path.startswith("/api") else ""
    words = f"{HTTPStatus(missed.status_code).phrase}.{way}"
    return _problem(missed.status_code, Problem.of(missed.status_code, words), dict(missed.headers or {}))


def _problem(status: int, problem: Problem, headers: dict[str, str]) -> Response:
    body = problem.model_dump_json(exclude_defaults=True)
    return Response(body, status, headers, media_type="application/problem+json")


def _json(status: int, body: str | Any) -> Response:
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(text, status, media_type="application/json")
