"""A sealed decision judged again: by the same rules to the same bytes, by newer ones with the difference."""

from collections.abc import Sequence
from typing import Any, Final, Literal

from playbook.criteria import RULES_VERSION
from playbook.deciding import Criterion
from playbook.fact import Fact

Replay = Literal["equal", "differs", "unreadable"]
_SHOWN: Final = ("result", "because", "supplies", "act")


class Replayed(Fact):
    """What came of it; `differences` are lines for people, one for each value that differs."""

    replay: Replay
    sealed_rules: str
    rules: str
    differences: tuple[str, ...] = ()

    @property
    def newer(self) -> bool:
        """Whether the rules of today are others than those it was decided by."""
        return self.rules != self.sealed_rules


def compared(sealed: Sequence[dict[str, Any]], rules: str, found: Sequence[Criterion]) -> Replayed:
    """The criteria as they were sealed, and as they are found now on the same facts."""
    was = {one["name"]: one for one in sealed}
    now = {one.name: one.model_dump(mode="json") for one in found}
    names = [*was, *(name for name in now if name not in was)]
    lines = tuple(line for name in names for line in _lines(name, was.get(name), now.get(name)))
    in_order = list(was) == list(now)
    if not in_order and not lines:
        lines = ("the criteria come in another order",)
    replay: Replay = "differs" if lines else "equal"
    return Replayed(replay=replay, sealed_rules=rules, rules=RULES_VERSION, differences=lines)


def unreadable(rules: str, why: str) -> Replayed:
    """The rules of today cannot even read the sealed facts."""
    words = f"these rules cannot read the sealed facts: {why}"
    return Replayed(replay="unreadable", sealed_rules=rules, rules=RULES_VERSION, differences=(words,))


def _lines(name: str, was: dict[str, Any] | None, now: dict[str, Any] | None) -> list[str]:
    if was is None or now is None:
        return [
            f"{name}: " + ("is asked by these rules only" if was is None else "is not asked by these rules")
        ]
    fields = (*_SHOWN, *(field for field in {**was, **now} if field not in (*_SHOWN, "name")))
    return [
        f"{name}, {field}: sealed {was.get(field)!r}, now {now.get(field)!r}"
        for field in fields
        if was.get(field) != now.get(field)
    ]
