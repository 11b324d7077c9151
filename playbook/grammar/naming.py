"""The KPI's name: the words between verb and numbers, else before the verb, else behind the numbers."""

from playbook.grammar.clauses import PRONOUNS, Due, Goal, name_of, stuck
from playbook.grammar.figures import Figures
from playbook.grammar.marks import Mark
from playbook.grammar.measures import SPELLINGS
from playbook.grammar.parts import Promise
from playbook.grammar.phrases import LEADS_IN

_PREAMBLE = LEADS_IN | frozenset(
    "want wants like i'd we'd in able ourselves kpi metric where if our there commit commitment "
    "plan plans hope intend intends promise promises today currently now : , .".split()
)
_PREAMBLE_LENGTH = 8
_DATING = frozenset(("day", "from", "to", "in", "by", "until", "past", "stop"))
_TAIL_OPENERS = frozenset(("fill", "of", "in", "scope", "to", "word"))


def kpi_name(
    text: str, marks: list[Mark], goal: Goal, due: Due | None, figures: Figures, promise: Promise
) -> str | None:
    """The KPI's name: between verb and numbers, else before the verb, else behind the numbers."""
    used = set(figures.used)
    if due is not None and due.weak:
        used |= set(range(due.first, due.last + 1))
    if goal.lead and goal.lead.at in used:
        used |= {
            at for at in goal.kpi[:2] + goal.subject[:2] if marks[at].word in ("off", "from", "of", "on")
        }
    subject = [at for at in goal.subject if at not in used]
    words = [at for at in goal.kpi if at not in used]
    for candidate in (words, _up_to_verb(marks, subject)):
        bare = (
            candidate if candidate is words and goal.named_after_verb else _without_preamble(marks, candidate)
        )
        name = name_of(text, marks, bare, kpi=True)
        if name and name.lower() not in PRONOUNS and not all(marks[at].kind in _DATING for at in bare):
            return name
    return _name_behind(text, marks, goal, figures, promise)


def _up_to_verb(marks: list[Mark], words: list[int]) -> list[int]:
    """Our turnaround is too slow: the name ends before the is."""
    ends = (
        n
        for n, at in enumerate(words)
        if n and marks[at].kind == "base" and marks[at].word in ("is", "are", "was")
    )
    return words[: next(ends, len(words))]


def without_unit(name: str | None, figures: Figures) -> tuple[str | None, str]:
    """handling time in minutes, handling time (min): the unit of bare numbers may stand behind the name."""
    words = (name or "").split()
    bare = [one for one in (figures.baseline, figures.target) if one and not one.reading.unit]
    unit = SPELLINGS.get(words[-1].strip("()").lower(), "") if len(words) > 1 and bare else ""
    if (
        not unit
        or unit in ("score", "ratio")
        or not (words[-1].startswith("(") or words[-2] in ("in", "(in"))
    ):
        return name, ""
    return " ".join(words[: -1 - (words[-2] in ("in", "(in"))]), unit


def _without_preamble(marks: list[Mark], words: list[int]) -> list[int]:
    """We'd be happy if complaints fell: the name begins after the if."""
    first = next((n + 1 for n, at in enumerate(words[:_PREAMBLE_LENGTH]) if marks[at].word == "if"), 0)
    while first < len(words) and marks[words[first]].word in _PREAMBLE and not stuck(marks, words[first]):
        first += 1
    return words[first:]


def _may_name(opener: Mark) -> bool:
    return opener.kind in _TAIL_OPENERS and opener.word not in ("per", "each", "every")


def _name_behind(text: str, marks: list[Mark], goal: Goal, figures: Figures, promise: Promise) -> str | None:
    """Reduce from 5 days to 3 days the turnaround; from 120 to 80 open tickets."""
    tails = [tail for tail in goal.tails if tail and _may_name(marks[tail[0]])]
    tails.sort(key=lambda tail: marks[tail[0]].kind == "word")
    for tail in tails:
        opener = marks[tail[0]]
        words = _without_preamble(marks, tail[1:] if opener.kind in ("of", "in", "scope", "to") else tail)
        name = name_of(text, marks, words, kpi=True)
        if name and not (opener.kind == "fill" and len(tail) == 1):
            promise.doubt("kpi", opener.kind in ("in", "scope"))
            return name
    counted = (one.reading.noun for one in (figures.baseline, figures.target) if one)
    return next((noun for noun in counted if noun), None)
