"""Beside a use case stands of which one it is a replica: lists and caps leave replicas to their originals."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; what is there is no replica."""
    op.add_column("use_cases", sa.Column("replica_of", sa.Integer(), nullable=True))
