"""What must hold between the fields of one Block Kit object, each relation a row the table can name.

Relations are asked only when every field is sound by itself, so they may trust the shapes they read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.rules import Rejection, Walk


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these fields."""

    keys: tuple[str, ...]

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        if not any(key in value for key in self.keys):
            walk.refuse(next(self.rejections(name)), at, f"missing required field: {self.keys[0]}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield name, "missing", f"{name}.at_least_one_of={','.join(self.keys)}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one of these fields."""

    keys: tuple[str, ...]

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        missing, exclusive = self.rejections(name)
        present = sum(key in value for key in self.keys)
        if not present:
            walk.refuse(missing, at, f"missing required field: {self.keys[0]}")
        elif present > 1:
            walk.refuse(exclusive, at, f"must provide only one of {', '.join(self.keys)}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield name, "missing", f"{name}.exactly_one_of={','.join(self.keys)}"
        yield name, "exclusive", f"{name}.exactly_one_of={','.join(self.keys)}"


@dataclass(frozen=True, slots=True)
class NotBoth:
    """At most one of these fields."""

    keys: tuple[str, ...]

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        if all(key in value for key in self.keys):
            walk.refuse(next(self.rejections(name)), at, f"must provide only one of {', '.join(self.keys)}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield name, "exclusive", f"{name}.mutually_exclusive={','.join(self.keys)}"


@dataclass(frozen=True, slots=True)
class Only:
    """`key` may be true only while `other` is true (or, with `off`, only while it is not)."""

    key: str
    other: str
    off: bool = False

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        if value.get(self.key) is True and (value.get(self.other) is True) == self.off:
            words = f"`{self.key}` goes only {'without' if self.off else 'with'} `{self.other}`"
            walk.refuse(next(self.rejections(name)), f"{at}/{self.key}", words)

    def rejections(self, name: str) -> Iterator[Rejection]:
        only = "without" if self.off else "with"
        yield f"{name}.{self.key}", "exclusive", f"{name}.{self.key}.only_{only}={self.other}"


@dataclass(frozen=True, slots=True)
class Offered:
    """What is chosen at first must be, to the letter, one of the options."""

    key: str

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        groups = value.get("option_groups", ())
        offered = value.get("options", []) + [option for group in groups for option in group["options"]]
        chosen, place = value.get(self.key, []), f"{at}/{self.key}"
        each = [(place, chosen)] if isinstance(chosen, dict) else _placed(chosen, place)
        for spot, option in each:
            if option not in offered:
                walk.refuse(next(self.rejections(name)), spot, "must be one of the options")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield f"{name}.{self.key}", "option_not_listed", f"{name}.{self.key}.one_of=options"


@dataclass(frozen=True, slots=True)
class ModalInputOnly:
    """True only inside an input block of a modal."""

    key: str

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        if value.get(self.key) is True and (walk.surface, walk.block) != ("modal", "input"):
            words = f"`{self.key}` works only in an input block of a modal"
            walk.refuse(next(self.rejections(name)), f"{at}/{self.key}", words)

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield f"{name}.{self.key}", "wrong_surface", f"{name}.{self.key}.only_in=modal input"


@dataclass(frozen=True, slots=True)
class Distinct:
    """The members of a list differ, by their field `by` if that is given."""

    key: str
    by: str = ""

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        seen: set[str] = set()
        suffix = f"/{self.by}" if self.by else ""
        rejection = next(self.rejections(name))
        for spot, member in _placed(value[self.key], f"{at}/{self.key}"):
            walk.once(seen, member[self.by] if self.by else member, spot + suffix, rejection)

    def rejections(self, name: str) -> Iterator[Rejection]:
        field = f"{name}.{self.key}[]{'.' if self.by else ''}{self.by}"
        yield field, "duplicate", f"{field}.unique_within={name}"


@dataclass(frozen=True, slots=True)
class PointPerCategory:
    """Every series of a chart has exactly one point for every category, and no other."""

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        categories = value["axis_config"]["categories"]
        for spot, series in _placed(value["series"], f"{at}/series"):
            self._series(series["data"], categories, f"{spot}/data", walk)

    def _series(self, points: list[Any], categories: list[str], at: str, walk: Walk) -> None:
        missing, unknown, twice = self.rejections("")
        labels: set[str] = set()
        for spot, point in _placed(points, at):
            if point["label"] not in categories:
                walk.refuse(unknown, f"{spot}/label", "must be one of the categories")
            walk.once(labels, point["label"], f"{spot}/label", twice)
        for category in categories:
            if category not in labels:
                walk.refuse(missing, at, f"missing a point for the category {category}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield "data_series.data", "missing", "data_series.data.one_point_per=category"
        yield "data_point.label", "category_not_listed", "data_point.label.one_of=axis_config.categories"
        yield "data_point.label", "duplicate", "data_series.data.one_point_per=category"


@dataclass(frozen=True, slots=True)
class EqualRows:
    """All rows are as long as the first."""

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        width = len(value["rows"][0])
        for spot, row in _placed(value["rows"], f"{at}/rows"):
            if len(row) != width:
                walk.refuse(next(self.rejections(name)), spot, f"must provide {width} cells")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield f"{name}.rows", "unequal_rows", f"{name}.rows.equal_length=true"


@dataclass(frozen=True, slots=True)
class PlainHeader:
    """The first row has no rich text."""

    def check(self, value: dict[str, Any], at: str, name: str, walk: Walk) -> None:
        for spot, cell in _placed(value["rows"][0], f"{at}/rows/0"):
            if cell["type"] == "rich_text":
                walk.refuse(next(self.rejections(name)), f"{spot}/type", "unsupported type: rich_text")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield f"{name}.rows[][]", "unsupported_type", f"{name}.rows[0].types=raw_text,raw_number"


def _placed(members: list[Any], at: str) -> Iterator[tuple[str, Any]]:
    return ((f"{at}/{index}", member) for index, member in enumerate(members))
