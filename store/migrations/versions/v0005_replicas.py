"""Beside a use case stands of which one it is a replica: lists and caps leave replicas to their originals."""

import sqlalchemy as sa
from alembic import op

from store.migrations.going_back import only_if_none

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; what is there is no replica."""
    op.add_column("use_cases", sa.Column("replica_of", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Only while there is no replica: an older version would count it as a use case of its own."""
    only_if_none("SELECT COUNT(*) FROM use_cases WHERE replica_of IS NOT NULL", "replicas")
    op.drop_column("use_cases", "replica_of")
