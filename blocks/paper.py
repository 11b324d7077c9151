"""Pages of a PDF: A4, dated, in a font every reader has.

That font knows the signs of Western Europe; what is beyond them is shown as "?". fpdf is imported when a page
is begun: most processes never print, and the import takes longer than drawing a message.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fpdf import FPDF

Ink = tuple[int, int, int]  # red, green, blue: 0 to 255
INK: Final[Ink] = (30, 30, 30)
GREY: Final[Ink] = (110, 110, 110)
BLUE: Final[Ink] = (29, 91, 121)
_CODEC: Final = "windows-1252"
_LEADING: Final = 0.5  # millimetres of line height for each point of the font


def begun(title: str, margin: int, at: datetime) -> "FPDF":
    """An empty document with its first page; `margin` in millimetres. `at` makes its bytes the same again."""
    from fpdf import FPDF

    paper = FPDF(format="A4")
    paper.core_fonts_encoding = _CODEC
    paper.set_creation_date(at.astimezone(UTC))
    paper.set_title(shown(title))
    paper.set_margins(margin, margin - 2, margin)
    paper.set_auto_page_break(True, margin - 2)
    paper.add_page()
    return paper


def write(paper: "FPDF", text: str, points: int, style: str = "", ink: Ink = INK) -> None:
    """A paragraph of that size; `style`: B for bold."""
    paper.set_font("Helvetica", style, points)
    paper.set_text_color(*ink)
    paper.multi_cell(0, points * _LEADING, shown(text), new_x="LMARGIN", new_y="NEXT")


def shown(text: str) -> str:
    """The text as the font can show it."""
    return text.replace("→", "->").replace("\u202f", "\u00a0").encode(_CODEC, "replace").decode(_CODEC)
