"""When the app was taken out of a workspace, and when what is kept there was last looked through."""

import sqlalchemy as sa
from alembic import op

from store.columns import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add both: nobody was taken out yet, nothing was looked through."""
    for name in ("uninstalled_at", "tended_at"):
        op.add_column("workspaces", sa.Column(name, UtcDateTime(), nullable=True))
