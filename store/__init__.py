"""Where the bot remembers. Rows stay inside; the playbook's values cross the door."""

from store.claims import Claim
from store.homes import Home
from store.inbox import Repeated
from store.installations import Installation
from store.letterbox import LetterState, Posted
from store.moving import CannotCopy
from store.outbox import Message, Outbox, Trouble
from store.pulse import Pulse, SharedFile
from store.schema import Newer, OneWay, Unreachable
from store.seals import replayed
from store.standing import Counted
from store.store import Store
from store.sweep import Standing
from store.times import Times
from store.troubles import Undelivered
from store.verify import Broken, Verdict, Verified
from store.work import Look, Work

__all__ = [
    "Broken",
    "CannotCopy",
    "Claim",
    "Counted",
    "Home",
    "Installation",
    "LetterState",
    "Message",
    "Newer",
    "OneWay",
    "Outbox",
    "Posted",
    "Pulse",
    "Look",
    "Repeated",
    "SharedFile",
    "Standing",
    "Store",
    "Times",
    "Trouble",
    "Undelivered",
    "Unreachable",
    "Verdict",
    "Verified",
    "Work",
    "replayed",
]
