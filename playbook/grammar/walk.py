"""The walk over the marks: what has been heard so far, and looking a few marks ahead or back."""

from playbook.grammar.clauses import Clause, Goal
from playbook.grammar.marks import Mark, reaches

HELD = frozenset(("percent", "score", "of", "in"))
_STAYS = frozenset("stay stays staying remain remains remaining".split())
NEAR = 12  # so many words of a name are looked at again
MODALS = frozenset("must should shall will would can could may might".split())
BOUNDARY = frozenset(("stop", "and", "while"))
_ENDS_LIMIT = BOUNDARY | {"with"}


class Walk:
    """Where the reader is: the marks, the goal, the guardrails heard so far and the one it is in."""

    def __init__(self, marks: list[Mark]) -> None:
        self.marks = marks
        self.reach = reaches(marks)
        self.goal = Goal()
        self.clauses: list[Clause] = []
        self.clause: Clause | None = None  # None: in the goal
        self.other_goal = False  # a second promise is being made
        self.bracket = False  # inside a bracket that holds a number
        self.last_role = ""
        self.resume = 0  # marks before this one are already understood
        self.pair = self._last_pair()
        self.limits = self._limits_ahead()
        self.last_target = self._last("to", "arrow", "by")
        self.last_baseline = self._last("from", "base")

    def kind(self, at: int) -> str:
        """The kind of a mark; both ends of the sentence are stops."""
        return self.marks[at].kind if 0 <= at < len(self.marks) else "stop"

    def said(self, at: int) -> str:
        """The words of a mark in lower case."""
        return self.marks[at].word if 0 <= at < len(self.marks) else ""

    def naming(self) -> bool:
        """Whether the KPI is being named: a verb has been heard, and no number yet."""
        return bool(self.goal.verb) and not self.goal.counted

    def _limits_ahead(self) -> list[bool]:
        """For each mark whether a comparator with its number follows before the next boundary."""
        ahead, found = [False] * len(self.marks), False
        for at in range(len(self.marks) - 1, -1, -1):
            ahead[at] = found
            mark = self.marks[at]
            if (mark.kind == "cmp" and self.reach[at] >= 0) or mark.kind in ("steady", "after"):
                found = True
            elif mark.kind in _ENDS_LIMIT and mark.word not in ":()":
                found = False
        return ahead

    def _last(self, *kinds: str) -> int:
        """The last place where a marker of these kinds leads to a quantity."""
        for at in range(len(self.marks) - 1, -1, -1):
            to = self.reach[at]
            if to >= 0 and self.marks[at].kind in kinds and self.marks[to].kind == "number":
                return at
        return -1

    def _last_pair(self) -> int:
        """Where the last `from N to M` begins. What comes before it belongs to the KPI's name."""
        for at in range(len(self.marks) - 1, -1, -1):
            to = self.reach[at]
            if to >= 0 and self.marks[at].kind == "from" and self.leads_to_target(to + 1):
                return at
        return -1

    def leads_to_target(self, at: int) -> bool:
        """Whether a `to N` follows here, past up to three words: 12 open tickets to 6."""
        end = at
        while self.kind(end) == "word" and end < at + 3:
            end += 1
        return self.kind(end) in ("to", "arrow") and self.reach[end] >= 0

    def held_ahead(self, at: int, units: frozenset[str] = HELD) -> bool:
        """Whether a percentage or a rating follows before the next boundary: with error rate 2 %."""
        for mark in self.marks[at + 1 : at + 9]:
            if mark.kind in BOUNDARY or mark.kind in ("verb", "with", "from", "to", "by", "base", "in"):
                return False
            if mark.reading:
                return not units or mark.reading.unit in units
        return False

    def stays_ahead(self, at: int) -> bool:
        """while headcount stays at 45: something is to stay where it is."""
        near = self.marks[at + 1 : at + 7]
        ends = next((n for n, mark in enumerate(near) if mark.kind in BOUNDARY), len(near))
        return any(mark.word in _STAYS for mark in near[:ends]) and any(mark.reading for mark in near[:ends])

    def last_comma(self, words: list[int]) -> int:
        """Where the last comma stands among the nearest of these words; -1 without one."""
        near = range(len(words) - 1, max(len(words) - 1 - NEAR, -1), -1)
        return next((n for n in near if self.said(words[n]) in ",:;"), -1)

    def since_comma(self, words: list[int]) -> list[int]:
        """The nearest of these words after their last comma."""
        return words[self.last_comma(words) + 1 :][-NEAR:]

    def bracket_counts(self, at: int) -> bool:
        """Whether the bracket that opens here holds a number with a role rather than a part of a name."""
        for mark in self.marks[at + 1 : at + 12]:
            if mark.word == ")":
                return False
            if mark.kind in ("number", "day"):
                return self.kind(at + 1) != "cmp" or self.last_target < at  # (>30 days) in a name
        return False

    def close(self) -> None:
        """Keep the guardrail that was being read, if it is one."""
        clause, self.clause = self.clause, None
        if clause is not None and clause.says_something:
            self.clauses.append(clause)
