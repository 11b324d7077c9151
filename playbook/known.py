"""What a decision is told beforehand: the actor, the moment, what Slack and the store answered."""

from collections.abc import Mapping
from datetime import date, datetime

from playbook import calendar
from playbook.facts import (
    Channel,
    Fact,
    Habits,
    Level,
    Listed,
    Person,
    PersonId,
    Pilot,
    Settings,
    UseCase,
)


class Known(Fact):
    """Everything around a decision that is not the use case itself. `now` is aware."""

    actor: Person
    now: datetime
    settings: Settings = Settings()
    people: Mapping[PersonId, Person] = {}  # whoever the form names, as Slack describes them today
    channel: Channel | None = None  # the channel the form names
    members: tuple[PersonId, ...] | None = None  # of the user group the form names; None: Slack knows none
    listed: tuple[Listed, ...] = ()  # the workspace's use cases, where a rule looks beyond its own
    measured: Pilot | None = None  # the use case with its readings and its kin, where a page shows them

    @property
    def today(self) -> date:
        """Today in the workspace's zone."""
        return calendar.local_day(self.now, self.settings.zone)

    def day_of(self, moment: datetime) -> date:
        """The day of a moment in the workspace's zone."""
        return calendar.local_day(moment, self.settings.zone)

    def pilot(self, use_case: UseCase) -> Pilot:
        """The use case with what is known to be measured for it."""
        held = self.measured or Pilot(use_case=use_case)
        return held if held.use_case is use_case else held.model_copy(update={"use_case": use_case})

    @property
    def around(self) -> "Around":
        """The same moment and settings, for the rules of the calendar and of verdicts."""
        return Around(now=self.now, settings=self.settings, people=self.people)


class Around(Fact):
    """What the calendar's rules read beside a pilot: the moment, the settings, whoever takes part."""

    now: datetime
    settings: Settings = Settings()
    people: Mapping[PersonId, Person] = {}
    habits: Mapping[PersonId, Habits] = {}
    seeds: tuple[str, str] | None = None  # of the monthly draw: this month's and the coming one's

    @property
    def today(self) -> date:
        """Today in the workspace's zone."""
        return calendar.local_day(self.now, self.settings.zone)

    def at_their_hour(self, person: PersonId, day: date) -> datetime:
        """That day at the hour this person likes to be asked, in their own zone."""
        return calendar.moment(day, self.habit(person).hour, self.zone_of(person))

    def at_work(self, person: PersonId, at: datetime) -> datetime:
        """That moment, or the first of this person's next working day where it is outside working hours."""
        return calendar.working_moment(at, self.zone_of(person), self.settings.country)

    def zone_of(self, person: PersonId) -> str:
        """The zone this person lives in; the workspace's if nobody knows."""
        known = self.people.get(person)
        return known.zone if known else self.settings.zone

    def habit(self, person: PersonId) -> Habits:
        """How this person wants to be asked."""
        return self.habits.get(person, Habits(hour=self.settings.asked_at))

    def level(self, person: PersonId) -> Level:
        """How often this person wants to hear of the plan."""
        return self.habit(person).level or self.settings.reminders

    def quiet_until(self, person: PersonId) -> date | None:
        """The last day on which nothing is asked of this person; None when they are here."""
        habit = self.habit(person)
        days = [day for day in (habit.snoozed_until, habit.away_until) if day and day >= self.day_of(person)]
        return max(days, default=None)

    def deputy(self, person: PersonId) -> PersonId | None:
        """Who is asked while this person is away; None when they are here, or named nobody."""
        habit = self.habit(person)
        away = habit.away_until is not None and habit.away_until >= self.day_of(person)
        return habit.deputy if away else None

    def day_of(self, person: PersonId) -> date:
        """Today where this person is."""
        return calendar.local_day(self.now, self.zone_of(person))


class Portfolio(Fact):
    """All use cases of a workspace with what was measured, at one moment: lists are made of it."""

    listed: tuple[Listed, ...]
    pilots: Mapping[int, Pilot]
    around: Around
