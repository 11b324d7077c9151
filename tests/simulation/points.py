"""The named points between the steps: at each of them a copy of the bot may die, or stand still for a while.

They are put around the real store from outside: inside and after every transaction, by the verb it serves,
and (in wire.py) before and after every request. Production code knows nothing of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from sqlalchemy import Connection

from store import Store

VERBS: Final = tuple(
    "claim sent told_by wait release lost_sight could_not_look not_found say_plainly stand_alone bury cancel "
    "root_is_gone close_gate park to_sweep swept gone keep_direct_channel".split()
)
METHODS: Final = (
    "conversations.open",
    "chat.postMessage",
    "chat.update",
    "chat.delete",
    "conversations.history",
    "conversations.replies",
)
BEAT, WORK = "beat", "work"
POINTS: Final = (
    *(f"{where} {verb}" for verb in (*VERBS, BEAT, WORK) for where in ("in", "after")),
    *(f"{where} {method}" for method in METHODS for where in ("before", "after")),
)
_verb: Final = ContextVar("verb", default=WORK)  # of the step that whoever has the turn is in


@contextmanager
def watched(store: Store, visit: Callable[[str], None]) -> Iterator[None]:
    """As long as this lasts, every transaction of the store passes its points."""
    database = store._database
    write = database.write

    @contextmanager
    def watched_write() -> Iterator[Connection]:
        verb = _verb.get()
        with write() as connection:
            yield connection
            visit(f"in {verb}")
        visit(f"after {verb}")

    def named(verb: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **more: Any) -> Any:
            before = _verb.set(verb)
            try:
                return does(*given, **more)
            finally:
                _verb.reset(before)

        return step

    stand_ins = [(store.outbox, verb) for verb in VERBS] + [(store, BEAT)]
    for owner, verb in stand_ins:
        setattr(owner, verb, named(verb, getattr(owner, verb)))
    database.write = watched_write  # type: ignore[method-assign]
    try:
        yield
    finally:
        for owner, verb in (*stand_ins, (database, "write")):
            delattr(owner, verb)
