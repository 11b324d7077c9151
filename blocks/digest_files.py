"""The files that go with a digest, by their names."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from blocks.digest_pdf import digest_pdf
from playbook.digest_csv import table
from playbook.facts import PersonId
from playbook.review_notices import Reviewed


def files(
    month: str, lines: Sequence[Reviewed], truth: str, names: Mapping[PersonId, str], at: datetime
) -> dict[str, bytes]:
    """The table for spreadsheets, and the pages to print."""
    return {
        f"digest-{month}.csv": table(lines, names).encode(),
        f"digest-{month}.pdf": digest_pdf(month, lines, truth, names, at),
    }
