"""Which outcomes of two public frameworks a part of the record supports, and why.

NIST AI RMF 1.0 (NIST AI 100-1, January 2023) is public, and its outcomes are quoted. ISO/IEC 42001:2023 is
sold: only the numbers and short titles of its Annex A controls stand here, as they are commonly cited.
"Supports" is all that is said: an outcome is reached by an organisation, never by a record.
"""

from typing import Final, NamedTuple

from playbook.proving import Control

NIST: Final = {
    "GOVERN 1.6": (
        "Mechanisms are in place to inventory AI systems and are resourced according to "
        "organizational risk priorities."
    ),
    "GOVERN 2.1": (
        "Roles and responsibilities and lines of communication related to mapping, measuring, and "
        "managing AI risks are documented and are clear to individuals and teams throughout the "
        "organization."
    ),
    "MAP 3.5": (
        "Processes for human oversight are defined, assessed, and documented in accordance with "
        "organizational policies from the GOVERN function."
    ),
    "MAP 4.2": (
        "Internal risk controls for components of the AI system, including third-party AI "
        "technologies, are identified and documented."
    ),
    "MEASURE 2.4": (
        "The functionality and behavior of the AI system and its components - as identified in the "
        "MAP function - are monitored when in production."
    ),
    "MEASURE 2.8": (
        "Risks associated with transparency and accountability - as identified in the MAP function - "
        "are examined and documented."
    ),
    "MEASURE 2.10": (
        "Privacy risk of the AI system - as identified in the MAP function - is examined and documented."
    ),
    "MANAGE 1.1": (
        "A determination is made as to whether the AI system achieves its intended purposes and "
        "stated objectives and whether its development or deployment should proceed."
    ),
    "MANAGE 2.2": "Mechanisms are in place and applied to sustain the value of deployed AI systems.",
    "MANAGE 2.4": (
        "Mechanisms are in place and applied, and responsibilities are assigned and understood, to "
        "supersede, disengage, or deactivate AI systems that demonstrate performance or outcomes "
        "inconsistent with intended use."
    ),
    "MANAGE 3.1": (
        "AI risks and benefits from third-party resources are regularly monitored, and risk controls "
        "are applied and documented."
    ),
    "MANAGE 4.3": (
        "Incidents and errors are communicated to relevant AI actors, including affected communities."
        " Processes for tracking, responding to, and recovering from incidents and errors are "
        "followed and documented."
    ),
}
ISO: Final = {
    "A.3.2": "AI roles and responsibilities",
    "A.4.2": "Resource documentation",
    "A.6.2.5": "AI system deployment",
    "A.6.2.6": "AI system operation and monitoring",
    "A.6.2.8": "AI system recording of event logs",
    "A.7": "Data for AI systems (the group)",
    "A.8.4": "Communication of incidents",
    "A.9.2": "Processes for responsible use of AI systems",
    "A.9.4": "Intended use of the AI system",
    "A.10.3": "Suppliers",
}


class Support(NamedTuple):
    """Outcomes that something supports, and why it does."""

    nist: tuple[str, ...]
    iso: tuple[str, ...]
    because: str


OF_CONTROLS: Final[dict[Control, Support]] = {
    "data_sensitivity": Support(
        ("MEASURE 2.10",),
        ("A.7", "A.9.2"),
        "the level of the data is on file, and a sample of real inputs is checked against it every 62 days",
    ),
    "model_boundary": Support(
        ("MAP 4.2", "MANAGE 3.1"),
        ("A.9.4", "A.10.3"),
        "vendor, model, region and use are on file, and a request outside of them is shown to be blocked",
    ),
    "human_review": Support(
        ("MAP 3.5",),
        ("A.9.2",),
        "the points of review are on file, and sampled items name who reviewed them",
    ),
    "logging": Support(
        ("MEASURE 2.4", "MEASURE 2.8"),
        ("A.6.2.8",),
        "the log line of a case that nobody could choose is shown",
    ),
    "escalation_path": Support(
        ("GOVERN 2.1", "MANAGE 2.4", "MANAGE 4.3"),
        ("A.3.2", "A.8.4"),
        "a named contact answers drills, and the time to answer is measured",
    ),
}
OF_RECORD: Final[dict[str, Support]] = {
    "Register of use cases": Support(
        ("GOVERN 1.6",),
        ("A.4.2",),
        "every use case has a key, an accountable owner, a sponsor, a stage and a reviewed list; "
        "it inventories what was registered here, not what nobody told",
    ),
    "Value contract and readings": Support(
        ("MANAGE 2.2", "MEASURE 2.4"),
        ("A.6.2.6",),
        "value is promised against a baseline, measured weekly, and a fall is noticed; "
        "scaled use cases go on being measured",
    ),
    "Rollback, fallback and stops": Support(
        ("MANAGE 2.4",),
        ("A.6.2.6",),
        "a trigger agreed beforehand, stored fallback steps, named people who pull and close it, "
        "and an end that anybody may propose and the sponsor decides",
    ),
    "Gates": Support(
        ("MANAGE 1.1",),
        ("A.6.2.5",),
        "whether to go on is decided on criteria, by two people who do not own the workflow, "
        "and sealed with the facts it was decided on",
    ),
    "Incidents": Support(
        ("MANAGE 4.3",),
        ("A.8.4",),
        "each has a severity, an opening, a cause and an end; an open one shuts the gates",
    ),
    "Audit": Support(
        ("MEASURE 2.8",),
        ("A.6.2.8",),
        "who changed what and when is chained by hashes; it logs decisions about the AI system, "
        "not the system's own events",
    ),
}
