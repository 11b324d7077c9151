"""The value contract as a PDF of one page or two, to print and to sign the minutes with.

The fonts every reader has know the signs of Western Europe; what is beyond them is shown as "?" and said so
at the foot: the Markdown dossier holds every sign.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from blocks.promise import Row, rows
from playbook.facts import Contract, UseCase

Name = Callable[[str | None], str]
_CODEC: Final = "windows-1252"
_INK, _GREY, _BLUE = (30, 30, 30), (110, 110, 110), (29, 91, 121)


def contract_pdf(use_case: UseCase, name: Name, at: datetime) -> bytes:
    """The contract in force, or the draft; `name` tells how somebody is called. `at`: when it was drawn."""
    from fpdf import FPDF

    page = FPDF(format="A4")
    page.core_fonts_encoding = _CODEC
    page.set_creation_date(at.astimezone(UTC))
    page.set_title(_shown(f"{use_case.key} value contract"))
    page.set_margins(20, 18, 20)
    page.set_auto_page_break(True, 18)
    page.add_page()
    _draw(page, use_case, use_case.agreed, name, at)
    return bytes(page.output())


def _draw(page: Any, use_case: UseCase, contract: Contract, name: Name, at: datetime) -> None:
    _line(page, f"{use_case.key} value contract", 18, "B", _BLUE)
    _line(page, use_case.title, 13, "B")
    _line(page, _state(contract), 10, ink=_GREY)
    for row in _told(use_case, contract, name):
        _pair(page, row)
    page.ln(4)
    for role in ("owner", "sponsor"):
        _line(page, _signature(contract, role, name), 10)
    page.ln(6)
    _line(page, _foot(use_case, contract, at), 8, ink=_GREY)


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


def _signature(contract: Contract, role: Any, name: Name) -> str:
    mark = contract.signed_by(role)
    if mark is None:
        return f"{role.capitalize()}: not signed yet"
    instead = f", in place of {name(mark.stands_for)}" if mark.stands_for else ""
    return f"{role.capitalize()}: signed by {name(mark.by)}{instead} on {_on(mark.at)}"


def _foot(use_case: UseCase, contract: Contract, at: datetime) -> str:
    typed = [use_case.title, *(text for _, text in rows(contract.terms, use_case.day_one))]
    lost = any(_shown(text) != text for text in typed)
    beyond = " Some signs cannot be shown in this font; the dossier holds them." if lost else ""
    return f"Drawn by Pilotage on {_on(at)} from the record, where the signatures are.{beyond}"


def _on(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _shown(text: str) -> str:
    return text.replace("\u202f", "\u00a0").encode(_CODEC, "replace").decode(_CODEC)


def _line(page: Any, text: str, size: int, style: str = "", ink: tuple[int, int, int] = _INK) -> None:
    page.set_font("Helvetica", style, size)
    page.set_text_color(*ink)
    page.multi_cell(0, size * 0.55, _shown(text), new_x="LMARGIN", new_y="NEXT")


def _pair(page: Any, row: Row) -> None:
    page.ln(2)
    _line(page, row[0], 9, "B", _GREY)
    _line(page, row[1], 11)
