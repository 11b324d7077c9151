"""The chart of a pilot, as Slack draws it; for workspaces that refuse it `pieces.without_newer` has bars."""

from blocks.bars import LEVELS, READINGS
from blocks.pieces import CHART, Block, context, cut, cut_plain, flat, one_line
from playbook.charts import Chart
from playbook.contract_text import write_number


def draw(chart: Chart) -> list[Block]:
    """Readings, baseline and target as three lines over the weeks with a reading, and the caption."""
    labels = [point.label for point in chart.points]
    lines = {READINGS: [point.value for point in chart.points]}
    for name, level in zip(LEVELS, (chart.baseline, chart.target), strict=True):
        lines[name] = [level] * len(labels)
    return [
        {
            "type": CHART,
            "title": cut_plain(flat(chart.kpi), 50) or READINGS,
            "chart": {
                "type": "line",
                "series": [_series(name, labels, values) for name, values in lines.items()],
                "axis_config": {"categories": labels} | _axis(chart.unit),
            },
        },
        context(cut(one_line(chart.caption), 400)),
    ]


def _series(name: str, labels: list[str], values: list[float]) -> Block:
    return {
        "name": name,
        "data": [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)],
    }


def _axis(unit: str) -> Block:
    """The unit beside the figures, as it stands behind several of them."""
    words = (write_number(2, unit) or "").replace("2", "", 1).strip()
    return {"y_label": cut_plain(words, 50)} if words else {}
