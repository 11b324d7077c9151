"""Nouns the grammar knows: what is counted in people, what needs a unit, which way a metric is better."""

from playbook.grammar.measures import CURRENCIES, SPELLINGS, UNITS

# Numbers of these are headcount or scope, not a KPI.
_PEOPLE = frozenset(
    "people persons person users user ftes fte employees employee agents agent teams team reps rep "
    "engineers developers analysts clerks members member staff colleagues seats licences licenses "
    "departments department sites site offices office countries country regions region stores "
    "store branches plants testers pilots pilot participants managers specialists customers "
    "clients accounts suppliers vendors locations units shifts squads recruiters nurses doctors "
    "advisors advisers sellers operators warehouses workflows markets brands headcount workers "
    "entities subsidiaries business functions processes systems use".split()
) - frozenset(("business", "use", "units", "accounts"))
# KPIs whose numbers are such counts.
_COUNTED_IN_PEOPLE = frozenset(
    "adoption usage uptake headcount staffing fte ftes active number count participation enrolment "
    "onboarded".split()
)
RATINGS = frozenset("csat nps enps ces score scores rating ratings satisfaction".split())
RATIOS = frozenset(("ratio", "ratios"))
# A bare number says nothing of these: days or hours, EUR or USD, per cent or a share.
NEEDS_UNIT = frozenset(
    "time times duration durations latency delay delays runtime downtime cost costs price prices "
    "spend spending expense expenses revenue revenues wait rate rates percentage share turnaround".split()
)
LOWER_IS_BETTER = frozenset(
    "time times duration latency cost costs error errors defect defects churn complaint complaints "
    "delay delays backlog wait turnaround rework incident incidents ticket tickets returns refunds "
    "escalation escalations spend spending effort downtime attrition absence bounce failure "
    "failures bugs disputes waste overtime age hours workload queue price expenses expense "
    "mistakes duplicates exceptions outages breaches violations fraud scrap cancellations turnover "
    "mttr aht dso false abandonment damage loss losses leakage leak reopen reopened reject rejects "
    "rejection refund return late overdue missed unsubscribe shrinkage deviation deviations "
    "variance findings hallucination hallucinations risk penalties injuries accidents stockouts "
    "stock-outs no-show lag".split()
)
HIGHER_IS_BETTER = frozenset(
    "accuracy csat nps enps satisfaction conversion uptime availability quality revenue revenues "
    "sales margin margins retention coverage adoption throughput precision recall yield compliance "
    "resolution rating ratings score scores productivity engagement profit usage efficiency "
    "completeness reliability performance experience detection savings utilisation utilization "
    "automation deflection win attendance on-time bookings demos leads security safety trust "
    "capacity output speed success completion pass containment".split()
)
# What names no number by itself: which KPI is meant has to be asked.
_NO_KPI = frozenset(
    "efficiency productivity work manual quality performance experience effectiveness things "
    "everything process processes operations operation workload effort effort efforts it this that "
    "us our their team teams business way work working better more general overall bureaucracy "
    "value results result outcomes impact innovation agility collaboration transparency life lives "
    "faster smarter easier operational customer employee user administrative administration admin "
    "repetitive tasks task labor labour internal daily significantly dramatically the of and in "
    "how we do smart great company money per by ai a lot with using".split()
)
# "in an 8-week pilot" is a deadline, "a 5-day turnaround" is not.
WINDOWS = frozenset(
    "pilot sprint period window trial project plan test phase timeframe time run programme program "
    "horizon span proof experiment poc rollout timeline cycle engagement effort push".split()
)
# Metrics that a stretch of time limits: response within 2 days.
FAST = frozenset(
    "time times latency turnaround duration delay delays runtime response delivery resolution "
    "handling wait cycle".split()
)
# What a stretch of time, or an amount of money, can be the size of.
_LASTING = FAST | frozenset(
    "age days hours minutes weeks length period effort lag sla interval leadtime downtime mttr aht dso dpo "
    "tat ttr".split()
)
_WORTH = frozenset(
    "cost costs price prices spend spending expense expenses revenue revenues value fee fees budget margin "
    "savings loss losses order basket salary wage rent bill invoice turnover sales income profit".split()
)
_COUNTED = frozenset("number share percentage proportion volume count rate".split())
# After a stretch of time: how old something is, not when it is due.
OLD = frozenset("old older overdue late past-due or-older long ago before outstanding".split())
# Before a stretch of time: it says how fast something is done, and belongs to the name.
IN_STATE = frozenset(
    "open paid sent done met won lost kept made built found older younger older live answered".split()
)
COMPARED = frozenset(("versus", "vs", "v", "against", "compared to", "compared with", "relative to"))
# measured over 6 weeks: how the baseline was taken, no deadline.
MEASURED = frozenset("measured averaged observed sampled tracked collected taken average median mean".split())
AT_PRESENT = frozenset("today now currently presently nowadays initially originally".split()) | frozenset(
    ("at present", "at the moment", "right now", "as of today", "as of now", "baseline")
)
# extend the pilot to 60 days: of these a number is scope, not a KPI.
THINGS = frozenset(
    "the our a this pilot pilots trial project rollout programme program test poc tool copilot "
    "assistant bot system deployment solution platform".split()
)
# "20 % fewer tickets": a change with its direction; "=" is the metric's own better.
FEWER = {
    **dict.fromkeys("fewer less lower shorter smaller cheaper".split(), "lower"),
    **dict.fromkeys("more higher greater".split(), "higher"),
    **dict.fromkeys("faster quicker better".split(), "="),
}
# time to raise an invoice: what stands before this `to` is the metric, and the verb after it no goal.
MEASURED_TO = frozenset(
    "time times cost costs effort ability days hours minutes steps chance average touches".split()
)


def counts_people(noun: str) -> bool:
    """Whether the words a number counts are people, places or systems."""
    return any(word in _PEOPLE for word in noun.lower().split())


def is_about_people(kpi_words: list[str], noun: str) -> bool:
    """Whether the KPI itself counts what these words count."""
    stems = {word.rstrip("s") for word in noun.lower().split()}
    return any(word in _COUNTED_IN_PEOPLE or word.rstrip("s") in stems for word in kpi_words)


def names_no_number(words: list[str]) -> bool:
    """Whether a name is too general to be a KPI: efficiency, manual work, the quality of answers."""
    return all(word in _NO_KPI or word in SPELLINGS or word == "times" or word[0].isdigit() for word in words)


def can_be(head: str, unit: str) -> bool | None:
    """Whether a metric with this noun at its head can be so many days or EUR; None of an unknown noun."""
    if unit not in UNITS or UNITS[unit].kind in ("share", "points", "score", "count"):
        return True
    if head in (_WORTH if unit in CURRENCIES else _LASTING):
        return True
    return False if head in _COUNTED or better([head]) != "=" else None


def better(words: list[str]) -> str:
    """Which way a metric of this name is better, by the last telling word: lower, higher or = for unknown."""
    for word in reversed(words):
        if word in LOWER_IS_BETTER:
            return "lower"
        if word in HIGHER_IS_BETTER:
            return "higher"
    return "="
