"""Whether the bot is well, in figures, for `/healthz` and whoever watches it."""

from datetime import datetime, timedelta
from typing import Any

from store import Pulse

SILENT = timedelta(minutes=5)  # without a beat, nothing is planned or sent
OVERDUE = timedelta(minutes=15)  # a letter that might have gone and has not
UNSURE = timedelta(hours=1)  # an outcome that nobody could look up


def report(pulse: Pulse, now: datetime, linked: bool | None) -> tuple[bool, dict[str, Any]]:
    """Well or not, and the figures behind it. `linked` is None where Slack calls by HTTP."""
    ages = {
        "beat": _age(pulse.beat_at, now),
        "waiting": _age(pulse.oldest_pending, now),
        "unknown": _age(pulse.oldest_unknown, now),
    }
    limits = {"beat": SILENT, "waiting": OVERDUE, "unknown": UNSURE}
    troubles = [name for name, age in ages.items() if age is not None and age > limits[name]]
    troubles += ["link"] if linked is False else []
    troubles += ["beat"] if pulse.beat_at is None else []
    figures: dict[str, Any] = {f"{name}_seconds": _seconds(age) for name, age in ages.items()}
    return not troubles, {
        "troubles": troubles,
        **figures,
        "dead_letters": pulse.dead,
        "parked_workspaces": len(pulse.parked),
        "link": linked,
    }


def _age(since: datetime | None, now: datetime) -> timedelta | None:
    return max(now - since, timedelta()) if since else None


def _seconds(age: timedelta | None) -> float | None:
    return None if age is None else round(age.total_seconds(), 1)
