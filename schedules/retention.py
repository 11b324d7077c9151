"""Once a day: readings stop naming their authors; a workspace that took the app out is deleted in time."""

import logging
from datetime import datetime

from store import Store, keeping

log = logging.getLogger(__name__)


def run(store: Store, now: datetime) -> None:
    """Look through every workspace whose day has come."""
    for workspace in store.to_tend(now):
        with store.work(workspace, now, via="clock") as work:
            gone = keeping.tend(work, now)
        if gone:
            log.warning("workspace %s took the app out; its data was deleted, as it is set there", workspace)
