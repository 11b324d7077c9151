"""How the playbook says no: the docstring of a refusal is what the person reads by default."""

from collections.abc import Mapping
from typing import Any, Self


class Refusal(Exception):
    """That is not possible here."""

    def __init__(self, words: str = "", *, field: str | None = None, ways: tuple[str, ...] = ()) -> None:
        super().__init__(words or (type(self).__doc__ or "").strip())
        self.field = field  # the block_id of the input it belongs beside
        self.ways = ways  # the legitimate ways forward, in words

    @property
    def words(self) -> str:
        """The refusal and its ways forward, as one text without markup."""
        return "\n".join((str(self), *(f"- {way}" for way in self.ways)))


class Refusals(Refusal):
    """Several things stand in the way at once; each keeps its own field."""

    def __init__(self, *each: Refusal) -> None:
        super().__init__("\n".join(one.words for one in each))
        self.each = each

    @classmethod
    def raise_any(cls, each: list[Refusal]) -> None:
        """Refuse when the list holds anything; one alone is raised as itself."""
        if len(each) == 1:
            raise each[0]
        if each:
            raise cls(*each)

    def __reduce__(self) -> tuple[type[Self], tuple[Refusal, ...]]:
        return type(self), self.each


class NotAllowed(Refusal):
    """You may not do this for that use case."""


class NoSuchUseCase(Refusal):
    """There is no such use case here, or it is private and you are not part of it."""


class Stale(Refusal):
    """Someone else changed this while you were typing."""

    def __init__(self, words: str, *, changed_by: str | None = None) -> None:
        super().__init__(words)
        self.changed_by = changed_by


class AlreadyDone(Refusal):
    """This was already done."""


_WORDS_FOR = {
    "missing": "This is needed.",
    "string_too_short": "This is needed.",
    "none_required": "Leave this empty.",
    "int_parsing": "This needs a whole number, such as 3.",
    "int_from_float": "This needs a whole number, such as 3.",
    "float_parsing": "This needs a number, such as 4.5.",
    "finite_number": "This needs a number, such as 4.5.",
    "date_from_datetime_parsing": "This needs a date, such as 2026-03-31.",
    "date_parsing": "This needs a date, such as 2026-03-31.",
}


def plainly(wrong: Mapping[str, Any]) -> str:
    """What is wrong with one field, for the person who filled it in. `wrong`: one of pydantic's errors."""
    return _WORDS_FOR.get(wrong["type"]) or str(wrong["msg"]).removeprefix("Value error, ")
