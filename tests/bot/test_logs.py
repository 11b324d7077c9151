"""Logs say what happened, for people or for programs, and never a secret or what somebody typed."""

import io
import json
import logging
import sys
import threading

import pytest
from sqlalchemy.exc import IntegrityError

from bot import logs
from bot.logs import ForPeople, ForPrograms
from bot.settings import HttpSettings
from bot.trouble import Trouble

SECRETS = [
    "pil_0123456789abcdef_" + "A" * 43,
    "xoxb-123456789012-abcDEF",
    "xapp-1-A0B1C2-345-deadbeef",
    "xoxe.xoxb-1-token",
    "postgresql://bot:hunter2@db/pilotage",
    "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    "Bearer plt_live_4f9a77",
    "Zm9yIHRoZSB0ZXN0LCBmb3IgdGhlIHRlc3QsIGZvcnM=",
    "gAAAAABnSomethingThatFernetEncrypted==",
    "https://hooks.slack.com/commands/T0/1/response",
]
PARTS = {"123456789012", "deadbeef", "1-token", "hunter2", "a2114d57b48eac39", "4f9a77", "Zm9yIHRo"}
FORMATTERS = [ForPeople(), ForPrograms()]


def record(message, *args, bug=None, name="bot.house"):
    exc_info = None
    if bug:
        try:
            raise bug
        except type(bug):
            exc_info = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_never_written(formatter, secret):
    written = formatter.format(record("token %s", secret, bug=ValueError(f"bad token {secret}")))
    assert "[secret]" in written
    assert not [part for part in PARTS if part in written]
    assert secret not in written


@pytest.mark.parametrize("formatter", [ForPeople(["5f2a9c01hex"]), ForPrograms(["5f2a9c01hex"])])
def test_a_secret_without_a_shape_is_known_by_its_value(formatter):
    assert "5f2a9c01hex" not in formatter.format(record("signed with %s", "5f2a9c01hex"))


def test_the_settings_know_their_own_secrets():
    settings = HttpSettings(
        _env_file=None,
        slack_bot_token="xoxb-1-2",
        slack_signing_secret="5f2a9c01hex",
        database_url="postgresql://bot:hunter2@db/pilotage",
    )
    assert {"xoxb-1-2", "5f2a9c01hex", "hunter2"} <= settings.secrets()


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING, logging.ERROR])
def test_other_code_is_told_by_its_place_and_not_by_its_words(formatter, level):
    line = record("body: Cut quotes by half", name="slack_bolt.App")
    line.levelno = level
    written = formatter.format(line)
    assert "Cut quotes" not in written
    assert "test_logs" in written


def failed_deep_down(typed):
    try:
        raise KeyError(typed)
    except KeyError as error:
        raise RuntimeError(typed) from error


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_an_error_is_told_by_its_kind_and_its_way_and_so_are_its_causes(formatter):
    line = record("bug, ref %s", "7f3a")
    try:
        failed_deep_down("-".join(["Cut", "quotes"]))
    except RuntimeError:
        line.exc_info = sys.exc_info()
    written = formatter.format(line)
    assert "Cut-quotes" not in written
    assert written.index("KeyError") < written.rindex("RuntimeError")
    assert "failed_deep_down" in written


def test_an_error_given_as_a_word_is_told_by_its_kind():
    error = IntegrityError("INSERT", {}, Exception('invalid input: "Cut quotes by half"'))
    assert ForPeople().format(record("nobody could be told: %s", error)).endswith("told: IntegrityError")


@pytest.mark.parametrize(
    "error, words",
    [
        (Trouble("Slack cannot be reached."), "Trouble: Slack cannot be reached."),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: Connection refused"),
        (ValueError("Cut quotes by half"), "ValueError"),
    ],
)
def test_what_an_error_says_is_kept_only_where_it_is_ours_or_a_code(error, words):
    assert logs.of_error(error) == words


def test_programs_get_one_object_with_the_way_of_a_bug_in_it():
    line = json.loads(ForPrograms().format(record("bug, ref %s", "7f3a", bug=KeyError("x"))))
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "bot.house", "bug, ref 7f3a")
    assert "KeyError" in line["traceback"]


def test_people_get_a_line():
    assert ForPeople().format(record("listening")).endswith("ERROR   bot.house: listening")


@pytest.fixture
def configured(monkeypatch):
    """What is written once logging is as `pilotage run` sets it up; afterwards it is as it was."""
    root, written = logging.getLogger(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    before = root.handlers[:], root.level
    root.handlers[:] = []
    for owner, name in ((threading, "excepthook"), (sys, "excepthook"), (logging, "raiseExceptions")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    logs.configure("DEBUG", ["5f2a9c01hex"])
    yield written
    root.handlers[:], level = before
    root.setLevel(level)
    logging.captureWarnings(False)


def test_a_thread_that_dies_says_where_and_not_what_it_held(configured):
    def dies():
        typed = "5f2a9c01hex, Cut quotes"
        raise ValueError(typed)

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    written = configured.getvalue()
    assert "a thread ended by an error" in written
    assert "ValueError" in written


def test_a_line_that_cannot_be_written_prints_nothing_of_what_it_was_told(configured):
    logging.getLogger("bot").info("%d readings", "Cut quotes by half")
    assert "Cut quotes" not in configured.getvalue()
