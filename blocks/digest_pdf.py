"""The digest as a PDF to print or forward: the truth in one line, then every use case with its four answers.

The fonts every reader has know the signs of Western Europe; others are shown as "?", and the CSV holds them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from playbook.digest import month_words
from playbook.facts import PersonId
from playbook.questions import QUESTIONS
from playbook.review_notices import Reviewed

_CODEC: Final = "windows-1252"
_INK, _GREY, _BLUE = (30, 30, 30), (110, 110, 110), (29, 91, 121)
_ANSWERS: Final = {"yes": (20, 120, 60), "no": (170, 40, 40), "unclear": (150, 100, 0)}


def digest_pdf(
    month: str, lines: Sequence[Reviewed], truth: str, names: Mapping[PersonId, str], at: datetime
) -> bytes:
    """The whole digest; `at`: when it was drawn."""
    from fpdf import FPDF

    page = FPDF(format="A4")
    page.core_fonts_encoding = _CODEC
    page.set_creation_date(at.astimezone(UTC))
    page.set_title(f"AI pilots, {month_words(month)}")
    page.set_margins(18, 16, 18)
    page.set_auto_page_break(True, 16)
    page.add_page()
    _line(page, f"AI pilots, {month_words(month)}", 18, "B", _BLUE)
    _line(page, truth, 11, "B")
    for number, question in enumerate(QUESTIONS, 1):
        _line(page, f"Q{number}  {question}", 8, ink=_GREY)
    for one in lines:
        _use_case(page, one, names)
    return bytes(page.output())


def _use_case(page: Any, one: Reviewed, names: Mapping[PersonId, str]) -> None:
    page.ln(3)
    _line(page, f"{one.key}  {one.title}", 11, "B")
    needs = "production at risk" if one.at_risk else one.attention
    people = f"owner {_name(one.owner, names)}, sponsor {_name(one.sponsor, names)}"
    _line(page, f"{one.state} - {needs} - {people}", 8, ink=_GREY)
    if one.answers is None:
        return
    _line(page, f"{one.answers.verdict.capitalize()}. {one.answers.plan}.", 9, "B")
    for number, each in enumerate(one.answers.answers, 1):
        whose = ", ".join(_name(person, names) for person in each.whose)
        action = f" Next: {each.action} ({whose})." if each.action else ""
        _line(page, f"Q{number} {each.answer}: {each.because}.{action}", 9, ink=_ANSWERS[each.answer])


def _name(person: PersonId | None, names: Mapping[PersonId, str]) -> str:
    return names.get(person, person) if person else "nobody yet"


def _line(page: Any, text: str, points: int, style: str = "", ink: tuple[int, int, int] = _INK) -> None:
    page.set_font("Helvetica", style, points)
    page.set_text_color(*ink)
    page.multi_cell(0, points * 0.5, _shown(text), new_x="LMARGIN", new_y="NEXT")


def _shown(text: str) -> str:
    return text.replace("→", "->").replace("\u202f", "\u00a0").encode(_CODEC, "replace").decode(_CODEC)
