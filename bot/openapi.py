"""The OpenAPI document of the ingest API: made of the models that validate it, so it cannot say otherwise."""

import json
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from playbook.ingest import MOST_AT_ONCE, GivenReading, Taken, UseCaseStanding
from playbook.problems import LARGEST_BODY, TITLES, Problem
from playbook.tokens import PER_DAY, PER_MINUTE

_REF: Final = "#/components/schemas/{model}"
_SAID: Final = (400, 401, 403, 404, 408, 409, 413, 415, 422, 429)
_ASKED: Final = (401, 403, 404, 429)
_KEY: Final = {
    "name": "key",
    "in": "path",
    "required": True,
    "description": "The key of a use case: UC-7.",
    "schema": {"type": "string", "pattern": "^(?:[Uu][Cc]-?)?[0-9]{1,9}$", "examples": ["UC-7"]},
}
_IDEMPOTENCY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Sent again with the same body within 7 days, the same answer; with another body, 409.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}


@cache
def text() -> str:
    """The document as JSON."""
    return json.dumps(document(), ensure_ascii=False)


def document() -> dict[str, Any]:
    """The document, OpenAPI 3.1."""
    named, schemas = models_json_schema(
        [
            (GivenReading, "validation"),
            (Taken, "serialization"),
            (UseCaseStanding, "serialization"),
            (Problem, "serialization"),
        ],
        ref_template=_REF,
    )
    given, taken, standing, problem = (named[one] for one in named)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pilotage ingest API", "version": version("pilotage"), "description": _ABOUT},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/use-cases/{key}": {"parameters": [_KEY], "get": _asking(standing, problem)},
            "/use-cases/{key}/readings": {"parameters": [_KEY], "post": _sending(given, taken, problem)},
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "pil_..."}},
        },
    }


_ABOUT: Final = (
    f"Readings that arrive by themselves. A token may ask {PER_MINUTE} times a minute and {PER_DAY:,} a day; "
    f"a body has at most {LARGEST_BODY // 1024} KiB. A list is taken as a whole, or nothing of it."
)


def _asking(standing: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "useCase",
        "summary": "Where a use case stands, and its last readings",
        "responses": {"200": _answer("Where it stands", standing), **_problems(_ASKED, problem)},
    }


def _sending(given: dict[str, Any], taken: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    several = {"type": "array", "items": given, "minItems": 1, "maxItems": MOST_AT_ONCE}
    body = {"application/json": {"schema": {"oneOf": [given, several]}}}
    return {
        "operationId": "logReadings",
        "summary": "Log one reading, or a list: all of it or nothing",
        "parameters": [_IDEMPOTENCY],
        "requestBody": {"required": True, "content": body},
        "responses": {
            "201": _answer("Taken", taken),
            "200": _answer("On record already, just so: nothing was written twice", taken),
            **_problems(_SAID, problem),
        },
    }


def _answer(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _problems(statuses: tuple[int, ...], problem: dict[str, Any]) -> dict[str, Any]:
    return {str(status): _problem(status, problem) for status in statuses}


def _problem(status: int, problem: dict[str, Any]) -> dict[str, Any]:
    said = {
        "description": TITLES[status],
        "content": {"application/problem+json": {"schema": problem}},
    }
    wait = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return said | ({"headers": wait} if status == 429 else {})
