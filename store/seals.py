"""Sealed decisions: what was decided, on which facts, chained by hashes; the facts can be judged again.

People stand in a seal by their random ids and typed texts by tokens, one for each text of a seal, so that the
rules read veiled facts as they read the real ones. Names and texts lie in tables of their own and may be
erased.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, select

from playbook import criteria
from playbook.deciding import Criterion, Decision
from playbook.facts import PersonId, Pilot, Reading, Settings, UseCase
from playbook.known import Around
from playbook.replaying import Replayed, compared, unreadable
from store import people, pilots
from store.audit import PEOPLE, PLACES, START, kinds, text_hash
from store.sealed_tables import decision_texts, decisions
from store.upsert import insert

# Texts that are no free words: the rules compare them with words of their own.
PLAIN: Final = PLACES | {"unit", "thing", "month"}


class NotAsDecided(RuntimeError):
    """The veiled facts give other results than the real ones: a rule reads a text it should not."""


def seal(
    connection: Connection, workspace: str, before: UseCase | None, after: UseCase, settings: Settings
) -> None:
    """Write every decision that `after` has and `before` has not. The caller holds the workspace."""
    for decision in after.decisions[len(before.decisions) if before else 0 :]:
        _seal(connection, workspace, _undecided(before, after), decision, settings)


def _undecided(before: UseCase | None, after: UseCase) -> UseCase:
    """The use case as the decision found it: with the vote, without what the decision changed."""
    if before is None:
        return after.model_copy(update={"decisions": (), "stage": "frame", "outcome": None, "pause": None})
    kept = {name: getattr(before, name) for name in ("decisions", "stage", "outcome", "pause")}
    return after.model_copy(update=kept)


def _seal(
    connection: Connection, workspace: str, use_case: UseCase, decision: Decision, settings: Settings
) -> None:
    inputs = _inputs(pilots.of(connection, workspace, use_case), decision, settings)
    named = {*_people(list(inputs.values()), ""), *_people(decision, "")}
    veil = _Veil(people.random_ids(connection, workspace, named))
    veiled = {name: veil.over(value) for name, value in inputs.items()}
    found = judge(decision.gate, veiled)
    if [(one.name, one.result) for one in found] != [(one.name, one.result) for one in decision.criteria]:
        raise NotAsDecided(decision.gate)
    told = {
        "rules": criteria.RULES_VERSION,
        "use_case": use_case.number,
        **veil.over(decision.model_copy(update={"criteria": ()})),
        "criteria": [_plain(one) for one in found],
    }
    texts = [
        {"token": token, "salt": secrets.token_hex(16), "text": text} for token, text in veil.texts.items()
    ]
    told["texts"] = {one["token"]: text_hash(one["salt"], one["text"]) for one in texts}
    row = _row(connection, workspace, use_case.number, decision, told, veiled)
    connection.execute(insert(connection, decisions).values(row))
    key = {"workspace": workspace, "use_case": use_case.number, "number": decision.number}
    if texts:
        connection.execute(insert(connection, decision_texts), [key | one for one in texts])


def _inputs(pilot: Pilot, decision: Decision, settings: Settings) -> dict[str, Any]:
    """What `judge` reads, with the moment of the decision for its now."""
    return {
        "use_case": pilot.use_case,
        "readings": pilot.readings,
        "kin": pilot.kin,
        "settings": settings,
        "now": decision.at,
    }


def judge(gate: Any, inputs: dict[str, Any]) -> tuple[Criterion, ...]:
    """The criteria of a gate as the sealed facts give them: the same rules, the same bytes, at any time."""
    use_case = UseCase.model_validate(inputs["use_case"])
    measured = tuple(Reading.model_validate(one) for one in inputs["readings"])
    kin = tuple(Pilot.model_validate(one) for one in inputs.get("kin", ()))  # not there before rules 2
    around = Around(
        now=datetime.fromisoformat(inputs["now"]), settings=Settings.model_validate(inputs["settings"])
    )
    return criteria.of(gate, Pilot(use_case=use_case, readings=measured, kin=kin), around)


def first_false(connection: Connection, workspace: str, use_case: int) -> int | None:
    """The number of the first sealed decision that is not as it was written; None when the chain holds."""
    previous, expected = START, 1
    for row in connection.execute(_chain(workspace, use_case)):
        if (row.number, row.previous, row.hash) != (expected, previous, seal_hash(row._mapping)):
            return expected
        previous, expected = row.hash, expected + 1
    return None


def replayed(found: dict[str, Any]) -> Replayed:
    """A decision from `sealed`, judged again by the rules of today."""
    told = found["sealed"]
    try:
        again = judge(told["gate"], found["inputs"])
    except (ValidationError, KeyError) as error:
        return unreadable(told["rules"], _first(error))
    return compared(told["criteria"], told["rules"], again)


def _first(error: ValidationError | KeyError) -> str:
    if isinstance(error, KeyError):
        return f"{error} is not there"
    one = error.errors(include_input=False)[0]
    return f"{'.'.join(map(str, one['loc']))}: {one['msg']}"


def sealed(connection: Connection, workspace: str, use_case: int) -> list[dict[str, Any]]:
    """Every sealed decision of a use case with its facts, as written."""
    return [
        {"sealed": json.loads(row.sealed), "inputs": json.loads(row.inputs), "hash": row.hash}
        for row in connection.execute(_chain(workspace, use_case))
    ]


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _plain(criterion: Criterion) -> dict[str, Any]:
    return criterion.model_dump(mode="json")


def _row(
    connection: Connection,
    workspace: str,
    use_case: int,
    decision: Decision,
    told: dict[str, Any],
    inputs: dict[str, Any],
) -> dict[str, Any]:
    last = connection.execute(_chain(workspace, use_case).order_by(None).order_by(decisions.c.number.desc()))
    before = last.first()
    row = {
        "workspace": workspace,
        "use_case": use_case,
        "number": decision.number,
        "gate": decision.gate,
        "attempt": decision.attempt,
        "choice": decision.choice,
        "at": decision.at,
        "sealed": canonical(told),
        "inputs": canonical(inputs),
        "previous": before.hash if before else START,
    }
    return row | {"hash": seal_hash(row)}


def seal_hash(row: Any) -> str:
    """The hash of a sealed decision, over everything it says and the hash before it."""
    said = {name: row[name] for name in ("workspace", "use_case", "number", "sealed", "inputs", "previous")}
    said |= {
        "gate": row["gate"],
        "attempt": row["attempt"],
        "choice": row["choice"],
        "at": row["at"].timestamp(),
    }
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _chain(workspace: str, use_case: int) -> Any:
    here = (decisions.c.workspace == workspace) & (decisions.c.use_case == use_case)
    return select(decisions).where(here).order_by(decisions.c.number)


def _people(value: Any, field: str) -> Iterator[PersonId]:
    """Everybody who is named anywhere."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _people(getattr(value, name), name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _people(inner, field)
    elif isinstance(value, str) and field in PEOPLE:
        yield value


class _Veil:
    """Takes names and typed texts out of facts; equal texts get equal tokens, whatever their case."""

    def __init__(self, ids: dict[PersonId, str]) -> None:
        self._ids, self._salt = ids, secrets.token_bytes(16)
        self.texts: dict[str, str] = {}

    def over(self, value: Any, field: str = "", *, typed: bool = False) -> Any:
        if isinstance(value, BaseModel):
            return {
                name: self.over(getattr(value, name), name, typed=str in kinds(about.annotation))
                for name, about in type(value).model_fields.items()
            }
        if isinstance(value, list | tuple):
            return [self.over(inner, field, typed=typed) for inner in value]
        if isinstance(value, date | datetime | time):
            return value.isoformat()
        return self._text(value, field) if isinstance(value, str) and value and typed else value

    def _text(self, text: str, field: str) -> str:
        if field in PEOPLE:
            return self._ids[text]
        if field in PLAIN:
            return text
        token = hmac.new(self._salt, text.casefold().encode("utf-8", "surrogatepass"), hashlib.sha256)
        return self._kept(f"t:{token.hexdigest()[:24]}", text)

    def _kept(self, token: str, text: str) -> str:
        self.texts.setdefault(token, text)
        return token
