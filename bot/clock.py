"""The only place that asks what time it is. Everywhere else `now` is a value that is handed in.

It imports nothing of ours: commands that ask only for the day start without the store.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """This machine's time, aware and in UTC."""
    return datetime.now(UTC)


def local_date() -> date:
    """Today where this machine stands: what someone at a terminal means by today."""
    return system_clock().astimezone().date()
