"""Workspaces: which there are, what each has decided once, and whether Slack lets the bot in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from playbook.facts import Settings
from store.tables import workspaces
from store.upsert import insert

UNINSTALLED = "app_uninstalled"
A_DAY = timedelta(days=1)
# Made once: every beat, click or letter asks these.
_IDS: Final = select(workspaces.c.id).order_by(workspaces.c.id)
_HERE: Final = workspaces.c.id == bindparam("workspace")
_ENTER: Final = select(workspaces.c.id).where(_HERE).with_for_update(key_share=True)
_SETTINGS: Final = select(workspaces.c.settings).where(_HERE)
_UNTENDED: Final = _IDS.where(
    workspaces.c.tended_at.is_(None) | (workspaces.c.tended_at <= bindparam("yesterday"))
)


def listed(connection: Connection, state: str | None = None) -> tuple[str, ...]:
    """All workspaces, or those in that state, in the order of their ids."""
    return tuple(connection.scalars(_IDS.where(workspaces.c.state == state) if state else _IDS))


def enter(connection: Connection, workspace: str, now: datetime, chance: Callable[[int], bytes]) -> None:
    """Let one unit of work at a time into a workspace; its first one makes its row.

    So numbers have no gaps, the audit has one order, and two units of work cannot wait for each other.
    """
    here = {"workspace": workspace}
    if connection.scalar(_ENTER, here) is None:
        row = {
            "id": workspace,
            "name": "",
            "bot_user": "",
            "url": "",
            "ledger_key": chance(32),
            "state": "active",
            "settings": {},
            "settings_version": 0,
            "seen_at": now,
        }
        connection.execute(insert(connection, workspaces).values(row).on_conflict_do_nothing())
        connection.execute(_ENTER, here)


def install(
    connection: Connection, workspace: str, bot_user: str, name: str, url: str, now: datetime
) -> bool:
    """Remember how the bot is called there and let its letters go again. True when anything changed."""
    row = connection.execute(select(workspaces).where(workspaces.c.id == workspace)).one()
    after = {"bot_user": bot_user, "name": name or row.name, "url": url or row.url, "state": "active"}
    after |= {"uninstalled_at": None}
    if after == {column: getattr(row, column) for column in after}:
        return False
    after |= {"parked_because": None, "parked_at": None, "seen_at": now}
    connection.execute(update(workspaces).where(workspaces.c.id == workspace).values(after))
    return True


def address(connection: Connection, workspace: str, channel: str, ts: str) -> str:
    """The permalink of a message; empty while the workspace's own address is not known."""
    url = connection.scalar(select(workspaces.c.url).where(workspaces.c.id == workspace))
    return f"{url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}" if url else ""


def uninstall(connection: Connection, workspace: str, now: datetime) -> None:
    """The app was taken out: the days until everything is deleted begin, and nothing is tried meanwhile."""
    here = workspaces.c.id == workspace
    connection.execute(update(workspaces).where(here).values(uninstalled_at=now))
    park(connection, workspace, UNINSTALLED, now)


def to_tend(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Where nobody has looked for a day at what is kept."""
    return tuple(connection.scalars(_UNTENDED, {"yesterday": now - A_DAY}))


def tended(connection: Connection, workspace: str, now: datetime) -> datetime | None:
    """Note that somebody looked; answers since when the app is out."""
    here = workspaces.c.id == workspace
    connection.execute(update(workspaces).where(here).values(tended_at=now))
    out: datetime | None = connection.scalar(select(workspaces.c.uninstalled_at).where(here))
    return out


def remove(connection: Connection, workspace: str) -> None:
    """Delete a workspace with everything in it: the one delete the record allows."""
    connection.execute(delete(workspaces).where(workspaces.c.id == workspace))


def park(connection: Connection, workspace: str, because: str, now: datetime) -> None:
    """Slack refuses the bot there: nothing is tried until it is installed again, and nothing is lost."""
    values = {"state": "parked", "parked_because": because, "parked_at": now}
    connection.execute(
        update(workspaces).where(workspaces.c.id == workspace, workspaces.c.state == "active").values(values)
    )


def settings(connection: Connection, workspace: str) -> Settings:
    """What was decided; the defaults where nothing was."""
    row = connection.scalar(_SETTINGS, {"workspace": workspace})
    return Settings.model_validate(row or {})


def keep_settings(connection: Connection, workspace: str, before: Settings, after: Settings) -> bool:
    """Write settings over the version they were decided on. False when that is no longer the current one."""
    change = (
        update(workspaces)
        .where(workspaces.c.id == workspace, workspaces.c.settings_version == before.version)
        .values(settings=after.model_dump(mode="json"), settings_version=after.version)
    )
    return connection.execute(change).rowcount == 1
