"""What the network and Slack do to one request, and how often. Once it is calm, they do nothing to it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from schedules.answers import ANSWERS

# How one request ends, by its weight. The first word says what became of the request itself.
FINE: Final = "applied, answered"
REFUSED: Final = "never left: connection refused"
NO_NAME: Final = "never left: no such name"
NO_CONNECTION: Final = "never left: connecting timed out"
LOST: Final = "never arrived: timed out"
CUT: Final = "applied: connection closed without an answer"
RESET: Final = "applied: connection reset"
SILENT: Final = "applied: no answer in time"
TRUNCATED: Final = "applied: half an answer"
GARBLED: Final = "applied: not an answer of Slack's"
LATE: Final = "applied later: no answer in time"
FAILED: Final = "who knows: 5xx"
UNCLEAR: Final = "who knows: an error that proves nothing"
WAIT: Final = "not applied: 429"
NO: Final = "not applied: an error of the table"

ENDINGS: Final[Mapping[str, int]] = {
    REFUSED: 2,
    NO_NAME: 1,
    NO_CONNECTION: 1,
    LOST: 4,
    CUT: 3,
    RESET: 2,
    SILENT: 2,
    TRUNCATED: 1,
    GARBLED: 1,
    LATE: 4,
    FAILED: 3,
    UNCLEAR: 2,
    WAIT: 4,
    NO: 5,
}
UNCLEAR_CODES: Final = ("internal_error", "fatal_error", "request_timeout", "a_code_of_tomorrow")
# Ends of their own, and what would be a lie about a message that stands: such an answer is taken at its word.
SAYS_MORE: Final = frozenset({"lose_sight", "pause", "gone", "alone"})
RARE: Final = frozenset({"park", "bury"})  # what these do lasts: now and then is enough
STATUSES: Final = (500, 502, 503, 504)


@dataclass
class Weather:
    """How bad it is. By default nothing lies beyond the promise: no freezes, `late` under the quiet time."""

    rng: random.Random
    bad: float = 0.35  # of all requests that change something
    blind: float = 0.15  # of all that only look
    late: float = 90  # seconds; the quiet period is 120
    lag: float = 20  # seconds that a history may lie behind
    crashes: float = 0.02  # of all points
    stalls: float = 0.01  # of all points where somebody may stand still
    longest_stall: float = 5400  # seconds
    freezes: float = 0.0  # of all requests: between the last check and the socket
    calm: bool = False
    endings: Mapping[str, int] = field(default_factory=lambda: ENDINGS)
    acts: int = 26  # of people, in all
    flurry: int = 0  # so many more acts within two minutes of each
    often: Mapping[str, float] = field(default_factory=dict)  # mishaps, where otherwise than in mishaps.py

    def ending(self, *, looks: bool) -> str:
        """How this request ends."""
        if self.calm or self.rng.random() >= (self.blind if looks else self.bad):
            return FINE
        return self.rng.choices(list(self.endings), list(self.endings.values()))[0]

    def code(self) -> str:
        """One of the errors of the table, each kind of answer as often as the next."""
        kinds: dict[object, list[str]] = {}
        for code, answer in ANSWERS.items():
            if answer.does not in SAYS_MORE:
                kinds.setdefault(answer, []).append(code)
        chosen = self.rng.choices(list(kinds), [1 if kind.does in RARE else 6 for kind in kinds])[0]
        return self.rng.choice(kinds[chosen])

    def happens(self, chance: float) -> bool:
        """Whether something with that chance happens now."""
        return not self.calm and self.rng.random() < chance

    def seconds(self, longest: float) -> float:
        """Some time, in seconds."""
        return self.rng.uniform(0, longest)
