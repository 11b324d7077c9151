"""When a letter that a click writes to somebody else goes out: not in the middle of their night.

Whoever clicks sees no clock but their own. To somebody who lives by the same clock a request goes at once, as
a colleague's word would; to anybody else, and where time itself decided, in the recipient's working hours.
Alerts, drills and answers do not wait.
"""

from datetime import datetime
from typing import Final

from playbook import calendar
from playbook.facts import PersonId
from playbook.known import Around
from playbook.letters import Letter
from playbook.succession import has_left

WAITS: Final = frozenset(
    {
        "ownership_asked",
        "ownership_declined",
        "authority_asked",
        "governance_asked",
        "governance_objected",
        "signature_asked",
        "handover_offered",
        "handover_declined",
        "proof_brought",
        "proof_doubted",
        "contest_stands",
        "ending_proposed",
        "tester_asked",
    }
)


def goes_at(letter: Letter, by: PersonId | None, around: Around) -> datetime | None:
    """The moment at which a letter may go; None for a new one to somebody whose account is closed."""
    if letter.replaces or letter.replies_to:
        return around.now
    if has_left(letter.to, around.people):
        return None
    waits = letter.notice.kind in WAITS and letter.to != by and not _same_clock(letter.to, by, around)
    return around.at_work(letter.to, around.now) if waits else around.now


def _same_clock(one: PersonId, other: PersonId | None, around: Around) -> bool:
    if other is None:
        return False
    walls = (calendar.local(around.now, around.zone_of(person)) for person in (one, other))
    return len({wall.utcoffset() for wall in walls}) == 1
