"""A chart without a picture: its figures in words for whoever hears it, bars of text where Slack draws none.

Reads the `data_visualization` block itself, so that whatever is drawn can also be said.
"""

from collections.abc import Mapping
from typing import Any

from blocks.escape import escape

Block = Mapping[str, Any]
WIDTH = 24  # characters of the longest bar
FULL = "█"
READINGS, LEVELS = "Readings", ("Baseline", "Target")


def in_words(block: Block) -> str:
    """Every figure of the chart, escaped; a level line is said once."""
    return "\n".join([escape(f"Chart: {block['title']}"), *map(_series, block["chart"]["series"])])


def _series(series: Block) -> str:
    if _is_level(series):
        return escape(f"{series['name']}: {figure(series['data'][0]['value'])}")
    told = ", ".join(f"{point['label']} {figure(point['value'])}" for point in series["data"])
    return escape(f"{series['name']}: {told}")


def in_bars(block: Block) -> list[str]:
    """A row for each week and each level line: its name, its figure, its bar. Not escaped, of one width."""
    rows = [row for series in block["chart"]["series"] for row in _rows(series)]
    low = min(0.0, *(value for _, value in rows))
    high = max(0.0, *(value for _, value in rows))
    names, figures = max(len(name) for name, _ in rows), max(len(figure(value)) for _, value in rows)
    shown = ((f"{name:<{names}}  {figure(value):>{figures}}", _bar(value, low, high)) for name, value in rows)
    return [f"{words}  {bar}".rstrip() for words, bar in shown]


def _rows(series: Block) -> list[tuple[str, float]]:
    if _is_level(series):
        return [(series["name"], series["data"][0]["value"])]
    return [(point["label"], point["value"]) for point in series["data"]]


def _is_level(series: Block) -> bool:
    return series["name"] in LEVELS


def _bar(value: float, low: float, high: float) -> str:
    """Halved first: two numbers at the ends of what a float can hold are too far apart for it."""
    span = high / 2 - low / 2
    return FULL * round(WIDTH * ((value / 2 - low / 2) / span)) if span else ""


def figure(value: float) -> str:
    """A number without needless zeros."""
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
