"""How often a dead pilot is called moving when looked at every week, and how often a live one is seen.

Simulated weeks are normal with a standard deviation of 1: eight looks, six weeks before them as the baseline,
a promise of 2. "Neighbours alike" is a correlation of 0.4 from week to week; "skewed" are log-normal weeks,
lower is better. Guardrails are binomial weeks against a limit of 2 %. Each line shows what the design
measured (signal.md, 2.4 and 3), what is measured here, its standard error, and whether they agree: within
three standard errors and half a step of the design's last digit. Run it again when a constant is touched; for
figures worth quoting (20,000 pilots a line, a quarter of an hour): benchmarks/false_yes.py --full
"""

import random
import sys
from collections.abc import Callable, Iterator
from math import exp, sqrt
from statistics import median
from typing import NamedTuple

from playbook.limits import Guardrail, GuardrailWeek, Trigger, breaks, guardrail_state, rolls_back
from playbook.quantiles import t_quantile
from playbook.signal import early_signal, judge
from playbook.yardstick import AgreedBaseline, Promise, mean, sample_variance

SMALL, FULL = 400, 20_000  # pilots a line
LOOKS, HISTORY, PROMISED = 8, 6, 2
ALIKE, SKEW = 0.4, 0.5
LIMIT = 0.02
SAFE = Guardrail("<=", LIMIT)  # the design's table counts a reading above 2 % as over
STRICT = Guardrail("<", LIMIT)
OVER = Trigger(">", LIMIT)

History, Weekly = tuple[float, ...], dict[int, float]


class World(NamedTuple):
    """What is simulated: form of the baseline, correlation of neighbours, true lift, skewed weeks or not."""

    form: str = "series"
    alike: float = 0.0
    lift: float = 0.0
    skewed: bool = False


class Line(NamedTuple):
    """One figure: what is asked, what the design measured (as printed there), and how it is drawn once."""

    asked: str
    designed: str
    draw: Callable[[random.Random], float]


def main(pilots: int) -> None:
    print(f"{pilots} pilots a line, looked at every week for {LOOKS} weeks")
    print(f"  {'':<58}{'design':>10}{'here':>8}{'±':>7}  agrees")
    for title, lines in (("verdicts", verdicts()), ("early signal", early()), ("guardrails", guardrails())):
        print(f" {title}")
        for seed, line in enumerate(lines):
            tell(line, [line.draw(chance) for chance in [random.Random(seed)] for _ in range(pilots)])
    print(" median week of rollback (design: 1 at 6 %, 2 at 4 % and 3 % of 200 cases, 3 at 4 % of 50)")
    for cases, rate in ((200, 0.06), (200, 0.04), (200, 0.03), (50, 0.04)):
        print(f"  {cases} cases a week at {rate:.0%}: week {weeks_to_rollback(cases, rate, pilots):g}")


def tell(line: Line, drawn: list[float]) -> None:
    share = mean(drawn)
    error = sqrt(max(share * (1 - share), 1 / len(drawn)) / len(drawn))
    ends = [float(end) for end in line.designed.split("-")]
    half = 0.5 * 10 ** -len(line.designed.split("-")[-1].partition(".")[2])
    inside = min(ends) - half - 3 * error <= share <= max(ends) + half + 3 * error
    print(f"  {line.asked:<58}{line.designed:>10}{share:>8.3f}{error:>7.3f}  {'yes' if inside else 'NO'}")


# --- verdicts -----------------------------------------------------------------------------------------------


def verdicts() -> Iterator[Line]:
    alike = World(alike=ALIKE)
    yield Line("false yes, six baseline readings", "0.019", lambda c: moved(c, World()))
    yield Line("false yes, six readings, neighbours alike", "0.094", lambda c: moved(c, alike))
    yield Line("false yes, one number", "0.02-0.05", lambda c: moved(c, World("number")))
    yield Line(
        "false yes, one number, neighbours alike", "0.02-0.10", lambda c: moved(c, World("number", ALIKE))
    )
    weak = World("number", ALIKE, skewed=True)
    yield Line("false yes, one number, neighbours alike, skewed", "0.14", lambda c: moved(c, weak))
    for form, powers in (("series", ("0.25", "0.75", "0.98")), ("number", ("0.19", "0.58", "0.88"))):
        for lift, designed in enumerate(powers, 1):
            yield Line(f"a step of {lift} sigma seen, {form}", designed, _seen(World(form, lift=lift)))
    yield Line("false yes of 'the latest beats the baseline'", "0.98", latest_beats_baseline)
    yield Line("false yes of a t-test every week", "0.07-0.15", lambda c: t_test_weekly(c, World()))
    yield Line("... neighbours alike", "0.15-0.32", lambda c: t_test_weekly(c, alike))


def _seen(world: World) -> Callable[[random.Random], float]:
    return lambda chance: moved(chance, world)


def moved(chance: random.Random, world: World) -> bool:
    """Whether any of the weekly looks says that it moves."""
    history, weekly = pilot(chance, world)
    agreed = (
        AgreedBaseline(readings=history) if world.form == "series" else AgreedBaseline(value=mean(history))
    )
    direction, towards = ("lower", -PROMISED) if world.skewed else ("higher", PROMISED)
    promise = Promise(direction, agreed.number + towards, agreed)
    looks = (
        judge(promise, weekly, planned_weeks=LOOKS, last_closed_week=week)
        for week in range(promise.weeks_needed, LOOKS + 1)
    )
    return any(look.verdict == "moving" for look in looks)


def latest_beats_baseline(chance: random.Random) -> bool:
    history, weekly = pilot(chance, World())
    return any(value > mean(history) for value in weekly.values())


def t_test_weekly(chance: random.Random, world: World) -> bool:
    """A two-sample t-test for a gain at 5 %, each week anew, that says yes at the first significant one."""
    history, weekly = pilot(chance, world)
    return any(_significant(history, list(weekly.values())[:week]) for week in range(2, LOOKS + 1))


def _significant(history: History, since: list[float]) -> bool:
    m, n = len(history), len(since)
    pooled = ((m - 1) * sample_variance(history) + (n - 1) * sample_variance(since)) / (m + n - 2)
    se = sqrt(pooled * (1 / m + 1 / n))
    return mean(since) - mean(history) > t_quantile(0.05, m + n - 2) * se


def pilot(chance: random.Random, world: World) -> tuple[History, Weekly]:
    """The weeks before go-live, and those since by their number."""
    weeks = [chance.gauss(0, 1)]
    while len(weeks) < HISTORY + LOOKS:
        weeks.append(world.alike * weeks[-1] + sqrt(1 - world.alike**2) * chance.gauss(0, 1))
    if world.skewed:
        spread = sqrt((exp(SKEW**2) - 1) * exp(SKEW**2))
        weeks = [exp(SKEW * week) / spread for week in weeks]
    since = {number: world.lift + value for number, value in enumerate(weeks[HISTORY:], start=1)}
    return tuple(weeks[:HISTORY]), since


# --- early signal -------------------------------------------------------------------------------------------


NOISES = (0.3, 0.5, 0.8)


def early() -> Iterator[Line]:
    for what, lift, by_noise in (
        ("dead pilot passes at two weeks", 0, ("0.00", "0.007", "0.06")),
        ("a step of the full promise passes", PROMISED, ("1.00", "1.00", "0.94")),
    ):
        for noise, designed in zip(NOISES, by_noise, strict=True):
            yield Line(f"{what}, noise {noise}", designed, _passes((noise,), (lift, lift)))
    ramp = (PROMISED / 3, PROMISED * 2 / 3, PROMISED)
    yield Line("a three-week ramp passes at two weeks, any noise", "0.5", _passes(NOISES, ramp[:2]))
    yield Line("a three-week ramp passes at three weeks, any noise", "0.79", _passes(NOISES, ramp))


def _passes(noises: tuple[float, ...], lifts: tuple[float, ...]) -> Callable[[random.Random], float]:
    """Weeks against the average of six before; noise in the promise's unit."""

    def draw(chance: random.Random) -> bool:
        noise = chance.choice(noises)
        agreed = mean([chance.gauss(0, noise) for _ in range(HISTORY)])
        promise = Promise("higher", agreed + PROMISED, AgreedBaseline(value=agreed))
        weekly = {week: chance.gauss(lift, noise) for week, lift in enumerate(lifts, 1)}
        return early_signal(promise, weekly, len(weekly))

    return draw


# --- guardrails ---------------------------------------------------------------------------------------------

# cases a week, true rate, one week over, two in a row, two in a row or the bound, shown safe at week 8
TABLE = (
    (50, 0.01, "0.53", "0.05", "0.05", "0.13"),
    (50, 0.04, "1.00", "0.90", "0.92", "0.00"),
    (200, 0.01, "0.35", "0.02", "0.02", "0.71"),
    (200, 0.015, "0.80", "0.19", "0.19", "0.24"),
    (200, 0.03, "1.00", "0.97", "0.98", "0.00"),
    (200, 0.04, "1.00", "1.00", "1.00", "0.00"),
    (200, 0.06, "1.00", "1.00", "1.00", "0.00"),
    (1000, 0.01, "0.01", "0.00", "0.00", "1.00"),
    (1000, 0.03, "1.00", "1.00", "1.00", "0.00"),
)


def guardrails() -> Iterator[Line]:
    rules = (one_over, two_in_a_row, two_or_bound, shown_safe)
    for cases, rate, *designed in TABLE:
        for rule, figure in zip(rules, designed, strict=True):
            asked = f"{cases} cases a week at {rate:.1%}: {rule.__name__.replace('_', ' ')}"
            yield Line(asked, figure, _drawn(rule, cases, rate))
    few = "50 cases a week, < 2 %"
    yield Line(f"{few}, 1 %: two in a row as written", "0.61", _drawn(two_in_a_row_strictly, 50, 0.01))
    yield Line(f"{few}, 1 %: with the least number of cases", "0.00", _drawn(as_contracted, 50, 0.01))
    yield Line(f"{few}, 6 %: with the least number of cases", "0.97", _drawn(as_contracted, 50, 0.06))


def _drawn(rule: Callable[[list[GuardrailWeek]], bool], cases: int, rate: float) -> Callable[..., float]:
    return lambda chance: rule(counted(chance, cases, rate))


def counted(chance: random.Random, cases: int, rate: float) -> list[GuardrailWeek]:
    return [GuardrailWeek(num=failures(chance, cases, rate), den=cases) for _ in range(LOOKS)]


def failures(chance: random.Random, cases: int, rate: float) -> int:
    """Binomial, by the inverse of its distribution."""
    left, term, number = chance.random(), (1 - rate) ** cases, 0
    while left > term and number < cases:
        left -= term
        term *= (cases - number) / (number + 1) * rate / (1 - rate)
        number += 1
    return number


def one_over(weeks: list[GuardrailWeek]) -> bool:
    return any(breaks(SAFE, week) for week in weeks)


def two_in_a_row(weeks: list[GuardrailWeek], limit: Guardrail = SAFE) -> bool:
    """As written, without the least number of cases."""
    over = [breaks(limit, week) for week in weeks]
    return any(one and other for one, other in zip(over, over[1:], strict=False))


def two_in_a_row_strictly(weeks: list[GuardrailWeek]) -> bool:
    return two_in_a_row(weeks, STRICT)


def two_or_bound(weeks: list[GuardrailWeek]) -> bool:
    return two_in_a_row(weeks) or rolls_back(OVER, weeks)


def shown_safe(weeks: list[GuardrailWeek]) -> bool:
    return guardrail_state(SAFE, weeks, released=len(weeks)).status == "shown_safe"


def as_contracted(weeks: list[GuardrailWeek]) -> bool:
    """The default trigger of this bot: only readings of 150 cases stand in a row, or the exact bound."""
    return rolls_back(Trigger(">=", LIMIT), weeks)


def weeks_to_rollback(cases: int, rate: float, pilots: int) -> float:
    chance = random.Random(7)
    drawn = [counted(chance, cases, rate) for _ in range(min(pilots, 1000))]
    first = [
        next((end for end in range(1, LOOKS + 1) if two_or_bound(weeks[:end])), LOOKS + 1) for weeks in drawn
    ]
    return median(first)


if __name__ == "__main__":
    main(FULL if "--full" in sys.argv else SMALL)
