"""Charts of the `data_visualization` block as SVG: line, bar, area, pie; with the figures as alt text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

Json = Mapping[str, Any]

WIDTH, HEIGHT = 560, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 14, 12, 34
COLOURS = (
    "#1d7ea8", "#e0802b", "#2e9e6b", "#b5477a", "#6b5bd2", "#7b8794",
    "#c2a227", "#3b4a8f", "#8f5a3b", "#4aa3a0", "#d0587e", "#51606b",
)  # fmt: skip
DASHES = ("", "7 4", "2 4", "9 3 2 3", "12 4", "4 2")
TICKS = 5
LETTER, GAP = 5.6, 12  # how wide a letter of a label is at most on average, and the space between labels
SHORT = ((1e9, "B"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True)
class Frame:
    """The plotting area: what a category and a value are in SVG units."""

    categories: Sequence[str]
    low: float
    high: float
    step: float

    def x(self, number: float) -> float:
        """The middle of the category with this number."""
        return LEFT + (number + 0.5) * self.band

    def y(self, value: float) -> float:
        """The height of a value."""
        return TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)

    @property
    def band(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(1, len(self.categories))

    @property
    def ticks(self) -> list[float]:
        return [self.low + i * self.step for i in range(round((self.high - self.low) / self.step) + 1)]


def draw(block: Json) -> dict[str, Any]:
    """A data_visualization block: the picture, its legend, and the same in words."""
    chart = block["chart"]
    named = _shares(chart) if chart["type"] == "pie" else _names(chart)
    legend = [
        (name, COLOURS[i % len(COLOURS)], DASHES[i % len(DASHES)], words)
        for i, (name, words) in enumerate(named)
    ]
    spoken = f"{chart['type'].capitalize()} chart: {block['title']}. {in_words(chart)}"
    body = _pie(chart) if chart["type"] == "pie" else _plot(chart)
    svg = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
    return {
        "title": block["title"],
        "svg": svg.format(WIDTH, HEIGHT, spoken, body),
        "legend": legend,
        "lines": chart["type"] in ("line", "area"),
    }


def in_words(chart: Json) -> str:
    """Every figure of the chart, for those who do not see it."""
    if chart["type"] == "pie":
        return _listed((part["label"], part["value"]) for part in chart["segments"]) + "."
    return " ".join(
        f"{series['name']}: {_listed((point['label'], point['value']) for point in series['data'])}."
        for series in chart["series"]
    )


def figure(value: float) -> str:
    """A number as an axis shows it: no needless zeros."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < 10_000 else f"{value:,.0f}"


def tick(value: float) -> str:
    """The same where there is little room: 25k, 1.5M."""
    size, unit = next(((s, u) for s, u in SHORT if abs(value) >= max(s, 10_000)), (1, ""))
    return figure(value / size) + unit


def _listed(pairs: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{label} {figure(value)}" for label, value in pairs)


def _names(chart: Json) -> list[tuple[str, str]]:
    return [(series["name"], "") for series in chart["series"]]


def _shares(chart: Json) -> list[tuple[str, str]]:
    total = sum(part["value"] for part in chart["segments"])
    return [
        (part["label"], f"{figure(part['value'])} ({part['value'] / total:.0%})")
        for part in chart["segments"]
    ]


def _plot(chart: Json) -> Markup:
    axis = chart.get("axis_config") or {}
    categories = axis.get("categories") or [point["label"] for point in chart["series"][0]["data"]]
    values = [point["value"] for series in chart["series"] for point in series["data"]]
    frame = Frame(categories, *scale(values, from_zero=chart["type"] != "line"))
    marks = (
        MARKS[chart["type"]](frame, _in_order(series, categories), i, len(chart["series"]))
        for i, series in enumerate(chart["series"])
    )
    return _grid(frame) + _categories(frame) + _axis_names(axis) + Markup("").join(marks)


def scale(values: Sequence[float], *, from_zero: bool) -> tuple[float, float, float]:
    """Where the value axis starts and ends, and its step: round numbers around what is shown."""
    low, high = min(values), max(values)
    if from_zero or low == high or low >= 0 and low < (high - low) * 1.5:
        low, high = min(0.0, low), max(0.0, high)
    step = _round_step((high - low or abs(high) or 1) / (TICKS - 1))
    if from_zero and all(float(value).is_integer() for value in values):
        step = float(math.ceil(step))  # nobody counts in quarters
    bottom = math.floor(low / step) * step
    return bottom, max(math.ceil(high / step) * step, bottom + step), step


def _round_step(rough: float) -> float:
    size = float(10 ** math.floor(math.log10(rough)))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)


def _in_order(series: Json, categories: Sequence[str]) -> list[tuple[str, float]]:
    by_label = {point["label"]: point["value"] for point in series["data"]}
    return [(label, by_label[label]) for label in categories if label in by_label]


def _grid(frame: Frame) -> Markup:
    row = Markup(
        '<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>'
        '<text class="tick" text-anchor="end" x="{}" y="{:.1f}">{}</text>'
    )
    return Markup("").join(
        row.format(LEFT, WIDTH - RIGHT, frame.y(t), frame.y(t), LEFT - 8, frame.y(t) + 4, tick(t))
        for t in frame.ticks
    )


def _categories(frame: Frame) -> Markup:
    widest = max(len(name) for name in frame.categories) * LETTER + GAP
    every = math.ceil(widest / frame.band)
    label = Markup('<text class="tick" text-anchor="middle" x="{:.1f}" y="{}">{}</text>')
    return Markup("").join(
        label.format(frame.x(i), HEIGHT - BOTTOM + 16, name)
        for i, name in enumerate(frame.categories)
        if i % every == 0
    )


def _axis_names(axis: Json) -> Markup:
    middle = (LEFT + WIDTH - RIGHT) / 2
    below = Markup('<text class="axis" text-anchor="middle" x="{}" y="{}">{}</text>')
    beside = Markup(
        '<text class="axis" text-anchor="middle" transform="translate(11 {}) rotate(-90)">{}</text>'
    )
    return (below.format(middle, HEIGHT - 3, axis["x_label"]) if axis.get("x_label") else Markup("")) + (
        beside.format((TOP + HEIGHT - BOTTOM) / 2, axis["y_label"]) if axis.get("y_label") else Markup("")
    )


def _line(frame: Frame, points: list[tuple[str, float]], number: int, _: int) -> Markup:
    colour = COLOURS[number % len(COLOURS)]
    path = Markup('<polyline fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{}" points="{}"/>')
    dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{}" fill="{}"><title>{}: {}</title></circle>')
    dots = Markup("").join(
        dot.format(frame.x(i), frame.y(value), 3.5 if number == 0 else 2, colour, label, figure(value))
        for i, (label, value) in enumerate(points)
    )
    return (
        path.format(colour, DASHES[number % len(DASHES)], _path(frame, points))
        + dots
        + _latest(frame, points, number)
    )


def _latest(frame: Frame, points: list[tuple[str, float]], number: int) -> Markup:
    """The first series says where it stands now."""
    if number or not points:
        return Markup("")
    at, value = len(points) - 1, points[-1][1]
    word = Markup('<text class="latest" text-anchor="middle" x="{:.1f}" y="{:.1f}">{}</text>')
    return word.format(frame.x(at), frame.y(value) - 9, figure(value))


def _area(frame: Frame, points: list[tuple[str, float]], number: int, count: int) -> Markup:
    colour = COLOURS[number % len(COLOURS)]
    ground = frame.y(max(0.0, frame.low))
    filled = Markup('<polygon fill="{}" fill-opacity="0.18" points="{:.1f},{:.1f} {} {:.1f},{:.1f}"/>')
    last = frame.x(len(points) - 1)
    shape = filled.format(colour, frame.x(0), ground, _path(frame, points), last, ground)
    return shape + _line(frame, points, number, count)


def _path(frame: Frame, points: list[tuple[str, float]]) -> str:
    return " ".join(f"{frame.x(i):.1f},{frame.y(value):.1f}" for i, (_, value) in enumerate(points))


def _bars(frame: Frame, points: list[tuple[str, float]], number: int, count: int) -> Markup:
    colour, width = COLOURS[number % len(COLOURS)], frame.band * 0.72 / count
    bar = Markup(
        '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2" fill="{}">'
        "<title>{}: {}</title></rect>"
    )
    ground = frame.y(0)
    return Markup("").join(
        bar.format(
            frame.x(i) - frame.band * 0.36 + number * width,
            min(frame.y(value), ground),
            max(width - 2, 1),
            abs(frame.y(value) - ground),
            colour,
            label,
            figure(value),
        )
        for i, (label, value) in enumerate(points)
    )


def _pie(chart: Json) -> Markup:
    total, start, slices = sum(part["value"] for part in chart["segments"]), 0.0, []
    for number, part in enumerate(chart["segments"]):
        share = part["value"] / total
        slices.append(_slice(start, share, COLOURS[number % len(COLOURS)], f"{part['label']}: {share:.0%}"))
        start += share
    return Markup("").join(slices)


def _slice(start: float, share: float, colour: str, words: str) -> Markup:
    """A part of the ring as a dash of a circle's outline: no arcs, and a whole ring is no special case."""
    radius = 64
    length = 2 * math.pi * radius
    ring = Markup(
        '<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="56"'
        ' stroke-dasharray="{:.2f} {:.2f}"'
        ' stroke-dashoffset="{:.2f}" transform="rotate(-90 {} {})"><title>{}</title></circle>'
    )
    centre = (WIDTH / 2, HEIGHT / 2)
    return ring.format(*centre, radius, colour, share * length, length, -start * length, *centre, words)


MARKS: Mapping[str, Callable[[Frame, list[tuple[str, float]], int, int], Markup]] = {
    "line": _line,
    "area": _area,
    "bar": _bars,
}
