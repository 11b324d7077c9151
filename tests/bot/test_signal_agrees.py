"""`pilotage signal` on thousands of lines nobody chose, against the second opinion, as it prints them.

A line goes in as JSON and comes out as printed: every figure within 1e-5, every word the same. KPIs of all
sizes, below zero and at zero; ratios, counts, ranges of all kinds, gaps, deadlines passed.
"""

import json
import math
import random

from bot.commands.signal import _answers
from tests.playbook import signal_peer

CONTRACTS, GUARDRAILS = 1500, 700


def contract_line(chance):
    """A contract and its weeks: what is promised, what happens, and how much is reported, all at will."""
    kind = chance.choice(["value", "value", None, "count", "ratio"])
    around, width, typed = SIZES[kind](chance)
    towards = chance.choice([-1, 1])
    noise = width * chance.choice([0, 0.05, 0.2, 0.5, 1])

    def near(middle=around):
        return typed(middle + chance.gauss(0, noise))

    contract = {
        "direction": "higher" if towards > 0 else "lower",
        "target": typed(around + towards * width * chance.choice([1, 1, 1, 0.3, 2, 0, -0.2])),
        "baseline": baseline(chance, typed(around), noise, near),
        "kind": kind,
        "resolution": chance.choice([None, None, 0, 0.1 * width, width]),
        "den_per_week": chance.choice([None, 1, 10, 205, 1000.5]) if kind == "ratio" else None,
        "lift_low": chance.choice([None, None, 0.2, 0.8, -0.1]),
        "kpis": chance.choice([None, None, None, 1, 3]),
    }
    closed = chance.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 30])
    effect = chance.choice([-1, -0.3, 0, 0, 0.3, 0.6, 1, 1, 1.5])
    silent = chance.choice([0, 0, 0, 0.1, 0.3, 0.6])
    reported = [week for week in range(1, closed + 3) if chance.random() >= silent]
    return {
        "contract": {name: part for name, part in contract.items() if part is not None},
        "weekly": {str(week): near(around + towards * width * effect) for week in reported},
        "planned_weeks": chance.choice([1, 2, 3, 4, 8, 8, 9, 12, 26, 40]),
        "last_closed_week": closed,
        "pre_go_live": [near() for _ in range(chance.choice([0, 0, 1, 2, 5]))],
    }


def of_a_value(chance):
    size = chance.choice([1, 1, 10, 1000, 1e5])
    around, width = chance.choice([0, -1, 1, 3, 0.7]) * size, size * chance.choice([0.1, 0.5, 2])
    return around, width, lambda x: round(x, 2 if size < 1000 else 0)


def of_a_count(chance):
    size = chance.choice([1, 20, 500])
    return chance.choice([0, 1, 5]) * size, size * chance.choice([0.5, 1]), round


def of_a_ratio(chance):
    return chance.choice([0, 1, 0.5, 0.02, 0.9]), chance.choice([0.05, 0.3]), lambda x: round(x, 4)


SIZES = {"value": of_a_value, None: of_a_value, "count": of_a_count, "ratio": of_a_ratio}


def baseline(chance, agreed, noise, near):
    form = chance.choice(["number", "range", "series", "series and value", "few"])
    told = {"value": agreed} if form in ("number", "range", "series and value") else {}
    if form.startswith("series"):
        told["readings"] = [near() for _ in range(chance.randint(3, 14))]
    if form == "few":
        told["readings"] = [near() for _ in range(chance.randint(1, 2))]
    if form == "range":
        told |= {"range": round(2 * noise, 4), "range_kind": chance.choice(["usual", "sd", "minmax"])}
    if "series" not in form and chance.random() < 0.4:
        told["weeks"] = chance.randint(2, 30)
    return told | ({"exact": True} if chance.random() < 0.15 else {})


def guardrail_line(chance):
    comparator = chance.choice(["<", "<=", ">", ">="])
    harm = chance.choice([0.002, 0.01, 0.02, 0.05, 0.3])
    limit = harm if "<" in comparator else round(1 - harm, 6)

    def week():
        if chance.random() < 0.1:
            return {"value": round(limit + chance.choice([-0.001, 0, 0.001]), 6)}
        cases = chance.choice([chance.randint(1, 60), chance.randint(50, 400), chance.randint(400, 20_000)])
        harmed = min(cases, round(cases * harm * chance.choice([0, 0.3, 1, 1, 2, 5])) + chance.randint(0, 1))
        return {"num": harmed if "<" in comparator else cases - harmed, "den": cases}

    weeks = [week() for _ in range(chance.randint(1, 12))]
    return {"limit": limit, "comparator": comparator, "weeks": weeks}


def on_the_edge(theirs):
    """Whether a figure lies so near a threshold that the order of additions decides."""
    size = abs(theirs.get("promised", 1))
    forecast = theirs.get("forecast")
    steps = [forecast["p"] * 20 % 1 - 0.5, forecast["p"] - 0.05, forecast["p"] - 0.95] if forecast else []
    ends = [theirs[end] / size for end in ("lo", "hi") if end in theirs and size]
    return any(math.isclose(figure, 0, abs_tol=1e-7) for figure in [*steps, *ends])


def differences(ours, theirs, path=""):
    if (said := set(ours) - {"reason"}) != set(theirs):
        yield path, said ^ set(theirs)
        return
    for key, figure in theirs.items():
        if isinstance(figure, dict):
            yield from differences(ours[key], figure, f"{path}{key}.")
        elif isinstance(figure, str | bool) or isinstance(ours[key], str):
            yield from [(path + key, ours[key], figure)] * (ours[key] != figure)
        elif not math.isclose(ours[key], figure, rel_tol=1e-9, abs_tol=1e-5):
            yield path + key, ours[key], figure


def printed(line):
    [answer] = _answers([json.dumps(line)])
    return answer


def test_contracts_come_out_as_the_formulas_say():
    chance = random.Random(20260105)
    verdicts = set()
    for line in (contract_line(chance) for _ in range(CONTRACTS)):
        ours, theirs = printed(line), signal_peer.verdict(line)
        verdicts |= {theirs["verdict"], theirs.get("outcome")}
        if not on_the_edge(theirs):
            assert list(differences(ours, theirs)) == [], line
    assert verdicts >= {"moving", "worsening", "not_moving", "unclear", "invalid"}
    assert verdicts >= {"met", "met_unproven", "missed", "not_measured"}


def test_guardrails_come_out_as_the_formulas_say():
    chance = random.Random(20260106)
    statuses = set()
    for line in (guardrail_line(chance) for _ in range(GUARDRAILS)):
        ours, theirs = printed(line), signal_peer.guardrail(line)
        statuses.add(theirs["status"])
        assert list(differences(ours, theirs)) == [], line
    assert statuses == {"rollback", "breach", "shown_safe", "within_limit"}
