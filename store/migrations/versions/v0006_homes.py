"""Homes that were opened, each published anew when something of its person's changes; and letters that
answer in a thread people began."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime
from store.migrations.going_back import only_if_none

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add them; whoever opened theirs before is remembered the next time they do."""
    op.create_table(
        "homes",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_homes_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "person", name="pk_homes"),
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index("ix_homes_due", "homes", ["due_at"], sqlite_where=due, postgresql_where=due)
    op.add_column("workspaces", sa.Column("url", sa.String(), nullable=False, server_default=""))
    op.add_column("letters", sa.Column("joins_ts", sa.String(), nullable=True))


def downgrade() -> None:
    """Only while no letter waits to join a thread; Homes and addresses are found again by themselves."""
    waiting = "SELECT COUNT(*) FROM letters WHERE joins_ts IS NOT NULL AND state IN ('pending', 'unknown')"
    only_if_none(waiting, "letters that wait to join a thread")
    op.drop_table("homes")
    op.drop_column("workspaces", "url")
    op.drop_column("letters", "joins_ts")
