"""The ingest API over real HTTP on a real database: who is let in, what is taken, how a no is told."""

import http.client
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import api, web
from playbook.facts import GoLive, Home, Ownership
from playbook.tokens import PER_DAY, PER_MINUTE, ApiToken
from store import installations, tables, tokens
from tests.playbook.company import ADA, ANNA, COMPLETE, DAY_ONE, MONDAY
from tests.playbook.under_way import LIVE, locked
from tests.store.company import CHANNEL, proposed

T, OTHER = "T0ACME", "T0OTHER"
NOON = datetime(2026, 1, 28, 12, tzinfo=UTC)  # of the second contract week


class Turned:
    """A clock turned by hand."""

    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Turned()


@pytest.fixture
def send(memory, clock):
    """Asks the API over HTTP: the status, the body as values, and the headers."""
    server = web.Server(web.website(lambda: (True, {}), routes=[api.mounted(memory, clock)]), "127.0.0.1", 0)
    server.start()

    def request(token, body=None, *, path="/use-cases/UC-1/readings", method="POST", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        said = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        of = {"authorization": f"Bearer {token}"} if token else {}
        connection.request(method, f"/api/v1{path}", said, {"content-type": "application/json"} | of | named)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), dict(answer.headers)

    yield request
    server.stop()


def under_way(**more):
    """A use case whose pilot is live since 19 January."""
    facts = {
        "owner": ANNA.id,
        "ownership": Ownership(accepted_at=MONDAY, function="Sales", holds=("process",)),
        "sponsor": "U0BEN",
        "day_one": DAY_ONE,
        "contracts": (locked(COMPLETE),),
        "went_live": GoLive(day=LIVE, at=MONDAY, by=ANNA.id, link="https://crm.example/1"),
    }
    return proposed(**facts | more)


def made(store, workspace=T, **more):
    """The text of a new token, as it was shown once."""
    id, shown = tokens.mint()
    facts = {"id": id, "name": "Sheet", "made_by": ADA.id, "made_at": NOON}
    token = ApiToken(**facts | {"expires_at": NOON + timedelta(days=90)} | more)
    with store.work(workspace, MONDAY, by=ADA.id) as work:
        tokens.make(work, token, shown)
    return shown


@pytest.fixture
def company(memory):
    """Two use cases, of which UC-2 lives in a private channel; and another company with its own UC-1."""
    with memory.work(T, MONDAY, by=ANNA.id) as work:
        work.add_use_case(under_way(), nonce="1")
        work.add_use_case(under_way(home=Home(channel=CHANNEL, private=True)), nonce="2")
    with memory.work(OTHER, MONDAY, by=ANNA.id) as work:
        work.add_use_case(under_way(), nonce="1")
    return memory


@pytest.fixture
def token(company):
    return made(company)


def readings(store, number=1, workspace=T):
    with store.read(workspace) as look:
        return look.pilot(number).readings


def test_a_reading_is_taken_judged_and_on_record_under_the_tokens_name(send, company, token):
    status, taken, headers = send(token, {"value": 4.1, "day": "2026-01-27", "note": "from the sheet"})
    assert (status, headers["content-type"]) == (201, "application/json")
    assert taken["readings"][0]["shown"] == "4.1 days"
    assert "4.1" in taken["verdict"]
    (reading,) = readings(company)
    assert (reading.value, reading.via, reading.by, reading.note) == (
        4.1,
        "api",
        "api:Sheet",
        "from the sheet",
    )
    with company.read(T) as look:
        assert look.person("api:Sheet").name == "Sheet"
    assert company.verify(T).well


def test_a_breach_sent_by_a_program_rolls_back_and_tells_the_owner_in_the_same_transaction(
    send, company, token
):
    both = [{"value": 3.9, "period": "last week"}, {"n": 9, "m": 100, "metric": "error rate"}]
    assert send(token, both)[0] == 201
    with company.read(T) as look:
        assert look.use_case(1).tripped
    with company._database.read() as connection:
        letters = connection.execute(select(tables.letters.c.kind, tables.letters.c.dest)).all()
    assert {("rollback_tripped", ANNA.id), ("rollback_tripped", "U0BEN"), ("reading_taken", ANNA.id)} <= set(
        map(tuple, letters)
    )


def test_a_list_is_taken_as_a_whole_or_nothing_of_it_and_each_wrong_one_is_named(send, company, token):
    wrong = [{"value": 4.1}, {"value": 4.1, "metric": "joy"}, {"value": 1, "day": "2026-03-01"}]
    status, problem, headers = send(token, wrong)
    assert (status, headers["content-type"]) == (422, "application/problem+json")
    assert [(one["place"], one["field"]) for one in problem["errors"]] == [(1, "metric"), (2, "day")]
    assert "name one of these" in problem["errors"][0]["ways"][0]
    assert readings(company) == ()


@pytest.mark.parametrize(
    "body, status",
    [
        (b"", 400),
        (b"{", 400),
        (b'{"value": 4.1} x', 400),
        (b"\xff\xfe", 400),
        (b"[" * 5000, 400),
        (b'{"value": "\\ud800"}', 400),
        (b"[]", 422),
        (b"3", 422),
        (b'{"value": NaN}', 422),
        (b'{"value": Infinity}', 422),
        (b'{"value": 1e400}', 422),
        (b'{"value": 1' + b"0" * 500 + b"}", 422),
        (b'{"value": true}', 422),
        (b'{"value": 4.1, "day": "yesterday"}', 422),
        (b'{"value": 4.1, "colour": "red"}', 422),
        (json.dumps([{"value": 1}] * 101).encode(), 422),
        (b'{"value": 4.1, "note": "' + b"x" * 16 * 1024 + b'"}', 413),
    ],
)
def test_what_is_no_reading_is_a_problem_and_never_a_server_error(send, company, token, body, status):
    found, problem, headers = send(token, body)
    assert (found, problem["status"], headers["content-type"]) == (status, status, "application/problem+json")
    assert problem["title"]
    assert problem["detail"]
    assert readings(company) == ()


def test_a_nul_in_a_note_does_not_reach_the_database(send, company, token):
    assert send(token, {"value": 4.1, "note": "a\u0000b\u202ec"})[0] == 201
    assert readings(company)[0].note == "abc"


def test_only_json_is_read(send, token):
    assert send(token, b"value=4.1", content_type="application/x-www-form-urlencoded")[0] == 415


def test_the_same_value_again_writes_nothing_and_another_one_points_to_correcting(send, company, token):
    said = {"value": 4.1, "day": "2026-01-27"}
    assert [send(token, said)[0] for _ in range(2)] == [201, 200]
    status, problem, _ = send(token, said | {"value": 4.3})
    assert status == 409
    assert any("/pilot fix UC-1" in way for way in problem["errors"][0]["ways"])
    assert len(readings(company)) == 1
    assert send(token, said | {"value": 4.3, "reason": "two tickets were missing"})[0] == 201
    assert readings(company)[1].corrects == 1


def test_a_repeat_under_its_key_gets_the_first_answer_and_another_body_a_conflict(send, company, token):
    first = send(token, {"value": 4.1}, idempotency_key="8f3a")
    assert first[0] == 201
    assert send(token, {"value": 4.1}, idempotency_key="8f3a")[:2] == first[:2]
    status, problem, _ = send(token, {"value": 4.2}, idempotency_key="8f3a")
    assert (status, "Idempotency-Key" in problem["detail"]) == (409, True)
    assert send(token, {"value": 4.1}, path="/use-cases/UC-2/readings", idempotency_key="8f3a")[0] in (
        404,
        409,
    )
    assert len(readings(company)) == 1


def test_a_key_that_could_not_be_kept_is_refused(send, token):
    for key in ("", "x" * 201, "two words", "caf\u00e9"):
        assert send(token, {"value": 4.1}, idempotency_key=key)[0] == 400


def test_nobody_can_tell_an_unknown_token_from_a_wrong_secret(send, company, token):
    wrong = token[:-4] + ("aaaa" if token[-4:] != "aaaa" else "bbbb")
    unknown = f"pil_{'0' * 16}_{token[-43:]}"
    answers = [send(one, {"value": 4.1}) for one in (wrong, unknown, "x", "pil_", token + "x", "\u00e9" * 9)]
    assert {status for status, _, _ in answers} == {401}
    assert len({json.dumps(problem) for _, problem, _ in answers}) == 1
    assert answers[0][2]["www-authenticate"] == "Bearer"
    assert send(None, {"value": 4.1})[0] == 401
    assert readings(company) == ()


def test_a_token_ends_when_it_is_revoked_or_has_run_out(send, company, token, clock):
    clock.now = NOON + timedelta(days=90)
    assert "ran out" in send(token, {"value": 4.1})[1]["detail"]
    clock.now = NOON
    with company.work(T, NOON, by=ADA.id) as work:
        assert tokens.revoke(work, tokens.of(work)[0], NOON)
        assert not tokens.revoke(work, tokens.of(work)[0], NOON)
    status, problem, _ = send(token, {"value": 4.1})
    assert (status, "was revoked" in problem["detail"]) == (401, True)


def test_a_token_reaches_its_own_workspace_and_nothing_private_it_was_not_made_inside_for(
    send, company, token
):
    assert send(token, {"value": 4.1}, path="/use-cases/UC-2/readings")[0] == 404
    assert send(token, None, path="/use-cases/UC-2", method="GET")[0] == 404
    inside = made(company, name="Ours", use_cases=(2,), inside=True)
    assert send(inside, {"value": 4.1}, path="/use-cases/UC-2/readings")[0] == 201
    assert send(inside, {"value": 4.1})[0] == 403
    assert (len(readings(company, 2)), readings(company, 1, OTHER)) == (1, ())
    theirs = made(company, OTHER)
    assert send(theirs, {"value": 2.2})[0] == 201
    assert readings(company) == ()


def test_a_token_of_a_workspace_the_app_was_taken_out_of_opens_nothing(send, company, token):
    with company.work(T, NOON, by=ADA.id) as work:
        installations.uninstall(work, NOON)
    assert send(token, {"value": 4.1})[0] == 401


def test_a_token_for_one_metric_logs_no_other(send, company):
    narrow = made(company, metrics=("error rate",))
    assert send(narrow, {"value": 4.1})[0] == 403
    assert send(narrow, {"n": 1, "m": 90, "metric": "error rate"})[0] == 201


def test_more_than_its_requests_a_minute_wait_and_are_told_how_long(company, send, token, clock):
    for second in range(PER_MINUTE):
        company.admit(token, NOON + timedelta(seconds=second // 4))
    clock.now = NOON + timedelta(seconds=18)
    status, problem, headers = send(token, {"value": 4.1})
    assert (status, headers["retry-after"], "60 requests a minute" in problem["detail"]) == (429, "42", True)
    clock.now = NOON + timedelta(seconds=60)
    assert send(token, {"value": 4.1})[0] == 201


def test_more_than_its_requests_a_day_wait_until_midnight_utc(memory):
    with memory.work(T, MONDAY):
        pass
    token, start = made(memory), NOON.replace(hour=0)
    for number in range(PER_DAY):
        memory.admit(token, start + timedelta(seconds=2 * number))
    with pytest.raises(Exception, match="1,000 requests a day") as no:
        memory.admit(token, start + timedelta(hours=1))
    assert no.value.wait == 23 * 3600
    memory.admit(token, start + timedelta(days=1))


def test_where_it_stands_says_what_may_be_sent(send, company, token):
    send(token, {"value": 4.1, "period": "last week"})
    status, use_case, _ = send(token, None, path="/use-cases/uc-1", method="GET")
    assert status == 200
    assert (use_case["use_case"], use_case["target"], use_case["last_closed_week"]) == ("UC-1", 3.0, "w1")
    kpi, guardrail = use_case["metrics"][:2]
    assert (kpi["unit"], kpi["last"]["shown"]) == ("day", "4.1 days")
    assert (guardrail["metric"], guardrail["last"]) == ("error rate", None)


def test_what_there_is_not_is_a_problem_too(send, token):
    for path, method, status in (
        ("/nothing", "GET", 404),
        ("/use-cases/UC-9", "GET", 404),
        ("/use-cases/UC-9999999999", "GET", 404),
        ("/use-cases/%00", "GET", 404),
        ("/use-cases/UC-1", "DELETE", 405),
    ):
        found, problem, headers = send(token, None, path=path, method=method)
        assert (found, headers["content-type"]) == (status, "application/problem+json")
        assert problem["detail"]


def test_no_secret_is_at_rest(company, token):
    with company._database.read() as connection:
        row = connection.execute(tokens.tokens.select()).mappings().one()
    assert token not in str(dict(row))
    assert token.split("_", 2)[2] not in str(dict(row))
    assert len(row["hash"]) == 64
