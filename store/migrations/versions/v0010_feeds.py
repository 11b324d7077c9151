"""The addresses of people's calendars."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nobody has one yet."""
    op.create_table(
        "feeds",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "person", "hash")),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_feeds_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "person", name="pk_feeds"),
    )
    op.create_index("ix_feeds_hash", "feeds", ["hash"], unique=True)


def downgrade() -> None:
    """An older version knows none: calendars find nothing, and people make a new one later."""
    op.drop_table("feeds")
