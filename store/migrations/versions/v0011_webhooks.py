"""Outgoing webhooks, and what they are told."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nobody has one yet."""
    op.create_table(
        "webhooks",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "url")),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=False),
        _of_a_workspace("webhooks"),
        sa.PrimaryKeyConstraint("workspace", name="pk_webhooks"),
    )
    op.create_table(
        "deliveries",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "id")),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        *(sa.Column(name, UtcDateTime(), nullable=False) for name in ("made_at", "next_at")),
        _of_a_workspace("deliveries"),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_deliveries"),
    )
    pending = sa.text("state = 'pending'")
    op.create_index(
        "ix_deliveries_due", "deliveries", ["next_at"], sqlite_where=pending, postgresql_where=pending
    )


def downgrade() -> None:
    """An older version tells nobody; an admin sets it again later."""
    op.drop_table("deliveries")
    op.drop_table("webhooks")


def _of_a_workspace(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace"], ["workspaces.id"], name=f"fk_{name}_workspace", ondelete="CASCADE"
    )
