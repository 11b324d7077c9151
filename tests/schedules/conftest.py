"""A company on a stand-in Slack whose clock is turned by hand, a store, and a postman between the two."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from slack_sdk import WebClient
from sqlalchemy import select

from sandbox import messages, seed
from sandbox.clock import Clock
from sandbox.server import BOT_TOKEN, SandboxThread
from sandbox.workspace import BOT, TEAM
from schedules.postman import EVENT_TYPE, Postman
from store import tables
from tests.store.company import ANNA, NOW

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


def draw(notice):
    """A look of our own: what blocks/ draws is tested there."""
    words = f"*{notice.kind}* {getattr(notice, 'title', '')}".strip()
    return SimpleNamespace(
        text=words, blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": words}}]
    )


def draw_plain(notice):
    return SimpleNamespace(text=f"plain: {notice.kind} {getattr(notice, 'title', '')}", blocks=[])


class Desk:
    """The stand-in, the store and the postman, and what a test wants to know of them."""

    def __init__(self, slack, store):
        self.slack, self.store = slack, store
        self.outbox, self.faults = store.outbox, slack.sandbox.faults
        self.clock = slack.sandbox.clock.moment
        self.client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        self.postman = self.another_postman()
        with store.work(TEAM, NOW) as work:
            work.install(BOT)

    def another_postman(self, **more):
        given = {"client_for": lambda workspace: self.client, "draw": draw, "draw_plain": draw_plain}
        return Postman(self.store, **{**given, "chance": lambda: 0.5, **more})

    def post(self, *letters):
        with self.store.work(TEAM, self.clock(), by=ANNA) as work:
            work.post(*letters)

    def resend(self, name):
        with self.store.work(TEAM, self.clock(), by=ANNA) as work:
            assert work.resend(name)

    def deliver(self):
        return self.postman.deliver(self.clock)

    def sweep(self):
        return self.postman.sweep(self.clock)

    def turn(self, **by):
        self.slack.advance(seconds=timedelta(**by).total_seconds())

    def run(self, **by):
        """Turn the clock from one due moment to the next, delivering at each."""
        end = self.clock() + timedelta(**by)
        self.deliver()
        while (due := self.outbox.next_due()) and due <= end:
            self.slack.advance(to=max(due, self.clock()))
            self.deliver()
        self.slack.advance(to=end)
        self.deliver()

    def row(self, name):
        use_case, kind, period = name.split(":", 2)
        letters = tables.letters
        key = (letters.c.use_case == int(use_case)) & (letters.c.kind == kind) & (letters.c.period == period)
        with self.store._database.read() as connection:
            return connection.execute(select(letters).where(key)).one()

    def state(self, name):
        return self.row(name).state

    def standing(self, channel):
        """The messages of ours that can be seen in a channel, threads included, oldest first."""

        def ours():
            there = self.slack.sandbox.workspace.channels.get(channel)
            return [
                m
                for m in (there.messages if there else [])
                if (m.get("metadata") or {}).get("event_type") == EVENT_TYPE
            ]

        return self.slack.ask(ours)

    def delete(self, message, channel="C0AIPILOTS"):
        """An admin deletes a message of the bot's; a thread leaves a tombstone."""
        where = self.slack.sandbox.workspace.channels[channel]
        self.slack.ask(lambda: messages.remove(self.slack.sandbox, where, message))

    def texts(self, channel):
        return [message["text"] for message in self.standing(channel)]

    def calls(self, method):
        return self.slack.ask(lambda: self.slack.sandbox.journal.calls(method))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company, clock=Clock(NOW, frozen=True), manifest=MANIFEST) as slack:
        yield slack


@pytest.fixture
def desk(slack, memory):
    """With a store in memory."""
    return Desk(slack, memory)


@pytest.fixture
def kept_desk(slack, store):
    """With a store in a SQLite file, and again with one in PostgreSQL."""
    return Desk(slack, store)
