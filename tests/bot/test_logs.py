"""Logs say what happened, for people or for programs, and never a secret."""

import json
import logging
import sys

import pytest

from bot.logs import ForPeople, ForPrograms

SECRETS = [
    "xoxb-123456789012-abcDEF",
    "xapp-1-A0B1C2-345-deadbeef",
    "xoxe.xoxb-1-token",
    "postgresql://bot:hunter2@db/pilotage",
]


def record(message, *args, bug=None):
    exc_info = None
    if bug:
        try:
            raise bug
        except type(bug):
            exc_info = sys.exc_info()
    return logging.LogRecord("bot.house", logging.ERROR, __file__, 1, message, args, exc_info)


@pytest.mark.parametrize("formatter", [ForPeople(), ForPrograms()])
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_never_written(formatter, secret):
    written = formatter.format(record("token %s", secret, bug=ValueError(f"bad token {secret}")))
    assert "[secret]" in written
    assert not {"123456789012", "deadbeef", "1-token", "hunter2"} & set(written.replace(":", "-").split("-"))
    assert secret not in written


def test_programs_get_one_object_with_the_traceback_in_it():
    line = json.loads(ForPrograms().format(record("bug, ref %s", "7f3a", bug=KeyError("x"))))
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "bot.house", "bug, ref 7f3a")
    assert "KeyError" in line["traceback"]


def test_people_get_a_line():
    assert ForPeople().format(record("listening")).endswith("ERROR   bot.house: listening")
