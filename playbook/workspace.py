"""Facts of the workspace around a use case: its people, its channels, what it decided, how each is asked."""

from datetime import date, datetime, time

from pydantic import Field

from playbook.choices import Level
from playbook.fact import Fact, PersonId

Offsets = tuple[int, int, int, int]  # the days of the plan on which its four milestones fall


class Person(Fact):
    """Someone in the workspace, as Slack describes them. `zone` is an IANA name."""

    id: PersonId
    name: str = ""
    zone: str = "UTC"
    admin: bool = False
    guest: bool = False
    foreign: bool = False  # of another workspace, by Slack Connect
    bot: bool = False
    deactivated: bool = False
    stands_for: tuple[PersonId, ...] = ()  # who is away and named them as deputy


class Channel(Fact):
    """A conversation as Slack describes it to the bot. `has_bot`: the bot is a member and may post."""

    id: str
    name: str = ""
    private: bool = False
    has_bot: bool = False
    archived: bool = False


class Habits(Fact):
    """How a person wants to be asked: the hour in their own zone, and the weekday of the weekly question."""

    hour: time = time(10, 0)
    weekday: int | None = Field(default=None, ge=0, le=6)  # Monday is 0; None: the first working day
    level: Level | None = None  # None: as the workspace has it
    snoozed_until: date | None = None  # nothing is asked up to and on that day
    away_until: date | None = None  # the same, and what is owed is asked of the deputy
    deputy: PersonId | None = None


class Settings(Fact):
    """What a workspace decided once; the defaults are the operating model's."""

    leadership_channel: str | None = None
    gatekeepers: tuple[PersonId, ...] = ()
    gatekeeper_group: str | None = None  # of Slack; whoever was in it last stands among the gatekeepers
    gatekeepers_named: tuple[PersonId, ...] = ()  # those of them who were named one by one, beside a group
    country: str | None = None  # ISO 3166 alpha-2, for working days
    programme_lead: PersonId | None = None
    zone: str = "UTC"
    undecided_cap: int = Field(default=3, ge=0)  # pilots per sponsor; 0 = no cap
    offsets: Offsets = (10, 30, 45, 60)  # of the use cases registered from now on
    attempts: int = Field(default=2, ge=1)  # how often a pilot may be tried at most
    reminders: Level = "standard"
    asked_at: time = time(10, 0)  # when people are asked who chose no hour of their own
    quorum: int = Field(default=1, ge=1, le=9)  # gatekeepers who have to agree beside the sponsor
    digest_day: int = Field(default=1, ge=1, le=15)  # which working day of the month
    digest_at: time = time(9, 0)
    authors_named: int = Field(default=0, ge=0)  # days a reading's author is named; 0: as long as it is kept
    kept_days: int = Field(default=30, ge=1, le=365)  # after the app was taken out: then all is deleted
    answered_at: datetime | None = None
    version: int = 0  # how often the settings were answered
