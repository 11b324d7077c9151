"""What is asked of a deputy: to sign, and to judge proofs, for somebody who is away and named them.

Whoever is away was asked too, and may still answer; the record says who stood for whom. For votes see
`gate_calls`.
"""

from collections.abc import Iterator
from datetime import datetime

from playbook import cards, contract, proof_cards, proofs
from playbook.facts import PersonId, Pilot, UseCase
from playbook.known import Around
from playbook.letters import Owed, SignatureAsked
from playbook.proof_notices import ProofBrought


def signatures_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """The request to sign, to the deputy of an owner or a sponsor who has not signed."""
    use_case = pilot.use_case
    version = use_case.contract
    if use_case.outcome or version.locked or not use_case.accepted or not contract.complete(use_case):
        return
    signed = {one.role for one in version.signatures}
    for role, person in (("owner", use_case.owner), ("sponsor", use_case.sponsor)):
        deputy = _deputy(person, around)
        if person and deputy and role not in signed and deputy not in (use_case.owner, use_case.sponsor):
            period = f"c{version.version}r{version.round}:{person}:{deputy}"
            yield _owed(use_case, "signature_deputed", period, deputy, use_case.registered_at, around)


def signature_asked(pilot: Pilot, period: str, around: Around) -> SignatureAsked | None:
    """The request as it stands: signed, locked, or changed since."""
    use_case = pilot.use_case
    shown, person, _ = period.split(":")
    version = next((one for one in use_case.contracts if f"c{one.version}r{one.round}" == shown), None)
    role = "sponsor" if person == use_case.sponsor else "owner"
    notice = cards.signature_asked(use_case, version or use_case.contract, role)
    gone = version is None or person not in (use_case.owner, use_case.sponsor)
    changed = {"outcome": "changed"} if gone else {}
    return notice.model_copy(update={"stands_for": person, **changed})


def proofs_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """The question whether a proof holds, to the deputy of a gatekeeper who has not said."""
    use_case, settings = pilot.use_case, around.settings
    inside = {use_case.owner, use_case.sponsor, *settings.gatekeepers}
    for proof in proof_cards.newest(use_case) if not use_case.outcome else ():
        said = {word.seat for word in proof.said}
        for gatekeeper in proofs.judges(use_case, settings):
            deputy = _deputy(gatekeeper, around)
            if deputy and deputy not in {*inside, proof.by} and gatekeeper not in {*said, proof.by}:
                period = f"p{proof.number}:{gatekeeper}:{deputy}"
                yield _owed(use_case, "proof_deputed", period, deputy, proof.at, around)


def proof_asked(pilot: Pilot, period: str, around: Around) -> ProofBrought | None:
    """The question as it stands; another proof by now asks nothing here."""
    use_case = pilot.use_case
    shown, gatekeeper, _ = period.split(":")
    proof = next((one for one in use_case.proofs if f"p{one.number}" == shown), None)
    if proof is None:
        return None
    replaced = proof not in proof_cards.newest(use_case)
    return proof_cards.asked(use_case, proof).model_copy(
        update={"stands_for": gatekeeper, "replaced": replaced}
    )


def _deputy(person: PersonId | None, around: Around) -> PersonId | None:
    return around.deputy(person) if person else None


def _owed(
    use_case: UseCase, kind: str, period: str, deputy: PersonId, since: datetime, around: Around
) -> Owed:
    """When somebody named their deputy is not on record: what may have been asked is looked for first."""
    at = around.at_work(deputy, around.now)
    return Owed(use_case.number, kind, period, deputy, since, not_before=at)
