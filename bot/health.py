"""Whether the bot is well, in figures, for `/healthz` and whoever watches it; and whether it is open, for
`/readyz`.

Well: leave it running. It beats, nothing that might have gone waits, every outcome can be looked up, and the
link to Slack is there or is being made anew. Open: it can take a request at this moment.
"""

from datetime import datetime, timedelta
from typing import Any

from store import Pulse

SILENT = timedelta(minutes=5)  # without a beat, nothing is planned or sent
OVERDUE = timedelta(minutes=15)  # a letter that might have gone and has not
UNSURE = timedelta(hours=1)  # an outcome that nobody could look up
A_BLINK = timedelta(minutes=1)  # a lost link is made anew by itself, most often within seconds

Link = dict[str, Any]  # its figures, as bot/link.py reports them; empty where Slack calls by HTTP


def report(pulse: Pulse, now: datetime, link: Link) -> tuple[bool, dict[str, Any]]:
    """Well or not, and the figures behind it."""
    ages = {
        "beat": _age(pulse.beat_at, now),
        "waiting": _age(pulse.oldest_pending, now),
        "unknown": _age(pulse.oldest_unknown, now),
    }
    limits = {"beat": SILENT, "waiting": OVERDUE, "unknown": UNSURE}
    troubles = [name for name, age in ages.items() if age is not None and age > limits[name]]
    troubles += ["beat"] if pulse.beat_at is None else []
    troubles += ["link"] if timedelta(seconds=link.get("link_down_seconds", 0)) > A_BLINK else []
    figures: dict[str, Any] = {f"{name}_seconds": _seconds(age) for name, age in ages.items()}
    return not troubles, {
        "troubles": troubles,
        **figures,
        "dead_letters": pulse.dead,
        "parked_workspaces": len(pulse.parked),
        **({"link": None} | link),
    }


def readiness(database: str | None, link: Link) -> tuple[bool, dict[str, Any]]:
    """Open or not: the database answers (else its words) and Slack can reach the bot."""
    missing = (["database"] if database else []) + (["link"] if link.get("link") is False else [])
    return not missing, {"troubles": missing, "database": database or "answers", **({"link": None} | link)}


def _age(since: datetime | None, now: datetime) -> timedelta | None:
    return max(now - since, timedelta()) if since else None


def _seconds(age: timedelta | None) -> float | None:
    return None if age is None else round(age.total_seconds(), 1)
