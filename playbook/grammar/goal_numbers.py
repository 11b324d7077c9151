"""Numbers in the goal: which of them say where the KPI stands, where it goes and by how much."""

from dataclasses import replace

from playbook.grammar.clauses import Clause, Due, Heard
from playbook.grammar.defaults import default_unit, head_of
from playbook.grammar.listener import Listener
from playbook.grammar.measures import CURRENCIES, UNITS
from playbook.grammar.nouns import FAST, FEWER, MEASURED_TO, THINGS, can_be, counts_people, is_about_people
from playbook.grammar.phrases import LEADS_IN, REACHING
from playbook.grammar.readings import Reading
from playbook.grammar.roles import is_stretch
from playbook.grammar.walk import HELD, NEAR

# Over two sprints, below the line: without a metric before them these limit nothing.
_PLACES = frozenset(("over", "under", "above", "below", "within", "beyond", "beneath"))
_SPREADING = frozenset("expand expands expanding extend extends extending grow grows growing".split())
_PULLING = frozenset("bring bringing get getting push take".split())
_CHANGE_NOUNS = frozenset("reduction decrease drop cut increase rise improvement decline uplift fall".split())
_PLACING = frozenset(
    "move moves moving take takes taking bring brings bringing get gets getting go goes change changes "
    "make makes turn turns push drive".split()
)


def is_band(heard: Heard, following: str) -> bool:
    """in the EUR 8-12 range."""
    return heard.reading.low is not None and following in ("range", "band", "corridor")


class GoalNumbers(Listener):
    """Hears the numbers of the goal. A number without a role here stays part of the words around it."""

    def due(self, at: int, to: int, prep: str, *, doubt: bool, weak: bool = False) -> None:
        """What may be the deadline; inside a name it is kept there too, until another one is found."""
        inside = self.clause is None and not self.goal.counted and bool(self.goal.kpi)
        self.last_role = "deadline"
        self.goal.dues.append(Due(self.marks[to], prep, at, to, inside or weak, doubt))
        if inside:
            self.goal.kpi += range(at, to + 1)

    def in_goal(self, role: str, heard: Heard, at: int) -> bool:
        """Take a number into the goal; False leaves it in the words around it."""
        if self.other_goal:
            self.goal.second |= role in ("baseline", "target", "change", "limit")
            return True
        if role == "scope":
            return self._scope(heard)
        if role in ("bare", "of", "held", "limit"):
            return self._weak(role, heard, at)
        if self._names_on(role, heard, at):
            return False
        if role == "baseline" and self._present_of_other(heard, at):
            return True
        if role == "target" and self._limit_of_other(heard, at):
            return True
        if self._is_headcount(role, heard):
            self.last_role = "scope"
            return True
        suits = {"change": self._changes, "target": self._aims}.get(role)
        if suits is not None and not suits(heard, at):
            return False
        self._count(role, heard)
        return True

    def _scope(self, heard: Heard) -> bool:
        """Headcount and budgets count for nothing; what is said of the KPI itself stays in its name."""
        if self.goal.counted and is_band(heard, self.said(heard.at + 1)):
            self.clause = Clause(words=self.since_comma(self.goal.tails[-1]), limit=heard)
        elif not self.goal.counted and self._keeps_in_name(heard):
            return False
        else:
            self.last_role = "scope"
        return True

    def _keeps_in_name(self, heard: Heard) -> bool:
        """answered in less than 24 hours, for 80 % of deals: said of the KPI, unlike a budget."""
        unit = UNITS.get(heard.reading.unit)
        return heard.reading.unit == "percent" or (unit is not None and unit.kind == "time")

    def _present_of_other(self, heard: Heard, at: int) -> bool:
        """error rate, currently 1.4 %, must stay under 2 %: the present value of a guardrail to come."""
        words = self.since_comma(self.goal.tails[-1])
        if not (self.goal.promised and self.goal.baselines and self.kind(at) == "base" and words):
            return False
        self.clause = Clause(words=words, now=heard)
        return True

    def _limit_of_other(self, heard: Heard, at: int) -> bool:
        """, win rate must be 20 % or more: the limit of a guardrail, once the goal has its target."""
        words = self.since_comma(self.goal.tails[-1])
        if not (self.goal.promised and self.kind(at) == "target" and self.named(words)):
            return False
        self.clause = Clause(words=words, limit=heard, held=not heard.op)
        return True

    def _names_on(self, role: str, heard: Heard, at: int) -> bool:
        """complaints from 10 sites from 12 to 6: a number before the last pair is still part of the name."""
        if role not in ("baseline", "target") or not self.goal.kpi or self.goal.counted:
            return False
        if role == "target" and self.said(at - 1) in MEASURED_TO and self.last_target > at:
            return True  # time to 50 % completion
        if at >= self.pair:
            return False
        return role == "target" or not self.leads_to_target(heard.at + 1)

    def _count(self, role: str, heard: Heard) -> None:
        goal = self.goal
        {"baseline": goal.baselines, "target": goal.targets, "change": goal.changes}[role].append(heard)
        goal.counted = True
        goal.tails.append([])
        self.last_role = role

    def _is_headcount(self, role: str, heard: Heard) -> bool:
        """20 users, 2 teams: scope, unless the KPI counts them or a verb moves them from one to another."""
        goal, noun = self.goal, heard.reading.noun
        if not counts_people(noun) or is_about_people([self.said(n) for n in goal.kpi[-NEAR:]], noun):
            return False
        paired = bool(goal.baselines) if role == "target" else self.last_target > heard.at
        if paired and goal.way != "=" and goal.verb not in _SPREADING:
            return False
        if role == "target":
            goal.baselines.clear()
        return True

    def _changes(self, heard: Heard, at: int) -> bool:
        """Whether `by N` is a change: without a verb, only a share or what follows a number is."""
        shared = heard.reading.unit in ("percent", "percentage_point")
        return shared or bool(self.goal.verb) or self.goal.counted

    def _aims(self, heard: Heard, at: int) -> bool:
        """Whether `to N` is a target: `bring the tool to 3 platforms` is none."""
        goal, reading = self.goal, heard.reading
        if goal.kpi and not goal.baselines and all(self.said(n) in THINGS for n in goal.kpi[:NEAR]):
            return False
        if goal.baselines or reading.unit or self.kind(at) != "to" or self.last_baseline > at:
            return True
        if not goal.verb or goal.verb.split()[0] in _PLACING:
            return bool(goal.verb) and not reading.noun
        return True

    def _weak(self, role: str, heard: Heard, at: int) -> bool:
        """Numbers whose role depends on where they stand."""
        if role == "limit":
            return self._limit_in_goal(heard, at)
        if role == "held":
            return self._held_in_goal(heard)
        if role == "of":
            return self._of(heard, at)
        return self._bare(heard)

    def _limit_in_goal(self, heard: Heard, at: int) -> bool:
        """A comparator without `to`: bring it below 3 days; or a guardrail unopened: , error rate < 2 %."""
        goal = self.goal
        if self.said(at) == "up to" and goal.baselines and not goal.promised:
            self._count("target", replace(heard, op=""))
        elif self.kind(at) == "with" and (goal.counted or self.last_target < at):
            self.clause = None if counts_people(heard.reading.noun) else Clause(limit=heard)
        elif goal.counted:
            words = self.since_comma(goal.tails[-1])
            self.clause = Clause(words=words, limit=heard) if words or self.said(at) not in _PLACES else None
        else:
            return self._limit_while_naming(heard, at)
        return True

    def _limit_while_naming(self, heard: Heard, at: int) -> bool:
        """Before any number of the goal: the target, a guardrail after a comma, or a part of the name."""
        goal = self.goal
        comma = self.last_comma(goal.kpi)
        apart = goal.kpi[comma + 1 :]
        listed = comma >= 0 and (bool(apart) or self.said(at) not in _PLACES)
        if self.last_target > at and not (listed and self.kind(heard.at + 1) in ("stop", "in", "by")):
            return False
        if listed:
            del goal.kpi[comma + 1 :]
            self.clause = Clause(words=apart, limit=heard)
            return True
        fits = self._fits_name(heard)
        if fits is False or (self.said(at) == "within" and not self._pulled_within(at)):
            return False
        if not counts_people(heard.reading.noun) and (goal.verb or goal.kpi):
            op = "" if self.said(at) == "up to" else heard.op
            goal.limit = replace(heard, op=op, doubt=heard.doubt or fits is None)
            goal.counted = True
            goal.tails.append([])
        return True

    def _pulled_within(self, at: int) -> bool:
        """get response time within 4 hours; but not: answer tickets within 4 hours."""
        return self.said(at - 1) in FAST and self.goal.verb in _PULLING

    def _fits_name(self, heard: Heard) -> bool | None:
        """automation of invoices over EUR 500 is a name: no automation is so many EUR; None if unknown."""
        said = [self.said(n) for n in self.goal.kpi[:NEAR]]
        words = [word for word in said if word not in ("the", "a", "an", "our")]
        head = head_of(words)
        return len(head) == len(words) or can_be(head[-1], heard.reading.unit.partition("/")[0])

    def _held_in_goal(self, heard: Heard) -> bool:
        """at 95 % accuracy after the goal's numbers is a guardrail; at 5 days before them the baseline."""
        goal, unit = self.goal, heard.reading.unit
        if goal.counted and (unit in ("percent", "score", "of", "in") or heard.reading.value == 0):
            self.clause = Clause(limit=heard, held=True)
        elif counts_people(heard.reading.noun):
            self.last_role = "scope"
        elif not goal.counted and goal.kpi and unit:
            goal.aside = heard
        return True

    def _of(self, heard: Heard, at: int) -> bool:
        """a backlog of 120 tickets to 80: the baseline, if nothing else is."""
        if not self.goal.counted and not self.goal.of and not counts_people(heard.reading.noun):
            self.goal.of = heard
        return False

    def _bare(self, heard: Heard) -> bool:
        """A number without any marker."""
        goal, reading, at = self.goal, heard.reading, heard.at
        if reading.adjective:
            goal.adjective = goal.adjective or heard
            return False
        leads = self.kind(at + 1) in ("to", "arrow") and self.reach[at + 1] >= 0
        if leads and not goal.baselines and self.last_baseline < at and self.said(at - 1) != "than":
            self._count("change" if self._are_points(reading, at + 1) else "baseline", heard)
            return True
        way = FEWER.get(self.said(at + 1)) or self._change_noun(at + 1)
        vague = way == "=" and reading.unit == "times"  # 10 times better
        if way and reading.unit and not vague and not goal.promised:
            self._stated_change(heard, way)
            return True
        return self._bare_in_place(heard)

    def _are_points(self, reading: Reading, at: int) -> bool:
        """lift the win rate 3 points to 31 %: points on the way to a share are how far it goes."""
        goes_to = self.marks[self.reach[at]].reading
        points = reading.unit in ("percentage_point", "score")
        return points and goes_to is not None and goes_to.unit == "percent"

    def _stated_change(self, heard: Heard, way: str) -> None:
        """40 % fewer tickets; a 40 % reduction in tickets: the name follows, unless a verb had it before."""
        goal, at = self.goal, heard.at
        self._count("change", heard)
        goal.change_way = way
        if not goal.verb:
            goal.verb, goal.subject, goal.kpi = self.said(at + 1).split()[0], goal.kpi, []
        goal.counted = bool(self.named(goal.kpi))
        self.resume = at + 2 + (self.kind(at + 2) in ("in", "of"))

    def named(self, words: list[int]) -> bool:
        """Whether there is a name among these words."""
        return any(self.kind(n) == "word" and self.said(n) not in LEADS_IN for n in words)

    def _change_noun(self, at: int) -> str:
        """a 40 % reduction in turnaround."""
        mark = self.marks[at] if at < len(self.marks) else None
        if mark is None or mark.word.split()[0] not in _CHANGE_NOUNS:
            return ""
        if mark.kind == "damage":
            return "higher" if mark.word.startswith(("increase", "rise")) else "lower"
        return mark.value

    def _bare_in_place(self, heard: Heard) -> bool:
        """A number that only its place gives a meaning."""
        goal, reading, at = self.goal, heard.reading, heard.at
        if self._is_resource(reading, at):
            self.last_role = "scope"
        elif goal.verb and not goal.kpi and not goal.counted:
            goal.lead = heard
            goal.kpi.append(at)
        elif self.said(at - 1) == "(" and self.said(at + 1) == ")" and not goal.counted:
            goal.aside = heard
        elif self.naming():
            return self._bare_change(heard)
        else:
            return self._bare_behind(heard)
        return True

    def _is_resource(self, reading: Reading, at: int) -> bool:
        """with a budget of EUR 20k and 2 developers; reach 500 users."""
        people, money = counts_people(reading.noun), reading.unit.partition("/")[0] in CURRENCIES
        return (self.kind(at - 1) == "and" and (people or money)) or (people and self.goal.verb in REACHING)

    def _bare_change(self, heard: Heard) -> bool:
        """cut handling time 25 % by June."""
        if heard.reading.unit != "percent" or self.goal.way == "=" or self.kind(heard.at + 1) == "word":
            return False
        self._count("change", heard)
        return True

    def _bare_behind(self, heard: Heard) -> bool:
        """Behind the goal's numbers: (8 weeks), error rate: 2 %; else it makes the last number unsure."""
        goal, at = self.goal, heard.at
        if goal.promised and is_stretch(heard.reading) and not goal.dues and self.kind(at - 1) == "stop":
            self.due(at, at, "", doubt=True)
        elif goal.promised and self.said(at - 1) == ":" and goal.tails[-1]:
            self.clause = Clause(words=self.since_comma(goal.tails[-1]), limit=heard, held=True)
        elif goal.counted and "number" in (self.kind(at - 1), self.kind(at - 2)):
            goal.unsure.add(self.last_role)  # 2 months and 15 days
        elif goal.promised and self._is_held_apart(heard):
            self.clause = Clause(words=self.since_comma(goal.tails[-1]), limit=heard, held=True)
        return goal.counted

    def _is_held_apart(self, heard: Heard) -> bool:
        """, win rate 20 %: a share or rating right behind a name of its own, with nothing behind it."""
        words = self.since_comma(self.goal.tails[-1])
        rated = heard.reading.unit in HELD or default_unit([self.said(at) for at in words])[0] == "score"
        alone = self.kind(heard.at + 1) in ("stop", "and", "after") or self.said(heard.at + 1) == "+"
        return rated and alone and self.named(words)
