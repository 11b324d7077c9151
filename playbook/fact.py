"""What every fact is: a frozen value. The choices that several kinds of facts share stand here too."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from pydantic import BaseModel, ConfigDict

PersonId = str
Direction = Literal["lower", "higher"]
Signer = Literal["owner", "sponsor"]


class Fact(BaseModel):
    """Base of all facts: frozen, and strict about unknown fields."""

    __slots__ = ("_reckoned",)  # by `once`; no field, so it is not compared, written or copied
    model_config = ConfigDict(frozen=True, extra="forbid")


AFact = TypeVar("AFact", bound=Fact)
Told = ParamSpec("Told")
Answer = TypeVar("Answer")


def once(rule: Callable[Concatenate[AFact, Told], Answer]) -> Callable[Concatenate[AFact, Told], Answer]:
    """A pure rule that is asked for again and again: its answer stays with the frozen fact it is about.

    A changed fact is another one and is reckoned anew. What else the rule is told has to be hashable; its
    answer must not be changed by whoever gets it.
    """

    @wraps(rule)
    def reckoned(fact: AFact, /, *told: Told.args, **named: Told.kwargs) -> Answer:
        held = _held_by(fact)
        key = (rule, told, *named.items())
        if key not in held:
            held[key] = rule(fact, *told, **named)
        answer: Answer = held[key]
        return answer

    return reckoned


def _held_by(fact: Fact) -> dict[Any, Any]:
    try:
        held: dict[Any, Any] = object.__getattribute__(fact, "_reckoned")
    except AttributeError:
        object.__setattr__(fact, "_reckoned", held := {})
    return held
