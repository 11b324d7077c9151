"""The tables of sealed decisions. Like all tables they are known inside store/ only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text
from sqlmodel import Field

from store.tables import Row, moment, one_of, own_workspace, table


class Decisions(Row, table=True):
    """Sealed decisions, each with the hash of the one before. Triggers let no stage move without one."""

    __tablename__ = "decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "use_case"], ["use_cases.workspace", "use_cases.number"], ondelete="CASCADE"
        ),
        one_of("choice", ("go", "redesign", "stop")),
        one_of("gate", ("entry", "pilot", "limited_production", "scale")),
        CheckConstraint(
            "choice <> 'go' OR (sealed NOT LIKE '%\"result\":\"not_met\"%' "
            'AND sealed NOT LIKE \'%"result":"unclear"%\' AND sealed LIKE \'%"result":"met"%\')',
            name="all_met",
        ),
    )

    workspace: str = own_workspace()
    use_case: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    gate: str
    attempt: int
    choice: str
    at: datetime = moment()
    sealed: str = Field(sa_type=Text)
    inputs: str = Field(sa_type=Text)
    previous: str
    hash: str


class DecisionTexts(Row, table=True):
    """What people typed into a decision's inputs, by token: may be erased without breaking the chain."""

    __tablename__ = "decision_texts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "use_case", "number"],
            ["decisions.workspace", "decisions.use_case", "decisions.number"],
            ondelete="CASCADE",
        ),
    )

    workspace: str = Field(primary_key=True)
    use_case: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    token: str = Field(primary_key=True)
    salt: str = Field(
        default="", sa_column_kwargs={"server_default": ""}
    )  # "": sealed before texts were bound
    text: str = Field(sa_type=Text)


decisions = table(Decisions)
decision_texts = table(DecisionTexts)
