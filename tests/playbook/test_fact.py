"""A rule of a fact is reckoned once, and a changed fact is another one."""

from datetime import date

from playbook.fact import once
from playbook.facts import Home
from playbook.verdicts import signal_of
from tests.playbook.gated import producing


def counting():
    asked = []

    @once
    def doubled(home, times=2, *, end=""):
        asked.append(home)
        return home.channel * times + end

    return doubled, asked


def test_a_rule_is_reckoned_once_for_each_fact_and_whatever_else_it_is_told():
    doubled, asked = counting()
    home = Home(channel="C1")
    assert [doubled(home), doubled(home), doubled(home, 3), doubled(home, end="!")] == [
        "C1C1",
        "C1C1",
        "C1C1C1",
        "C1C1!",
    ]
    assert len(asked) == 3


def test_a_copy_of_a_fact_is_reckoned_anew():
    doubled, _ = counting()
    home = Home(channel="C1")
    assert doubled(home) == "C1C1"
    assert doubled(home.model_copy(update={"channel": "C2"})) == "C2C2"


def test_what_was_reckoned_is_no_part_of_a_fact():
    doubled, _ = counting()
    home = Home(channel="C1")
    doubled(home)
    assert home == Home(channel="C1")
    assert hash(home) == hash(Home(channel="C1"))
    assert home.model_dump() == {"channel": "C1", "private": False}
    assert vars(home) == home.model_dump()


def test_a_verdict_follows_its_readings():
    pilot, today = producing(), date(2026, 3, 2)
    before = signal_of(pilot, today)
    fewer = pilot.model_copy(update={"readings": pilot.readings[:1]})
    assert signal_of(pilot, today) is before
    assert signal_of(fewer, today).n < before.n
