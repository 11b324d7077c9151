"""Tokens of the ingest API, and what was answered to requests that may come again."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add both tables, empty."""
    op.create_table(
        "api_tokens",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "id", "hash", "name")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("use_cases", "metrics")),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        *(sa.Column(name, UtcDateTime(), nullable=False) for name in ("made_at", "expires_at")),
        *(sa.Column(name, UtcDateTime(), nullable=True) for name in ("revoked_at", "used_at")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("minute", "in_minute", "day", "in_day")),
        _of_a_workspace("api_tokens"),
        sa.PrimaryKeyConstraint("workspace", "id", name="pk_api_tokens"),
    )
    op.create_index("ix_api_tokens_id", "api_tokens", ["id"], unique=True)
    op.create_table(
        "api_answers",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("workspace", "token", "key", "request")),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of_a_workspace("api_answers"),
        sa.PrimaryKeyConstraint("workspace", "token", "key", name="pk_api_answers"),
    )
    op.create_index("ix_api_answers_at", "api_answers", ["workspace", "at"])


def downgrade() -> None:
    """An older version knows no tokens: programs are turned away, what they logged stays."""
    op.drop_table("api_answers")
    op.drop_table("api_tokens")


def _of_a_workspace(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace"], ["workspaces.id"], name=f"fk_{name}_workspace", ondelete="CASCADE"
    )
