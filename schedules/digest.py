"""The monthly digest by itself: on its day, or late when the bot was down; once a month, whoever is first."""

from collections.abc import Mapping
from datetime import datetime

from blocks import digest_files
from playbook import reviews
from playbook.letters import AnyNotice
from playbook.review_notices import DigestAttached
from store import Look, Store, review


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


def files(look: Look, notice: AnyNotice, now: datetime) -> Mapping[str, bytes]:
    """The files of a digest, as it was posted."""
    posted = review.posted(look, notice.month) if isinstance(notice, DigestAttached) else None
    if posted is None:
        return {}
    names = review.names_in(look, posted.lines)
    return digest_files.files(posted.root.month, posted.lines, posted.root.truth, names, now)
