"""Readings, how people want to be asked, and when the calendar is asked again about each use case."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime
from store.migrations.going_back import only_if_none

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add them; about what is there already the calendar is asked at once."""
    _readings()
    _habits()
    op.add_column("use_cases", sa.Column("plan_at", UtcDateTime(), nullable=True))
    op.create_index("ix_use_cases_plan_at", "use_cases", ["workspace", "plan_at"], unique=False)
    op.execute("UPDATE use_cases SET plan_at = registered_at")


def downgrade() -> None:
    """Only before anything was measured and before anybody said how to be asked."""
    only_if_none("SELECT COUNT(*) FROM readings", "readings")
    only_if_none("SELECT COUNT(*) FROM habits", "habits of people")
    op.drop_table("readings")
    op.drop_table("habits")
    op.drop_index("ix_use_cases_plan_at", "use_cases")
    op.drop_column("use_cases", "plan_at")


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("use_case", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measured", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("num", sa.Integer(), nullable=True),
        sa.Column("den", sa.Integer(), nullable=True),
        sa.Column("spread", sa.Float(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_readings_workspace", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "use_case"],
            ["use_cases.workspace", "use_cases.number"],
            name="fk_readings_workspace_use_case",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "use_case", "number", name="pk_readings"),
    )
    op.create_index("ix_readings_day", "readings", ["workspace", "use_case", "measured", "day"], unique=False)
    typed = sa.text("message <> ''")
    by_message = ["workspace", "message"]
    op.create_index("ix_readings_message", "readings", by_message, sqlite_where=typed, postgresql_where=typed)


def _habits() -> None:
    op.create_table(
        "habits",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_habits_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "person", name="pk_habits"),
    )
