"""How the app is told over its link: acts once, events again until they are answered."""

import json
import urllib.error
import urllib.request

import pytest

from sandbox import seed
from sandbox.clock import Clock
from sandbox.manifest import Manifest
from sandbox.server import SandboxThread
from tests.sandbox.askbot import AskBot, card

PILOTS = "#ai-pilots"


@pytest.fixture
def anna(slack):
    return slack.person("anna")


def linked(slack):
    return slack.ask(lambda: list(slack.sandbox.socket_mode.links))


def reconnected(slack, old):
    """Wait for a link that was not there before."""
    return slack.wait_for(
        lambda: [k for k in slack.sandbox.socket_mode.links if k not in old and not k.leaving], 10
    )


def test_an_event_is_told_again_until_it_is_answered(slack, bot, anna):
    slack.sandbox.delivery.retry_pauses = (0.01, 0.01, 0.01)
    slack.sandbox.faults.order("no_ack", "events_api", times=2)
    anna.opens_home()
    slack.wait_for(lambda: len(slack.sandbox.journal.sent("app_home_opened")) == 3)
    bodies = bot.bodies("event")
    assert len({b["event_id"] for b in bodies if b["event"]["type"] == "app_home_opened"}) == 1
    assert [e.retry for e in slack.sandbox.journal.sent("app_home_opened")] == [0, 1, 2]


def test_an_event_is_told_four_times_at_most(slack, bot, anna):
    slack.sandbox.delivery.retry_pauses = (0.01, 0.01, 0.01)
    slack.sandbox.faults.order("no_ack", "events_api", times=100)
    anna.opens_home()
    sent = slack.wait_for(
        lambda: (e := slack.sandbox.journal.sent("app_home_opened"))[3:] and e[3].outcome != "waiting" and e
    )
    assert [(e.retry, e.outcome) for e in sent] == [(n, "timeout") for n in range(4)]


def test_an_event_is_told_again_at_once_then_after_a_minute_and_five_more():
    with SandboxThread(seed=seed.company, clock=Clock(frozen=True)) as slack:
        began = slack.sandbox.clock.now()
        slack.person("anna").opens_home()
        slack.advance(seconds=59)
        told = slack.sandbox.journal.sent
        assert [e.at - began for e in told()] == [0, 0]
        slack.advance(days=1)
        assert [e.at - began for e in told()] == [0, 0, 60, 360]
        assert {e.outcome for e in told()} == {"connection_failed"}


def test_an_event_of_a_time_when_nobody_listened_reaches_who_comes_back(slack, anna):
    anna.opens_home()
    bot = AskBot(slack.api_url).connect()
    slack.wait_for(lambda: slack.sandbox.connected)
    slack.advance(seconds=120)
    anna.sees("Your requests", in_="home")
    bot.close(slack)


def test_what_is_lost_on_its_way_never_reaches_the_app(slack, bot, anna):
    slack.sandbox.faults.order("lost", "/card")
    anna.types("/card", in_=PILOTS).sees("dispatch_failed")
    slack.sandbox.faults.order("lost", "app_home_opened")
    anna.opens_home()
    assert not bot.bodies("command")
    anna.sees("Your requests", in_="home")


def test_a_fault_hits_only_the_delivery_that_was_named(slack, bot, anna):
    slack.sandbox.faults.order("no_ack", "view_submission")
    anna.types("/ask", in_=PILOTS).fills(what="keep me", kind="Urgent").submits()
    assert anna.modal.errors == {"": "We had some trouble connecting. Try again?"}
    assert slack.sandbox.faults.standing() == []


def test_an_act_is_never_told_again(slack, bot, anna):
    slack.sandbox.faults.order("no_ack", "slash_commands")
    anna.types("/card", in_=PILOTS).sees("operation_timeout")
    anna.types("/card", in_=PILOTS).sees("Only for you")
    assert len(bot.bodies("command")) == 2


def test_a_submission_whose_answer_is_lost_leaves_the_modal_and_its_words(slack, bot, anna):
    anna.types("/ask", in_=PILOTS).fills(what="keep me")
    slack.sandbox.faults.order("no_ack", "interactive")
    anna.submits()
    assert anna.modal.errors == {"": "We had some trouble connecting. Try again?"}
    assert anna.modal.fields["what"] == "keep me"


def test_a_click_that_is_not_answered_is_told_to_the_person(slack, bot, anna):
    anna.types("/card", in_=PILOTS)
    slack.sandbox.faults.order("no_ack", "interactive")
    with pytest.raises(AssertionError, match="did not respond"):
        anna.presses("Again")


def test_the_same_event_may_come_twice(slack, bot, anna):
    slack.sandbox.faults.order("deliver_twice", "events_api")
    anna.opens_home()
    slack.wait_for(lambda: len(bot.events("app_home_opened")) == 2 or slack.sandbox.workspace.announce("log"))
    assert len({b["event_id"] for b in bot.bodies("event")}) == 1


def test_one_event_may_overtake_another(slack, bot, anna):
    slack.sandbox.faults.order("reorder", "events_api")
    slack.call(slack.sandbox.acts.say("U0ANNA", "first", channel="C0AIPILOTS"))
    slack.call(slack.sandbox.acts.say("U0ANNA", "second", channel="C0AIPILOTS"))
    slack.settle()
    assert [e["text"] for e in bot.events("message")] == ["second", "first"]


@pytest.mark.parametrize("how", ["refresh", "link_disabled", "close", "abort"])
def test_the_bot_comes_back_when_its_link_ends(slack, bot, anna, how):
    old = linked(slack)
    slack.call(slack.sandbox.socket_mode.disconnect(how))
    reconnected(slack, old)
    anna.types("/ask", in_=PILOTS)
    assert anna.modal.title == "New request"


def test_a_warning_ends_nothing_by_itself(slack, bot):
    old = linked(slack)
    slack.call(slack.sandbox.socket_mode.disconnect("warning"))
    assert not old[0].leaving
    assert reconnected(slack, old)


def test_a_link_needs_a_ticket(slack):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{slack.url}/link?ticket=guessed", timeout=5)


def test_two_processes_share_the_work(slack, anna):
    bots = [AskBot(slack.api_url).connect() for _ in range(2)]
    slack.wait_for(lambda: len(slack.sandbox.socket_mode.links) == 2)
    for _ in range(4):
        anna.types("/card", in_=PILOTS)
    assert [len(b.bodies("command")) for b in bots] == [2, 2]
    for bot in bots:
        bot.close(slack)


@pytest.mark.parametrize(
    "events, scopes, heard",
    [
        ({"message.im", "app_home_opened"}, {"im:history"}, ["message", "app_home_opened"]),
        ({"message.im"}, {"im:history"}, ["message"]),
        ({"message.im", "app_home_opened"}, {"commands"}, ["app_home_opened"]),
        ({"message.channels"}, {"channels:history"}, []),
        ({"member_joined_channel"}, {"groups:read"}, []),
    ],
)
def test_only_what_the_manifest_subscribes_to_and_may_read_is_told(events, scopes, heard):
    manifest = Manifest(events=frozenset(events), scopes=frozenset(scopes))
    with SandboxThread(seed=seed.company, manifest=manifest, retry_pauses=()) as slack:
        slack.person("anna").types("hello").opens_home()
        assert [e.name for e in slack.sandbox.journal.sent()] == heard


# -- response URLs


def respond(address, **body):
    request = urllib.request.Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)["error"]


def test_a_response_url_works_five_times(slack, bot, anna):
    anna.types("/card", in_=PILOTS)
    address = bot.bodies("command")[0]["response_url"]
    assert [respond(address, text=f"answer {n}") for n in range(6)] == [(200, "ok")] * 5 + [(404, "used_url")]
    assert anna.count("answer") == 5
    assert respond(address + "x", text="?") == (404, "no_such_url")


def test_a_response_url_works_for_half_an_hour_of_workspace_time():
    with SandboxThread(seed=seed.company, clock=Clock(frozen=True)) as slack:
        bot = AskBot(slack.api_url).connect()
        slack.wait_for(lambda: slack.sandbox.connected)
        slack.person("anna").types("/card", in_=PILOTS)
        address = bot.bodies("command")[0]["response_url"]
        slack.advance(seconds=1800)
        assert respond(address, text="just in time") == (200, "ok")
        slack.advance(seconds=1)
        assert respond(address, text="too late") == (404, "expired_url")
        bot.close(slack)


def test_a_response_url_replaces_the_message_it_came_from_and_keeps_its_thread(slack, bot, anna):
    anna.types("/ask", in_=PILOTS).fills(what="Faster").submits().presses("Accept")
    anna.sees("Accepted by @anna")
    address = bot.bodies("block_actions")[-1]["response_url"]
    assert respond(address, replace_original=True, text="Undone", blocks=card("Undone")) == (200, "ok")
    assert anna.sees("Undone", in_=PILOTS).only_to_me is False
    assert respond(address, text="x", blocks=[{"type": "nonsense"}]) == (500, "invalid_blocks")
    assert respond(address, delete_original=True) == (200, "ok")
    anna.sees_not("Undone")
