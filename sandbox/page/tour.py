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
    """One button of a stop: whose window, which place, and what it puts into the composer there.

    `about`: words of a message that has to be there; `in_thread` opens its thread. `seconds`: it moves the
    clock instead.
    """

    label: str
    place: str = ""
    person: str = ""
    text: str = ""
    about: str = ""
    in_thread: bool = False
    seconds: int = 0

    def address(self, handle: str, thread_ts: str = "", anchor: str = "") -> str:
        """The link of this button for whoever is acting now; `anchor` names the message it is about."""
        query = f"?{urlencode({'compose': self.text})}" if self.text else ""
        thread = f"/t/{thread_ts}" if thread_ts else ""
        at = f"#{anchor}" if anchor else ""
        return f"/as/{self.person or handle}/{self.place}{thread}{query}{at}"


@dataclass(frozen=True)
class Step:
    """One stop of the tour."""

    title: str
    body: str
    clicks: tuple[Click, ...]


OWNER, SPONSOR, CHANNEL = "anna", "ben", "ai-pilots"
PILOTS, MESSAGES = f"c/{CHANNEL}", "app/messages"
LEADERS = "c/leadership"
GATE, QUESTIONED = "Limited Production gate", "*UC-6* Order confirmation time"
DIGEST = "with live KPI movement"  # the end of its one line of truth
STEPS = (
    Step(
        "What leaders read",
        "The monthly review was posted by itself. Its first line tells how all pilots stand; its thread "
        "answers the four questions for each, read off the record. Nobody can type an answer.",
        (Click("Read it as Ben", LEADERS, SPONSOR, about=DIGEST, in_thread=True),),
    ),
    Step(
        "A gate nobody can force",
        "UC-3 wants to leave Limited Production. Press Go as Ben, who pays for it, and read the refusal: "
        "it says what would open the gate. No role and no command gets around it.",
        (Click("Open the gate as Ben", PILOTS, SPONSOR, about=GATE, in_thread=True),),
    ),
    Step(
        "Your own sentence",
        "Send this one or your own. In the form name Anna as owner, Ben as sponsor and #ai-pilots as home "
        "channel; afterwards set range and rollback, the usual is filled in. Anna accepts and signs, "
        "then Ben signs: that locks the contract.",
        (
            Click("Fill the composer", PILOTS, OWNER, text=f"/pilot new {SENTENCE}"),
            Click("Act as Anna, the owner", MESSAGES, OWNER),
            Click("Act as Ben, the sponsor", MESSAGES, SPONSOR),
        ),
    ),
    Step(
        "One number a week",
        "Pilotage has asked Anna how UC-6 did last week. Send 4.1 and read the verdict: what it shows so "
        "far, and how sure that is.",
        (Click("Answer 4.1 as Anna", MESSAGES, OWNER, text="4.1", about=QUESTIONED),),
    ),
    Step(
        "Let thirty days pass",
        "Then look what the bot said meanwhile: weekly questions, gates that opened, and a pilot paused "
        "because nobody decided by Day 60. Next event, at the top, goes one step at a time.",
        (
            Click("Move the clock 30 days", seconds=30 * 86_400),
            Click("See #ai-pilots", PILOTS),
            Click("See Ben's messages", MESSAGES, SPONSOR),
        ),
    ),
)
