"""The words people see for the playbook's terms, once."""

from collections.abc import Mapping

from playbook.deciding import Why
from playbook.facts import Authority, Control, Ground, Outcome, Part, Sensitivity
from playbook.four import Word
from playbook.plan import STAGES as STAGES
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
EFFORT_PARTS: Mapping[EffortPart, str] = {
    "process": "Process",
    "integration": "Integration",
    "training": "Training",
    "controls": "Controls",
    "dashboards": "Dashboards",
}
CAUSES: Mapping[Why, str] = {  # kept by name in sealed decisions
    "metric": "Metric",
    "friction": "Friction",
    "governance": "Governance",
    "ownership": "Ownership",
    "no_effect": "No effect",
}
CAUSES_MEAN: Mapping[Why, str] = {
    "metric": "the number did not measure what matters",
    "friction": "systems, approvals or partners held it up",
    "governance": "a control could not be kept",
    "ownership": "nobody had the authority to change the work",
    "no_effect": "it works, and the number does not move",
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
