"""Outgoing webhooks: one address a workspace, and a delivery for each letter that stands in Slack.

A delivery is written in the transaction that records its letter as sent, under the letter's own mark: the
same letter is never two. It is carried at least once, by whichever copy of the bot claims it.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, Index, Text, bindparam, delete, func, select, update
from sqlalchemy import text as sql
from sqlmodel import Field

from playbook.webhook import Webhook
from store.claims import Claim
from store.tables import Row, moment, own_workspace, table, use_cases, workspaces
from store.upsert import insert
from store.work import Look, Work

LEASE: Final = timedelta(minutes=2)  # until another copy may try
KEPT: Final = timedelta(days=7)
AT_ONCE: Final = 20
_PENDING: Final = "state = 'pending'"


class Webhooks(Row, table=True):
    """Where a workspace wants to hear of its notices; empty: nowhere. `number` counts its secrets."""

    __tablename__ = "webhooks"

    workspace: str = own_workspace()
    url: str
    private: bool
    number: int
    failing_since: datetime | None = moment(nullable=True)
    ended_because: str = ""


class Deliveries(Row, table=True):
    """What a webhook is told, by the mark of its letter."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_due", "next_at", sqlite_where=sql(_PENDING), postgresql_where=sql(_PENDING)),
    )

    workspace: str = own_workspace()
    id: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    state: str  # pending, delivered, dropped
    attempt: int
    made_at: datetime = moment()
    next_at: datetime = moment()


webhooks = table(Webhooks)
deliveries = table(Deliveries)
_WANTED: Final = select(webhooks.c.private).where(
    webhooks.c.workspace == bindparam("workspace"), webhooks.c.url != "", webhooks.c.ended_because == ""
)


@dataclass(frozen=True)
class Delivery:
    """A delivery somebody holds: what to tell, where, signed with what; `since` when it has been failing."""

    workspace: str
    id: str
    body: str
    attempt: int
    url: str
    secret: bytes
    since: datetime | None


def of(look: Look) -> Webhook | None:
    """Where this workspace wants to hear of its notices; None where it never said."""
    row = look._connection.execute(select(webhooks).where(_here(look._workspace))).one_or_none()
    return Webhook(**{name: getattr(row, name) for name in Webhook.model_fields}) if row else None


def keep(work: Work, wanted: Webhook) -> str:
    """Let notices go there from now on; answers the secret they are signed with, to be shown once."""
    row = {"workspace": work._workspace, **wanted.model_dump()}
    new = insert(work._connection, webhooks).values(row)
    work._connection.execute(
        new.on_conflict_do_update(index_elements=[webhooks.c.workspace], set_=wanted.model_dump())
    )
    work._audit("webhook set" if wanted.url else "webhook taken out", "webhook", None, None)
    secret = _secret(_ledger_key(work._connection, work._workspace), wanted.number)
    return f"whsec_{base64.b64encode(secret).decode()}"


def note(connection: Connection, claim: Claim, said: str, now: datetime) -> None:
    """Write down that this letter is to be told, where somebody wants to hear of it and may."""
    private = connection.scalar(_WANTED, {"workspace": claim.workspace})
    if private is None or (not private and _is_private(connection, claim)):
        return
    mark = claim.mark if claim.manner != "edit" else f"{claim.mark}-{claim.id}"
    row = {"workspace": claim.workspace, "id": mark, "state": "pending", "attempt": 0}
    row |= {"body": _told(claim, mark, said, now), "made_at": now, "next_at": now}
    connection.execute(insert(connection, deliveries).values(row).on_conflict_do_nothing())


def forget_old(connection: Connection, workspace: str, now: datetime) -> None:
    """Delete what was told more than a week ago, or is not told any more."""
    old = (deliveries.c.workspace == workspace) & (deliveries.c.made_at < now - KEPT)
    connection.execute(delete(deliveries).where(old, deliveries.c.state != "pending"))


def _is_private(connection: Connection, claim: Claim) -> bool:
    asked = select(use_cases.c.home_private).where(
        use_cases.c.workspace == claim.workspace, use_cases.c.number == claim.use_case
    )
    return bool(connection.scalar(asked))


def _told(claim: Claim, mark: str, said: str, now: datetime) -> str:
    """What a direct message says stays between the bot and that person: only that there is one is told."""
    direct = claim.to_person
    told = {
        "id": mark,
        "kind": claim.kind,
        "use_case": f"UC-{claim.use_case}" if claim.use_case else None,
        "manner": claim.manner,
        "at": now.isoformat(),
        "channel": None if direct else claim.to,
        "person": claim.to if direct else None,
        "text": None if direct or not said else said,
    }
    return json.dumps(told, ensure_ascii=False)


# --- carrying them


def due(connection: Connection, now: datetime) -> tuple[Delivery, ...]:
    """Hold what may go now, so that no other copy carries it at the same time."""
    ready = (
        select(deliveries.c.workspace, deliveries.c.id)
        .where(deliveries.c.state == "pending", deliveries.c.next_at <= now)
        .order_by(deliveries.c.next_at)
        .limit(AT_ONCE)
    )
    if connection.dialect.name == "postgresql":
        ready = ready.with_for_update(skip_locked=True)
    held = [_held(connection, row.workspace, row.id, now) for row in connection.execute(ready).all()]
    return tuple(one for one in held if one)


def _held(connection: Connection, workspace: str, id: str, now: datetime) -> Delivery | None:
    one = _one(workspace, id)
    taken = update(deliveries).where(one).values(next_at=now + LEASE, attempt=deliveries.c.attempt + 1)
    row = connection.execute(taken.returning(deliveries.c.body, deliveries.c.attempt)).one()
    hook = connection.execute(select(webhooks).where(_here(workspace))).one_or_none()
    if hook is None or not hook.url or hook.ended_because:
        connection.execute(update(deliveries).where(one).values(state="dropped"))
        return None
    secret = _secret(_ledger_key(connection, workspace), hook.number)
    return Delivery(workspace, id, row.body, row.attempt, hook.url, secret, hook.failing_since)


def delivered(connection: Connection, one: Delivery) -> None:
    """It was taken: it is not told again, and the webhook is well."""
    connection.execute(update(deliveries).where(_one(one.workspace, one.id)).values(state="delivered"))
    connection.execute(update(webhooks).where(_here(one.workspace)).values(failing_since=None))


def later(
    connection: Connection, one: Delivery, until: datetime, now: datetime, *, failed: bool = True
) -> None:
    """It was not taken, or not even told (no try, then): again at that moment."""
    again = {"next_at": until, "attempt": one.attempt - (not failed)}
    connection.execute(update(deliveries).where(_one(one.workspace, one.id)).values(again))
    if not failed:
        return
    well = _here(one.workspace) & webhooks.c.failing_since.is_(None)
    connection.execute(update(webhooks).where(well).values(failing_since=now))


def end(work: Work, because: str) -> bool:
    """Turn it off until somebody sets it anew, and drop what waits. False when it was off already."""
    on = _here(work._workspace) & (webhooks.c.ended_because == "") & (webhooks.c.url != "")
    if not work._connection.execute(update(webhooks).where(on).values(ended_because=because)).rowcount:
        return False
    waiting = (deliveries.c.workspace == work._workspace) & (deliveries.c.state == "pending")
    work._connection.execute(update(deliveries).where(waiting).values(state="dropped"))
    work._audit("webhook turned off", "webhook", None, None)
    return True


def earliest(connection: Connection) -> datetime | None:
    """When the next delivery may go."""
    asked = select(func.min(deliveries.c.next_at)).where(deliveries.c.state == "pending")
    found: datetime | None = connection.scalar(asked)
    return found


def _here(workspace: str) -> ColumnElement[bool]:
    return webhooks.c.workspace == workspace


def _one(workspace: str, id: str) -> ColumnElement[bool]:
    return (deliveries.c.workspace == workspace) & (deliveries.c.id == id)


def _ledger_key(connection: Connection, workspace: str) -> bytes:
    asked = select(workspaces.c.ledger_key).where(workspaces.c.id == workspace)
    key: bytes = connection.execute(asked).scalar_one()
    return key


def _secret(key: bytes, number: int) -> bytes:
    """Drawn from the workspace's own key, so that nothing more lies at rest."""
    return hmac.new(key, f"webhook|{number}".encode(), hashlib.sha256).digest()
