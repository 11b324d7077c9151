"""What has been heard of a sentence so far: the goal with its numbers, the guardrails, the dates."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from playbook.grammar.marks import Mark
from playbook.grammar.readings import Reading


@dataclass(frozen=True, slots=True)
class Heard:
    """A number in its role, with the comparator that came with it."""

    reading: Reading
    at: int
    op: str = ""
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that may be the deadline: a stretch of time or a date, after this preposition."""

    mark: Mark
    prep: str
    first: int
    last: int
    weak: bool = False  # stands in the KPI's name, or right behind the baseline: any other is preferred
    doubt: bool = False


@dataclass(slots=True)
class Clause:
    """A guardrail while it is being read."""

    words: list[int] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)  # what follows the number: no more than 5 complaints
    limit: Heard | None = None
    now: Heard | None = None
    kept: bool = False  # opened by a verb such as keep
    negated: bool = False
    void: bool = False  # a trigger or a condition, kept out of the goal and dropped
    sticky: bool = False  # the `without` of an earlier clause reaches here
    moving: bool = False  # rising, dropping, going
    damage: str = ""
    op: str = ""  # said apart from the number: maximum error rate 2 %
    steady: bool = False
    relative: bool = False  # a limit as a change, which cannot be told without the present value
    held: bool = False  # a limit without a comparator: with 95 % accuracy
    joined: list[int] = field(default_factory=list)  # words before an `and`: error rate and complaint rate

    @property
    def says_something(self) -> bool:
        """Whether it is a guardrail: it has a limit, or names what must not suffer."""
        return not self.void and bool(
            self.limit
            or self.steady
            or self.relative
            or ((self.kept or self.damage) and (self.words or self.joined))
        )

    @property
    def begun(self) -> bool:
        """Whether there is anything in it to close."""
        return bool(self.words or self.limit or self.rest)


@dataclass(slots=True)
class Goal:
    """The promise while it is being read: words by index of their mark, numbers by role."""

    verb: str = ""
    verb_at: int = -1
    way: str = "="
    kpi: list[int] = field(default_factory=list)
    subject: list[int] = field(default_factory=list)  # words before the verb
    tails: list[list[int]] = field(default_factory=lambda: [[]])  # words after the numbers
    baselines: list[Heard] = field(default_factory=list)
    targets: list[Heard] = field(default_factory=list)
    changes: list[Heard] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    limit: Heard | None = None  # a comparator without `to`: bring it below 3 days
    lead: Heard | None = None  # right after the verb: reach 90 %, cut 120 tickets
    of: Heard | None = None  # a backlog of 120 tickets
    adjective: Heard | None = None  # the 5-day turnaround
    aside: Heard | None = None  # turnaround (5 days)
    change_way: str = ""  # the direction in a change's own words: 20 % fewer
    named_after_verb: bool = False  # reduce the turnaround, as opposed to: the turnaround falls
    counted: bool = False  # some number has taken its role
    unsure: set[str] = field(default_factory=set)  # parts beside which a number stood that nobody claimed
    second: bool = False  # another goal was promised as well

    @property
    def promised(self) -> bool:
        """Whether the goal says by now how far it goes."""
        return bool(self.targets or self.changes or self.limit)


_ARTICLES = frozenset("the a an today's our my your their its his her this that these those".split())
_JOINTS = frozenset(
    "which who before until is are was were be been being to from by of at with for in on and or but "
    "down up should must will would has have had need needs can could may might shall not currently "
    "today now , : ; . ( ) as than - ~ = / it".split()
)
_MOTIONS = frozenset(
    "never no below above under over the a an our its their stay stays staying remain remains "
    "remaining kept keep keeping keeps held hold holding holds do does get gets getting go goes "
    "going rise rises rising drop drops dropping fall falls falling climb climbs climbing increase "
    "increases increasing decrease decreasing slip slips slipping sink sinks sinking grow grows "
    "growing move moves moving drift drifting while around about always still also well ideally "
    "preferably strictly become becomes becoming exceeding that reach reaches reaching sit sits "
    "sitting stand stands deteriorate deteriorating suffer suffering suffers worsen worsening "
    "worsens average averages averaging".split()
)
_OPENINGS = frozenset(
    "that of and also with while keeping keep maintaining maintain to but plus both any letting "
    "let allow allowing we they it may must should can will ensuring , : ; . - ( ) have having not see "
    "further either = is / still continuing all neither on".split()
)
_PRAISE = frozenset(
    "better faster easier smoother quicker simpler cheaper shorter leaner smaller asap soon immediately "
    "quickly more significantly dramatically".split()
)
# Before summer, this autumn: a time of the year, which is no date and no part of a name.
_SEASONS = frozenset("spring summer autumn fall winter christmas easter".split())
_SOME_TIME = frozenset("before by until till after during this next in over".split())
PRONOUNS = frozenset("it this that them these those".split())


def name_of(text: str, marks: list[Mark], words: Iterable[int], *, kpi: bool = False) -> str:
    """The words as written, without what only joins them to the rest of the sentence."""
    spans: list[list[int]] = []
    last = -2
    for at in _trimmed(marks, list(words), kpi=kpi):
        if at == last + 1:
            spans[-1][1] = marks[at].end
        else:
            spans.append([marks[at].start, marks[at].end])
        last = at
    return " ".join(" ".join(text[start:end] for start, end in spans).replace('"', "").split())


def _trimmed(marks: list[Mark], words: list[int], *, kpi: bool) -> list[int]:
    first, last = 0, len(words)
    front = _ARTICLES | (frozenset(",:;.-()=") if kpi else _OPENINGS)
    back = _JOINTS | (_PRAISE if kpi else _MOTIONS)
    while first < last and marks[words[first]].word in front and not stuck(marks, words[first]):
        first += 1
    while last > first and not _closes(marks, words, first, last):
        if marks[words[last - 1]].word not in back and not (kpi and _is_season(marks, words, last - 1)):
            break
        last -= 1
    return words[first:last]


def _is_season(marks: list[Mark], words: list[int], at: int) -> bool:
    """before summer, over the winter; but not: the lead time of a valve spring."""
    before = [marks[n].word for n in words[max(at - 2, 0) : at] if marks[n].word != "the"]
    return marks[words[at]].word in _SEASONS and bool(before) and before[-1] in _SOME_TIME


def stuck(marks: list[Mark], at: int) -> bool:
    """Whether the next mark touches this one: the A of A/B is no article."""
    return at + 1 < len(marks) and marks[at].word == "a" and marks[at + 1].start == marks[at].end


def _closes(marks: list[Mark], words: list[int], first: int, last: int) -> bool:
    """Whether the last word is a bracket that was opened within the name: handling time (AHT)."""
    near = words[max(first, last - 12) : last]
    return marks[near[-1]].word == ")" and any(marks[at].word == "(" for at in near)
