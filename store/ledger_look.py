"""What a look at a workspace tells of its letters: how far each has come, what waits, what is in trouble.

Beside store/work.py, which looks at the record: use cases, readings, people, settings.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from playbook.budget import Told
from playbook.facts import PersonId
from playbook.letters import AnyNotice, Owed
from playbook.morning import Unsent
from store import budget, letterbox, mornings, troubles, workspaces
from store.letterbox import LetterState
from store.troubles import Undelivered


class LedgerLook:
    """The half of a look that reads the ledger."""

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

    def letter_state(self, name: str) -> LetterState | None:
        """How far the letter of that name has come; None when it was never written."""
        return letterbox.state(self._connection, self._workspace, name)

    def address(self, name: str) -> str:
        """Where in Slack the message of that letter stands; empty where it does not."""
        stands = self.letter_state(name) if name else None
        if stands is None or not stands.ts:
            return ""
        return workspaces.address(self._connection, self._workspace, stands.channel or "", stands.ts)

    def unsent(self, kinds: Collection[str], now: datetime) -> list[Unsent]:
        """Letters of these kinds that are due and were never tried."""
        return mornings.unsent(self._connection, self._workspace, kinds, now)

    def waiting(self, at: datetime) -> list[Owed]:
        """Letters that wait in the ledger and may go by that moment."""
        return mornings.waiting(self._connection, self._workspace, at)

    def asked_since(self, person: PersonId, kinds: Collection[str], since: datetime) -> bool:
        """Whether this person got a letter of these kinds since then."""
        return mornings.asked_since(self._connection, self._workspace, person, kinds, since)

    def undelivered(self, now: datetime) -> tuple[Undelivered, ...]:
        """Letters that wait for a person to mend something, or are not tried again."""
        return troubles.standing(self._connection, self._workspace, now)

    def troubles(self, now: datetime) -> tuple[Undelivered, ...]:
        """Letters a person has to hear of, and was not told of yet."""
        return tuple(troubles.untold(self._connection, self._workspace, now).values())

    def told_of_trouble(self, start: datetime, end: datetime) -> tuple[Undelivered, ...]:
        """Letters somebody was told of in that time, and that have still not gone."""
        return troubles.told_between(self._connection, self._workspace, start, end)

    def trouble_told_in(self, hour: str) -> bool:
        """Whether anybody was told, or is being told, of trouble in that hour: 2026-03-06T12."""
        return troubles.is_told_in(self._connection, self._workspace, hour)
