"""What a decision is told beforehand: the actor, the moment, what Slack and the store answered."""

from collections.abc import Mapping
from datetime import date, datetime

from playbook import calendar
from playbook.facts import Channel, Fact, Listed, Person, PersonId, Settings


class Known(Fact):
    """Everything around a decision that is not the use case itself. `now` is aware."""

    actor: Person
    now: datetime
    settings: Settings = Settings()
    people: Mapping[PersonId, Person] = {}  # whoever the form names, as Slack describes them today
    channel: Channel | None = None  # the channel the form names
    listed: tuple[Listed, ...] = ()  # the workspace's use cases, where a rule looks beyond its own

    @property
    def today(self) -> date:
        """Today in the workspace's zone."""
        return calendar.local_day(self.now, self.settings.zone)
