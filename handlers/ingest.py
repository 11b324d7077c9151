"""What a program says by the ingest API: readings, and the question where a use case stands.

Read, decide, write as for a click, in one unit of work; who speaks is the token, by its name.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from playbook import ingest, receipts, tokens
from playbook.facts import Person, Pilot
from playbook.ingest import GivenReading, Placed, Taken, UseCaseStanding
from playbook.known import Known
from playbook.receipts import receipt
from store import Look, Store, Work, changes
from store import tokens as keys
from store.tokens import Admitted, Answer

CREATED, OK = 201, 200


class Repeatable(NamedTuple):
    """The idempotency key a request came with, and a hash of what it said."""

    key: str
    request: str


def standing(store: Store, admitted: Admitted, number: int, now: datetime) -> UseCaseStanding:
    """Where a use case stands, for a token that reaches it."""
    with store.read(admitted.workspace) as look:
        pilot = _reached(look, admitted, number)
        return ingest.standing(pilot, admitted.token, look.around(pilot.use_case, now))


def log(
    store: Store,
    admitted: Admitted,
    number: int,
    given: Sequence[GivenReading],
    once: Repeatable | None,
    now: datetime,
) -> Answer:
    """Take the readings of a request, or none of them; a repeat is answered as the first was."""
    token = admitted.token
    with store.work(admitted.workspace, now, by=token.speaker, via="api") as work:
        if once and (before := keys.answered(work, token, once.key, once.request)):
            return before
        pilot = _reached(work, admitted, number)
        known = _known(work, admitted, now)
        placed = ingest.place(pilot, given, token, known)
        new, taken = written(work, pilot, placed, now)
        answer = Answer(CREATED if new else OK, taken.model_dump_json())
        if once:
            keys.keep_answer(work, token, once.key, once.request, answer, now)
    return answer


def _reached(look: Look, admitted: Admitted, number: int) -> Pilot:
    tokens.check_scope(admitted.token, number)
    use_case = look.use_case(number)
    tokens.check_reach(admitted.token, use_case)
    return look.with_readings(use_case)


def _known(look: Look, admitted: Admitted, now: datetime) -> Known:
    token = admitted.token
    actor = Person(id=token.speaker, name=token.name, bot=True)
    return Known(actor=actor, now=now, settings=look.settings())


def written(work: Work, before: Pilot, placed: Sequence[Placed], now: datetime) -> tuple[bool, Taken]:
    """Write what is new with all that follows; whether anything was, and what is answered."""
    new = tuple(one.reading for one in placed if one.status != "on record already")
    if not new:
        return False, ingest.told(before, placed, (), work.around(before.use_case, now))
    after, added = changes.log(work, before, new, "logged by itself", now)
    around = work.around(after.use_case, now)
    first = next(one for one in placed if one.status != "on record already")
    work.post(*receipts.to_the_owner(receipt(before, after, added, first.told, around), after))
    return True, ingest.told(after, placed, added, around)
