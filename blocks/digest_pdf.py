"""The digest as a PDF to print or forward: the truth in one line, then every use case with its four answers.

Signs the font cannot show are "?"; the CSV holds them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from blocks.paper import BLUE, GREY, begun, write
from playbook.digest import month_words
from playbook.facts import PersonId
from playbook.questions import QUESTIONS
from playbook.review_notices import Reviewed

if TYPE_CHECKING:
    from fpdf import FPDF

_ANSWERS: Final = {"yes": (20, 120, 60), "no": (170, 40, 40), "unclear": (150, 100, 0)}


def digest_pdf(
    month: str, lines: Sequence[Reviewed], truth: str, names: Mapping[PersonId, str], at: datetime
) -> bytes:
    """The whole digest; `at`: when it was drawn."""
    page = begun(f"AI pilots, {month_words(month)}", 18, at)
    write(page, f"AI pilots, {month_words(month)}", 18, "B", BLUE)
    write(page, truth, 11, "B")
    for number, question in enumerate(QUESTIONS, 1):
        write(page, f"Q{number}  {question}", 8, ink=GREY)
    for one in lines:
        _use_case(page, one, names)
    return bytes(page.output())


def _use_case(page: "FPDF", one: Reviewed, names: Mapping[PersonId, str]) -> None:
    page.ln(3)
    write(page, f"{one.key}  {one.title}", 11, "B")
    needs = "production at risk" if one.at_risk else one.attention
    people = f"owner {_name(one.owner, names)}, sponsor {_name(one.sponsor, names)}"
    write(page, f"{one.state} - {needs} - {people}", 8, ink=GREY)
    if one.answers is None:
        return
    write(page, f"{one.answers.verdict.capitalize()}. {one.answers.plan}.", 9, "B")
    for number, each in enumerate(one.answers.answers, 1):
        whose = ", ".join(_name(person, names) for person in each.whose)
        action = f" Next: {each.action} ({whose})." if each.action else ""
        write(page, f"Q{number} {each.answer}: {each.because}.{action}", 9, ink=_ANSWERS[each.answer])


def _name(person: PersonId | None, names: Mapping[PersonId, str]) -> str:
    return names.get(person, person) if person else "nobody yet"
