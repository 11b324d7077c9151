"""Which letters stand for a use case as it is now: a pure picture of what every address should see.

`difference` compares two pictures: what is new is posted, what changed is edited in place, what no longer
stands is closed with its outcome. So no rule that changes a use case has to remember whom to tell.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from playbook import (
    alerts,
    calendar,
    contract,
    feasibility,
    friction,
    gate_cards,
    governance,
    milestones,
    ownership,
    plan,
    proof_cards,
    succession,
)
from playbook.facts import Contract, PersonId, Pilot, Settings, UseCase
from playbook.gate_letters import EndingProposed
from playbook.letters import (
    AnyNotice,
    AttemptBegun,
    AuthorityAsked,
    BreachSeen,
    ContractAmended,
    ContractLocked,
    DutiesGiven,
    GovernanceAsked,
    GovernanceObjected,
    Letter,
    OwnershipAsked,
    OwnershipDeclined,
    RollbackTripped,
    SignatureAsked,
    UseCaseAnnounced,
    WentLive,
)
from playbook.proof_notices import ProofBrought, ProofDoubted

Stood = Callable[[str], bool]  # whether a letter of that name was ever written
Answered = Literal["accepted", "declined"] | None


def _never(name: str) -> bool:
    return False


def letters(
    before: UseCase | None, after: UseCase, settings: Settings, stood: Stood = _never
) -> tuple[Letter, ...]:
    """What has to be said because a use case changed from `before` to `after`."""
    was = standing(before, settings) if before else ()
    return difference(was, standing(after, settings), f"v{before.version + 1 if before else 1}", stood)


def resettled(
    use_case: UseCase, before: Settings, after: Settings, stood: Stood = _never
) -> tuple[Letter, ...]:
    """What has to be said about a use case because the workspace's settings changed."""
    return difference(standing(use_case, before), standing(use_case, after), f"s{after.version}", stood)


def standing(use_case: UseCase, settings: Settings) -> tuple[Letter, ...]:
    """Every letter that should stand in Slack for this use case."""
    return tuple(letter for column in _COLUMNS for letter in column(use_case, settings))


def difference(
    before: Iterable[Letter], after: Iterable[Letter], mark: str, stood: Stood = _never
) -> tuple[Letter, ...]:
    """New letters, edits of changed ones, closings of those gone; `mark` makes the edits unique.

    One that stood before, was closed and stands again is edited back: its key was used up.
    """
    was = {letter.name: letter for letter in before}
    now = {letter.name: letter for letter in after}
    return tuple(_compared(was, now, mark, stood))


def _compared(was: dict[str, Letter], now: dict[str, Letter], mark: str, stood: Stood) -> Iterator[Letter]:
    for name, letter in now.items():
        if name not in was:
            yield _edit(letter, letter.notice, mark) if stood(name) else letter
        elif was[name].notice != letter.notice:
            yield _edit(letter, letter.notice, mark)
    for name in (one for one in was if one not in now):  # in their order, the same on every run
        closed = _closed(was[name].notice)
        if closed is not None:
            yield _edit(was[name], closed, mark)


def _edit(letter: Letter, notice: AnyNotice, mark: str) -> Letter:
    return Letter(to=letter.to, period=f"{letter.period}:{mark}", notice=notice, replaces=letter.name)


# How a notice reads once it no longer stands; what is not here simply stays as it was.
_CLOSINGS: dict[type[object], dict[str, object]] = {
    OwnershipAsked: {"outcome": "withdrawn"},
    SignatureAsked: {"outcome": "changed"},
    GovernanceAsked: {"withdrawn": True},
    GovernanceObjected: {"withdrawn": True},
    AuthorityAsked: {"open": ()},
    RollbackTripped: {"withdrawn": True},
    BreachSeen: {"withdrawn": True},
    EndingProposed: {"over": "it is with the new sponsor"},
    ProofBrought: {"replaced": True},
    ProofDoubted: {"withdrawn": True},
}


def _closed(notice: AnyNotice) -> AnyNotice | None:
    if isinstance(notice, OwnershipAsked) and notice.outcome == "declined":
        return None  # the answer given stays
    if isinstance(notice, OwnershipAsked) and notice.outcome == "accepted":
        return notice.model_copy(update={"outcome": "succeeded"})
    change = _CLOSINGS.get(type(notice))
    return notice.model_copy(update=change) if change else None


def _announcement(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    if use_case.home is None:
        return
    notice = UseCaseAnnounced(
        use_case=use_case.number,
        title=use_case.title,
        sentence=use_case.sentence,
        registrant=use_case.registrant,
        owner=use_case.owner,
        owner_accepted=use_case.accepted,
        sponsor=use_case.sponsor,
        friction=friction.of(use_case.profile, use_case.owner).words,
        state=state(use_case),
        missing=tuple(lack.words for lack in milestones.missing(use_case)),
    )
    channel = use_case.home.channel
    yield Letter(to=channel, period=f"a1:{channel}", notice=notice)


def _attempts(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Each attempt after the first, once: the use case itself is not announced again."""
    for attempt in range(2, use_case.attempt + 1) if use_case.home else ():
        version = next((one for one in use_case.contracts if _attempt_of(use_case, one) == attempt), None)
        if version and use_case.home:
            notice = AttemptBegun(
                use_case=use_case.number,
                title=use_case.title,
                attempt=attempt,
                attempts=settings.attempts,
                day_one=plan.day_one_of(use_case, attempt, settings),
                changes=version.reason or "",
                version=version.version,
                owner=use_case.owner,
                sponsor=use_case.sponsor,
            )
            yield Letter(to=use_case.home.channel, period=f"a{attempt}", notice=notice)


def _attempt_of(use_case: UseCase, version: Contract) -> int:
    return plan.attempt_at(use_case, version.locked_at) if version.locked_at else use_case.attempt


def state(use_case: UseCase) -> str:
    """Where a use case stands before its first gate, in one line."""
    in_force = use_case.in_force
    if in_force and in_force.locked_at:
        return f"value contract locked (version {in_force.version})"
    if contract.complete(use_case):
        return "proposed; the contract is complete and waits for signatures"
    return "proposed"


def _ownership(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    if use_case.owner and not _taken_over(use_case):
        yield _ownership_asked(
            use_case, use_case.owner, use_case.naming, "accepted" if use_case.accepted else None
        )
    if use_case.owner and use_case.accepted:
        duties = DutiesGiven(use_case=use_case.number, title=use_case.title)
        yield Letter(to=use_case.owner, period=f"n{use_case.naming}", notice=duties)


def _taken_over(use_case: UseCase) -> bool:
    """Whether the owner accepted a handover: what they were asked there was the offer."""
    owners = (one for one in reversed(use_case.handovers) if one.role == "owner" and one.answer == "accepted")
    last = next(owners, None)
    return last is not None and last.offered_to == use_case.owner and use_case.accepted


def _ownership_asked(
    use_case: UseCase, owner: PersonId, naming: int, outcome: Answered, reason: str = ""
) -> Letter:
    notice = OwnershipAsked(
        use_case=use_case.number,
        title=use_case.title,
        sentence=use_case.sentence,
        registrant=use_case.registrant,
        sponsor=use_case.sponsor,
        outcome=outcome,
        reason=reason,
    )
    return Letter(to=owner, period=f"n{naming}:{owner}", notice=notice)


def _declines(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """A no stands until somebody else is named: later changes are not for whoever declined."""
    latest = [no for no in use_case.declines if no.naming == use_case.naming and use_case.owner is None]
    for no in latest:
        yield _ownership_asked(use_case, no.by, no.naming, "declined", no.reason)
        told = OwnershipDeclined(
            use_case=use_case.number, title=use_case.title, declined_by=no.by, reason=no.reason
        )
        for person in dict.fromkeys((use_case.registrant, use_case.sponsor)):
            if person and person != no.by:
                yield Letter(to=person, period=f"n{no.naming}:{person}", notice=told)


def _authority(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    asked = [b for b in use_case.blockers if b.authority]
    if not (use_case.sponsor and use_case.owner and asked):
        return
    notice = AuthorityAsked(
        use_case=use_case.number,
        title=use_case.title,
        owner=use_case.owner,
        open=tuple(b.authority for b in ownership.lacking(use_case) if b.authority),
        granted=tuple(b.authority for b in asked if b.resolved_at and b.authority),
    )
    yield Letter(to=use_case.sponsor, period=f"n{use_case.naming}:{use_case.sponsor}", notice=notice)


def _governance(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    notice = GovernanceAsked(
        use_case=use_case.number,
        title=use_case.title,
        owner=use_case.owner,
        documented=use_case.controls,
        owed=tuple(name for name in governance.CONTROLS if use_case.control(name) is None),
        answers=use_case.answers,
    )
    for gatekeeper in settings.gatekeepers:
        if gatekeeper not in (use_case.owner, use_case.sponsor):
            yield Letter(to=gatekeeper, period=f"a{use_case.attempt}:{gatekeeper}", notice=notice)


def _objections(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    to = use_case.owner or use_case.registrant
    for number, answer in enumerate(use_case.gatekeepers, 1):
        if answer.objects_to and answer in use_case.objections:
            notice = GovernanceObjected(
                use_case=use_case.number,
                title=use_case.title,
                by=answer.by,
                ground=answer.objects_to,
                reason=answer.reason,
            )
            yield Letter(to=to, period=f"a{use_case.attempt}:{number}:{to}", notice=notice)


def _signatures(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    for version in use_case.contracts:
        if version.locked or (version is use_case.contract and contract.complete(use_case)):
            yield from _signatures_of(use_case, version)


def _signatures_of(use_case: UseCase, version: Contract) -> Iterator[Letter]:
    signers: tuple[tuple[str, PersonId | None], ...] = (
        ("owner", use_case.owner),
        ("sponsor", use_case.sponsor),
    )
    if version.locked:
        signers = tuple((s.role, s.seat) for s in version.signatures)
    for role, person in signers:
        if person:
            notice = signature_asked(use_case, version, role)
            yield Letter(to=person, period=f"c{version.version}r{version.round}:{person}", notice=notice)


def signature_asked(use_case: UseCase, version: Contract, role: str) -> SignatureAsked:
    """The request to sign a version of the contract in that role, as things stand."""
    return SignatureAsked(
        use_case=use_case.number,
        title=use_case.title,
        contract=version.model_copy(update={"signatures": ()}),
        before=_before(use_case, version),
        feasibility=feasibility.said(Pilot(use_case=use_case), version),
        outcome="locked" if version.locked else _signed(version, role),
    )


def _signed(version: Contract, role: str) -> Literal["signed"] | None:
    return "signed" if any(s.role == role for s in version.signatures) else None


def _before(use_case: UseCase, version: Contract) -> Contract | None:
    return next((c for c in use_case.contracts if c.version == version.version - 1), None)


def _locked(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    if use_case.home is None:
        return
    for version in use_case.contracts:
        if version.locked:
            notice = _lock_notice(use_case, version, settings)
            yield Letter(to=use_case.home.channel, period=f"c{version.version}", notice=notice)


def _lock_notice(use_case: UseCase, version: Contract, settings: Settings) -> AnyNotice:
    by = {s.role: s.by for s in version.signatures}
    attempt = _attempt_of(use_case, version)
    day_one = plan.day_one_of(use_case, attempt, settings)
    before = _before(use_case, version)
    if before is not None:
        return ContractAmended(
            use_case=use_case.number,
            title=use_case.title,
            before=before,
            contract=version,
            owner=by["owner"],
            sponsor=by["sponsor"],
            attempt=f"{attempt} of {settings.attempts}" if attempt > 1 else "",
            day_one=day_one,
        )
    return ContractLocked(
        use_case=use_case.number,
        title=use_case.title,
        contract=version,
        owner=by["owner"],
        sponsor=by["sponsor"],
        day_one=day_one,
        feasibility=feasibility.said(Pilot(use_case=use_case), version),
    )


def _went_live(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    live = use_case.went_live
    if use_case.home is None or live is None:
        return
    attempt = plan.attempt_at(use_case, live.at)
    day_one = plan.day_one_of(use_case, attempt, settings)
    notice = WentLive(
        use_case=use_case.number,
        title=use_case.title,
        owner=live.by,
        day=live.day,
        day_number=calendar.day_number(day_one, live.day),
        link=live.link,
    )
    yield Letter(to=use_case.home.channel, period=f"a{attempt}", notice=notice)


_Column = Callable[[UseCase, Settings], Iterator[Letter]]
_COLUMNS: tuple[_Column, ...] = (
    *gate_cards.COLUMNS,
    _announcement,
    _attempts,
    _ownership,
    _declines,
    _authority,
    _governance,
    _objections,
    _signatures,
    _locked,
    alerts.rollbacks,
    alerts.breaches_seen,
    alerts.severe_incidents,
    succession.told,
    proof_cards.brought,
    proof_cards.doubted,
    proof_cards.drills_run,
    _went_live,
)
