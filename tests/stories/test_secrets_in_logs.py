"""What is typed, signed and held as a secret stays out of the logs, with every logger at DEBUG."""

import io
import logging
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.logs import ForPeople, ForPrograms
from sandbox.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from sandbox.stories.acts import accepts, registers

TYPED = {
    "sentence": "Reduce zebrafinch turnaround time from 5 days to 3 days in 8 weeks",
    "workflow": "quokkafinder writes, xoxp-123-456-wombatkey checks",
    "note": "marmosetnote Bearer sk-axolotl-live",
    "blocker": "pangolinblock, ask anna.capybara@nordwind.example",
    "incident": "narwhalprices of another customer",
    "chat": "okapichatter to the bot",
}
PLANTED = (
    *("zebrafinch", "quokkafinder", "wombatkey", "marmosetnote", "axolotl", "pangolinblock", "capybara"),
    *("narwhalprices", "okapichatter"),
    *(BOT_TOKEN, APP_TOKEN, SIGNING_SECRET),
)


@pytest.fixture
def written(house):
    """All that is logged from now on, in both notations, by everybody, at every level."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers = [logging.StreamHandler(stream) for _ in range(2)]
    for handler, notation in zip(handlers, (ForPeople, ForPrograms), strict=True):
        handler.setFormatter(notation(house.settings.secrets()))
        root.addHandler(handler)
    loggers = [root, *filter(lambda one: isinstance(one, logging.Logger), root.manager.loggerDict.values())]
    levels = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    yield stream
    for one, level in levels:
        one.setLevel(level)
    for handler in handlers:
        root.removeHandler(handler)


def lives_through_it(nordwind):
    """A use case with something planted in whatever can be typed; a refusal, a bug, a Slack that fails."""
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna, TYPED["sentence"])
    anna.presses("Describe the process", in_="modal")
    anna.fills(workflow=TYPED["workflow"]).submits()
    anna.sees("saved", in_="modal")
    anna.cancels()
    accepts(anna)
    anna.types(f"/pilot log UC-1 4.1 note {TYPED['note']}", in_="#ai-pilots")
    anna.types(f"/pilot blocker UC-1 {TYPED['blocker']}", in_="#ai-pilots")
    anna.fills(control="outside", clears="@ben").submits()
    anna.cancels()
    ben.types("/pilot incident UC-1", in_="#ai-pilots")
    ben.presses("Report an incident", in_="#ai-pilots")
    ben.fills(severity="1", text=TYPED["incident"]).submits()
    ben.cancels()
    anna.types(TYPED["chat"], in_="dm")
    anna.types(f"/pilot sohw {TYPED['chat']}", in_="#ai-pilots")
    nordwind.sandbox.faults.order("error", "views.open", error="fatal_error")
    ben.types(f"/pilot new {TYPED['sentence']}", in_="#ai-pilots")
    ben.sees("Something broke on our side", in_="#ai-pilots")
    nordwind.settle()


def badly_signed(house):
    """A request whose body and signature Bolt would log."""
    body = b"command=/pilot&text=okapichatter"
    headers = {"x-slack-signature": f"v0={'ab' * 32}", "x-slack-request-timestamp": "1"}
    url = f"http://127.0.0.1:{house.server.port}/slack/events"
    with pytest.raises(HTTPError):
        urlopen(Request(url, body, headers), timeout=10)


def test_twelve_planted_secrets_are_nowhere_in_the_logs(house, nordwind, written, by_http):
    lives_through_it(nordwind)
    if by_http:
        badly_signed(house)
    lines = written.getvalue()
    assert len(PLANTED) == 12
    assert not [secret for secret in PLANTED if secret in lines]
    assert lines.count("\n") > 200
    assert "bug, ref" in lines


def test_the_same_lines_in_their_own_words_would_give_some_of_them_away(house, nordwind, written):
    """What the formatter keeps back is really there."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, ForPeople):
            handler.setFormatter(logging.Formatter())
    lives_through_it(nordwind)
    assert [secret for secret in PLANTED if secret in written.getvalue()]
