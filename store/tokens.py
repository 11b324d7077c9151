"""Tokens of the ingest API: made, ended, let in at a limited rate; and the answers a repeat is given again.

Of a secret only its SHA-256 is kept: 256 bits of chance need no slower hash. What a token may do per minute
and per day is counted in its row, so that all copies of the bot count together.
"""

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Connection, Index, Text, case, delete, select, update
from sqlmodel import Field

from playbook.facts import Person
from playbook.refusals import Refusal
from playbook.tokens import PER_DAY, PER_MINUTE, ApiToken, TooMany, UnknownToken, check_alive
from store.columns import Document
from store.shown_once import hash_of
from store.tables import Row, moment, own_workspace, table, workspaces
from store.upsert import insert
from store.work import Look, Work

KEPT = timedelta(days=7)  # answers, for repeats of their request
MINUTE, DAY = 60, 86_400  # seconds
_FORM: Final = re.compile(r"pil_([0-9a-f]{16})_[A-Za-z0-9_-]{43}")
_FIELDS: Final = tuple(ApiToken.model_fields)
_MANY: Final = TypeAdapter(tuple[ApiToken, ...])


class ApiTokens(Row, table=True):
    """A token, how much it was used in the running minute and day, and the hash of what was shown once."""

    __tablename__ = "api_tokens"
    __table_args__ = (Index("ix_api_tokens_id", "id", unique=True),)

    workspace: str = own_workspace()
    id: str = Field(primary_key=True)
    hash: str
    name: str
    use_cases: list[int] = Field(sa_type=Document)
    metrics: list[str] = Field(sa_type=Document)
    inside: bool
    made_by: str
    made_at: datetime = moment()
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)
    used_at: datetime | None = moment(nullable=True)
    minute: int = 0  # since 1970: the one that is counted
    in_minute: int = 0
    day: int = 0
    in_day: int = 0


class ApiAnswers(Row, table=True):
    """What was answered to a request with an idempotency key; a repeat gets it again."""

    __tablename__ = "api_answers"
    __table_args__ = (Index("ix_api_answers_at", "workspace", "at"),)

    workspace: str = own_workspace()
    token: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request: str
    status: int
    answer: str = Field(sa_type=Text)
    at: datetime = moment()


tokens = table(ApiTokens)
answers = table(ApiAnswers)
_COLUMNS: Final = [tokens.c[name] for name in _FIELDS]


class Admitted(NamedTuple):
    """Whose token it is, and what it may."""

    workspace: str
    token: ApiToken


@dataclass(frozen=True)
class Answer:
    """What was answered: an HTTP status and the body."""

    status: int
    body: str


class KeyReused(Refusal):
    """This Idempotency-Key came before with another request."""


def mint() -> tuple[str, str]:
    """A new id, and the whole token to be shown once."""
    id = secrets.token_hex(8)
    return id, f"pil_{id}_{secrets.token_urlsafe(32)}"


def make(work: Work, token: ApiToken, shown: str) -> None:
    """Keep a token by the hash of what was shown; the record knows whoever speaks by it under its name."""
    row = {
        "workspace": work._workspace,
        "hash": hash_of(shown),
        "minute": 0,
        "in_minute": 0,
        "day": 0,
        "in_day": 0,
    }
    work._connection.execute(insert(work._connection, tokens).values(row | token.model_dump()))
    work.keep_person(Person(id=token.speaker, name=token.name, bot=True))
    work._audit("token made", f"token {token.id}", None, token)


def of(look: Look) -> tuple[ApiToken, ...]:
    """Every token of a workspace, the newest first."""
    asked = select(*_COLUMNS).where(tokens.c.workspace == look._workspace)
    return _several(look._connection.execute(asked.order_by(tokens.c.made_at.desc(), tokens.c.id)))


def revoke(work: Work, token: ApiToken, now: datetime) -> bool:
    """End a token at once. False when it was ended before."""
    one = (tokens.c.workspace == work._workspace) & (tokens.c.id == token.id) & tokens.c.revoked_at.is_(None)
    ended = work._connection.execute(update(tokens).where(one).values(revoked_at=now)).rowcount == 1
    if ended:
        revoked = token.model_copy(update={"revoked_at": now})
        work._audit("token revoked", f"token {token.id}", token, revoked)
    return ended


def find(connection: Connection, said: str, now: datetime) -> Admitted:
    """Whose token this is: the one question that finds a workspace by something else.

    An unknown token and a wrong secret take the same steps. Raises `UnknownToken`, `EndedToken`.
    """
    form = _FORM.fullmatch(said)
    asked = select(tokens.c.workspace, tokens.c.hash, *_COLUMNS).join(workspaces)
    installed = (tokens.c.id == (form[1] if form else "")) & workspaces.c.uninstalled_at.is_(None)
    row = connection.execute(asked.where(installed)).one_or_none()
    right = hmac.compare_digest(hash_of(said), row.hash if row else hash_of(""))
    if row is None or not right:
        raise UnknownToken
    token = _several([row])[0]
    check_alive(token, now)
    return Admitted(row.workspace, token)


def count(connection: Connection, admitted: Admitted, now: datetime) -> None:
    """One request more, in one statement: no two copies of the bot take the last one. Raises `TooMany`."""
    second, token = int(now.timestamp()), admitted.token
    minute, day = second // MINUTE, second // DAY
    in_minute = case((tokens.c.minute == minute, tokens.c.in_minute), else_=0) + 1
    in_day = case((tokens.c.day == day, tokens.c.in_day), else_=0) + 1
    one = (tokens.c.workspace == admitted.workspace) & (tokens.c.id == token.id)
    counted = {"minute": minute, "in_minute": in_minute, "day": day, "in_day": in_day, "used_at": now}
    room = (in_minute <= PER_MINUTE) & (in_day <= PER_DAY)
    if connection.execute(update(tokens).where(one, room).values(counted)).rowcount:
        return
    used_up = connection.scalar(select(in_day > PER_DAY).where(one))
    words = f"{PER_DAY:,} requests a day" if used_up else f"{PER_MINUTE} requests a minute"
    span = DAY if used_up else MINUTE
    raise TooMany(f"The token “{token.name}” has made its {words}.", span - second % span)


def answered(look: Look, token: ApiToken, key: str, request: str) -> Answer | None:
    """What this very request was answered before. Raises `KeyReused` for another one under the same key."""
    mine = (answers.c.workspace == look._workspace) & (answers.c.token == token.id)
    row = look._connection.execute(select(answers).where(mine, answers.c.key == key)).one_or_none()
    if row and row.request != request:
        raise KeyReused
    return Answer(row.status, row.answer) if row else None


def keep_answer(work: Work, token: ApiToken, key: str, request: str, answer: Answer, now: datetime) -> None:
    """Keep an answer for repeats, in the unit of work that made it true; old ones go."""
    row = {"workspace": work._workspace, "token": token.id, "key": key, "request": request, "at": now}
    told = {"status": answer.status, "answer": answer.body}
    work._connection.execute(insert(work._connection, answers).values(row | told))
    old = (answers.c.workspace == work._workspace) & (answers.c.at < now - KEPT)
    work._connection.execute(delete(answers).where(old))


def _several(rows: Iterable[Any]) -> tuple[ApiToken, ...]:
    return _MANY.validate_python([{name: row._mapping[name] for name in _FIELDS} for row in rows])
