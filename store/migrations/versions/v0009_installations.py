"""Several workspaces: how the bot is let in to each, and which installs came back from Slack already."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime
from store.migrations.going_back import only_if_none

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make both tables, empty: one workspace with its token in the environment needs neither."""
    words = [sa.Column(name, sa.String(), nullable=False) for name in ("app", "bot_id", "bot_user")]
    op.create_table(
        "installations",
        sa.Column("enterprise", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        *words,
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.Column("installed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise", "workspace", name="pk_installations"),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name="fk_installations_workspace", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "used_states",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_used_states"),
    )


def downgrade() -> None:
    """Only while nothing was installed by OAuth: an older version knows one workspace, by its token."""
    only_if_none("SELECT COUNT(*) FROM installations", "installations by OAuth")
    op.drop_table("used_states")
    op.drop_table("installations")
