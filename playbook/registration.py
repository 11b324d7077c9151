"""Registering a use case and saying who stands for it. Registration always saves; locking is what is refused.

Every verb takes the use case as it was and gives the use case as it will be, or refuses.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from playbook import calendar
from playbook.candidates import unfit
from playbook.channels import channel_refused
from playbook.contract import from_sentence, redated
from playbook.facts import (
    Bottleneck,
    Channel,
    Contract,
    Home,
    Listed,
    Missing,
    Part,
    PersonId,
    Profile,
    SecondPlace,
    UseCase,
)
from playbook.forms import NewUseCase, PeopleFields, PeopleForm, PlanForm, ProcessForm, ProfileFields
from playbook.known import Known
from playbook.policy import can
from playbook.refusals import Refusal, Refusals
from playbook.sentence import Sentence
from playbook.wording import folded, one_line

TITLE_LENGTH = 80
FURTHEST = timedelta(days=366)  # from today to Day 1
MOST_A_DAY = 20  # use cases registered by one person
A_DAY = timedelta(days=1)


def register(form: NewUseCase, sentence: Sentence, known: Known) -> UseCase:
    """A new use case, saved as proposed however little is told.

    Refuses only what nobody could mean: a sentence that contradicts itself, people or a channel that cannot
    do their part, a sponsor who has a pilot past Day 60 without a decision.
    """
    Refusals.raise_any([*_unfit(form, sentence, known)])
    return UseCase(
        number=0,
        title=title_of(sentence, form.sentence),
        sentence=form.sentence,
        registrant=known.actor.id,
        registered_at=known.now,
        day_one=first_day(known),
        offsets=known.settings.offsets,
        owner=form.owner,
        naming=1 if form.owner else 0,
        sponsor=form.sponsor,
        home=_home(form.home, known.channel),
        profile=_profile(form),
        contracts=(Contract(terms=from_sentence(sentence)),),
    )


def _unfit(form: NewUseCase, sentence: Sentence, known: Known) -> Iterator[Refusal]:
    yield from _contradiction(sentence)
    yield from _people_unfit(form.owner, form.sponsor, known)
    yield from _one_person(form.owner, form.sponsor)
    yield from channel_refused(form.home, known.channel, "home")
    yield from _undecided_past_the_wall(form.sponsor, known)
    yield from _too_many_today(known)


def first_day(known: Known) -> date:
    """Day 1 when nothing else is said: the next working day."""
    return calendar.next_working_day(known.today, known.settings.country)


def title_of(sentence: Sentence, typed: str) -> str:
    """A title of at most 80 characters: the KPI's name, else the sentence itself."""
    words = one_line(sentence.kpi or typed)
    short = words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"
    return short[:1].upper() + short[1:]


def twins(title: str, workflow: str | None, known: Known, besides: int = 0) -> tuple[Listed, ...]:
    """Use cases the actor may see with a similar title or the same workflow: "already UC-3?"."""
    wanted = _tokens(title)
    return tuple(
        other
        for other in known.listed
        if other.number != besides
        and can(known.actor, "see", other, known.settings)
        and (_alike(wanted, _tokens(other.title)) or _same_workflow(workflow, other.workflow))
    )


def _tokens(text: str) -> frozenset[str]:
    return frozenset("".join(c if c.isalnum() else " " for c in folded(text)).split())


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared > 0 and shared / len(one | other) >= 0.6


def _same_workflow(one: str | None, other: str | None) -> bool:
    return bool(one and other) and folded(one or "") == folded(other or "")


def name_people(before: UseCase, form: PeopleForm, known: Known) -> UseCase:
    """Name owner, sponsor, supporters or the home channel; a newly named owner is asked to accept."""
    refused = [
        *_owner_has_signed(before, form.owner),
        *_sponsor_has_signed(before, form.sponsor),
        *_newly_named(before, form, known),
        *channel_refused(form.home if form.home != _channel_of(before) else None, known.channel, "home"),
    ]
    for person in set(form.supporters) - set(before.supporters):
        refused += unfit(person, "supporters", "supporter", known, guests=True)
    if form.sponsor != before.sponsor:
        refused += _undecided_past_the_wall(form.sponsor, known)
    Refusals.raise_any(refused)
    after = _with_owner(_with_sponsor(before, form.sponsor), form.owner)
    after = after.model_copy(update={"supporters": form.supporters})
    if form.home == _channel_of(before):
        return after
    return after.model_copy(update={"home": _home(form.home, known.channel)})


def _newly_named(before: UseCase, form: PeopleFields, known: Known) -> list[Refusal]:
    """Who stays is not asked about: a sponsor who left must not keep the home channel from being changed."""
    owner = form.owner if form.owner != before.owner else None
    sponsor = form.sponsor if form.sponsor != before.sponsor else None
    return [*_people_unfit(owner, sponsor, known), *_one_person(form.owner, form.sponsor)]


def _channel_of(use_case: UseCase) -> str | None:
    return use_case.home.channel if use_case.home else None


def _with_owner(before: UseCase, owner: PersonId | None) -> UseCase:
    if owner == before.owner:
        return before
    changed = {
        "owner": owner,
        "ownership": None,
        "naming": before.naming + (1 if owner else 0),
        "blockers": tuple(b for b in before.blockers if b.authority is None),
    }
    return redated(before.model_copy(update=changed), before.day_one, unsign=True)


def _with_sponsor(before: UseCase, sponsor: PersonId | None) -> UseCase:
    if sponsor == before.sponsor:
        return before
    blockers = tuple(b.model_copy(update={"clears": sponsor}) if b.authority else b for b in before.blockers)
    changed = before.model_copy(update={"sponsor": sponsor, "blockers": blockers})
    return redated(changed, before.day_one, unsign=True)


def describe_friction(before: UseCase, form: ProfileFields) -> UseCase:
    """Tell what the workflow crosses."""
    return before.model_copy(update={"profile": _profile(form)})


def describe_process(before: UseCase, form: ProcessForm, known: Known) -> UseCase:
    """Tell the workflow, its bottlenecks and the second place where it will be repeated."""
    Refusals.raise_any([*_second_owner_unfit(before, form, known), *_taken_from_it(before, form)])
    place = SecondPlace(name=form.second_place, owner=form.second_owner) if form.second_place else None
    return before.model_copy(
        update={
            "workflow": form.workflow,
            "function": form.function,
            "bottlenecks": read_bottlenecks(form.bottlenecks or ""),
            "second_place": place,
        }
    )


def _second_owner_unfit(before: UseCase, form: ProcessForm, known: Known) -> list[Refusal]:
    told = before.second_place.owner if before.second_place else None
    changed = form.second_owner if form.second_owner != told else None
    return unfit(changed, "second_owner", "owner of the second place", known)


def _taken_from_it(before: UseCase, form: ProcessForm) -> list[Refusal]:
    """An owner from IT accepted a workflow that IT itself runs: it does not become another one's later."""
    by_it = before.ownership is not None and before.ownership.function == "IT"
    if not by_it or form.function in (None, "IT"):
        return []
    words = (
        f"Its owner works in IT, which may own only what IT itself runs, not a workflow of {form.function}."
    )
    return [Refusal(words, field="function", ways=("name an owner from that function first",))]


def read_bottlenecks(text: str) -> tuple[Bottleneck, ...]:
    """The bottleneck map, a line each: step, wait, system."""
    lines = (tuple(part.strip() for part in line.split(",", 2)) for line in text.splitlines())
    return tuple(
        Bottleneck(**dict(zip(("step", "wait", "system"), parts, strict=False)))
        for parts in lines
        if any(parts)
    )


def write_bottlenecks(bottlenecks: tuple[Bottleneck, ...]) -> str:
    """The map as it is typed: what `read_bottlenecks` reads back."""
    return "\n".join(map(_write_bottleneck, bottlenecks))


def _write_bottleneck(line: Bottleneck) -> str:
    parts = [line.step, line.wait, line.system]
    while parts and not parts[-1]:
        parts.pop()
    return ", ".join(parts)


def replan(before: UseCase, form: PlanForm, known: Known) -> UseCase:
    """Change title, worth or Day 1. Once Day 1 has come, the plan may be restarted a single time."""
    day_one = form.day_one or before.day_one
    after = before.model_copy(update={"title": form.title or before.title, "worth": form.worth})
    if day_one == before.day_one:
        return after
    Refusals.raise_any(_day_one_refused(before, form, known))
    begun = known.today >= before.day_one
    return redated(after.model_copy(update={"restarts": before.restarts + begun}), day_one)


def _day_one_refused(before: UseCase, form: PlanForm, known: Known) -> list[Refusal]:
    rules = (
        (not before.proposed, "The contract is locked: its plan stands. A new date needs an amendment."),
        (
            form.day_one is not None and form.day_one < known.today,
            "Day 1 lies in the past: choose today or later.",
        ),
        (
            form.day_one is not None and form.day_one > known.today + FURTHEST,
            "Day 1 lies more than a year ahead: choose an earlier day, and move it later if need be.",
        ),
        (
            known.today >= before.day_one and before.restarts >= 1,
            "The plan was already restarted once. Sign the contract, or stop with clarity.",
        ),
    )
    return [Refusal(words, field="day_one") for applies, words in rules if applies]


def _contradiction(sentence: Sentence) -> list[Refusal]:
    if sentence.status != "conflict":
        return []
    return [Refusal(sentence.problem or "The sentence contradicts itself.", field="sentence")]


def _people_unfit(owner: PersonId | None, sponsor: PersonId | None, known: Known) -> list[Refusal]:
    return [
        *unfit(owner, "owner", "workflow owner", known),
        *unfit(sponsor, "sponsor", "sponsor", known),
    ]


def _one_person(owner: PersonId | None, sponsor: PersonId | None) -> list[Refusal]:
    if owner is None or owner != sponsor:
        return []
    return [Refusal("The sponsor funds it and the owner runs it: name two people.", field="sponsor")]


def _too_many_today(known: Known) -> list[Refusal]:
    """One member cannot fill everybody's list; a portfolio comes as a table that an admin looks at first."""
    mine = [
        one
        for one in known.listed
        if one.registrant == known.actor.id and known.now - one.registered_at < A_DAY
    ]
    if len(mine) < MOST_A_DAY:
        return []
    words = f"You have registered {len(mine)} use cases within a day, and {MOST_A_DAY} is the most."
    return [Refusal(words, ways=("go on tomorrow", "ask an admin to import a table of them"))]


def _undecided_past_the_wall(sponsor: PersonId | None, known: Known) -> list[Refusal]:
    late = [
        one
        for one in undecided(sponsor, known.listed)
        if calendar.day_number(one.day_one, known.today) > calendar.LAST_DAY
    ]
    if not (sponsor and late):
        return []
    words = (
        f"{late[0].key} of this sponsor is past Day 60 undecided. Decide it first, or name another sponsor."
    )
    return [Refusal(words, field="sponsor")]


def undecided(sponsor: PersonId | None, listed: tuple[Listed, ...], besides: int = 0) -> list[Listed]:
    """The pilots of a sponsor that are under way: locked, neither scaled nor stopped."""
    return [
        one
        for one in listed
        if sponsor
        and one.sponsor == sponsor
        and not one.proposed
        and one.replica_of is None  # decided with its original
        and one.outcome is None
        and one.number != besides
    ]


def _home(home: str | None, channel: Channel | None) -> Home | None:
    return Home(channel=home, private=bool(channel and channel.private)) if home else None


def _profile(form: ProfileFields) -> Profile:
    return Profile(systems=form.systems, layers=form.layers, partners=form.partners, loop_days=form.loop_days)


def _owner_has_signed(before: UseCase, owner: PersonId | None) -> list[Refusal]:
    return _signed(before, "owner", changed=owner != before.owner)


def _sponsor_has_signed(before: UseCase, sponsor: PersonId | None) -> list[Refusal]:
    return _signed(before, "sponsor", changed=sponsor != before.sponsor)


def _signed(before: UseCase, role: str, *, changed: bool) -> list[Refusal]:
    if before.proposed or not changed:
        return []
    words = f"The {role} signed the locked contract: a {role} of a pilot under way changes by handover only."
    return [Refusal(words, field=role)]


def missing(use_case: UseCase) -> tuple[Missing, ...]:
    """What registration still lacks: people, the process profile, the process itself."""
    return (*_people_missing(use_case), *_friction_missing(use_case), *_process_missing(use_case))


def _people_missing(use_case: UseCase) -> tuple[Missing, ...]:
    who = use_case.registrant
    asked = (
        (use_case.owner is None, "owner", "a workflow owner from the business", who),
        (bool(use_case.owner) and not use_case.accepted, "accept", "the owner's acceptance", use_case.owner),
        (use_case.sponsor is None, "sponsor", "a sponsor", who),
        (use_case.home is None, "home", "a home channel", who),
    )
    return tuple(
        Missing(part="people", field=field, words=words, owes=owes, for_lock=field != "home")
        for lacks, field, words, owes in asked
        if lacks
    )


def _friction_missing(use_case: UseCase) -> tuple[Missing, ...]:
    asked = (
        ("systems", "how many systems it crosses"),
        ("layers", "how many approval layers"),
        ("partners", "how many external partners"),
        ("loop_days", "how long a decision takes"),
    )
    return _lacking(use_case, "friction", [a for a in asked if getattr(use_case.profile, a[0]) is None])


def _process_missing(use_case: UseCase) -> tuple[Missing, ...]:
    place, repeats = use_case.second_place, use_case.origin is not None
    asked = (
        ("workflow", "the workflow it changes", use_case.workflow),
        ("function", "the business function", use_case.function),
        ("bottlenecks", "the bottleneck map", use_case.bottlenecks),
        ("second_place", "the second place where it will be repeated", place or repeats),
        ("second_owner", "the owner-to-be of the second place", (place and place.owner) or repeats),
    )
    return _lacking(use_case, "process", [(field, words) for field, words, told in asked if not told])


def _lacking(use_case: UseCase, part: Part, asked: list[tuple[str, str]]) -> tuple[Missing, ...]:
    owes = use_case.owner or use_case.registrant
    return tuple(Missing(part=part, field=field, words=words, owes=owes) for field, words in asked)
