"""The role of a number: what the markers before it and the words behind it make of it."""

from typing import NamedTuple

from playbook.grammar.marks import Mark
from playbook.grammar.nouns import AT_PRESENT, WINDOWS
from playbook.grammar.readings import Reading

STRETCHES = frozenset(("day", "business_day", "week", "month", "quarter", "year"))
OWN_LIMITS = frozenset(("at most", "at least", "max", "maximum", "minimum"))
_DUE = frozenset(("in", "until"))


class Behind(NamedTuple):
    """What stands right behind a number and belongs to it."""

    end: int
    op: str = ""
    present: bool = False  # 5 days today
    hence: bool = False  # 8 weeks from now


def behind(marks: list[Mark], reach: list[int], to: int) -> Behind:
    """The afterthoughts of the number at `to`."""
    at, op, hence = to + 1, "", False
    if at < len(marks) and (marks[at].kind == "after" or (marks[at].word in OWN_LIMITS and reach[at] < 0)):
        op, at = marks[at].value, at + 1
    if at < len(marks) and marks[at].kind == "hence":
        hence, at = True, at + 1
    reading = marks[to].reading
    skip = at
    while reading and not reading.unit and skip < min(at + 3, len(marks)) and marks[skip].kind == "word":
        skip += 1
    if skip < len(marks) and marks[skip].word in AT_PRESENT and not _leads_on(marks, reach, skip):
        return Behind(skip + 1, op, True, hence)
    return Behind(at, op, False, hence)


def _leads_on(marks: list[Mark], reach: list[int], at: int) -> bool:
    """Whether a `now` belongs to the number after it rather than to the one before."""
    return reach[at] >= 0 and at + 1 < len(marks) and marks[at + 1].kind in ("number", "fill", "of", "base")


def is_stretch(reading: Reading) -> bool:
    """Whether this can be the time until a deadline."""
    return reading.unit in STRETCHES


def role_of(chain: list[Mark], reading: Reading, after: Behind, following: str) -> str:
    """baseline, target, change, deadline, limit, held, of, scope or bare."""
    kinds = {mark.kind for mark in chain}
    ways = [mark.kind for mark in chain if mark.kind in ("from", "to", "by")]
    if is_stretch(reading) and (after.hence or _is_due(chain, kinds, ways, reading, following)):
        return "deadline"
    if "by" in ways or (reading.share and not reading.unit and "in" in kinds):
        return "change"  # by half, in half
    if ways:
        return "baseline" if ways[-1] == "from" else "target"
    if "arrow" in kinds or "target" in kinds:
        return "target"
    if "base" in kinds or after.present:
        return "baseline"
    if "scope" in kinds or "in" in kinds or "past" in kinds or "until" in kinds:
        return "scope"
    if "cmp" in kinds or after.op:
        return "limit"
    return "held" if "with" in kinds else "of" if "of" in kinds else "bare"


def _is_due(chain: list[Mark], kinds: set[str], ways: list[str], reading: Reading, following: str) -> bool:
    if ways or kinds & {"base", "target", "arrow", "past"}:
        return False
    if reading.adjective and following not in WINDOWS:
        return False
    if kinds & _DUE or any(mark.word == "for" for mark in chain):
        return True
    return any(mark.word in ("within", "over") for mark in chain)
