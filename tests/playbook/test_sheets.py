"""Tables read back as they were written, and no spreadsheet runs what people typed."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook import sheets
from playbook.record import Recorded, readings
from tests.playbook.gated import piloting

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=cmd|' /C calc'!A0", "'=1", "''", "'")
CELLS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(DANGEROUS)
TEXTS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4)


def cells(written):
    """Every cell as it was, read as any program would."""
    rows = csv.reader(io.StringIO(written, newline=""))
    return [[sheets.unguarded(cell) for cell in row] for row in rows]


def test_no_cell_that_somebody_typed_begins_like_a_formula():
    written = sheets.write(("a",), [[text] for text in DANGEROUS])
    shown = [row[0] for row in csv.reader(io.StringIO(written, newline=""))]
    assert not [cell for cell in shown if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_numbers_stay_numbers_also_below_zero():
    assert sheets.line((-5.2, 3, None, True)) == "-5.2,3,,yes"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS)
def test_every_table_of_texts_reads_back_equal(rows):
    assert cells(sheets.write(("head",), rows))[1:] == rows


def test_exported_readings_read_back_equal():
    pilot = piloting()
    noted = pilot.readings[0].model_copy(update={"note": '=HYPERLINK("x")\nsecond line', "reason": "'quoted"})
    pilot = pilot.model_copy(update={"readings": (noted, *pilot.readings[1:])})
    head, first, *rest = cells(readings(Recorded(pilot=pilot)))
    row = dict(zip(head, first, strict=True))
    assert (row["note"], row["reason"]) == (noted.note, noted.reason)
    assert (float(row["value"]), row["day"]) == (noted.value, noted.day.isoformat())
    assert len(rest) == len(pilot.readings) - 1
