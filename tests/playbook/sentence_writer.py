"""Writes sentences whose parts are known, in many of the ways people write them: for the property tests."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

TODAY = date(2026, 1, 5)


@dataclass(frozen=True)
class Written:
    """A sentence and what it says."""

    text: str
    kpi: str
    direction: str
    baseline: tuple
    target: tuple
    due: date
    rails: tuple


# KPI names without a word that gives a number a role.
NAMES = {
    "lower": {
        "time": [
            "average proposal turnaround time",
            "first response time",
            "time to hire",
            "p95 latency of the quote API",
            "time from order to cash",
            "Net-30 invoice cycle",
            "month-end close",
        ],
        "percent": [
            "error rate",
            "share of late invoices",
            "no-show rate",
            "Q3 forecast error",
            "rework (all sites)",
        ],
        "count": ["open P1 incidents", "Form 27B errors", "ISO 27001 findings", "tickets older than 7 days"],
        "money": ["cost per claim", "average freight spend", "cost of a hire"],
        "weekly": ["manual corrections", "Tier-1 tickets"],
    },
    "higher": {
        "percent": [
            "first-contact resolution",
            "on-time delivery",
            "90-day retention",
            "straight-through processing",
        ],
        "score": ["CSAT", "NPS", "customer effort score", "supplier rating"],
        "count": ["qualified demos", "published case studies"],
        "money": ["average order value", "revenue per rep"],
        "weekly": ["orders shipped", "qualified leads"],
    },
}
VERBS = {
    "lower": "reduce cut lower decrease shrink shorten trim slash drop improve move take bring get".split(),
    "higher": "increase raise lift boost grow improve move take bring get".split(),
}
UNITS = {
    "time": [
        ("millisecond", ["{} ms", "{}ms", "{} milliseconds"]),
        ("second", ["{} s", "{} seconds", "{}s", "{} sec"]),
        ("minute", ["{} min", "{} minutes", "{}min"]),
        ("hour", ["{} h", "{} hours", "{}h", "{} hrs"]),
        ("day", ["{} days", "{} d", "{}d"]),
        ("business_day", ["{} business days", "{} working days"]),
        ("week", ["{} weeks"]),
    ],
    "percent": [("percent", ["{}%", "{} %", "{} percent", "{} per cent"])],
    "score": [("score", ["{}", "{} points"])],
    "count": [("count", ["{}"])],
    "money": [
        ("EUR", ["EUR {}", "€{}", "{} EUR", "{} €", "{} euros"]),
        ("USD", ["${}", "USD {}", "{} USD", "US${}"]),
        ("GBP", ["£{}", "GBP {}"]),
    ],
    "weekly": [
        ("count/week", ["{} per week", "{} a week", "{}/week"]),
        ("count/month", ["{} per month", "{} each month"]),
    ],
}
ROLES = [
    "from {b} to {t}",
    "to {t} from {b}",
    "to {t} (currently {b})",
    "to {t} (now {b})",
    "to {t}, down from {b}",
    "to {t} against a baseline of {b}",
    "to {t} versus {b} today",
    "to {t} (baseline: {b})",
    "from the current {b} to {t}",
    "from a baseline of {b} to {t}",
    "from {b} → {t}",
]
MARCH_END = "by 31 March|by March 31st|by 31 March 2026|by 2026-03-31|by 31.03.2026|by the end of March|"
DAYS = [
    (timedelta(days=56), "in 8 weeks|within 8 weeks|over the next 8 weeks|within eight weeks".split("|")),
    (timedelta(days=45), "in 45 days|within the next 45 days|in 45 days' time".split("|")),
    (date(2026, 3, 31) - TODAY, (MARCH_END + "by 3/31/2026|no later than 31/03/2026").split("|")),
    (date(2026, 6, 30) - TODAY, "by end of Q2|by the end of June|by 30 June".split("|")),
    (date(2026, 4, 5) - TODAY, "in 3 months|within three months|over 3 months".split("|")),
]
RAILS = [
    ("while keeping error rate below 2%", (("error rate", "<", 2, "percent"),)),
    ("while maintaining CSAT of at least 4.2", (("CSAT", ">=", 4.2, "score"),)),
    ("without complaint rate rising above 3 %", (("complaint rate", "<=", 3, "percent"),)),
    ("with accuracy above 95%", (("accuracy", ">", 95, "percent"),)),
    ("with no more than 5 complaints a week", (("complaints", "<=", 5, "count/week"),)),
    ("provided p95 latency stays under 3 s", (("p95 latency", "<", 3, "second"),)),
    ("keeping NPS between 30 and 40", (("NPS", ">=", 30, "score"), ("NPS", "<=", 40, "score"))),
    ("without exceeding a 2 % refund rate", (("refund rate", "<=", 2, "percent"),)),
    ("and keep cost per case at most EUR 40", (("cost per case", "<=", 40, "EUR"),)),
    ("without CSAT falling below 4.2", (("CSAT", ">=", 4.2, "score"),)),
    ("without hurting quality", (("quality", ">=", None, None),)),
    (
        "while error rate stays below 2 % and uptime does not drop below 99.5 %",
        (("error rate", "<", 2, "percent"), ("uptime", ">=", 99.5, "percent")),
    ),
]
SCOPES = ["", " with 3 people", " across 2 teams", " for the Berlin office", " at a budget of EUR 20k"]


@st.composite
def numbers(draw, kind):
    """Two values a good way apart, the smaller first, as written."""
    if kind == "percent":
        low, high = sorted(draw(st.lists(st.integers(2, 396), min_size=2, max_size=2, unique=True)))
        return low / 4, high / 4
    if kind == "score":
        low, high = sorted(draw(st.lists(st.integers(10, 98), min_size=2, max_size=2, unique=True)))
        return low / 10, high / 10
    low = draw(st.integers(1, 400))
    return float(low), float(low + draw(st.integers(1, 1500)))


def figure(value):
    """The value as people write it: 1,200 and 4.5."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value):,}"


@st.composite
def sentences(draw):
    """A sentence with all its parts."""
    direction = draw(st.sampled_from(sorted(NAMES)))
    kind = draw(st.sampled_from(sorted(NAMES[direction])))
    kpi = draw(st.sampled_from(NAMES[direction][kind]))
    unit, forms = draw(st.sampled_from(UNITS[kind]))
    low, high = draw(numbers(kind))
    b, t = (high, low) if direction == "lower" else (low, high)
    form = draw(st.sampled_from(forms))
    role = draw(st.sampled_from(ROLES)).format(b=form.format(figure(b)), t=form.format(figure(t)))
    gap, dues = draw(st.sampled_from(DAYS))
    due = draw(st.sampled_from(dues))
    rail, rails = draw(st.sampled_from([(rail, rails) for rail, rails in RAILS if rails[0][0] != kpi]))
    scope = draw(st.sampled_from(SCOPES)) if rails[0][2] else ""
    verb = draw(st.sampled_from(VERBS[direction]))
    article = draw(st.sampled_from(["", "the ", "our "]))
    goal = f"{verb} {article}{kpi} {role}"
    text = draw(st.sampled_from([
        f"{goal} {due}, {rail}.",
        f"{goal} {due} {rail}{scope}",
        f"{goal}{scope} {due} {rail}",
        f"{due}, {goal}, {rail}",
        f"{goal} {rail} {due}",
        f"We want to {goal} {due}; {rail}",
    ]))  # fmt: skip
    return Written(text[0].upper() + text[1:], kpi, direction, (b, unit), (t, unit), TODAY + gap, rails)
