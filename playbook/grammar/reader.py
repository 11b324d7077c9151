"""The reader: one walk over the marks, from left to right, that gives every number its role.

There are two places to be in, the goal and a guardrail. Openers (while, without, keep) begin a guardrail;
a verb after a boundary, a `from` or a `by` returns to the goal.
"""

from playbook.grammar.clauses import PRONOUNS, Clause, Heard
from playbook.grammar.goal_numbers import GoalNumbers
from playbook.grammar.marks import Mark
from playbook.grammar.measures import same_kind
from playbook.grammar.nouns import (
    AT_PRESENT,
    COMPARED,
    FAST,
    IN_STATE,
    MEASURED,
    OLD,
    counts_people,
    is_about_people,
)
from playbook.grammar.readings import Reading
from playbook.grammar.roles import behind, role_of
from playbook.grammar.walk import HELD, MODALS, NEAR

_BY_HOW_MUCH = frozenset(("more than", "less than", "at most", "no more than", "not more than", "up to"))
_MOVING = tuple("drop fall rise increase decrease grow decline worsen deteriorate change var".split())


class Reader(GoalNumbers):
    """After `read`, `goal` and `clauses` hold what was heard."""

    def read(self) -> "Reader":
        """Walk over all marks."""
        at = 0
        while at < len(self.marks):
            if self.kind(at) in ("number", "day") or self._marks_a_number(at):
                at = max(self._number(at, self.reach[at]), at + 1)
            else:
                self.hear(at)
                at += 1
        self.close()
        return self

    def _marks_a_number(self, at: int) -> bool:
        """Whether a marker gives the number it leads to its role; in `time to target from 5` one does."""
        kind = self.kind(at)
        if self.reach[at] < 0 or kind in ("fill", "stop"):
            return False
        names = kind in ("scope", "target", "past", "base") and self.said(at) not in AT_PRESENT
        return not (names and self.kind(at + 1) in ("from", "to", "by", "in", "until"))

    def _number(self, at: int, to: int) -> int:
        """Give the number at `to` its role; what has none stays part of the words around it."""
        if self.marks[to].day is not None:
            taken, end = self._date(at, to), to + 1
        else:
            taken, end = self._quantity(at, to)
        if taken:
            return end
        self._leave(self.marks[to].reading)
        for index in range(at, to + 1):
            self.word(index)
        return to + 1

    def _leave(self, reading: Reading | None) -> None:
        """A share behind the promise that found no role: more likely a guardrail than a word."""
        if reading and reading.unit in HELD and self.clause is None and self.goal.promised:
            self.goal.unsure.add("guardrails")

    def _quantity(self, at: int, to: int) -> tuple[bool, int]:
        reading, chain = self.marks[to].reading, self.marks[at:to]
        if reading is None:
            return False, to + 1
        if not reading.unit and any(mark.word.endswith("factor of") for mark in chain):
            reading = reading._replace(unit="times")
        after = behind(self.marks, self.reach, to)
        op = next((mark.value for mark in reversed(chain) if mark.kind == "cmp"), after.op)
        role = role_of(chain, reading, after, self.said(to + 1))
        if self.last_role == "scope":
            self.last_role = ""
        heard = Heard(reading, to, op, reading.doubt)
        if self.clause is not None and self.clause.void:
            taken = True
        elif role == "deadline":
            taken = self._stretch(heard, at)
        elif role == "baseline" and self._is_year(reading, chain):
            taken = self.clause is not None or self.goal.counted
        elif self.clause is not None:
            taken = self._in_clause(role, heard, at, self.clause)
        else:
            taken = self.in_goal(role, heard, at)
        end = max(after.end, self.resume)
        return taken, end if self.last_role != "scope" else self._past_noun(end, reading)

    def _is_year(self, reading: Reading, chain: list[Mark]) -> bool:
        """costs compared to 2025: the year it is compared with, not a value."""
        bare = not reading.unit and not reading.noun and 1990 <= reading.value <= 2040
        return bare and reading.value % 1 == 0 and any(mark.word in COMPARED for mark in chain)

    def _past_noun(self, at: int, reading: Reading) -> int:
        """Past the words that a number of people or places counts: they are no part of a name."""
        nouns = reading.noun.lower().split()
        while nouns and self.said(at) == nouns[0]:
            at, nouns = at + 1, nouns[1:]
        return at

    # --- dates and stretches of time ----------------------------------------------------------------------

    def _stretch(self, heard: Heard, at: int) -> bool:
        """A stretch of time after in, within or over: the deadline, unless it says how fast or how old."""
        prep, to = self._prep(at, heard.at), heard.at
        if self.clause is not None and self._is_fast_enough(at, prep, self.clause):
            return self._limit(heard, at, self.clause)
        if self.said(to + 1) in OLD or self._tells_state(at):
            return False
        if self.said(at - 1) in MEASURED:
            return True
        hence = self.kind(to + 1) == "hence"
        loose = (prep in ("for", "after", "") and not hence) or self._counts_from_event(to + 1)
        loose |= self._is_of_another_duty()
        self.due(at, to, prep, doubt=heard.doubt or loose)
        return True

    def _counts_from_event(self, at: int) -> bool:
        """within 8 weeks of go-live, 60 days after the kick-off: from a day the sentence does not tell."""
        leads_on = self.kind(at) == "from" and self.reach[at] < 0
        return leads_on or self.said(at) in ("of", "after", "following")

    def _is_of_another_duty(self) -> bool:
        """; finance must sign off within 60 days: somebody else's deadline, as likely as this one's."""
        words = [self.said(n) for n in self.goal.tails[-1][:NEAR]]
        others = bool(words) and words[0] not in PRONOUNS | {"we", "i", ","}
        return self.clause is None and others and any(word in MODALS for word in words)

    def _is_fast_enough(self, at: int, prep: str, clause: Clause) -> bool:
        """keeping response time within 2 days, without delivery going over 3 days: limits, no deadlines."""
        before = self.said(at - 1)
        opened = (clause.kept or clause.negated or clause.sticky) and clause.words and not clause.limit
        return bool(opened) and (
            before in FAST if prep == "within" else prep == "over" and before.endswith("ing")
        )

    def _tells_state(self, at: int) -> bool:
        """tickets answered within 2 days: the stretch belongs to the name."""
        before = self.said(at - 1)
        naming = self.clause is None and not self.goal.counted and bool(self.goal.kpi)
        return (
            naming and self.kind(at - 1) in ("word", "verb") and (before.endswith("ed") or before in IN_STATE)
        )

    def _prep(self, at: int, to: int) -> str:
        words = [m.word for m in self.marks[at:to] if m.kind in ("in", "until", "by", "cmp", "scope", "past")]
        return words[0] if words else ""

    def _date(self, at: int, to: int) -> bool:
        """A date: the deadline, unless it tells when something else was or belongs to the KPI's name."""
        if self.clause is not None and self.clause.void:
            return True
        kinds = {mark.kind for mark in self.marks[at:to]}
        day, goal = self.marks[to].day, self.goal
        prep = self._prep(at, to) or ("in" if day and day.adverb else "")
        outside = self.clause is not None or goal.counted
        begins = any(mark.word == "between" for mark in self.marks[at:to])
        if begins or (kinds & {"past", "from", "base", "of"} and not kinds & {"by", "until"}):
            return outside
        of_baseline = self.bracket and not prep or self._then_target(to + 1)
        if self.last_role == "baseline" and not kinds & {"by", "until"} and of_baseline:
            return True
        in_name = bool(goal.kpi) and (prep == "" or (prep == "in" and self.kind(to + 1) == "word"))
        if not outside and (in_name or (prep == "" and self.kind(to + 1) != "stop")):
            return False
        self.due(at, to, prep, doubt=False, weak=self.last_role == "baseline" and prep in ("", "in"))
        return True

    def _then_target(self, at: int) -> bool:
        """from 5 days in Q4 to 3 days: the date tells of the baseline."""
        return self.kind(at) in ("to", "arrow") and self.reach[at] >= 0

    # --- numbers in a guardrail ---------------------------------------------------------------------------

    def _in_clause(self, role: str, heard: Heard, at: int, clause: Clause) -> bool:
        if role == "limit":
            return self._limit(heard, at, clause)
        if role == "baseline" and heard.op and self._is_limit(heard, at, clause):
            return self._limit(heard, at, clause)
        if role == "baseline" and self.kind(at) != "from":
            return self._present_value(heard, at, clause)
        if role == "target" and self._holds_to(at, clause):
            return self._limit(heard, at, clause)
        if role == "change" and (clause.negated or clause.sticky or clause.damage) and not clause.limit:
            clause.relative = True  # without raising cost by more than 10 %: of what is not said
            return True
        if role in ("baseline", "target", "change"):
            return self._back_to_goal(role, heard, at, clause)
        if role == "scope" or (role in ("bare", "held", "of") and self._counts_people(heard, clause)):
            self.last_role = "scope"
        elif role in ("bare", "held", "of") and clause.limit is None:
            return self._limit(heard, at, clause)
        return True

    def _counts_people(self, heard: Heard, clause: Clause) -> bool:
        """with 3 people, in a guardrail that is not about people."""
        noun = heard.reading.noun
        return counts_people(noun) and not is_about_people([self.said(n) for n in clause.words[-3:]], noun)

    def _is_limit(self, heard: Heard, at: int, clause: Clause) -> bool:
        """error rate is lower than 2 %, prevent it from exceeding 2 %; but not: currently below 2 %."""
        if self.kind(at) == "from":
            clause.negated |= clause.kept and heard.op == ">"  # keep errors from exceeding 2 %
            return clause.negated
        return not any(mark.word in AT_PRESENT for mark in self.marks[at : heard.at])

    def _limit(self, heard: Heard, at: int, clause: Clause) -> bool:
        if self.said(at) in _BY_HOW_MUCH and self.said(at - 1).startswith(_MOVING) and not clause.limit:
            clause.relative = True  # does not drop more than 0.2 points: from where is not said
            return True
        if clause.limit is not None:
            self.close()
            clause = self.clause = Clause(sticky=clause.sticky, negated=clause.negated)
        clause.limit = heard
        clause.held = not heard.op and heard.reading.low is None
        return True

    def _holds_to(self, at: int, clause: Clause) -> bool:
        """keep error rate to 2 %."""
        after_baseline = self.last_role == "baseline" and not self.goal.promised
        return (
            self.kind(at) == "to"
            and clause.kept
            and bool(clause.words)
            and not clause.limit
            and not after_baseline
        )

    def _present_value(self, heard: Heard, at: int, clause: Clause) -> bool:
        """(now 1.4 %) belongs to the guardrail before it, unless it can only be the goal's baseline."""
        if not clause.begun and self.goal.baselines and self.clauses and self.clauses[-1].limit:
            clause = self.clauses[-1]  # reopen rate <= 4 %, now 3 %
        limit = clause.limit
        fits = (
            limit is None
            or not heard.reading.unit
            or same_kind(limit.reading.unit or "count", heard.reading.unit)
        )
        wanted = not self.goal.baselines and self.goal.promised and not fits
        if wanted or not (clause.words or clause.rest or limit):
            return self._back_to_goal("baseline", heard, at, clause)
        clause.now = heard
        return True

    def _back_to_goal(self, role: str, heard: Heard, at: int, clause: Clause) -> bool:
        self.close()
        if not clause.says_something and not self.named(self.goal.kpi):
            self.goal.kpi = list(clause.words)
        return self.in_goal(role, heard, at)


def read(marks: list[Mark]) -> Reader:
    """What a sentence says, heard mark by mark."""
    return Reader(marks).read()


def read_guardrails(marks: list[Mark]) -> Reader:
    """The same for a line that is known to hold only guardrails."""
    reader = Reader(marks)
    reader.clause = Clause(kept=True)
    return reader.read()
