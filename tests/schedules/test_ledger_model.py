"""The ledger against a Slack that lies, postmen that die or freeze, and people who delete: a model checks it.

The model is two facts: a mark is never visible twice, and once the weather is calm every letter that was
written stands exactly once with its newest text, unless a person deleted it.
"""

import threading
from datetime import timedelta
from types import SimpleNamespace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from playbook.letters import Letter
from schedules import answers, rounds
from schedules.answers import No
from schedules.errands import Errand, Seen
from store import Message
from tests import fresh
from tests.store.company import ANNA, CHANNEL, NOW, T, announced

ROOM = timedelta(seconds=90)  # how late Slack may apply a request whose answer was lost
BAD = ["lost request", "lost reply", "late", "refused", "paused", "dies", "posts and dies", "late and dies"]
FREEZES = ["frozen", "frozen, then refused", "frozen, then lost"]
PAUSES = [0, 1, 20, 46, 61, 121, 181, 400]

APPLIED = {"ok", "lost reply", "posts and dies", "frozen", "frozen, then lost"}


class PowerCut(BaseException):
    """The process is gone."""


class LyingSlack:
    """Messages by ts, and requests that are still on their way."""

    def __init__(self):
        self.now, self.messages, self.under_way, self.outcome, self.freeze = NOW, [], [], "ok", lambda: None

    def turn(self, by):
        self.now += by
        for request in sorted((r for r in self.under_way if r[0] <= self.now), key=lambda r: r[0]):
            self.under_way.remove(request)
            request[1]()

    def visible(self, mark):
        return [message for message in self.messages if message.mark == mark and not message.deleted]

    # --- the line

    def open(self, person):
        return f"D{person}"

    def seen(self, channel, thread_ts, since):
        if self.outcome in ("lost request", "lost reply"):
            return No(answers.UNKNOWN, "TimeoutError")
        shown = [m for m in self.messages if not m.deleted and m.thread == thread_ts and m.at >= since]
        return [Seen(message.ts, thread_ts, "U0PILOTAGE", message.mark) for message in shown]

    def post(self, claim, channel, drawn):
        def apply():
            ts = f"{len(self.messages):06d}"
            message = SimpleNamespace(
                ts=ts, mark=claim.mark, text=drawn.text, deleted=False, thread=claim.thread_ts, at=self.now
            )
            self.messages.append(message)
            return Message(channel, ts, claim.thread_ts)

        return self._answer(apply)

    def edit(self, where, drawn):
        message = next(m for m in self.messages if m.ts == where.ts)
        if message.deleted:
            return No(answers.ANSWERS["message_not_found"], "message_not_found")

        def apply():
            message.text = drawn.text
            return where

        return self._answer(apply)

    def delete(self, channel, ts):
        next(m for m in self.messages if m.ts == ts).deleted = True
        return True

    def _answer(self, apply):
        """Do what the outcome says, in its order; words not known here do nothing."""
        outcome, self.outcome = self.outcome, "ok"
        done = apply() if outcome in APPLIED else None
        if "late" in outcome:
            self.under_way.append((self.now + ROOM, apply))
        if "frozen" in outcome:
            self.freeze()
        if "dies" in outcome:
            raise PowerCut
        no = {"refused": "enterprise_is_restricted", "paused": "ratelimited"}.get(
            outcome.split(", then ")[-1]
        )
        if no:
            return No(answers.ANSWERS[no], no)
        return done if outcome in ("ok", "frozen") else No(answers.UNKNOWN, "TimeoutError")


class Ledger(RuleBasedStateMachine):
    """Letters are written, claimed, carried or lost; time passes."""

    def __init__(self):
        super().__init__()
        self.store, self.slack = fresh.in_memory(), LyingSlack()
        self.held, self.count = [], 0
        self.roots, self.newest, self.replies, self.deleted = {}, {}, {}, set()
        with self.store.work(T, NOW) as work:
            work.install("U0PILOTAGE")
        self.bag = SimpleNamespace(
            store=self.store,
            attachments={},
            draw=lambda notice: SimpleNamespace(text=notice.title, blocks=[]),
            went=lambda what, outcome: None,
            makers={},
            chance=lambda: 0.5,
            stopping=threading.Event(),
            paused=set(),
            line=lambda workspace: self.slack,
        )
        self.slack.freeze = self.freeze

    def clock(self):
        return self.slack.now

    def write(self, period, title, **more):
        letter = Letter(to=CHANNEL, period=period, notice=announced(title), **more)
        with self.store.work(T, self.clock(), by=ANNA) as work:
            work.post(letter)
        return letter.name

    @rule()
    def post(self):
        self.count += 1
        name = self.write(f"a{self.count}", f"text {self.count}")
        self.roots[name], self.newest[name] = f"a{self.count}", f"text {self.count}"

    @precondition(lambda self: self.roots)
    @rule(which=st.integers(0, 9))
    def edit(self, which):
        self.count += 1
        root = list(self.roots)[which % len(self.roots)]
        self.write(f"{self.roots[root]}:v{self.count}", f"text {self.count}", replaces=root)
        self.newest[root] = f"text {self.count}"

    @precondition(lambda self: self.roots)
    @rule(which=st.integers(0, 9))
    def reply(self, which):
        self.count += 1
        root = list(self.roots)[which % len(self.roots)]
        self.replies[self.write(f"r{self.count}", f"reply {self.count}", replies_to=root)] = (
            f"reply {self.count}"
        )

    @rule(
        first=st.sampled_from(["ok", *BAD, *FREEZES]),
        then=st.sampled_from(["ok", *BAD]),
        waits=st.sampled_from(PAUSES),
    )
    def deliver(self, first, then, waits):
        """Claim; carry one at once and, after a while, what else is held."""
        self.held += self.store.outbox.claim(self.clock(), "worker")
        self.carry(first)
        self.slack.turn(timedelta(seconds=waits))
        self.carry(then)

    @rule(
        bad=st.sampled_from([*BAD, *FREEZES]),
        waits=st.lists(st.sampled_from(PAUSES), min_size=3, max_size=4),
        asleep=st.sampled_from([False, False, True]),
    )
    def have_a_bad_day(self, bad, waits, asleep):
        """A letter meets trouble, perhaps after its postman slept; others try again soon."""
        self.post()
        self.held = list(self.store.outbox.claim(self.clock(), "worker"))[-1:]
        if asleep:
            self.freeze()
        self.carry(bad)
        for seconds in waits:
            self.slack.turn(timedelta(seconds=seconds))
            self.others_try()

    @precondition(lambda self: self.roots)
    @rule(bad=st.sampled_from(BAD), waits=st.lists(st.sampled_from(PAUSES), min_size=2, max_size=3))
    def edit_on_a_bad_day(self, bad, waits):
        """An edit of a message that stands meets trouble, and a newer one follows at once."""
        self.others_try()
        self.edit(-1)
        self.held = [one for one in self.store.outbox.claim(self.clock(), "worker") if one.edits][-1:]
        self.carry(bad)
        self.edit(-1)
        for seconds in waits:
            self.slack.turn(timedelta(seconds=seconds))
            self.others_try()

    def others_try(self):
        self.slack.outcome = "ok"
        for claim in self.store.outbox.claim(self.clock(), "another"):
            Errand(self.bag, claim, self.clock).run()
        self.bag.paused.clear()

    def carry(self, outcome):
        if not self.held:
            return
        claim, self.slack.outcome = self.held.pop(0), outcome
        try:
            Errand(self.bag, claim, self.clock).run()
        except PowerCut:
            self.held.clear()
        self.slack.outcome = "ok"
        self.bag.paused.clear()

    def freeze(self):
        """A process stands still past its lease, and another one takes over."""
        self.slack.turn(timedelta(minutes=4))
        for _ in range(3):
            self.others_try()

    @rule(seconds=st.sampled_from([1, 15, 61, 100, 125, 700, 4000, 90_000]))
    def wait(self, seconds):
        self.slack.turn(timedelta(seconds=seconds))

    @rule()
    def crash(self):
        self.held.clear()

    @rule()
    def sweep(self):
        deleted = rounds.look_again(self.store.outbox, self.bag.line, self.clock, self.bag.stopping)
        assert deleted == 0

    @precondition(lambda self: any(not message.deleted for message in self.slack.messages))
    @rule(which=st.integers(0, 9))
    def a_person_deletes(self, which):
        """Not what is still being looked for: that may come once more, as the README says."""
        settled = [m for m in self.slack.messages if not m.deleted and self.is_sent(m.ts)]
        if settled:
            settled[which % len(settled)].deleted = True

    def is_sent(self, ts):
        names = [*self.roots, *self.replies]
        with self.store.read(T) as reading:
            return any(reading.letter_state(name).ts == ts for name in names)

    @invariant()
    def no_mark_is_visible_twice(self):
        marks = [message.mark for message in self.slack.messages if not message.deleted]
        assert len(marks) == len(set(marks))

    def teardown(self):
        self.held.clear()
        self.slack.turn(timedelta(hours=1))
        for _ in range(2 + len(self.newest) + self.count):
            while claims := self.store.outbox.claim(self.clock(), "calm"):
                for claim in claims:
                    Errand(self.bag, claim, self.clock).run()
                self.bag.paused.clear()
            due = self.store.outbox.next_due()
            if due is None:
                break
            self.slack.turn(max(due - self.clock(), timedelta()))
        self.no_mark_is_visible_twice()
        for name, text in [*self.newest.items(), *self.replies.items()]:
            self.stands_or_was_deleted(name, text)
        self.store.close()

    def stands_or_was_deleted(self, name, text):
        with self.store.read(T) as reading:
            letter = reading.letter_state(name)
        assert letter.state in ("sent", "dead"), (name, letter)
        if letter.state == "sent":
            message = next(m for m in self.slack.messages if m.ts == letter.ts)
            assert message.deleted or message.text == text, (name, message, text)


def test_no_letter_is_lost_and_none_is_doubled():
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
