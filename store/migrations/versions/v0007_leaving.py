"""When the app was taken out of a workspace, and when what is kept there was last looked through."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime
from store.migrations.going_back import only_if_none

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add both: nobody was taken out yet, nothing was looked through."""
    for name in ("uninstalled_at", "tended_at"):
        op.add_column("workspaces", sa.Column(name, UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Only while the app is in: an older version would not delete what the last one promised to."""
    out = "SELECT COUNT(*) FROM workspaces WHERE uninstalled_at IS NOT NULL"
    only_if_none(out, "workspaces that took the app out")
    for name in ("uninstalled_at", "tended_at"):
        op.drop_column("workspaces", name)
