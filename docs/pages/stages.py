"""The diagram of the stages, drawn from the tables of the plan: part of docs/operating-model.md."""

from playbook.facts import Settings
from playbook.plan import ENDS, NAMES


def drawn() -> str:
    """A state diagram in Mermaid."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> frame: registered, Day 1"]
    stages = list(ENDS)
    for number, (stage, gate) in enumerate(ENDS.items()):
        after = stages[number + 1] if number + 1 < len(stages) else "scaled"
        lines.append(f"    {stage} --> {after}: Day {Settings().offsets[number]} {NAMES[gate]}")
    for stage in stages:
        lines.append(f"    {stage} --> stopped: stop, with a reason and a cause")
    lines += [f"    {stage} --> {stage}: redesign, the next attempt" for stage in stages[1:]]
    return "\n".join([*lines, "    scaled --> [*]", "    stopped --> [*]", "```"])
