"""How the bot is let in where it was installed by OAuth: one installation a workspace, the latest."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from store import workspaces
from store.install_tables import installations, used_states
from store.tables import workspaces as workspace_rows
from store.upsert import insert
from store.work import Look, Work

REVOKED = "token_revoked"
KEPT = timedelta(hours=1)  # a used state is remembered; it is only believed for minutes


@dataclass(frozen=True)
class Installation:
    """One installation. `token` is sealed: the store cannot open it."""

    workspace: str
    enterprise: str
    app: str
    bot_id: str
    bot_user: str
    token: str
    scopes: str
    installed_by: str
    installed_at: datetime


def of(look: Look) -> Installation | None:
    """How the bot is let in here; None where it is not, or where its token is not kept."""
    return find(look._connection, look._workspace)


def is_known(look: Look) -> bool:
    """Whether the bot was ever here, and what it kept is not deleted yet."""
    here = workspace_rows.c.id == look._workspace
    return look._connection.scalar(select(workspace_rows.c.id).where(here)) is not None


def keep(work: Work, new: Installation, name: str, url: str) -> None:
    """Let the new installation stand in the place of any before it; letters go again."""
    _drop(work)
    work._connection.execute(insert(work._connection, installations).values(vars(new)))
    work.install(new.bot_user, name, url)
    work.wants_heart = True


def revoke(work: Work, now: datetime) -> None:
    """The token is dead: nothing is tried until the app is installed again."""
    _drop(work)
    workspaces.park(work._connection, work._workspace, REVOKED, now)
    work._audit("token revoked", "workspace", None, None)


def forget(work: Work) -> None:
    """No key opens the token: nothing is tried here until the app is installed again."""
    _drop(work)
    work._audit("token forgotten", "workspace", None, None)


def uninstall(work: Work, now: datetime) -> None:
    """The app was taken out: its token goes, and the days until everything is deleted begin."""
    _drop(work)
    workspaces.uninstall(work._connection, work._workspace, now)
    work._audit("uninstalled", "workspace", None, None)


def _drop(work: Work) -> None:
    here = installations.c.workspace == work._workspace
    work._connection.execute(delete(installations).where(here))


# --- asked for by the store itself


def find(connection: Connection, workspace: str) -> Installation | None:
    """The installation in a workspace."""
    row = connection.execute(select(installations).where(installations.c.workspace == workspace)).first()
    return Installation(**row._mapping) if row else None


def listed(connection: Connection) -> tuple[Installation, ...]:
    """All of them, in the order of their workspaces."""
    rows = connection.execute(select(installations).order_by(installations.c.workspace))
    return tuple(Installation(**row._mapping) for row in rows)


def reseal(connection: Connection, before: Installation, token: str) -> bool:
    """Keep a token under another key. False when it is another one by now."""
    here = (installations.c.workspace == before.workspace, installations.c.token == before.token)
    return connection.execute(update(installations).where(*here).values(token=token)).rowcount == 1


def use_state(connection: Connection, state: str, now: datetime) -> bool:
    """Note that an install came back from Slack. False when it did before."""
    connection.execute(delete(used_states).where(used_states.c.used_at < now - KEPT))
    new = insert(connection, used_states).values(state=state, used_at=now).on_conflict_do_nothing()
    return connection.scalar(new.returning(used_states.c.state)) is not None
