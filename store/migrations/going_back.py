"""Going back one version: allowed where nothing is lost that an older version could not keep."""

import sqlalchemy as sa
from alembic import op

from store.schema import OneWay


def only_if_none(question: str, what: str) -> None:
    """Refuse to go back while the question counts anything."""
    if found := op.get_bind().scalar(sa.text(question)):
        raise OneWay(
            f"Nothing was changed: an older version cannot keep {found} {what}. Restore a backup made before."
        )
