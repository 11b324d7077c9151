"""The texts of a sealed decision get a salt each, so that its chain can hold their hashes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; what was sealed before has no salt, and its texts are not bound."""
    op.add_column("decision_texts", sa.Column("salt", sa.String(), nullable=False, server_default=""))
