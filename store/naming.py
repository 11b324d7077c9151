"""What a letter is called within its workspace, and whether it is for a person.

Its name is its use case (0 for none), kind and period: 7:contract_locked:c1.
"""

from typing import Any

from playbook.persons import is_forgotten


def of(row: Any) -> str:
    """The name of a letter, from anything that has these three."""
    return f"{row.use_case}:{row.kind}:{row.period}"


def parts(name: str) -> dict[str, Any]:
    """The three again, by the columns that hold them."""
    use_case, kind, period = name.split(":", 2)
    return {"use_case": int(use_case), "kind": kind, "period": period}


def is_person(to: str) -> bool:
    """Whether that address is a person's direct messages, forgotten or not; any other one is a channel."""
    return to.startswith(("U", "W")) or is_forgotten(to)
