"""The words people see for the playbook's terms, once."""

from collections.abc import Mapping

from playbook.facts import Authority, Control, Ground, Outcome, Part, Sensitivity, Stage
from playbook.four import Word
from playbook.replicating import EffortPart

AUTHORITIES: Mapping[Authority, str] = {
    "process": "the process",
    "access": "data access",
    "priorities": "delivery priorities",
    "it_runs_it": "IT itself runs this workflow",
}
CONTROLS: Mapping[Control, str] = {
    "data_sensitivity": "Data sensitivity",
    "model_boundary": "Model boundary",
    "human_review": "Human review",
    "logging": "Logging",
    "escalation_path": "Escalation path",
}
SENSITIVITIES: Mapping[Sensitivity, str] = {
    "public": "Public",
    "internal": "Internal",
    "confidential": "Confidential",
    "restricted": "Restricted",
}
GROUNDS: Mapping[Ground, str] = {
    "data_path": "Data path",
    "policy": "Policy",
    "audit": "Audit",
}
STAGES: Mapping[Stage, str] = {
    "frame": "Frame",
    "pilot": "Pilot",
    "limited_production": "Limited Production",
    "scale_decision": "Scale decision",
}
EFFORT_PARTS: Mapping[EffortPart, str] = {
    "process": "Process",
    "integration": "Integration",
    "training": "Training",
    "controls": "Controls",
    "dashboards": "Dashboards",
}
ANSWERS: Mapping[Word, str] = {"yes": "✅ Yes", "no": "❌ No", "unclear": "❓ Unclear"}
OUTCOMES: Mapping[Outcome, str] = {"scaled": "Scaled", "stopped": "Stopped with clarity"}
PARTS: Mapping[Part, str] = {
    "people": "People",
    "friction": "Friction",
    "kpi": "KPI",
    "safety": "Range, guardrails, rollback",
    "process": "Process and second place",
    "controls": "Five controls",
    "plan": "Plan",
}
