"""The first five minutes, as a table: what to do, and the one click that does it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

SENTENCE = (
    "Reduce average proposal turnaround time from 5 days to 3 days in 8 weeks, "
    "while maintaining error rate below 2%."
)


@dataclass(frozen=True)
class Click:
    """One button of a step: whose window, which place, and what it puts into the composer there."""

    label: str
    place: str
    person: str = ""
    text: str = ""

    def address(self, handle: str) -> str:
        """The link of this button for whoever is acting now."""
        query = f"?{urlencode({'compose': self.text})}" if self.text else ""
        return f"/as/{self.person or handle}/{self.place}{query}"


@dataclass(frozen=True)
class Step:
    """One stop of the tour."""

    title: str
    body: str
    clicks: tuple[Click, ...]


STEPS = (
    Step(
        "Paste a sentence",
        "A use case starts as one sentence. Send it, then choose an owner and a sponsor in the form.",
        (Click("Fill the composer", "c/ai-pilots", text=f"/pilot new {SENTENCE}"),),
    ),
    Step(
        "Accept ownership",
        "Become the owner. Pilotage has sent a direct message: accept, with its three ticks.",
        (Click("Act as Ben, the owner", "app/messages", person="ben"),),
    ),
    Step(
        "Fill what is missing",
        "The message in the channel says what the contract still needs, each with its button.",
        (Click("Open #ai-pilots", "c/ai-pilots", person="ben"),),
    ),
    Step(
        "Sign as owner and sponsor",
        "Two signatures lock the contract. Nobody can edit it afterwards, only amend it together.",
        (
            Click("Act as the owner", "app/messages", person="ben"),
            Click("Act as the sponsor", "app/messages", person="clara"),
        ),
    ),
    Step(
        "Move the clock",
        "Press +1 week at the top: reminders come as they would on the day itself.",
        (Click("Back to #ai-pilots", "c/ai-pilots"),),
    ),
)
