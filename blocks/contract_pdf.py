"""The value contract as a PDF of one page or two, to print and to sign the minutes with.

Signs the font cannot show are said so at the foot: the Markdown dossier holds every sign.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args

from blocks.paper import BLUE, GREY, begun, shown, write
from blocks.promise import Row, rows
from playbook.fact import Signer
from playbook.facts import Contract, UseCase

if TYPE_CHECKING:
    from fpdf import FPDF

Name = Callable[[str | None], str]


def contract_pdf(use_case: UseCase, name: Name, at: datetime) -> bytes:
    """The contract in force, or the draft; `name` tells how somebody is called. `at`: when it was drawn."""
    page = begun(f"{use_case.key} value contract", 20, at)
    _draw(page, use_case, use_case.agreed, name, at)
    return bytes(page.output())


def _draw(page: "FPDF", use_case: UseCase, contract: Contract, name: Name, at: datetime) -> None:
    write(page, f"{use_case.key} value contract", 18, "B", BLUE)
    write(page, use_case.title, 13, "B")
    write(page, _state(contract), 10, ink=GREY)
    for row in _told(use_case, contract, name):
        _pair(page, row)
    page.ln(4)
    for role in get_args(Signer):
        write(page, _signature(contract, role, name), 10)
    page.ln(6)
    write(page, _foot(use_case, contract, at), 8, ink=GREY)


def _told(use_case: UseCase, contract: Contract, name: Name) -> Iterator[Row]:
    yield "Workflow owner", name(use_case.owner) or "not named yet"
    yield "Sponsor", name(use_case.sponsor) or "not named yet"
    yield from rows(contract.terms, use_case.day_one)
    if contract.reason:
        yield "Why it was amended", contract.reason


def _state(contract: Contract) -> str:
    if contract.locked_at is None:
        return f"Version {contract.version}, a draft: not signed by both"
    return f"Version {contract.version}, locked on {_on(contract.locked_at)}"


def _signature(contract: Contract, role: Signer, name: Name) -> str:
    mark = contract.signed_by(role)
    if mark is None:
        return f"{role.capitalize()}: not signed yet"
    instead = f", in place of {name(mark.stands_for)}" if mark.stands_for else ""
    return f"{role.capitalize()}: signed by {name(mark.by)}{instead} on {_on(mark.at)}"


def _foot(use_case: UseCase, contract: Contract, at: datetime) -> str:
    typed = [use_case.title, *(text for _, text in rows(contract.terms, use_case.day_one))]
    lost = any(shown(text) != text for text in typed)
    beyond = " Some signs cannot be shown in this font; the dossier holds them." if lost else ""
    return f"Drawn by Pilotage on {_on(at)} from the record, where the signatures are.{beyond}"


def _on(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _pair(page: "FPDF", row: Row) -> None:
    page.ln(2)
    write(page, row[0], 9, "B", GREY)
    write(page, row[1], 11)
