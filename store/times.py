"""How long the ledger waits for what. One place, so that the limits keep their order."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Times:
    """`quiet` must be longer than Slack may take to apply a request whose answer was lost."""

    timeout: timedelta = timedelta(seconds=10)  # of one call to Slack
    margin: timedelta = timedelta(seconds=5)
    lease: timedelta = timedelta(seconds=60)
    quiet: timedelta = timedelta(seconds=120)
    late: timedelta = timedelta(minutes=10)  # at its first try: look before posting
    sweeps: tuple[timedelta, timedelta] = (timedelta(minutes=15), timedelta(hours=26))

    @property
    def settling(self) -> timedelta:
        """How long what was claimed may still be on its way: a lease that runs out, then the quiet period."""
        return self.lease + self.quiet

    def __post_init__(self) -> None:
        if not self.timeout + self.margin < self.lease or not self.timeout < self.quiet:
            raise ValueError("a lease, and a quiet period, must outlast one call to Slack")


def ago(passed: timedelta) -> str:
    """How long ago, in words."""
    minutes = int(passed.total_seconds() // 60)
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if count := minutes // size:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
