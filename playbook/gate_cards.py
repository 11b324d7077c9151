"""Letters that stand because of a gate: evidence, votes, doubts, testers' questions, decisions."""

from collections.abc import Iterator

from playbook import gate_calls, plan, proposals
from playbook.deciding import Contest, Decision, Gate, Proposal, Tap, UserTest
from playbook.facts import Settings, UseCase
from playbook.gate_letters import (
    ContestStands,
    EndingProposed,
    EvidenceBrought,
    GateDecided,
    ResultsTyped,
    TesterAsked,
    VoteCast,
    VoteShown,
)
from playbook.letters import Letter

ABOUT = {"reading": "reading", "evidence": "evidence", "control": "control", "user_test": "user test"}


def evidence_brought(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Each piece of evidence, in its gate's thread."""
    for one in use_case.evidence if use_case.home else ():
        notice = EvidenceBrought(
            **_about(use_case), **one.model_dump(include=set(EvidenceBrought.model_fields) - {"kind"})
        )
        yield _in_thread(use_case, f"e{one.number}", notice, _gate(use_case, one.gate, one.attempt))


def votes_cast(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Each vote, in its gate's thread; a changed vote is another one."""
    for gate in use_case.gates if use_case.home else ():
        for vote in gate.votes:
            notice = VoteCast(**_about(use_case), gate=gate.name, vote=VoteShown.of(vote))
            name = gate_calls.period_of(use_case, gate)
            period = f"{name}:{vote.by}:{vote.at:%Y%m%dT%H%M%S}"
            yield _in_thread(use_case, period, notice, gate)


def contests(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Each doubt, in the thread of the newest gate, edited to its outcome; its owner is told too."""
    for one in use_case.contests:
        notice = _contest(use_case, one)
        if use_case.home:
            yield _in_thread(use_case, f"x{one.number}", notice, next(reversed(use_case.gates), None))
        if use_case.owner:
            yield Letter(to=use_case.owner, period=f"x{one.number}:{use_case.owner}", notice=notice)


def _contest(use_case: UseCase, one: Contest) -> ContestStands:
    return ContestStands(
        **_about(use_case),
        number=one.number,
        about=one.about,
        what=f"{ABOUT[one.about]} {one.thing}".replace("_", " "),
        reason=one.reason,
        by=one.by,
        owner=use_case.owner,
        answer=one.answer,
        accepted_by=one.accepted_by,
    )


def proposed(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """What the owner proposes: in the thread of the gate that was open then, else to the sponsor."""
    for one in use_case.proposals:
        gate = proposals.gate_of(use_case, one) if use_case.home else None
        notice = _proposal(use_case, one)
        to = one.put_to if notice.over else use_case.sponsor
        if gate:
            told = notice.model_copy(update={"in_thread": True})
            yield _in_thread(use_case, f"o{one.number}", told, gate)
        elif to:
            yield Letter(to=to, period=f"o{one.number}:{to}", notice=notice)


def _proposal(use_case: UseCase, one: Proposal) -> EndingProposed:
    return EndingProposed(
        **_about(use_case),
        number=one.number,
        choice=one.choice,
        reason=one.reason,
        cause=one.cause,
        resume_by=one.resume_by,
        by=one.by,
        sponsor=use_case.sponsor,
        over=proposals.over(use_case, one),
    )


def testers(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """One question to each tester, edited to the answer; typed-in results in the home channel."""
    for test in use_case.tests:
        taps = {tap.by: tap for tap in test.taps}
        for person in test.asked:
            notice = _asked(use_case, test, taps.get(person))
            yield Letter(to=person, period=f"t{test.number}:{person}", notice=notice)
        if test.kept is not None and test.tried is not None and use_case.home:
            typed = ResultsTyped(
                **_about(use_case),
                number=test.number,
                kept=test.kept,
                tried=test.tried,
                by=test.by,
                confirmed_by=test.confirmed_by,
            )
            yield Letter(to=use_case.home.channel, period=f"t{test.number}", notice=typed)


def _asked(use_case: UseCase, test: UserTest, tap: Tap | None) -> TesterAsked:
    return TesterAsked(
        **_about(use_case),
        number=test.number,
        by=test.by,
        sentence=use_case.sentence,
        answered=tap.verdict if tap else None,
        why=tap.why if tap else "",
    )


def decisions(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """Each sealed decision, once: at the end of its gate's thread and, with that, in the home channel."""
    for one in use_case.decisions if use_case.home else ():
        gate = _gate(use_case, one.gate, one.attempt, one.number)
        yield _in_thread(use_case, f"d{one.number}", _decided(use_case, one), gate)


def _decided(use_case: UseCase, one: Decision) -> GateDecided:
    return GateDecided(
        **_about(use_case),
        number=one.number,
        gate=one.gate,
        attempt=one.attempt,
        choice=one.choice,
        criteria=one.criteria,
        votes=tuple(VoteShown.of(vote) for vote in one.votes),
        cause=one.cause,
        reason=one.reason,
        resume_by=one.resume_by.isoformat() if one.resume_by else "",
        early=one.early,
        day=plan.decided_on(use_case, one),
        at=one.at,
    )


def _about(use_case: UseCase) -> dict[str, object]:
    return {"use_case": use_case.number, "title": use_case.title}


def _gate(use_case: UseCase, name: str, attempt: int, decision: int | None = None) -> Gate | None:
    """The gate of that name and attempt: the one a decision was made at, else the newest."""
    alike = [one for one in use_case.gates if (one.name, one.attempt) == (name, attempt)]
    decided = [one for one in alike if decision is not None and one.decision == decision]
    return next(reversed(decided or alike), None)


def _in_thread(use_case: UseCase, period: str, notice: object, gate: Gate | None) -> Letter:
    channel = use_case.home.channel if use_case.home else ""
    replies_to = gate_calls.root_name(use_case, gate) if gate else None
    return Letter(to=channel, period=period, notice=notice, replies_to=replies_to)


COLUMNS = (evidence_brought, votes_cast, contests, proposed, testers, decisions)
