"""A second opinion on verdicts, forecasts and guardrails: the formulas once more, with scipy and matrices.

Slow and plain on purpose, written from the design's text alone: a line of the command in, figures out.
"""

import math
from functools import cache

import numpy as np
from scipy import integrate, stats


def verdict(line):
    contract, closed, planned = line["contract"], line["last_closed_week"], line["planned_weeks"]
    s = +1 if contract["direction"] == "higher" else -1
    agreed, series = agreed_number(contract["baseline"])
    L = s * (contract["target"] - agreed)
    if L <= 0:
        return {"verdict": "invalid"}
    y = {int(week): s * (x - agreed) for week, x in line["weekly"].items() if int(week) <= closed}
    weeks = sorted(y)
    ys = np.array([y[week] for week in weeks])
    n = len(ys)
    out = {"n": n, "baseline": agreed, "promised": L}
    if n >= 1:
        M = ys[-4:].mean()
        out |= {"change": M, "now": agreed + s * M, "better": int((ys > 0).sum())}
    if n >= 2:
        sd, nu = noise(contract, agreed, ys, line["pre_go_live"], L, out["now"])
        K = np.clip(planned, 4, 26)
        level = 1 - 2 * 0.10 / K / contract.get("kpis", 1)
        se = sd * math.sqrt(4 / 3 * (1 / min(4, n) + 1 / ordinary_weeks(contract["baseline"], series)))
        lo, hi = stats.t.interval(level, nu, loc=M, scale=se)
        out |= {"sd": sd, "df": nu, "se": se, "level": level, "lo": lo, "hi": hi}
    out["verdict"] = rule(out, contract, weeks, closed, L, series)
    out["answer"] = {"moving": "yes", "unclear": "unclear"}.get(out["verdict"], "no")
    if closed < planned and n >= 3:
        m_b = ordinary_weeks(contract["baseline"], series)
        out["forecast"] = forecast(y, closed, planned, L, sd, nu, m_b, agreed, s)
    if closed >= planned:
        out |= outcome(y, planned, L, out["verdict"], agreed, s)
    return out


def agreed_number(baseline):
    readings = baseline.get("readings") or []
    series = readings if len(readings) >= 3 else None
    value = baseline.get("value")
    return (np.mean(readings) if value is None else value), series


def ordinary_weeks(baseline, series):
    if baseline.get("exact"):
        return 52
    return len(series) if series else baseline.get("weeks", 8)


def noise(contract, agreed, ys, before, L, now):
    baseline, groups = contract["baseline"], []
    _, series = agreed_number(baseline)
    if series:
        groups.append((len(series) - 1, np.var(series, ddof=1)))
    elif "range" in baseline:
        k, r = baseline.get("weeks"), baseline["range"]
        kind = baseline.get("range_kind", "usual")
        variance = {"usual": (r / 2) ** 2, "sd": r**2, "minmax": (2 * r / d2(k or 6)) ** 2}[kind]
        groups.append((k - 1 if k else 5, variance))
    if len(before) >= 2:
        groups.append((len(before) - 1, np.var(before, ddof=1)))
    k = len(ys) - 1
    groups.append((2 * k**2 / (3 * k - 1), (np.diff(ys) ** 2).sum() / (2 * k)))
    nu = sum(df for df, _ in groups)
    sd = math.sqrt(sum(df * variance for df, variance in groups) / nu)
    floors = [0.05 * L]
    if contract.get("resolution"):
        floors.append(contract["resolution"] / math.sqrt(12))
    if contract.get("kind") == "count":
        floors.append(math.sqrt(max(agreed, now, 1)))
    if contract.get("kind") == "ratio" and contract.get("den_per_week"):
        den = contract["den_per_week"]
        p = np.clip(now, 1 / (den + 2), 1 - 1 / (den + 2))
        floors.append(math.sqrt(p * (1 - p) / den))
    return max(sd, *floors), nu


@cache
def d2(k):
    beyond = lambda x: 1 - stats.norm.cdf(x) ** k - stats.norm.sf(x) ** k  # noqa: E731
    return integrate.quad(beyond, -10, 10, epsabs=1e-13, epsrel=1e-13, limit=500)[0]


def rule(out, contract, weeks, closed, L, series):
    n = out["n"]
    N = 3 if series or "range" in contract["baseline"] else 4
    if n < N or n < 2 / 3 * closed - 1e-9:
        return "unclear"
    if closed not in weeks and closed - 1 not in weeks:
        return "unclear"
    if n >= 4 and weeks[-1] - weeks[-4] >= 8:
        return "unclear"
    if out["lo"] > 0:
        return "moving"
    if out["hi"] < 0:
        return "worsening"
    useful = contract.get("lift_low", L / 2)
    at_best = out["change"] + stats.t.ppf(0.95, out["df"]) * out["se"]
    return "not_moving" if n >= 4 and at_best < useful else "unclear"


def forecast(y, closed, planned, L, sd, nu, m_b, agreed, s):
    q = 8 / planned
    phi = 0.9**q
    F, Q, H = np.array([[1, phi], [0, phi]]), np.diag([(0.15 * L) ** 2 * q, 0]), np.array([[1.0, 0.0]])
    x, P = np.zeros(2), np.diag([(0.5 * L) ** 2 + sd**2 / m_b, (0.15 * L * q) ** 2])
    for week in range(1, closed + 1):
        x, P = F @ x, F @ P @ F.T + Q
        if week in y:
            S = H @ P @ H.T + sd**2
            gain = P @ H.T / S
            x, P = x + (gain * (y[week] - H @ x)).ravel(), (np.eye(2) - gain @ H) @ P
    future = [week for week in (planned - 1, planned) if week > closed]
    known = [y[week] for week in (planned - 1, planned) if week in y]
    C = len(future) + len(known)
    power = np.linalg.matrix_power
    means = [(power(F, week - closed) @ x)[0] for week in future]
    joint = np.array([[level_covariance(a - closed, b - closed, F, P, Q) for a in future] for b in future])
    centre = (sum(means) + sum(known)) / C
    width = math.sqrt((joint.sum() + sd**2 * len(future)) / C**2)
    lo, hi = stats.t.interval(0.8, nu, loc=centre, scale=width)
    p = stats.t.cdf((centre - L) / width, nu)
    ends = sorted((agreed + s * lo, agreed + s * hi))
    return {"p": p, "expected": agreed + s * centre, "lo80": ends[0], "hi80": ends[1]} | shown(p)


def level_covariance(a, b, F, P, Q):
    """Cov(level after a weeks, level after b weeks): what both inherit, and the drift both went through."""
    power = np.linalg.matrix_power
    total = power(F, a) @ P @ power(F, b).T
    for j in range(1, min(a, b) + 1):
        total = total + power(F, a - j) @ Q @ power(F, b - j).T
    return total[0, 0]


def shown(p):
    step = math.floor(p * 20 + 0.5) * 5
    text = "under 5%" if p < 0.05 else "over 95%" if p > 0.95 else f"{step}%"
    status = "on_course" if step >= 70 else "off_course" if step < 30 else "at_risk"
    return {"status": status, "p_text": text}


def outcome(y, planned, L, verdict, agreed, s):
    closing = [y[week] for week in (planned - 1, planned) if week in y]
    if not closing:
        return {"outcome": "not_measured"}
    mean = np.mean(closing)
    met = "met" if verdict == "moving" else "met_unproven"
    return {"closing": agreed + s * mean, "outcome": met if mean > L or math.isclose(mean, L) else "missed"}


def guardrail(line):
    limit, comparator, weeks = line["limit"], line["comparator"], line["weeks"]
    fine = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[comparator]
    values = [week["num"] / week["den"] if "den" in week else week["value"] for week in weeks]
    over = [not fine(value, limit) for value in values]
    out = {"latest": values[-1], "breaches": sum(over)}
    safe = False
    if all("den" in week for week in weeks[-4:]):
        out["lower"], out["upper"] = pooled(weeks[-4:], comparator)
        safe = fine(out["upper"] if "<" in comparator else out["lower"], limit)
    out["rollback"] = bool(twice(weeks, over, limit, comparator) or gross(weeks, limit, comparator))
    quiet = "breach" if over[-1] else "shown_safe" if safe else "within_limit"
    return out | {"status": "rollback" if out["rollback"] else quiet}


def pooled(weeks, comparator):
    x, n = sum(week["num"] for week in weeks), sum(week["den"] for week in weeks)
    below, above = (0.0125, 0.05) if "<" in comparator else (0.05, 0.0125)
    lower = stats.beta.ppf(below, x, n - x + 1) if x else 0
    return lower, stats.beta.isf(above, x + 1, n - x) if x < n else 1


def twice(weeks, over, limit, comparator):
    rate = limit if "<" in comparator else 1 - limit
    enters = ["den" not in week or week["den"] * rate > 3 - 1e-9 for week in weeks]
    large = [one for one, counts in zip(over, enters, strict=True) if counts]
    return any(a and b for a, b in zip(large, large[1:], strict=False))


def gross(weeks, limit, comparator):
    for end in range(1, len(weeks) + 1):
        last = weeks[max(0, end - 4) : end]
        if all("den" in week for week in last):
            lower, upper = pooled(last, comparator)
            if lower > limit if "<" in comparator else upper < limit:
                return True
    return False
