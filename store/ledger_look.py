"""What a look at a workspace tells of its letters: what was said to whom, and what went out."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from playbook.budget import Told
from playbook.facts import PersonId
from playbook.letters import AnyNotice
from store import budget, letterbox


class LedgerLook:
    """The part of a look that reads the ledger."""

    _connection: Connection
    _workspace: str

    def told(self, since: datetime, until: datetime, person: PersonId | None = None) -> tuple[Told, ...]:
        """What was said to people, or to one, that was due in that time: see playbook/budget.py."""
        return budget.told(self._connection, self._workspace, since, until, person)

    def notices(self, kinds: Collection[str], period: str) -> list[tuple[str, str, AnyNotice]]:
        """Told letters of these kinds about the whole workspace, by the start of the period."""
        return letterbox.told(self._connection, self._workspace, kinds, period)

    def owed_standing(self, use_case: int, since: datetime) -> tuple[str, ...]:
        """The names of owed letters about a use case that went out and were due since then."""
        return letterbox.owed_standing(self._connection, self._workspace, use_case, since)
