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


OWNER, SPONSOR, CHANNEL = "anna", "ben", "ai-pilots"
STEPS = (
    Step(
        "Paste a sentence",
        "A use case starts as one sentence. Send it, then name Anna as owner, Ben as sponsor "
        "and #ai-pilots as home channel in the form.",
        (Click("Fill the composer", f"c/{CHANNEL}", text=f"/pilot new {SENTENCE}"),),
    ),
    Step(
        "Accept ownership",
        "Pilotage has asked Anna in a direct message. Accept for her, with the three ticks.",
        (Click("Act as Anna, the owner", "app/messages", person=OWNER),),
    ),
    Step(
        "Fill what is missing",
        "The contract asks for what the sentence left open. Each missing part has its button.",
        (Click(f"Open #{CHANNEL} as Anna", f"c/{CHANNEL}", person=OWNER),),
    ),
    Step(
        "Sign as owner and sponsor",
        "Two signatures lock the contract. After that it is amended, never edited.",
        (
            Click("Sign as Anna", "app/messages", person=OWNER),
            Click("Sign as Ben", "app/messages", person=SPONSOR),
        ),
    ),
    Step(
        "See what everybody sees",
        "The home channel got one card, edited in place, and the contract. Home shows what still waits.",
        (
            Click("Open #ai-pilots", "c/ai-pilots"),
            Click("Open Anna's Home", "app/home", person=OWNER),
        ),
    ),
)
