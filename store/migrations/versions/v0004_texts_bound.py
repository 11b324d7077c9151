"""The texts of a sealed decision get a salt each, so that its chain can hold their hashes."""

import sqlalchemy as sa
from alembic import op

from store.migrations.going_back import only_if_none

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; what was sealed before has no salt, and its texts are not bound."""
    op.add_column("decision_texts", sa.Column("salt", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Only while no text is bound: without their salts, bound texts could not be checked again."""
    only_if_none("SELECT COUNT(*) FROM decision_texts WHERE salt <> ''", "bound texts of decisions")
    op.drop_column("decision_texts", "salt")
