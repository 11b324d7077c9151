"""The letters that stand for controls in operation: proofs to judge, doubts, and drills."""

from collections.abc import Iterator

from playbook import draws, drills, proofs
from playbook.facts import Drill, Proof, Settings, UseCase
from playbook.letters import Letter
from playbook.proof_notices import DrillAsked, DrillStarted, ProofBrought, ProofDoubted


def brought(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """The newest proof of each control, to every gatekeeper who may say whether it holds."""
    for proof in newest(use_case):
        notice = asked(use_case, proof)
        for gatekeeper in proofs.judges(use_case, settings):
            if gatekeeper != proof.by:
                yield Letter(to=gatekeeper, period=f"p{proof.number}:{gatekeeper}", notice=notice)


def newest(use_case: UseCase) -> tuple[Proof, ...]:
    """The newest proof of each control."""
    return tuple({proof.control: proof for proof in use_case.proofs}.values())


def asked(use_case: UseCase, proof: Proof) -> ProofBrought:
    """The question whether that proof holds."""
    drawn = [one for one in use_case.draws if one.control == proof.control]
    wanted = drawn[-1] if drawn and draws.is_answered(drawn[-1], proof) else None
    return ProofBrought(
        use_case=use_case.number,
        title=use_case.title,
        number=proof.number,
        control=proof.control,
        text=proof.text,
        case=proof.case,
        by=proof.by,
        at=proof.at,
        drawn=draws.named(wanted.month) if wanted else "",
        words=proof.said,
    )


def doubted(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Each *Does not hold* that stands, with its reason, to the owner."""
    to = use_case.owner or use_case.registrant
    for proof in newest(use_case):
        for word in proof.said:
            if not word.holds:
                notice = ProofDoubted(
                    use_case=use_case.number,
                    title=use_case.title,
                    number=proof.number,
                    control=proof.control,
                    by=word.by,
                    reason=word.reason,
                )
                yield Letter(to=to, period=f"p{proof.number}:{word.by}:{to}", notice=notice)


def drills_run(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Each drill to its contact, who is asked, and to the owner of then, who reads how it ends."""
    for drill in use_case.drills:
        ended = _ended(use_case, drill, settings)
        asked = DrillAsked(
            use_case=use_case.number, title=use_case.title, number=drill.number, by=drill.by, **ended
        )
        yield Letter(to=drill.contact, period=f"d{drill.number}", notice=asked)
        if drill.owner and drill.owner != drill.contact:
            told = DrillStarted(
                use_case=use_case.number,
                title=use_case.title,
                number=drill.number,
                by=drill.by,
                contact=drill.contact,
                **ended,
            )
            yield Letter(to=drill.owner, period=f"d{drill.number}:{drill.owner}", notice=told)


def _ended(use_case: UseCase, drill: Drill, settings: Settings) -> dict[str, int | bool | None]:
    minutes = drills.minutes(drill, settings)
    over = minutes is None and drill != use_case.drills[-1]
    in_time = drills.in_time(drill, settings)
    return {"minutes": minutes, "in_time": in_time, "within": drill.within, "over": over}
