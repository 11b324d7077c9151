"""The tables. Nothing outside store/ imports this module: rows never leave the store.

Every row belongs to a workspace, which is the first part of its key; deleting a workspace takes all its rows.
A use case is one document, because a rule about one always needs all of it and nothing queries inside; beside
it stand columns for what is asked of many use cases at once. What comes by the thousand and is asked
across use cases (readings, votes, proofs) gets tables of its own.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, MetaData, Table, Text
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from store.columns import Document, Serial, UtcDateTime

STATES = ("pending", "sending", "unknown", "sent", "folded", "cancelled", "dead")


class Row(SQLModel):
    """Base of all rows, with names for every constraint so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def own_workspace(primary_key: bool = True) -> Any:
    return Field(
        sa_column_args=(ForeignKey("workspaces.id", ondelete="CASCADE"),),
        primary_key=primary_key,
        nullable=False,
    )


def moment(nullable: bool = False, **more: Any) -> Any:
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable, **more)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Workspaces(Row, table=True):
    """A workspace the bot is installed in. `ledger_key` makes the marks on its messages unguessable."""

    __tablename__ = "workspaces"
    __table_args__ = (one_of("state", ("active", "parked")),)

    id: str = Field(primary_key=True)
    name: str = ""
    url: str = ""  # where people find it: https://example.slack.com/
    bot_user: str = ""
    ledger_key: bytes
    state: str = "active"
    parked_because: str | None = None
    parked_at: datetime | None = moment(nullable=True)
    settings: dict[str, Any] = Field(sa_type=Document)
    settings_version: int = 0
    seen_at: datetime = moment()
    uninstalled_at: datetime | None = moment(nullable=True)
    tended_at: datetime | None = moment(nullable=True)  # when what is kept was last looked through


class People(Row, table=True):
    """The one place that ties a random person id to somebody: erase the row, and the record forgets who."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_slack_id", "workspace", "slack_id", unique=True),)

    workspace: str = own_workspace()
    person: str = Field(primary_key=True)
    slack_id: str | None = None
    name: str = ""
    zone: str = "UTC"
    admin: bool = False
    guest: bool = False
    foreign: bool = False
    bot: bool = False
    deactivated: bool = False
    seen_at: datetime | None = moment(nullable=True)  # None: named by somebody, never looked up
    direct_channel: str | None = None


class UseCases(Row, table=True):
    """A use case as one document. Version, stage and outcome stand beside it, where the database guards them;
    the other columns are copies for lists."""

    __tablename__ = "use_cases"
    __table_args__ = (
        Index("ix_use_cases_nonce", "workspace", "nonce", unique=True),
        Index("ix_use_cases_plan_at", "workspace", "plan_at"),
        one_of("stage", ("frame", "pilot", "limited_production", "scale_decision")),
        one_of("outcome", ("scaled", "stopped")),
    )

    workspace: str = own_workspace()
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: int
    nonce: str
    title: str
    workflow: str | None = None
    function: str | None = None
    owner: str | None = None
    accepted: bool
    sponsor: str | None = None
    supporters: list[str] = Field(sa_type=Document)
    registrant: str
    registered_at: datetime = moment()
    home_channel: str | None = None
    home_private: bool | None = None
    systems: int | None = None
    layers: int | None = None
    partners: int | None = None
    loop_days: float | None = None
    day_one: date
    stage: str
    outcome: str | None = None
    attempt: int = 1
    proposed: bool
    replica_of: int | None = None
    plan_at: datetime | None = moment(nullable=True)  # when the calendar is asked again; None: nothing comes
    document: str = Field(sa_type=Text)


class Readings(Row, table=True):
    """Everything that was ever measured: rows are only added, a correction names the one it replaces."""

    __tablename__ = "readings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "use_case"], ["use_cases.workspace", "use_cases.number"], ondelete="CASCADE"
        ),
        Index("ix_readings_day", "workspace", "use_case", "measured", "day"),
        Index(
            "ix_readings_message",
            "workspace",
            "message",
            sqlite_where=sql("message <> ''"),
            postgresql_where=sql("message <> ''"),
        ),
    )

    workspace: str = own_workspace()
    use_case: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    measured: str
    metric: str
    day: date
    weekly: bool
    value: float | None = None
    num: int | None = None
    den: int | None = None
    spread: float | None = None
    note: str
    by: str
    at: datetime = moment()
    via: str
    attempt: int
    corrects: int | None = None
    reason: str
    message: str


class Habits(Row, table=True):
    """How a person wants to be asked."""

    __tablename__ = "habits"

    workspace: str = own_workspace()
    person: str = Field(primary_key=True)
    document: str = Field(sa_type=Text)


class Drafts(Row, table=True):
    """What somebody typed into a form that is not saved yet."""

    __tablename__ = "drafts"

    workspace: str = own_workspace()
    person: str = Field(primary_key=True)
    form: str = Field(primary_key=True)
    answers: dict[str, Any] = Field(sa_type=Document)
    saved_at: datetime = moment()


class Inbox(Row, table=True):
    """Requests whose work is done, by the key their repeats share."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "workspace", "received_at"),)

    workspace: str = own_workspace()
    key: str = Field(primary_key=True)
    received_at: datetime = moment()


class Letters(Row, table=True):
    """The ledger of what is owed; store/outbox.py tells what its states mean."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("uq_letters_key", "workspace", "use_case", "kind", "period", unique=True),
        Index(
            "uq_letters_message",
            "workspace",
            "channel",
            "ts",
            unique=True,
            sqlite_where=sql("ts IS NOT NULL"),
            postgresql_where=sql("ts IS NOT NULL"),
        ),
        *(
            Index(f"ix_letters_{name}", *columns, sqlite_where=sql(where), postgresql_where=sql(where))
            for name, columns, where in (
                ("due", ("next_at", "id"), "state IN ('pending', 'unknown')"),
                ("lease", ("lease_until",), "state = 'sending'"),
                ("dead", ("workspace",), "state = 'dead'"),
                ("root", ("root", "id"), "root IS NOT NULL"),
                ("folded", ("folded_into",), "folded_into IS NOT NULL"),
                ("sweep", ("sweep_at",), "sweep_at IS NOT NULL"),
                ("tell", ("workspace", "tell_at"), "tell_at IS NOT NULL"),
                ("told", ("workspace", "told_at"), "told_at IS NOT NULL"),
            )
        ),
        one_of("state", STATES),
        CheckConstraint("manner = 'post' OR root IS NOT NULL OR state = 'cancelled'", name="has_root"),
        one_of("manner", ("post", "reply", "edit")),
    )

    id: int | None = Field(default=None, sa_column=Column(Serial, primary_key=True, autoincrement=True))
    workspace: str = own_workspace(primary_key=False)
    use_case: int  # 0 for the workspace as a whole: NULLs would be distinct in the key
    kind: str
    period: str
    dest: str  # a channel, or a person for a direct message
    notice: dict[str, Any] | None = Field(default=None, sa_type=Document)  # None: made when it is claimed
    manner: str = "post"
    root: int | None = Field(default=None, sa_type=Serial)  # the letter it edits, or whose thread it joins
    state: str = "pending"
    verify: int = 0  # 1: look before the first post; 2: looked
    plain: bool = False  # Slack refused its blocks: say it in text alone
    due_at: datetime = moment()
    next_at: datetime = moment()
    expires_at: datetime | None = moment(nullable=True)
    attempt: int = 0
    refusals: int = 0  # definite ones; only these count towards dead
    rounds: int = 0  # unknown, looked for, not found
    first_try_at: datetime | None = moment(nullable=True)
    last_try_at: datetime | None = moment(nullable=True)
    lease_until: datetime | None = moment(nullable=True)
    token: str | None = None  # of the claim: fences every result
    channel: str | None = None
    joins_ts: str | None = None  # the thread of people that it joins; None: none, or that of its root
    ts: str | None = None
    sent_at: datetime | None = moment(nullable=True)
    gone_at: datetime | None = moment(nullable=True)  # a person deleted the message
    folded_into: int | None = Field(default=None, sa_type=Serial)
    covers: list[int] = Field(sa_type=Document)  # the letters folded into this one
    render_hash: str | None = None
    error: str | None = None
    error_class: str | None = None
    reason: str | None = None
    dup_checked: int = 0
    sweep_at: datetime | None = moment(nullable=True)
    tell_at: datetime | None = moment(nullable=True)  # when a person has to hear of the trouble
    told_at: datetime | None = moment(nullable=True)


class LettersLog(Row, table=True):
    """Every step of every letter; rows are only added."""

    __tablename__ = "letters_log"

    id: int | None = Field(default=None, sa_column=Column(Serial, primary_key=True, autoincrement=True))
    letter: int = Field(
        sa_column=Column(Serial, ForeignKey("letters.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    at: datetime = moment()
    was: str | None = None
    became: str
    attempt: int
    error: str | None = None
    worker: str | None = None


class RateGates(Row, table=True):
    """Until when Slack wants to hear nothing: in a channel, or (scope empty) in the workspace."""

    __tablename__ = "rate_gates"

    workspace: str = own_workspace()
    scope: str = Field(primary_key=True)
    not_before: datetime = moment()


class Heartbeats(Row, table=True):
    """The running copies of the bot and when each was last alive."""

    __tablename__ = "heartbeats"

    worker: str = Field(primary_key=True)
    host: str
    started_at: datetime = moment()
    beat_at: datetime = moment()


class Clock(Row, table=True):
    """One row: the latest moment ever seen, and one that lay too far ahead to be believed at once."""

    __tablename__ = "clock"

    one: int = Field(default=1, primary_key=True)
    latest: datetime = moment()
    doubted: datetime | None = moment(nullable=True)


class Audit(Row, table=True):
    """Who changed what, when, from where; each row holds the hash of the one before. Triggers refuse changes.

    `who` and people inside `changes` are random person ids; typed texts are hashed, see AuditTexts.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "workspace", "thing", "number"),)

    workspace: str = own_workspace()
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    who: str | None = None
    via: str
    act: str
    thing: str
    changes: str = Field(sa_type=Text)
    previous: str
    hash: str


class AuditTexts(Row, table=True):
    """What was typed, by its salted hash: may be erased without breaking the chain."""

    __tablename__ = "audit_texts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "number"], ["audit.workspace", "audit.number"], ondelete="CASCADE"
        ),
    )

    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: str = Field(primary_key=True)
    salt: str
    text: str = Field(sa_type=Text)


def table(row: type[Row]) -> Table:
    return Row.metadata.tables[str(row.__tablename__)]


workspaces = table(Workspaces)
people = table(People)
use_cases = table(UseCases)
readings = table(Readings)
habits = table(Habits)
drafts = table(Drafts)
inbox = table(Inbox)
letters = table(Letters)
letters_log = table(LettersLog)
rate_gates = table(RateGates)
heartbeats = table(Heartbeats)
clock = table(Clock)
audit = table(Audit)
audit_texts = table(AuditTexts)
