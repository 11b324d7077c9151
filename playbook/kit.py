"""The implementation kit: made from the record, a draft that names its gaps until nothing is missing.

It names nobody and holds no reading of a day; what people typed travels as they typed it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from playbook import effort, plan, proofs, registration
from playbook.contract_text import write_number
from playbook.deciding import Act
from playbook.facts import Contract, Control, PersonId, Pilot, Terms, UseCase
from playbook.governance import CONTROLS
from playbook.known import Known
from playbook.packed import Kit, KitControl, KitPlaybook, KitSeries, KitTemplates
from playbook.refusals import Refusal
from playbook.replicating import PartHours
from playbook.wording import listed


class Gap(NamedTuple):
    """Something the kit lacks: in words, whose it is, and the act that supplies it."""

    words: str
    supplies: tuple[PersonId, ...] = ()
    act: Act = "none"


def source_of(pilot: Pilot) -> Pilot:
    """Whose kit counts: a replica shares its original's."""
    return pilot.kin[0] if pilot.use_case.origin and pilot.kin else pilot


def gaps(pilot: Pilot) -> tuple[Gap, ...]:
    """Everything a complete kit still lacks, whose it is and what supplies it."""
    return tuple(_gaps(source_of(pilot).use_case))


def _gaps(use_case: UseCase) -> Iterator[Gap]:
    owner = (use_case.owner or use_case.registrant,)
    changed: tuple[tuple[str, object, Act], ...] = (
        ("the workflow", use_case.workflow, "fill"),
        ("the bottleneck map", use_case.bottlenecks, "fill"),
        ("the bottleneck waits measured again", use_case.waits, "bottlenecks"),
        ("the fallback steps", use_case.fallback, "fallback"),
    )
    yield from (Gap(words, owner, act) for words, there, act in changed if not there)
    if use_case.effort.fixed is None:
        sponsor = (use_case.sponsor,) if use_case.sponsor else ()
        yield Gap("the hours by part, confirmed by the sponsor", sponsor, "effort")
    if use_case.in_force is None:
        yield Gap("a locked value contract", owner, "fill")
    for name, words in CONTROLS.items():
        if use_case.control(name) is None:
            yield Gap(f"the control {words}", owner, "fill")
        elif not _is_proved(use_case, name):
            yield Gap(f"a proof that the control {words} operates", owner, "prove")


def _is_proved(use_case: UseCase, control: Control) -> bool:
    """Whether its newest proof is one that nobody found not to hold."""
    proof = proofs.newest_proof(use_case, control)
    return proof is not None and all(word.holds for word in proof.said)


def of(pilot: Pilot) -> Kit:
    """The kit as the record has it by now, from the Pilot gate on; before it, the one that was imported.

    Refused where there is neither: nothing has worked yet.
    """
    made = source_of(pilot)
    use_case = made.use_case
    if plan.go(use_case, "pilot"):
        return _made(made)
    if use_case.kit:
        return use_case.kit
    raise Refusal(
        f"{use_case.key} has not passed its Pilot gate: its kit is drafted from then on.",
        ways=(f"`/pilot gate {use_case.key}` shows what is missing",),
    )


def _made(pilot: Pilot) -> Kit:
    use_case, lacks = pilot.use_case, gaps(pilot)
    whole = not lacks and plan.go(use_case, "limited_production") is not None
    return Kit(
        made_of=use_case.key,
        title=use_case.title,
        state="full" if whole else "draft",
        gaps=tuple(one.words for one in lacks),
        playbook=_playbook(pilot),
        templates=_templates(use_case.agreed.terms),
        controls=tuple(
            KitControl(
                control=one.control,
                answer=one.answer,
                proved=_is_proved(use_case, one.control),
            )
            for one in use_case.controls
        ),
        dashboard=tuple(_dashboard(use_case.agreed.terms)),
    )


def _playbook(pilot: Pilot) -> KitPlaybook:
    use_case = pilot.use_case
    return KitPlaybook(
        sentence=use_case.sentence,
        workflow=use_case.workflow,
        function=use_case.function,
        profile=use_case.profile,
        bottlenecks=use_case.bottlenecks,
        waits=use_case.waits,
        fallback=use_case.fallback,
        causes=tuple(dict.fromkeys(one.text for one in use_case.causes)),
        hours=tuple(
            PartHours(part=part, hours=float(hours)) for part, hours in effort.counted(pilot).items() if hours
        ),
        spared=_too_much_again(pilot),
    )


def _too_much_again(pilot: Pilot) -> str:
    """The parts in which the newest replica was not under 30 % of the original."""
    pairs = effort.pairs(pilot)
    lines = effort.compared(*pairs[0]).lacking if pairs and pilot.use_case.effort.fixed else ()
    return listed([line.part or "no part said" for line in lines]) if lines else ""


def _templates(terms: Terms) -> KitTemplates:
    return KitTemplates(
        kpi=terms.kpi,
        unit=terms.unit,
        direction=terms.direction,
        guardrails=terms.guardrails,
        rollback=terms.rollback,
        baseline=terms.baseline,
        target=terms.target,
        expected=terms.expected,
    )


def _dashboard(terms: Terms) -> Iterator[KitSeries]:
    if terms.kpi:
        yield KitSeries(
            metric=terms.kpi, unit=terms.unit or "count", shows="kpi", against="the own baseline and target"
        )
    for one in terms.guardrails:
        limit = write_number(one.limit, one.unit) if one.limit is not None else "a limit to be agreed"
        yield KitSeries(
            metric=one.metric, unit=one.unit, shows="guardrail", against=f"{one.comparator} {limit}"
        )


# --- in another workspace -----------------------------------------------------------------------------------


def unpacked(kit: Kit, known: Known) -> UseCase:
    """A use case prefilled from a kit: proposed, with blanks where the own place has to answer."""
    book, told = kit.playbook, kit.templates
    terms = Terms(
        kpi=told.kpi,
        unit=told.unit,
        direction=told.direction,
        guardrails=tuple(one.model_copy(update={"now": None}) for one in told.guardrails),
        rollback=told.rollback,
    )
    return UseCase(
        number=0,
        title=kit.title,
        sentence=book.sentence,
        registrant=known.actor.id,
        registered_at=known.now,
        day_one=registration.first_day(known),
        offsets=known.settings.offsets,
        workflow=book.workflow,
        function=book.function,
        profile=book.profile,
        bottlenecks=book.bottlenecks,
        contracts=(Contract(terms=terms),),
        fallback=book.fallback,
        kit=kit,
    )
