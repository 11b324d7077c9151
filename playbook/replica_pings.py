"""What the plan says of replicas unasked: on Day 38 the original's owner hears whether one is in time."""

from collections.abc import Iterator

from playbook import calendar, pings, plan, replicas
from playbook.calendar import day_of
from playbook.facts import Pilot, UseCase
from playbook.known import Around
from playbook.letters import LiveAsked, Owed


def owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One question, if no replica is live five days before the last day on which it helps."""
    use_case, to = pilot.use_case, pings.answers_for(pilot.use_case)
    if not _awaits(use_case) or pings.closed(use_case) or _live(pilot):
        return
    day = calendar.working_day_until(
        calendar.day_date(use_case.day_one, _number(use_case) - replicas.ASKED_AHEAD), around.settings.country
    )
    at = around.at_their_hour(to, day)
    yield Owed(use_case.number, "replica_asked", _period(use_case), to, at)


def asked(pilot: Pilot, period: str, around: Around) -> LiveAsked | None:
    """That question as things stand; None for another plan's."""
    use_case = pilot.use_case
    if period != _period(use_case):
        return None
    place = use_case.second_place.name if use_case.second_place else ""
    live = _live(pilot)
    since = live.use_case.went_live if live else None
    return LiveAsked(
        use_case=use_case.number,
        title=use_case.title,
        on=replicas.live_by(use_case),
        number=_number(use_case),
        gate=plan.milestones(use_case)[-1].name,
        second=place or "the second place",
        started=tuple(one.use_case.number for one in pilot.kin if one.use_case.outcome != "stopped"),
        done=f"{live.use_case.key} is live since {day_of(since.day)}" if live and since else "",
        closed=pings.closed(use_case),
    )


def _awaits(use_case: UseCase) -> bool:
    """Whether a replica is possible and still wanted: an original between its Pilot and its Scale gate."""
    between = use_case.stage in ("limited_production", "scale_decision")
    return between and use_case.origin is None and use_case.outcome is None


def _live(pilot: Pilot) -> Pilot | None:
    return next((one for one in pilot.kin if one.use_case.went_live and not one.use_case.outcome), None)


def _number(use_case: UseCase) -> int:
    return plan.number_of(use_case, replicas.live_by(use_case))


def _period(use_case: UseCase) -> str:
    return f"{pings.plan_of(use_case)}:d{_number(use_case) - replicas.ASKED_AHEAD}"
