"""Words of ours inside a statement, written out as the indexes write them.

SQLite plans a statement anew each time it is executed when a bound value might decide whether one of the
partial indexes fits: asking for what is due cost a hundred times what finding it costs.
"""

from sqlalchemy import ColumnElement, literal_column


def word(text: str) -> ColumnElement[str]:
    """A constant such as a letter's state, for a statement that is asked often; never what people typed."""
    assert text.replace("_", "").isalpha(), text
    return literal_column(f"'{text}'")


def words(*texts: str) -> list[ColumnElement[str]]:
    """Several of them, for `in_`."""
    return [word(text) for text in texts]
