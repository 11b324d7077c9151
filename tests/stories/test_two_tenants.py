"""Two companies in one database: whatever one says with the other's ids, it reads and changes nothing there.

Every handler is called as the other company's admin and as a stranger among its people, with ids that exist
at Nordwind only. Each statement has to bind the own workspace and none the other's; not a row of Nordwind's
moves, and nothing of it is said at Kestrel's.
"""

import json
import threading

import pytest
from slack_bolt import BoltRequest
from sqlalchemy import event

import handlers
from blocks import forms
from blocks.forms import Kept
from handlers import steps
from sandbox import payloads, responses
from sandbox.clock import Clock
from sandbox.server import BOT_TOKEN
from sandbox.stories.acts import answers_the_four_questions
from sandbox.stories.gates import has_operated, has_readings, is_piloted, turn
from sandbox.stories.stage import PATIENT
from sandbox.stories.weeks import MONDAY
from sandbox.workspace import BOT, TEAM
from store.tables import Row
from tests.bot.several import Browser, bot_for, two_companies

KESTREL = "T0KESTREL"
NORA, STRANGER = "U0NORA", "U0ANNA"  # Kestrel's admin; somebody of Nordwind's, met in a shared channel
WORDS = ("Lindqvist", "Quote to cash", "Nordwind", "sales-ops", "back office", "crm.example")
OF_NO_WORKSPACE = ("BEGIN", "COMMIT", "ROLLBACK", "INSERT INTO letters_log")  # the steps of one's own letter


@pytest.fixture
def companies(tmp_path):
    with two_companies(tmp_path, clock=Clock(MONDAY, frozen=True), **PATIENT) as both:
        yield both


@pytest.fixture
def house(companies, tmp_path):
    """Nordwind with a pilot at its second gate, and Kestrel where the bot was just installed."""
    nordwind, kestrel = companies
    with bot_for(nordwind, tmp_path, slack_bot_token=BOT_TOKEN) as house:
        answers_the_four_questions(nordwind.person("irene"))
        is_piloted(nordwind, house)
        has_readings(house, 4.8, 4.4, 3.9, 3.2)
        has_operated(house)
        turn(nordwind, 2, 6)
        assert Browser(house.server.port).installs(KESTREL)[0] == 200
        turn(nordwind, 2, 9)
        house.after.settle()
        yield house


class Wire:
    """What the requests of this test ask of the database, the heart's own questions left out."""

    def __init__(self, house):
        self.asked = []
        event.listen(house.store._database._engine, "before_cursor_execute", self._note)

    def _note(self, connection, cursor, statement, parameters, context, executemany):
        mine = threading.current_thread().name.startswith(("MainThread", "after-ack"))
        if mine and not statement.startswith(OF_NO_WORKSPACE):
            self.asked.append((statement, str(parameters)))

    def astray(self):
        """Statements that do not bind the own workspace, or bind another one."""
        return [one for one in self.asked if KESTREL not in one[1] or TEAM in one[1]]


def rows(house, workspace):
    """Everything the database has of a workspace."""
    with house.store._database.read() as connection:
        tables = [table for table in Row.metadata.sorted_tables if "workspace" in table.c]
        return {
            table.name: sorted(
                map(repr, connection.execute(table.select().where(table.c.workspace == workspace)))
            )
            for table in tables
        }


def letter_of(house):
    """A message that stands in Nordwind's Slack: its channel and its ts."""
    with house.store._database.read() as connection:
        letters = Row.metadata.tables["letters"]
        asked = letters.select().where(letters.c.workspace == TEAM, letters.c.ts.is_not(None))
        row = connection.execute(asked).first()
        return row.channel, row.ts


class Forger:
    """Somebody in Kestrel's Slack who puts Nordwind's ids into everything there is to press, say and send."""

    def __init__(self, person, house, kestrel):
        self.person, self.kestrel = person, kestrel
        self.channel, self.ts = letter_of(house)
        self.of = {
            "channel": {"id": self.channel, "name": "x"},
            "message": {"ts": self.ts, "user": BOT, "text": "x"},
        }

    def everything(self):
        """Every request there can be, by name."""
        for action in handlers.ACTIONS:
            yield action, self.click(action)
        for name in {**handlers.VIEWS, **handlers.TYPING}:
            yield name, self.submission(name)
        for word in handlers.PILOT:
            for rest in ("UC-1", f"UC-1 <@{STRANGER}>", f"UC-1 4.1 <#{self.channel}>"):
                yield f"/pilot {word} {rest}", self.command(f"{word} {rest}")
        for name in handlers.SHORTCUTS:
            yield name, self.shortcut(name)
        for number, said in enumerate(events(self.person, self.channel, self.ts)):
            event_id = f"Ev{self.person}{number}"
            yield said["type"], payloads.event_callback(said | {"event_ts": "1.0"}, event_id, 1.0, KESTREL)

    def click(self, action):
        pressed = {
            "type": "button",
            "action_id": action,
            "action_ts": "1.0",
            "value": '{"uc":1,"v":1,"x":"r1"}',
            "selected_option": {"value": '{"uc":1,"v":1,"x":"show"}'},
            "selected_user": STRANGER,
        }
        place = {"message_ts": self.ts, "channel_id": self.channel}
        container = {"container": {"type": "message", **place}}
        back = {"response_url": self.response_url()}
        return self.interactive("block_actions", actions=[pressed], **self.of, **container, **back)

    def submission(self, name):
        kept = Kept(form=name, use_case=1, version=1, nonce="1", channel=self.channel, about="1")
        view = forms.draw_form(name, {}, kept) if name in forms.FORMS else bare(name, kept)
        view |= {"id": "V1", "hash": f"1.{self.person}", "state": {"values": {}}}
        return self.interactive("view_submission", view=view)

    def shortcut(self, name):
        files = [{"id": "F0NORDWIND", "name": "portfolio.csv", "mimetype": "text/csv"}]
        message = {"message": self.of["message"] | {"files": files}}
        return self.interactive("message_action", callback_id=name, **self.of | message)

    def interactive(self, kind, **more):
        who = {"id": self.person, "team_id": TEAM if self.person == STRANGER else KESTREL}
        return {"type": kind, "team": {"id": KESTREL}, "user": who, "trigger_id": self.trigger(), **more}

    def command(self, text):
        where = {"channel_id": "C0KESTREL", "channel_name": "general", "trigger_id": self.trigger()}
        team = {"team_id": KESTREL, "team_domain": "kestrel"}
        back = {"response_url": self.response_url()}
        return {"command": "/pilot", "text": text, "user_id": self.person, **team, **where, **back}

    def response_url(self):
        """Kestrel's Slack takes an answer there, shown to its admin."""
        slack = self.kestrel.sandbox
        return responses.address(slack, self.kestrel.ask(lambda: slack.response_urls.give(NORA, "C0KESTREL")))

    def trigger(self):
        return self.kestrel.ask(lambda: self.kestrel.sandbox.triggers.give(self.person))


def bare(name, kept):
    block = {"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": "x"}}
    shown = {"type": "modal", "callback_id": name, "title": {"type": "plain_text", "text": "x"}}
    return shown | {"private_metadata": kept.model_dump_json(), "blocks": [block]}


def events(person, channel, ts):
    typed = {"user": person, "channel": "D0NORA", "channel_type": "im", "ts": "9.0"}
    yield {"type": "app_home_opened", "user": person, "channel": "D0NORA", "tab": "home"}
    yield {"type": "message", "text": "UC-1 4.1", **typed}
    yield {"type": "message", "text": "4.1", **typed, "thread_ts": ts, "channel": channel}
    changed = {"user": person, "text": "UC-1 3.9", "ts": ts}
    yield {
        "type": "message",
        "subtype": "message_changed",
        **typed,
        "message": changed,
        "previous_message": changed,
    }
    yield {"type": "app_mention", "user": person, "text": f"<@{BOT}> UC-1", "channel": channel, "ts": ts}
    for step in steps.STEPS:
        run = {"function": {"callback_id": step}, "function_execution_id": f"Fx{person}{step}"}
        inputs = {"person": person, "use_case": "UC-1", "value": "4.1", "channel": channel}
        yield {"type": "function_executed", "inputs": inputs, **run}
    yield {"type": "user_change", "user": {"id": STRANGER, "team_id": TEAM, "deleted": True}}
    yield {"type": "tokens_revoked", "tokens": {"bot": [BOT]}}
    yield {"type": "app_uninstalled"}


def test_whatever_is_said_with_another_tenants_ids_reads_and_changes_nothing_there(house, companies):
    nordwind, kestrel = companies
    requests = [one for person in (NORA, STRANGER) for one in Forger(person, house, kestrel).everything()]
    before, calls = rows(house, TEAM), len(nordwind.sandbox.journal.calls())
    wire, wrong, answers = Wire(house), [], []
    for name, body in requests:
        wire.asked.clear()
        answer = house.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        house.after.settle()
        answers.append(answer.body or "")
        if answer.status != 200 or wire.astray():
            wrong.append((name, answer.status, wire.astray()[:1]))
    assert wrong == []
    assert rows(house, TEAM) == before
    assert nordwind.sandbox.journal.calls()[calls:] == []
    told = json.dumps([answers, [one.asked for one in kestrel.sandbox.journal.calls()]])
    assert not [word for word in WORDS if word in told]
    assert told.count("no such use case here") > len(requests) / 2
