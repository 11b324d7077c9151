"""The digest as Slack takes it: valid for ten and for a thousand use cases, whatever was typed."""

import re
import zlib
from itertools import product

import pytest

import blocks
from blocks.digest_files import files
from playbook.digest import Record, composed
from playbook.review_notices import AnswersTold
from sandbox import strict
from tests.playbook.company import ANNA, BEN
from tests.playbook.gated import around, on_day
from tests.playbook.reviewed import REVIEW, blocker, record

NASTY = "<!channel> & *bold* `code` " + "x" * 500
WORDS = ("yes", "no", "unclear")


def portfolio(count):
    """Use cases of every sort, each with long and hostile texts."""
    sorts = [record(*words) for words in product(WORDS, repeat=4)]
    for number in range(1, count + 1):
        pilot = sorts[number % len(sorts)]
        told = {"number": number, "title": f"{number} {NASTY}", "worth": NASTY}
        told["blockers"] = (blocker(text=NASTY),) if number % 3 else ()
        told |= {"outcome": "stopped"} if number % 7 == 0 else {}
        yield pilot.model_copy(update={"use_case": pilot.use_case.model_copy(update=told)})


@pytest.mark.parametrize("count", [1, 25, 1000])
def test_slack_takes_every_message_of_the_digest(count):
    first = composed("2026-02", Record(tuple(portfolio(count)), around(REVIEW)))
    made = composed("2026-03", Record(tuple(portfolio(count)), around(REVIEW), last=first.root))
    for notice in (made.root, *made.replies):
        drawn = blocks.draw(notice)
        assert strict.check_message(drawn.blocks) == []
        assert len(drawn.text) <= 3900
        assert "<!channel>" not in drawn.text


def test_the_text_alone_tells_truth_picture_leaders_and_use_cases():
    """Who hears it read aloud, or sees a notification, misses no figure of the picture and no row."""
    made = composed("2026-02", Record(tuple(portfolio(9)), around(REVIEW)))
    said = blocks.draw(made.root).text
    assert made.root.truth in said
    for stage, count in made.root.counts:
        assert f"{stage} {count}" in said or f"{stage}: {count}" in said
    for leader in made.root.leaders:
        assert f"<@{leader.person}>" in said
    assert all(f"UC-{number}" in said for number in range(1, 10)) or "more" in said


def test_the_root_says_how_many_stand_elsewhere():
    made = composed("2026-02", Record(tuple(portfolio(100)), around(REVIEW)))
    drawn = blocks.draw(made.root)
    table = next(block for block in drawn.blocks if block["type"] == "data_table")
    left = 100 - (len(table["rows"]) - 1)
    assert f"{left} more: in the thread and in the CSV" in str(drawn.blocks)


def test_a_stopped_one_is_talked_about_in_the_thread_and_not_contested():
    made = composed("2026-02", Record(tuple(portfolio(30)), around(REVIEW)))
    seen = {True: set(), False: set()}
    for reply in (one for one in made.replies if isinstance(one, AnswersTold)):
        rows = [block for block in blocks.draw(reply).blocks if block["type"] == "actions"]
        for line, row in zip(reply.lines, rows, strict=True):
            seen[line.answers is None].add(tuple(each["text"]["text"] for each in row["elements"]))
    stopped, running = ("Comment", "Show the card"), ("Comment", "Contest", "Show the card")
    assert seen == {True: {stopped}, False: {running}}


def test_the_files_hold_every_use_case():
    made = composed("2026-02", Record(tuple(portfolio(30)), around(REVIEW)))
    held = files("2026-02", made.lines, made.root.truth, {ANNA.id: "Anna", BEN.id: "Ben"}, on_day(43))
    assert held["digest-2026-02.csv"].decode().count("\nUC-") == 30
    pages = held["digest-2026-02.pdf"]
    assert pages.startswith(b"%PDF-")
    drawn = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pages, re.DOTALL)
    said = b"".join(zlib.decompress(part) for part in drawn if part.startswith(b"\x78"))
    assert all(f"(UC-{number}  ".encode() in said for number in range(1, 31))
