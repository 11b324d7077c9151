"""The verdict as people see it: its sentence, the latest readings, the chart."""

from blocks import charts
from blocks.pieces import Block, context, cut, escape, one_line, section
from playbook.charts import Measurements


def verdict(said: str) -> str:
    """The sentence as markup, its verdict in bold."""
    head, stop, rest = said.partition(". ")
    return f"*{escape(head)}{'.' if stop else ''}* {escape(rest)}".rstrip()


def draw(measured: Measurements) -> list[Block]:
    """What was measured, for a card: the verdict first."""
    latest = cut(one_line("; ".join(measured.latest)), 1500)
    notes = [f"Latest readings: {latest}", *([escape(measured.footer)] if measured.footer else [])]
    return [
        section(f"📏 {cut(verdict(measured.verdict), 2900)}"),
        *(charts.draw(measured.chart) if measured.chart else []),
        context(*notes),
    ]
