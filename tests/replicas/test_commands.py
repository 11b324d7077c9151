"""Two whole copies of the bot on one PostgreSQL, one killed while people type: whoever reaches the other is
answered in time, and what was in hand is there as a whole or not at all."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product

import pytest
from sqlalchemy import func, select

from sandbox import seed
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from sandbox.workspace import TEAM
from store import Store
from store.tables import audit
from tests.house.tree import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]

PEOPLE = ("anna", "ben", "carla", "grace", "kate", "luca")
HOURS = [f"{day} {hour}:30" for day, hour in product(("Mon", "Tue", "Wed", "Thu", "Fri"), (8, 9, 10, 11))]
EACH = 15  # commands a person types
KILLED_AFTER = 25  # of all of them


@contextmanager
def copies(slack, url, number=2):
    told = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
    environment = os.environ | told | {"DATABASE_URL": url}
    command = [sys.executable, "-m", "bot", "run"]
    where = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(command, **where) for _ in range(number)]
    try:
        slack.wait_for(lambda: len(slack.sandbox.socket_mode.links) == number, timeout=90)
        yield running
    finally:
        for copy in running:
            copy.kill()
            copy.wait()


def typed(slack, victim):
    """Everybody types at once; one copy dies in the middle of it."""

    def types(name):
        person = slack.person(name)
        for hour in HOURS[:EACH]:
            person.types(f"/pilot when {hour}", in_="#ai-pilots")
            if len(slack.ask(lambda: commands(slack))) >= KILLED_AFTER and victim.poll() is None:
                victim.send_signal(signal.SIGKILL)

    with ThreadPoolExecutor(len(PEOPLE)) as together:
        list(together.map(types, PEOPLE))
    return slack.ask(lambda: commands(slack))


def commands(slack):
    return [one for one in slack.sandbox.journal.sent() if "command" in one.asked]


def changes_on_record(store):
    rows = select(func.count()).select_from(audit).where(audit.c.act == "habits said")
    with store._database.read() as connection:
        return connection.scalar(rows)


def test_commands_that_reach_a_living_copy_are_answered_and_none_is_half_written(postgres_url):
    with SandboxThread(seed=seed.company, manifest=ROOT / "manifest.yml", ack_seconds=15.0) as slack:
        with copies(slack, postgres_url) as (first, _):
            sent = typed(slack, first)
        store = Store(postgres_url)
        lost = [one for one in sent if one.outcome != "ok"]
        answered = sorted(one.took for one in sent if one.outcome == "ok")
        kept = changes_on_record(store)
        assert store.verify(TEAM).well
        store.close()
    assert len(sent) == EACH * len(PEOPLE)
    assert len(lost) <= len(PEOPLE), "more than was in hand when the copy died"
    assert len(answered) <= kept <= len(sent)
    sys.stdout.write(
        f"{len(lost)} in hand at the kill; {len(answered)} answered, at most {answered[-1]:.2f} s\n"
    )
