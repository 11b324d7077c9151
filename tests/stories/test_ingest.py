"""A program logs readings: its token is made in Slack, shown once, and revoked there."""

import json
import re
import urllib.error
import urllib.request

import pytest

from sandbox.clock import Clock
from sandbox.installing import bot_in
from sandbox.stories.weeks import MONDAY, goes_live, has_a_contract, on, passes_the_entry_check

TOKEN = re.compile(r"pil_[0-9a-f]{16}_[\w-]{43}")


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def by_http():
    """Once is enough: what a program says never comes through Slack."""
    return False


@pytest.fixture
def house(slack, tmp_path):
    """The bot in Socket Mode, with a port for programs."""
    with bot_in(slack, tmp_path, pilotage_port=0, pilotage_url="https://pilotage.example.com") as house:
        yield house


def send(house, token, said, path="/use-cases/UC-1/readings"):
    address = f"http://127.0.0.1:{house.server.port}/api/v1{path}"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(said).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as no:
        return no.code, json.load(no)


def makes_a_token(person, **answers):
    person.types("/pilot tokens", in_="#ai-pilots")
    person.presses("Make a token", in_="modal")
    person.fills(name="Quotes sheet", **answers).submits()
    return TOKEN.search(person.sees("not shown again", in_="modal").text)[0]


def test_a_program_logs_a_reading_and_the_owner_is_told_where_it_changes_the_verdict(house, nordwind):
    anna, irene = has_a_contract(nordwind), nordwind.person("irene")
    passes_the_entry_check(nordwind)
    on(nordwind, 1, 12)
    goes_live(anna)
    anna.sees("is live since", in_="modal")
    anna.cancels()
    on(nordwind, 1, 20)
    token = makes_a_token(irene)
    irene.cancels()
    assert send(house, token, {"value": 4.1, "period": "last week"})[0] == 201
    assert send(house, token, {"n": 9, "m": 100, "metric": "error rate", "day": "2026-01-19"})[0] == 201
    told = anna.sees("By Quotes sheet (a program)", in_="dm")
    assert "error rate: not reported → rolled back" in told.text
    anna.types("/pilot readings UC-1", in_="#ai-pilots")
    assert "4.1 days" in anna.sees("4.1 days", in_="#ai-pilots").text


def test_the_weekly_question_only_asks_whether_what_the_sheet_says_is_right(house, nordwind):
    anna, irene = has_a_contract(nordwind), nordwind.person("irene")
    passes_the_entry_check(nordwind)
    on(nordwind, 1, 12)
    goes_live(anna)
    anna.sees("is live since", in_="modal")
    anna.cancels()
    token = makes_a_token(irene)
    irene.cancels()
    on(nordwind, 1, 18)
    assert send(house, token, {"value": 4.1})[0] == 201
    on(nordwind, 1, 19)
    asked = anna.sees("Quotes sheet says 4.1 days", in_="dm")
    anna.presses("Right", in_=asked)
    anna.sees("4.1 days logged", in_="dm")
    on(nordwind, 1, 25)
    assert send(house, token, {"value": 3.8})[0] == 201
    on(nordwind, 1, 26)
    anna.presses("Correct", in_=anna.sees("Quotes sheet says 3.8 days", in_="dm"))
    anna.fills(value="4.0", reason="a draft was counted").submits()
    anna.sees("4 days logged", in_="dm")


def test_an_owner_makes_a_token_for_their_own_use_case_and_an_admin_revokes_it(house, nordwind):
    anna, irene, dora = has_a_contract(nordwind), nordwind.person("irene"), nordwind.person("finn")
    on(nordwind, 1, 13)
    dora.types("/pilot tokens", in_="#ai-pilots")
    dora.presses("Make a token", in_="modal")
    dora.sees("A workspace admin makes tokens", in_="modal")
    dora.cancels()
    token = makes_a_token(anna, use_cases="UC-1")
    anna.cancels()
    assert send(house, token, {"value": 5.1})[0] == 201
    irene.types("/pilot settings", in_="#ai-pilots")
    irene.submits()
    irene.presses("API tokens", in_="modal")
    irene.sees("last used Tue 13 Jan", in_="modal")
    irene.presses("Revoke", in_="modal")
    irene.sees("There is none yet", in_="modal")
    status, problem = send(house, token, {"value": 5.1})
    assert (status, "was revoked" in problem["detail"]) == (401, True)


def get(house, address):
    """What a calendar program finds there; the proxy in front of the bot keeps the path."""
    path = address.removeprefix("https://pilotage.example.com")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{house.server.port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as no:
        return no.code, ""


def test_somebody_subscribes_to_their_dates_and_revokes_the_address(house, nordwind):
    anna = has_a_contract(nordwind)
    anna.opens_home()
    anna.presses("Subscribe to my dates", in_="home")
    anna.presses("Subscribe to my dates", in_="modal")
    shown = anna.sees("not shown again", in_="modal").text
    address = re.search(r"https://\S+\.ics", shown)[0]
    status, calendar = get(house, address)
    assert (status, "UC-1 Day 30 Pilot gate" in calendar) == (200, True)
    anna.presses("Revoke", in_="modal")
    anna.sees_not("You have an address", in_="modal")
    assert get(house, address)[0] == 404
