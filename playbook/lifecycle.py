"""What time alone changes in a use case: a gate opens on its day, Day 60 without a decision pauses it, and a
control is drawn each month.

All are facts like any other: kept, audited, told. Whoever asks again gets the same answer.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from playbook import calendar, draws, gates, plan
from playbook.facts import Gate, Pause, Pilot, UseCase
from playbook.known import Around
from playbook.succession import frozen


def runs(use_case: UseCase) -> bool:
    """Whether the plan's clock runs for it: locked, neither over nor paused."""
    return not (use_case.proposed or use_case.outcome or use_case.pause)


def turned(pilot: Pilot, around: Around) -> UseCase:
    """The use case as the calendar has it by now."""
    walled = _walled(_gate_opened(pilot.use_case, around), around)
    return draws.drawn(gates.called(pilot.model_copy(update={"use_case": walled}), around), around)


def act(before: UseCase, after: UseCase) -> str:
    """What the audit calls that turn."""
    if after.pause != before.pause:
        return "paused undecided"
    if len(after.gates) > len(before.gates):
        return "gate opened by the calendar"
    return "votes called" if after.gates != before.gates else "control drawn by the calendar"


def next_turn(pilot: Pilot, around: Around) -> datetime | None:
    """The next moment at which the calendar changes it by itself; None: only people can."""
    return min((at for at in _turns(pilot.use_case, around) if at > around.now), default=None)


def _turns(use_case: UseCase, around: Around) -> Iterator[datetime]:
    if drawn := draws.next_draw(use_case, around):
        yield drawn
    if runs(use_case):
        yield plan.opens_at(plan.present(use_case), around.settings)  # open: votes are asked
        yield stops_at(use_case, around)


def _unopened(use_case: UseCase) -> bool:
    """Whether the gate it comes to next was not opened in this attempt. The entry check has no votes."""
    gate = plan.present(use_case).gate
    known = {(one.name, one.attempt) for one in use_case.gates}
    return gate != "entry" and (gate, use_case.attempt) not in known


def _gate_opened(use_case: UseCase, around: Around) -> UseCase:
    gate = plan.present(use_case)
    due = plan.opens_at(gate, around.settings) <= around.now
    if not (runs(use_case) and _unopened(use_case) and due) or frozen(use_case, around.people):
        return use_case
    opened = Gate(name=gate.gate, attempt=use_case.attempt, opened_at=around.now)
    return use_case.model_copy(update={"gates": (*use_case.gates, opened)})


def _walled(use_case: UseCase, around: Around) -> UseCase:
    if not runs(use_case) or stops_at(use_case, around) > around.now:
        return use_case
    pause = Pause(why="day_60", at=around.now, since=around.today)
    return use_case.model_copy(update={"pause": pause})


def stops_at(use_case: UseCase, around: Around) -> datetime:
    """The midnight at which a pilot without a decision is paused."""
    after = plan.last_day(use_case, around.settings) + timedelta(days=1)
    return calendar.moment(after, calendar.MIDNIGHT, around.settings.zone)
