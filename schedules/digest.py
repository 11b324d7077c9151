"""The monthly digest by itself: on its day, or late when the bot was down; once a month, whoever is first."""

from datetime import datetime

from playbook import reviews
from store import Store, review


def run(store: Store, now: datetime) -> None:
    """Post what was due last and was not posted, in every workspace."""
    for workspace in store.workspaces():
        with store.read(workspace) as look:
            month = reviews.newest_due(now, look.settings())
            due = review.is_owed(look, month)
        if due:
            with store.work(workspace, now, via="heart") as work:
                if review.is_owed(work, month):
                    review.post(work, month, now)
