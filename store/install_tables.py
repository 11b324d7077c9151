"""The tables of installations by OAuth. Like store/tables.py, imported by store/ alone."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from store.tables import Row, moment, own_workspace, table


class Installations(Row, table=True):
    """How the bot is let in where it was installed by OAuth; `token` is sealed, see bot/keys.py."""

    __tablename__ = "installations"

    enterprise: str = Field(primary_key=True)  # empty outside of Enterprise Grid: NULLs would be distinct
    workspace: str = own_workspace()
    app: str
    bot_id: str
    bot_user: str
    token: str = Field(sa_type=Text)
    scopes: str = Field(sa_type=Text)
    installed_by: str
    installed_at: datetime = moment()


class UsedStates(Row, table=True):
    """Installs that came back from Slack, by the hash of their state: none comes back twice."""

    __tablename__ = "used_states"

    state: str = Field(primary_key=True)
    used_at: datetime = moment()


installations = table(Installations)
used_states = table(UsedStates)
