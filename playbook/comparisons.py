"""How a value is held against a limit, literally as people compare: `< 2` is broken by 2.0."""

import operator
from collections.abc import Callable
from typing import Literal

Comparator = Literal["<", "<=", ">", ">="]

HOLDS: dict[Comparator, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
BROKEN_BY: dict[Comparator, Comparator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
COMPARED: dict[Comparator, str] = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
