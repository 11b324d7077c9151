"""Column types both databases keep alike: moments that know their zone, documents, growing numbers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. A naive one is refused, for SQLite would forget what zone it was meant in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is stored: UTC; without its zone where the database has none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value!r}")
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """What is read: aware, in UTC."""
        return lambda stored: None if stored is None else moment(stored)


def moment(stored: Any) -> datetime:
    """A moment as the database's driver hands it over: SQLite's is text without a zone, and means UTC."""
    if isinstance(stored, datetime):
        return stored.astimezone(UTC)
    return datetime.fromisoformat(f"{stored}+00:00")


class Document(TypeDecorator[Any]):
    """JSON as text, since nothing queries inside; it takes even what the JSON of PostgreSQL refuses."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """What is stored: ASCII, so that odd characters stay as they are."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any | None:
        """What is read."""
        if value == "[]":  # most lists are empty, and long lists are made of many
            return []
        return None if value is None else json.loads(value)


# Numbers a row by its arrival; SQLite only counts up by itself in an INTEGER.
Serial: Final[Any] = BigInteger().with_variant(Integer, "sqlite")
