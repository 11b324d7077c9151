"""The audit pack of a use case: each control with its answer, its proofs and what they support."""

from collections.abc import Iterator
from typing import Any

from blocks.markdown import plain, section, table
from blocks.words import CONTROLS
from playbook.facts import Control, Proof
from playbook.frameworks import ISO, NIST, OF_CONTROLS, OF_RECORD, Support
from playbook.governance import CONTROLS as ASKED
from playbook.incidents import open_incidents
from playbook.known import Around
from playbook.proofs import PROVES, good_until, state_of
from playbook.record import Recorded
from playbook.wording import counted

FOOT = (
    "NIST AI RMF 1.0 is NIST AI 100-1 of January 2023; its outcomes are quoted. ISO/IEC 42001:2023 is named "
    "by number and short title of Annex A as commonly cited: compare your own copy before you rely on it. "
    "To support an outcome is not to reach it; nothing here is a certificate or legal advice.\n"
)


def pack(one: Recorded, around: Around) -> str:
    """The whole file."""
    return "\n".join(
        (
            f"# Audit pack of {one.use_case.key}: {plain(one.use_case.title)}\n",
            _head(one, around),
            *(_control(one, control, around) for control in ASKED),
            section("The record", _record(one)),
            section("Outcomes named above", _outcomes()),
            FOOT,
        )
    )


def _head(one: Recorded, around: Around) -> str:
    owner, sponsor = plain(one.name(one.use_case.owner)), plain(one.name(one.use_case.sponsor))
    return f"As of {around.today.isoformat()}. Workflow owner: {owner}. Sponsor: {sponsor}.\n"


def _control(one: Recorded, control: Control, around: Around) -> str:
    answer = one.use_case.control(control)
    told = (
        f"Documented: {plain(answer.answer)} (by {plain(one.name(answer.by))}, {answer.at:%Y-%m-%d})\n"
        if answer
        else "Not documented yet.\n"
    )
    standing = state_of(one.use_case, control, around)
    return section(
        CONTROLS[control],
        told,
        f"Operating: {standing.answer}, because {plain(standing.because)}.\n",
        f"What proves it: {PROVES[control]}.\n",
        table(("proof", "shown", "by", "at", "good until", "gatekeepers say"), _proofs(one, control, around)),
        *([_drills(one)] if control == "escalation_path" else []),
        _supports(OF_CONTROLS[control]),
    )


def _proofs(one: Recorded, control: Control, around: Around) -> Iterator[tuple[Any, ...]]:
    for proof in one.use_case.proofs:
        if proof.control == control:
            by = one.name(proof.by)
            yield proof.number, proof.text, by, proof.at, good_until(proof, around), _said(one, proof)


def _said(one: Recorded, proof: Proof) -> tuple[str, ...]:
    return tuple(
        f"{one.name(word.by)}: {'holds' if word.holds else f'does not hold, {word.reason}'}"
        for word in proof.said
    )


def _drills(one: Recorded) -> str:
    drills = (
        (drill.number, one.name(drill.contact), drill.asked_at, drill.answered_at)
        for drill in one.use_case.drills
    )
    return table(("drill", "contact", "asked", "answered"), drills)


def _supports(support: Support) -> str:
    nist, iso = ", ".join(support.nist), ", ".join(support.iso)
    return f"Supports NIST AI RMF {nist}; ISO/IEC 42001 {iso}: {support.because}.\n"


def _record(one: Recorded) -> str:
    use_case, newest = one.use_case, one.events[-1].hash if one.events else "none"
    held = {
        "Register of use cases": f"{use_case.key}, registered {use_case.registered_at:%Y-%m-%d}",
        "Value contract and readings": _versions(one),
        "Rollback, fallback and stops": f"{counted(len(use_case.trips), 'rollback')}, fallback "
        f"{'on file' if use_case.fallback else 'not written'}",
        "Gates": counted(len(use_case.decisions), "sealed decision"),
        "Incidents": f"{len(use_case.incidents)}, open {len(open_incidents(use_case))}",
        "Audit": f"{counted(len(one.events), 'event')}, newest hash {newest}",
    }
    head = ("part", "held here", "NIST AI RMF 1.0", "ISO/IEC 42001 Annex A", "because")
    rows = ((part, held[part], said.nist, said.iso, said.because) for part, said in OF_RECORD.items())
    return table(head, rows)


def _versions(one: Recorded) -> str:
    versions, readings = len(one.use_case.contracts), len(one.pilot.readings)
    return f"{counted(versions, 'version')}, {counted(readings, 'reading')}"


def _outcomes() -> str:
    rows = [
        *(("NIST AI RMF", name, says) for name, says in NIST.items()),
        *(("ISO/IEC 42001", name, says) for name, says in ISO.items()),
    ]
    return table(("framework", "item", "says"), rows)
