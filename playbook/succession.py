"""People who leave or hand on: an offer and an answer, and what goes along with the part.

The new owner accepts with the ticks of a first one. Open blockers, the controls and the promise stay as they
are; what only the person had, an authority or a vote, does not go along.
"""

from collections.abc import Iterable, Iterator, Mapping

from playbook import ownership
from playbook.candidates import unfit
from playbook.contract import redated
from playbook.deciding import Gate
from playbook.facts import Blocker, Handover, Person, PersonId, Pilot, Settings, UseCase
from playbook.forms import AcceptForm, DeclineForm
from playbook.handovers import PARTS, Part
from playbook.known import Around, Known
from playbook.letters import (
    GatekeeperLeft,
    HandoverDeclined,
    HandoverMade,
    HandoverOffered,
    Letter,
    Owed,
    SuccessorAsked,
)
from playbook.policy import can
from playbook.refusals import AlreadyDone, Refusal, Refusals


def frozen(use_case: UseCase, people: Mapping[PersonId, Person]) -> str | None:
    """Why its gates stand still: nobody who is here owns it. None when somebody does."""
    owner = use_case.owner if use_case.accepted else None
    if owner is None:
        return f"{use_case.key} has no workflow owner: its gates stand still until somebody accepts."
    if has_left(owner, people):
        return f"The workflow owner of {use_case.key} has left: its gates stand still until another accepts."
    return None


def has_left(person: PersonId | None, people: Mapping[PersonId, Person]) -> bool:
    """Whether this person's account is known to be deactivated."""
    known = people.get(person) if person else None
    return bool(known and known.deactivated)


# --- the offer ----------------------------------------------------------------------------------------------


def offer(before: UseCase, role: Part, to: PersonId, known: Known) -> UseCase:
    """Ask somebody to take over a part; an offer of the same part that was not answered is withdrawn."""
    holder = _held(before, role)
    Refusals.raise_any([*_no_part(before, role), *_unfit(before, role, to, known)])
    if any(one.open and (one.role, one.offered_to) == (role, to) for one in before.handovers):
        raise AlreadyDone(f"They were asked already to take over {before.key}.")
    new = Handover(
        number=len(before.handovers) + 1,
        role=role,
        held_by=holder,
        offered_to=to,
        by=known.actor.id,
        at=known.now,
    )
    return before.model_copy(update={"handovers": (*_withdrawn(before, role, known), new)})


def _held(use_case: UseCase, role: Part) -> PersonId | None:
    return use_case.owner if role == "owner" else use_case.sponsor


def _no_part(before: UseCase, role: Part) -> list[Refusal]:
    """A part that nobody has taken yet is not handed over: somebody is named for it."""
    if before.outcome:
        return [Refusal(f"{before.key} is decided: there is nothing to hand over any more.")]
    taken = before.accepted if role == "owner" else before.sponsor
    way = (f"name somebody with *Name people* in `/pilot show {before.key}`",)
    return [] if taken else [Refusal(f"{before.key} has no {PARTS[role]} who could hand it over.", ways=way)]


def _unfit(before: UseCase, role: Part, to: PersonId, known: Known) -> list[Refusal]:
    if to == _held(before, role):
        return [Refusal(f"They are the {PARTS[role]} of {before.key} already.", field="offered_to")]
    if to in (before.owner, before.sponsor):
        words = "The sponsor funds it and the owner runs it: these are two people."
        return [Refusal(words, field="offered_to")]
    return unfit(to, "offered_to", PARTS[role], known)


def _withdrawn(before: UseCase, role: Part, known: Known) -> tuple[Handover, ...]:
    gone = {"answer": "withdrawn", "answered_at": known.now}
    return tuple(
        one.model_copy(update=gone) if one.open and one.role == role else one for one in before.handovers
    )


# --- the answer ---------------------------------------------------------------------------------------------


def offered(use_case: UseCase, person: PersonId) -> Handover | None:
    """The offer that waits for this person's answer."""
    return next((one for one in use_case.handovers if one.open and one.offered_to == person), None)


def take_ownership(before: UseCase, form: AcceptForm, known: Known) -> UseCase:
    """The new owner accepts, with the ticks; what they do not decide on goes to the sponsor."""
    answered = _answered(before, "owner", known, "accepted")
    kept = tuple(one for one in before.blockers if one.authority is None or one.resolved_at)
    without = answered.model_copy(
        update={
            "owner": known.actor.id,
            "naming": before.naming + 1,
            "ownership": None,
            "blockers": _carried(kept, before.owner, known.actor.id),
        }
    )
    owned = ownership.accept(without, form, known)
    return _signatures_asked_anew(_without_votes(owned, known.actor.id))


def take_sponsorship(before: UseCase, known: Known) -> UseCase:
    """The new sponsor accepts: what the old one was to clear is theirs now; votes are not."""
    answered = _answered(before, "sponsor", known, "accepted")
    after = answered.model_copy(
        update={
            "sponsor": known.actor.id,
            "blockers": _carried(before.blockers, before.sponsor, known.actor.id),
        }
    )
    return _signatures_asked_anew(_without_votes(after, before.sponsor, known.actor.id))


def decline(before: UseCase, form: DeclineForm, known: Known) -> UseCase:
    """The person asked says no; nothing else changes."""
    asked = offered(before, known.actor.id)
    if asked is None:
        raise AlreadyDone(f"Nothing of {before.key} is offered to you any more.")
    return _with_answer(before, asked, known, "declined", form.reason or "")


def _answered(before: UseCase, role: Part, known: Known, answer: str) -> UseCase:
    asked = offered(before, known.actor.id)
    if asked is None or asked.role != role:
        raise AlreadyDone(f"Nothing of {before.key} is offered to you any more.")
    if asked.held_by != _held(before, role):
        raise Refusal(f"Somebody else became the {PARTS[role]} of {before.key} in the meantime.")
    if known.actor.id in (before.owner, before.sponsor):
        raise Refusal("The sponsor funds it and the owner runs it: these are two people.")
    return _with_answer(before, asked, known, answer)


def _with_answer(before: UseCase, asked: Handover, known: Known, answer: str, reason: str = "") -> UseCase:
    said = asked.model_copy(update={"answer": answer, "answered_at": known.now, "reason": reason})
    handovers = tuple(said if one.number == said.number else one for one in before.handovers)
    return before.model_copy(update={"handovers": handovers})


def _carried(blockers: tuple[Blocker, ...], old: PersonId | None, new: PersonId) -> tuple[Blocker, ...]:
    """Open blockers go along: what the old one was to clear, the new one is."""
    return tuple(
        one.model_copy(update={"clears": new}) if one.open and one.clears == old else one for one in blockers
    )


def _without_votes(use_case: UseCase, *people: PersonId | None) -> UseCase:
    """Votes at an open gate that were cast in a part which changed hands do not count."""
    return use_case.model_copy(update={"gates": tuple(_left_out(one, people) for one in use_case.gates)})


def _left_out(gate: Gate, people: tuple[PersonId | None, ...]) -> Gate:
    if gate.decision is not None:
        return gate
    kept = tuple(one for one in gate.votes if (one.stands_for or one.by) not in people)
    return gate.model_copy(update={"votes": kept})


def _signatures_asked_anew(use_case: UseCase) -> UseCase:
    """A version in force stays signed as it was; one being signed is signed by whoever has the part now."""
    return redated(use_case, use_case.day_one, unsign=True)


# --- what is said -------------------------------------------------------------------------------------------


def told(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Every offer to whoever got it, a no to whoever asked, a yes in the home channel."""
    for one in use_case.handovers:
        yield _offer_letter(use_case, one)
        if one.answer == "declined":
            no = HandoverDeclined(**_about(use_case, one), declined_by=one.offered_to, reason=one.reason)
            yield Letter(to=one.by, period=f"h{one.number}:{one.by}", notice=no)
        if one.answer == "accepted" and use_case.home:
            made = HandoverMade(**_about(use_case, one), held_by=one.held_by, taken_by=one.offered_to)
            yield Letter(to=use_case.home.channel, period=f"h{one.number}", notice=made)


def _about(use_case: UseCase, one: Handover) -> dict[str, object]:
    return {"use_case": use_case.number, "title": use_case.title, "role": one.role}


def _offer_letter(use_case: UseCase, one: Handover) -> Letter:
    open_ones = tuple(b.text for b in use_case.blockers if b.open and b.authority is None)
    notice = HandoverOffered(
        **_about(use_case, one),
        held_by=one.held_by,
        by=one.by,
        blockers=open_ones if one.open else (),
        promise=use_case.agreed,
        answer=one.answer,
        reason=one.reason,
    )
    return Letter(to=one.offered_to, period=f"h{one.number}:{one.offered_to}", notice=notice)


def successor_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """As soon as an owner or a sponsor is seen to have left: to whoever can name another.

    Since when they have left is nowhere on record. Owed since the registration, it is looked for before it is
    asked: a restored backup may have forgotten that it was.
    """
    use_case = pilot.use_case
    if use_case.outcome:
        return
    for role, person in _gone(use_case, around.people):
        for to in _asked_for_successor(use_case, role, around):
            period = f"{role}:{person}:{to}"
            since, now = use_case.registered_at, around.now
            yield Owed(use_case.number, "successor_asked", period, to, since, not_before=now)


def _gone(use_case: UseCase, people: Mapping[PersonId, Person]) -> Iterator[tuple[Part, PersonId]]:
    if use_case.owner and has_left(use_case.owner, people):
        yield "owner", use_case.owner
    if use_case.sponsor and has_left(use_case.sponsor, people):
        yield "sponsor", use_case.sponsor


def _asked_for_successor(use_case: UseCase, role: Part, around: Around) -> Iterator[PersonId]:
    """The other of the two, and the programme lead; whoever registered it where neither is here."""
    other = use_case.sponsor if role == "owner" else use_case.owner
    asked = [
        one for one in (other, around.settings.programme_lead) if one and not has_left(one, around.people)
    ]
    yield from dict.fromkeys(asked or [use_case.registrant])


def successor_asked(pilot: Pilot, period: str, around: Around) -> SuccessorAsked | None:
    """The question as it stands; settled once somebody else has the part."""
    use_case = pilot.use_case
    role, left, _ = period.split(":")
    part: Part = "owner" if role == "owner" else "sponsor"
    holder = _held(use_case, part)
    asked = next((one for one in use_case.handovers if one.open and one.role == part), None)
    return SuccessorAsked(
        use_case=use_case.number,
        title=use_case.title,
        role=part,
        left=left,
        offered_to=asked.offered_to if asked else None,
        done="" if holder == left and not use_case.outcome else "settled",
    )


def gatekeeper_left(
    left: PersonId, settings: Settings, people: Mapping[PersonId, Person], admins: Iterable[Person]
) -> Iterator[Letter]:
    """Told to whoever can name another one: the programme lead and the admins, as far as they are here."""
    lead = settings.programme_lead
    first = (people.get(lead, Person(id=lead)),) if lead else ()
    remaining = sum(not has_left(one, people) for one in settings.gatekeepers)
    for to in {one.id: one for one in (*first, *admins)}.values():
        if can(to, "configure", None, settings):
            notice = GatekeeperLeft(left=left, remaining=remaining)
            yield Letter(to=to.id, period=f"s{settings.version}:{left}:{to.id}", notice=notice)
