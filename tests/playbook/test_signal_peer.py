"""Every printed figure against a second, plain implementation with scipy, over series nobody chose."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import signal as command
from tests.playbook import signal_peer

THOROUGH = settings(max_examples=300, deadline=None)


def answer(line):
    return command._judged(command._Fields(line))


def decimals(low, high, places=2):
    return st.integers(int(low * 10**places), int(high * 10**places)).map(lambda whole: whole / 10**places)


@st.composite
def baselines(draw, around, width):
    near = decimals(around - width, around + width)
    form = draw(st.sampled_from(["number", "few", "series", "series and value", "range"]))
    told = {}
    if form in ("number", "range", "series and value"):
        told["value"] = draw(near)
    if form == "few":
        told["readings"] = draw(st.lists(near, min_size=1, max_size=2))
    if form.startswith("series"):
        told["readings"] = draw(st.lists(near, min_size=3, max_size=12))
    if form == "range":
        told["range"] = draw(decimals(0, width))
        told["range_kind"] = draw(st.sampled_from(["usual", "sd", "minmax"]))
    if form in ("number", "range") and draw(st.booleans()):
        told["weeks"] = draw(st.integers(2, 30))
    if draw(st.integers(0, 4)) == 0:
        told["exact"] = True
    return told


@st.composite
def lines(draw):
    """A plausible contract; weeks with gaps, with and without an effect, before and after the deadline."""
    kind = draw(st.sampled_from(["value", "value", "count", "ratio"]))
    around, width = {"value": (5, 2), "count": (400, 200), "ratio": (0.5, 0.3)}[kind]
    towards = draw(st.sampled_from([-1, 1]))
    promised = draw(st.sampled_from([1, 1, 1, 0.3, -0.1])) * width
    contract = {
        "direction": "lower" if towards < 0 else "higher",
        "target": round(around + towards * promised, 3),
        "baseline": draw(baselines(around, draw(st.sampled_from([0.1, 0.4])) * width)),
        "kind": kind,
    }
    optional = {
        "resolution": decimals(0, width),
        "den_per_week": st.integers(1, 2000),
        "lift_low": decimals(0, width),
        "kpis": st.integers(1, 3),
    }
    contract |= {name: draw(value) for name, value in optional.items() if draw(st.integers(0, 4)) == 0}
    planned = draw(st.integers(1, 30))
    closed = draw(st.integers(0, planned + 3))
    effect = towards * width * draw(st.sampled_from([-0.5, 0, 0.2, 0.9, 1.2]))
    reading = decimals(around + effect - 0.3 * width, around + effect + 0.3 * width)
    gaps = draw(st.sampled_from([0, 0, 1, 4]))
    reported = [week for week in range(1, closed + 3) if not gaps or draw(st.integers(0, 9)) >= gaps]
    return {
        "contract": contract,
        "weekly": {str(week): draw(reading) for week in reported},
        "planned_weeks": planned,
        "last_closed_week": closed,
        "pre_go_live": draw(st.lists(decimals(around - 0.3 * width, around + 0.3 * width), max_size=4)),
    }


def on_the_edge(line, peer):
    """Whether a figure lies so near a threshold that the order of additions decides."""
    if "lo" not in peer:
        return math.isclose(peer.get("promised", 0), 0, abs_tol=1e-9)
    near = [peer["lo"], peer["hi"], peer["promised"]]
    near += [reading - peer["baseline"] for reading in line["weekly"].values()]  # better than it, or as good
    near += [peer["forecast"]["p"] * 20 % 1 - 0.5] if "forecast" in peer else []
    near += [peer["forecast"]["p"] - edge for edge in (0.05, 0.95)] if "forecast" in peer else []
    return any(math.isclose(figure, 0, abs_tol=1e-7) for figure in near)


def assert_agree(ours, theirs):
    assert {key for key in ours if key != "reason"} == set(theirs)
    for key, figure in theirs.items():
        if isinstance(figure, dict):
            assert_agree(ours[key], figure)
        elif isinstance(figure, str | bool):
            assert ours[key] == figure, key
        else:
            assert ours[key] == pytest.approx(figure, rel=1e-9, abs=1e-7), key


@THOROUGH
@given(lines())
def test_verdict_forecast_and_outcome_agree_with_the_second_opinion(line):
    theirs = signal_peer.verdict(line)
    if not on_the_edge(line, theirs):
        assert_agree(answer(line), theirs)


@st.composite
def guardrail_lines(draw):
    comparator = draw(st.sampled_from(["<", "<=", ">", ">="]))
    harm = draw(st.sampled_from([0.01, 0.02, 0.05, 0.1, 0.3]))
    harmless = draw(st.integers(0, 3)) == 0
    limit = harm if "<" in comparator else round(1 - harm, 6)

    def week():
        den = draw(st.one_of(st.integers(1, 60), st.integers(20, 3000)))
        bad = min(den, draw(st.integers(0, 2 + int(2 * harm * den))))
        if draw(st.integers(0, 9)) == 0:
            return {"value": limit + draw(st.sampled_from([-0.001, 0, 0.001]))}
        return {"num": (bad if "<" in comparator else den - bad) if not harmless else 0, "den": den}

    weeks = [week() for _ in range(draw(st.integers(1, 8)))]
    return {"limit": limit, "comparator": comparator, "weeks": weeks}


@THOROUGH
@given(guardrail_lines())
def test_guardrails_agree_with_the_second_opinion(line):
    assert_agree(answer(line), signal_peer.guardrail(line))
