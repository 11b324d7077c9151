"""Whatever follows the OpenAPI document of the API, or breaks it, is answered as the document says."""

from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot import api, openapi, web
from tests.bot.test_api import NOON, company, made

__all__ = ["company"]
MANY = 60  # requests of each kind
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


class Running:
    """A clock on which no minute holds too many requests."""

    now = NOON

    def __call__(self):
        self.now += timedelta(seconds=90)
        return self.now


@pytest.fixture
def address(company):
    """Where the API is served."""
    site = web.website(lambda: (True, {}), routes=[api.mounted(company, Running())])
    server = web.Server(site, "127.0.0.1", 0)
    server.start()
    yield f"http://127.0.0.1:{server.port}/api/v1"
    server.stop()


def fuzz(operation, mode, token, many=MANY):
    """Send so many requests that follow the document, or break it; the statuses of the answers."""
    statuses = []

    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=CHECKS)
        statuses.append(answer.status_code)

    send()
    return statuses


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_request_is_a_server_error_and_every_answer_keeps_the_document(company, address, method, mode):
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    path = "/use-cases/{key}" + ("/readings" if method == "POST" else "")
    statuses = fuzz(schema[path][method], mode, made(company, expires_at=NOON + timedelta(days=900)))
    assert len(statuses) >= MANY // 2
    assert max(statuses) < 500


def test_the_document_is_openapi_and_its_schemas_are_schemas():
    document = openapi.document()
    assert document["openapi"].startswith("3.1")
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert set(document["components"]["schemas"]) >= {"GivenReading", "Taken", "UseCaseStanding", "Problem"}
