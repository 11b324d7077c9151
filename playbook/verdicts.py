"""The verdict on a pilot: its statistics, its sentence, and what a change of readings changed.

Everything other modules need of a verdict is imported from here.
"""

from collections.abc import Iterator
from datetime import date

from playbook import weeks
from playbook.calendar import day_month
from playbook.evidence import early as early
from playbook.evidence import guardrails_of as guardrails_of
from playbook.evidence import promise_of as promise_of
from playbook.evidence import signal_of as signal_of
from playbook.evidence import since_go_live as since_go_live
from playbook.evidence import weekly_values as weekly_values
from playbook.facts import Pilot, Reading, UseCase
from playbook.known import Around
from playbook.signal import WORDS
from playbook.verdict_text import STATUSES as STATUSES
from playbook.verdict_text import footer as footer
from playbook.verdict_text import said as said


def compared(before: Pilot, after: Pilot, around: Around, by: str) -> str:
    """What a change of readings changed: the verdict, a guardrail's status; empty when neither.

    "Week 3 corrected 30 → 3 by Ana: unclear → moving"; `by`: the name of whoever made it, shown as it is.
    """
    changes = [*_verdict_change(before, after, around.today), *_status_changes(before, after, around.today)]
    return f"{_what_changed(before, after, around.today)} by {by}: {'; '.join(changes)}" if changes else ""


def _verdict_change(before: Pilot, after: Pilot, today: date) -> Iterator[str]:
    was, now = signal_of(before, today).verdict, signal_of(after, today).verdict
    if was != now:
        yield f"{WORDS[was]} → {WORDS[now]}"


def _status_changes(before: Pilot, after: Pilot, today: date) -> Iterator[str]:
    """A guardrail heard of again is no change; one that breaks, or holds again, is."""
    was = {one.metric: state.status for one, state in guardrails_of(before, today)}
    for guardrail, state in guardrails_of(after, today):
        earlier = was.get(guardrail.metric, state.status)
        if earlier != state.status and not _only_heard_of(earlier, state.status):
            yield f"{guardrail.metric}: {STATUSES[earlier]} → {STATUSES[state.status]}"


def _only_heard_of(earlier: str, now: str) -> bool:
    """Whether a guardrail that keeps its limit was merely reported, or was not this time."""
    return "not_reported" in (earlier, now) and not {earlier, now} & {"breach", "rollback"}


def _what_changed(before: Pilot, after: Pilot, today: date) -> str:
    new = after.readings[len(before.readings) :]
    if not new:
        return "Changed"
    old = next((one for one in before.readings if one.number == new[-1].corrects), None)
    where = _place(after.use_case, new[-1], today)
    if old is None:
        return f"{where} logged"
    if new[-1].value is None:
        return f"{where} taken back"
    return f"{where} corrected {old.value:g} → {new[-1].value:g}"


def _place(use_case: UseCase, reading: Reading, today: date) -> str:
    metric = f"{reading.metric} of " if reading.metric else ""
    week = weeks.holding(use_case, reading.day) if reading.day <= today else None
    if week is None:
        where = day_month(reading.day)
    else:
        where = f"{'baseline ' if week.sort == 'b' else ''}week {week.number}"
    said = f"{metric}{where}"
    return said[:1].upper() + said[1:]
