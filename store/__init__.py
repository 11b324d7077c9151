"""Where the bot remembers. Rows stay inside; the playbook's values cross the door."""

from store.inbox import Repeated
from store.letterbox import LetterState
from store.store import Store
from store.work import Reading, Work

__all__ = ["LetterState", "Reading", "Repeated", "Store", "Work"]
