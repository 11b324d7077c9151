"""Words on the walk: openers of guardrails, verbs, punctuation, and the names in between."""

from collections.abc import Callable
from dataclasses import replace

from playbook.grammar.clauses import Clause
from playbook.grammar.marks import Mark
from playbook.grammar.nouns import MEASURED_TO
from playbook.grammar.phrases import LEADS_IN, NOUNISH
from playbook.grammar.roles import OWN_LIMITS
from playbook.grammar.walk import BOUNDARY, MODALS, NEAR, Walk

_WITHOUT = ("without", "avoid", "prevent", "with no", "neither")
_HELPING = frozenset("help helps let lets have see make enable allow get".split())
_WHOEVER = frozenset(("we", "it", "they", "that"))
_DENYING = frozenset(("mustn't", "shouldn't", "can't", "cannot", "won't"))
_MOVES = ("ing", "rise", "rises", "fall", "falls", "drop", "drops", "exceed")


class Listener(Walk):
    """Hears everything but the numbers."""

    def __init__(self, marks: list[Mark]) -> None:
        super().__init__(marks)
        self._on: dict[str, Callable[[int], None]] = {
            "verb": self._verb,
            "keep": self._keep,
            "cap": self._cap,
            "after": self._afterthought,
            "cmp": self._far_limit,
            "not": self._not,
            "damage": self._damage,
            "steady": self._steady,
            "while": self._open,
            "with": self._open,
            "and": self._and,
            "stop": self._stop,
            "label": self._skip,
            "trigger": self._trigger,
        }

    def hear(self, at: int) -> None:
        """Take one mark that is no number and leads to none."""
        self._on.get(self.kind(at), self.word)(at)

    def _skip(self, at: int) -> None:
        """A label says only what comes next."""

    def word(self, at: int) -> None:
        """A word of whatever is being named. What a bracket with a number adds to a name is left out."""
        if self.bracket and self.clause is None and not self.goal.counted:
            return
        if self.clause is None:
            (self.goal.tails[-1] if self.goal.counted else self.goal.kpi).append(at)
            return
        self.clause.moving |= self.said(at).endswith(_MOVES)
        (self.clause.rest if self.clause.limit else self.clause.words).append(at)

    def _stop(self, at: int) -> None:
        word = self.said(at)
        if word in "()":
            self._bracket(at, word)
        elif self.clause is not None:
            self._end_of_clause(at, word)
        elif word == ",":
            self.word(at)
            if self.goal.counted:
                self.goal.tails.append([])
        elif not self.goal.counted and self.goal.kpi:
            self.goal.subject, self.goal.kpi = self.goal.kpi, []
        elif word != ":":
            self.goal.tails.append([])

    def _end_of_clause(self, at: int, word: str) -> None:
        if word != ":" and self.clause is not None and self.clause.begun:
            self.close()
            self.clause = Clause()

    def _bracket(self, at: int, word: str) -> None:
        if word == "(":
            self.bracket = self.bracket_counts(at)
        if not self.bracket:
            self.word(at)
        elif word == ")":
            self.bracket = False

    def _and(self, at: int) -> None:
        clause = self.clause
        if clause is None:
            if self.limits[at] and self.goal.counted and self.kind(at + 1) != "verb":
                self.clause = Clause()
            else:
                self.word(at)
        elif clause.limit or clause.steady or self.kind(at + 1) in ("keep", "not", "verb", "while", "with"):
            self.close()
            carried = self.said(at) == "or" and self._forbids(clause)
            self.clause = Clause(sticky=clause.sticky, negated=carried)
        elif clause.words:
            clause.joined, clause.words = [*clause.joined, *clause.words, at], []

    def _forbids(self, clause: Clause) -> bool:
        """error rate not above 2 % or CSAT below 4.2: the `not` reaches past the `or`."""
        before = self.marks[max(clause.limit.at - 2, 0) : clause.limit.at] if clause.limit else []
        return clause.negated or any(
            mark.kind == "cmp" and mark.word.startswith(("no ", "not ", "never ")) for mark in before
        )

    def _trigger(self, at: int) -> None:
        """roll back if error rate exceeds 3 %: no limit to keep, and no number of the goal."""
        void = self.clause is not None and self.clause.void
        if self.said(at) == "if" and self.stays_ahead(at) and not void:
            self._begin()  # if error rate stays below 2 %: that is to keep
        elif self.goal.promised or self.clause is not None:
            self.close()
            self.clause = Clause(void=True)
        else:
            self.word(at)

    def _open(self, at: int) -> None:
        """while, provided, guardrail; and `with`, where a limit follows."""
        if self._opens(at):
            self._begin()
        elif self.clause is not None and self.kind(at) == "while" and self.clause.begun:
            self.close()
        elif self.clause is None or not self.clause.limit:
            self.word(at)

    def _opens(self, at: int) -> bool:
        """Whether a limit follows that is no part of a name: invoices with more than 3 approvals."""
        held = self.goal.counted and self.held_ahead(at) if self.kind(at) == "with" else self.stays_ahead(at)
        if not (self.limits[at] or held or self.kind(at + 1) in ("keep", "not")):
            return False
        leads = self.kind(at) == "with" and self.reach[at] >= 0
        return not (leads and self.naming() and self.last_target > at)

    def _begin(
        self,
        *,
        kept: bool = False,
        negated: bool = False,
        sticky: bool = False,
        op: str = "",
        words: list[int] | None = None,
    ) -> None:
        self.close()
        self.clause = Clause(words=words or [], kept=kept, negated=negated, sticky=sticky, op=op)

    def _keep(self, at: int) -> None:
        before = self.said(at - 1)
        starts = self.kind(at - 1) in BOUNDARY or before in LEADS_IN or self.goal.promised
        if self.clause is None:
            if starts and not self._measured_to(at):
                self._begin(kept=True)
            else:
                self.word(at)
        elif self.clause.words and not self.clause.limit:
            self.clause.kept = True
            self.word(at)
        else:
            self._begin(kept=True, sticky=self.clause.sticky and not self.clause.limit)

    def _not(self, at: int) -> None:
        word, follows = self.said(at), self.kind(at + 1)
        sticky = word.startswith(_WITHOUT)
        if self.clause is None:
            named = self.naming() and self.last_target > at and self.said(at - 1) != ","
            limited = self.limits[at] and not named
            if limited or follows in ("damage", "keep") or (sticky and follows == "verb"):
                self._begin(negated=True, sticky=sticky, words=self._denied(at))
            else:
                self.word(at)
        elif self.clause.limit:
            self._begin(negated=True, sticky=sticky)
        else:
            self.clause.negated, self.clause.sticky = True, sticky or self.clause.sticky

    def _denied(self, at: int) -> list[int]:
        """; handling time must not rise above 11 minutes: the words before the `not` name the metric."""
        denied = self.said(at - 1) in MODALS or self.said(at) in _DENYING or self.said(at + 1) == "to"
        return self.since_comma(self.goal.tails[-1]) if denied and self.goal.counted else []

    def _damage(self, at: int) -> None:
        clause = self.clause
        if clause is not None and (clause.negated or clause.sticky) and not self._names(clause.words):
            clause.damage = self.said(at)
        else:
            self.word(at)

    def _names(self, words: list[int]) -> bool:
        """Whether there is more among these words than a pronoun: as long as we do not lose."""
        return any(self.said(at) not in _WHOEVER for at in words)

    def _steady(self, at: int) -> None:
        if self.clause is not None and not self.clause.limit:
            self.clause.steady = True
        else:
            self.word(at)

    def _cap(self, at: int) -> None:
        """limiting errors to 2 %: a guardrail from above; as is a 2 % cap on errors."""
        if self.clause is not None and self.clause.limit is not None and self.clause.held:
            self.clause.limit = replace(self.clause.limit, op="<=")
            return
        self._keep(at)
        if self.clause is not None and not self.clause.begun:
            self.clause.op = "<="

    def _far_limit(self, at: int) -> None:
        """maximum error rate 2 %: the comparator before the name; with 0.5 % errors at most: behind."""
        apart = self.said(at) in ("max", "maximum", "min", "minimum") and self.held_ahead(at, frozenset())
        if apart and (self.goal.counted or self.clause is not None):
            self._begin(kept=True, op=self.marks[at].value)
        elif self.said(at) in OWN_LIMITS:
            self._afterthought(at)
        else:
            self.word(at)

    def _afterthought(self, at: int) -> None:
        """98 % accuracy or better: the comparator stands behind the name."""
        clause = self.clause
        if clause is not None and clause.limit is not None and clause.held:
            clause.limit = replace(clause.limit, op=self.marks[at].value)
        else:
            self.word(at)

    def _verb(self, at: int) -> None:
        if self.clause is not None:
            self._verb_in_clause(at, self.clause)
        elif self._is_goal_verb(at):
            self._take_verb(at)
        else:
            self.word(at)

    def _verb_in_clause(self, at: int, clause: Clause) -> None:
        before = self.kind(at - 1)
        bounded = before in ("stop", "and") and not self._names_metric(at)
        denied = self.said(at - 1) == "to" and self.kind(at - 2) == "not"  # not to go over 2 %
        if before == "not" or denied or (clause.sticky and before == "and" and self.said(at).endswith("ing")):
            clause.damage = self.said(at)
        elif bounded or (self.said(at - 1) in LEADS_IN and not clause.says_something):
            self.close()
            self._verb(at)
        else:
            self.word(at)

    def _is_goal_verb(self, at: int) -> bool:
        """Whether this verb says what is to happen, rather than being part of a name."""
        goal, before = self.goal, self.said(at - 1)
        bounded = self.kind(at - 1) in BOUNDARY | {"day", "number"}
        if self._measured_to(at):
            return False
        if self.naming():
            joined = (bounded and self.kind(at - 1) != "stop") or self._first_verb_was_noun(at)
            return joined or before == "by" or (before == "to" and goal.way == "=")
        if goal.counted:
            return (bounded and not self._names_metric(at)) or before in ("to", "it")
        helped = any(self.said(n) in _HELPING for n in goal.kpi[:3])
        clear = self.said(at) not in NOUNISH or not self._has_object(at)
        return bounded or before in LEADS_IN or helped or clear

    def _first_verb_was_noun(self, at: int) -> bool:
        """Change failure rate must fall: what looked like the verb begins the name."""
        goal = self.goal
        modal = self.said(at - 1) in MODALS or (self.said(at - 1) == "be" and self.said(at - 2) in MODALS)
        return modal and goal.verb in NOUNISH and goal.kpi[:1] == [goal.verb_at + 1]

    def _names_metric(self, at: int) -> bool:
        """change failure rate below 15 %: the noun of a metric with its limit, no verb."""
        return self.said(at) in NOUNISH and self.limits[at]

    def _measured_to(self, at: int) -> bool:
        """The verb in `time to raise an invoice`, or joined to one there, names no goal."""
        if self.said(at - 1) == "to":
            return self.said(at - 2) in MEASURED_TO
        if self.said(at - 1) != "and":
            return False
        words = [self.said(n) for n in self.goal.kpi[:NEAR]]
        return any(one in MEASURED_TO and to == "to" for one, to in zip(words, words[1:], strict=False))

    def _has_object(self, at: int) -> bool:
        """Whether words follow that the verb can be about."""
        follows = self.kind(at + 1)
        if follows in ("number", "fill", "word", "verb", "keep", "damage", "steady", "with", "of", "label"):
            return True
        return at + 1 < len(self.marks) and follows not in ("stop", "day") and self.reach[at + 1] < 0

    def _take_verb(self, at: int) -> None:
        goal = self.goal
        if goal.counted and goal.promised:
            self.other_goal = True
            goal.tails.append([])
            return
        if self.naming() and self._first_verb_was_noun(at):
            goal.kpi.insert(0, goal.verb_at)
        goal.verb, goal.verb_at, goal.way = self.said(at), at, self.marks[at].value
        if self._has_object(at):
            goal.subject, goal.kpi = (goal.kpi or goal.subject), []
            goal.counted, goal.named_after_verb = False, True
