"""Replicas: the same work at the second place, with an own owner, baseline, readings and clock (section 10).

A replica inherits the contract with blanks and the controls, each to be confirmed again. It has no Frame of
its own: its first milestone is the day by which it has to be live to have its weeks on the original's Day 60.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from playbook import calendar, plan
from playbook.candidates import unfit
from playbook.channels import channel_refused
from playbook.facts import Contract, Home, Pilot, Terms, UseCase
from playbook.forms import ReplicaForm
from playbook.known import Known
from playbook.refusals import Refusal, Refusals
from playbook.registration import first_day
from playbook.replicating import Origin
from playbook.wording import folded

BEFORE_WALL: Final = 17  # days: two closed weeks and the days until they are told
ASKED_AHEAD: Final = 5  # days before that: Day 38 of sixty
LEAST: Final = 5  # days to get ready for whoever starts late


def live_by(original: UseCase) -> date:
    """The last day on which a replica can go live and have its weeks on the last day of the plan: Day 43."""
    return calendar.day_date(original.day_one, original.offsets[-1] - BEFORE_WALL)


def start(pilot: Pilot, form: ReplicaForm, known: Known) -> UseCase:
    """The replica as it is registered. Refused before the Pilot gate, and beside the field what is unfit."""
    original = pilot.use_case
    may_start(original)
    Refusals.raise_any([*_unfit(pilot, form, known)])
    day_one = first_day(known)
    return UseCase(
        number=0,
        title=f"{original.title[:55]} ({form.place[:22]})",
        sentence=original.sentence,
        registrant=known.actor.id,
        registered_at=known.now,
        day_one=day_one,
        offsets=_offsets(original, day_one),
        owner=form.owner,
        naming=1,
        sponsor=original.sponsor,
        home=Home(channel=form.home, private=bool(known.channel and known.channel.private)),
        profile=original.profile,
        workflow=original.workflow,
        function=original.function,
        bottlenecks=original.bottlenecks,
        contracts=(Contract(terms=blanked(original.agreed.terms)),),
        fallback=original.fallback,
        origin=Origin(
            use_case=original.number,
            place=form.place,
            started_on=known.today,
            asked_from=calendar.day_date(original.day_one, original.offsets[0]),
            live_by=live_by(original),
            controls=original.controls,
        ),
    )


def linked(original: UseCase, number: int) -> UseCase:
    """The original, knowing its replica."""
    return original.model_copy(update={"replicas": (*original.replicas, number)})


def blanked(terms: Terms) -> Terms:
    """The promise without what has to be true at the second place: baseline, target, date, range."""
    guardrails = tuple(one.model_copy(update={"now": None}) for one in terms.guardrails)
    blanks = dict.fromkeys(("baseline", "target", "due", "due_days", "expected", "source", "adoption"))
    return terms.model_copy(update={**blanks, "guardrails": guardrails})


def may_start(original: UseCase) -> None:
    """Refuse what cannot be repeated: before its Pilot gate, stopped, or a replica itself."""
    if original.origin:
        raise Refusal(
            f"{original.key} is a replica itself.",
            ways=(f"replicate its original: `/pilot replicate UC-{original.origin.use_case}`",),
        )
    if original.outcome == "stopped":
        raise Refusal(f"{original.key} was stopped: there is nothing to repeat.")
    if plan.go(original, "pilot") is None:
        raise Refusal(
            f"{original.key} has not passed its Pilot gate: what does not work once is not repeated.",
            ways=(f"`/pilot gate {original.key}` shows what is missing",),
        )


def _unfit(pilot: Pilot, form: ReplicaForm, known: Known) -> Iterator[Refusal]:
    original = pilot.use_case
    yield from unfit(form.owner, "owner", "workflow owner", known)
    if form.owner == original.sponsor:
        yield Refusal("The sponsor funds it and the owner runs it: name somebody else.", field="owner")
    yield from channel_refused(form.home, known.channel, "home")
    yield from _wrong_home(original, form, known)
    for other in pilot.kin:
        if _place(other) == folded(form.place) and other.use_case.outcome != "stopped":
            yield Refusal(f"There is a replica at {form.place} already: {other.use_case.key}.", field="place")


def _place(replica: Pilot) -> str:
    return folded(replica.use_case.origin.place) if replica.use_case.origin else ""


def _wrong_home(original: UseCase, form: ReplicaForm, known: Known) -> Iterator[Refusal]:
    if original.home and original.home.channel == form.home:
        yield Refusal(f"{original.key} lives there: a replica has a home channel of its own.", field="home")
    elif known.channel and known.channel.private != (original.visibility == "private"):
        kind = "private" if original.visibility == "private" else "public"
        words = f"{original.key} shows what its replica measures: choose a {kind} channel, as its own is."
        yield Refusal(words, field="home")


def _offsets(original: UseCase, day_one: date) -> tuple[int, int, int, int]:
    """Its first milestone is the day to be live by; the rest of the plan as the original's."""
    ready = max(calendar.day_number(day_one, live_by(original)), LEAST)
    _, pilot, limited, scale = original.offsets
    return min(ready, pilot - 1), pilot, limited, scale
