"""`@Pilotage UC-7` in a channel: which use case is meant, who may have its card there, and what it says."""

import re
from typing import Final

from playbook import criteria, friction, milestones, proofs
from playbook.charts import measurements
from playbook.facts import Person, Pilot, Settings, UseCase
from playbook.known import Around
from playbook.letters import Letter, MessageAnswered, Owed
from playbook.mention_notices import CardShown
from playbook.policy import can
from playbook.wording import one_line

KIND: Final = "card_shown"
_MENTION: Final = re.compile(r"<[@#!][^>]*>")
_KEY: Final = re.compile(r"\buc[\s-]?(\d{1,9})\b|^\s*(\d{1,9})\s*$", re.IGNORECASE)
HOW: Final = "Name a use case and I show its card here, like `@Pilotage UC-7`."


def named(text: str) -> int | None:
    """The number of the first use case a message names, apart from people and channels; None for none."""
    found = _KEY.search(_MENTION.sub(" ", text))
    return int(found[1] or found[2]) if found else None


def may_be_shown(person: Person, use_case: UseCase, channel: str, settings: Settings) -> bool:
    """Whether its card may stand in that channel: of a private one only in its home, where it is known."""
    at_home = use_case.home is not None and use_case.home.channel == channel
    return can(person, "see", use_case, settings) and (use_case.visibility == "open" or at_home)


def owed(use_case: UseCase, channel: str, thread: str, asked: str, around: Around) -> Owed:
    """The card, drawn from the facts of the moment it is sent. `asked`: which message asked for it."""
    return Owed(use_case.number, KIND, asked, channel, around.now, thread=thread)


def card(pilot: Pilot, around: Around) -> CardShown:
    """The card as things stand."""
    use_case = pilot.use_case
    return CardShown(
        use_case=use_case.number,
        title=use_case.title,
        whole=use_case,
        missing=milestones.missing(use_case),
        friction=friction.of(use_case.profile, use_case.owner),
        measured=measurements(pilot, around),
        proved=proofs.proved(use_case, around),
        lacking=criteria.lacking(pilot, around),
        today=around.today,
    )


def not_shown(channel: str, thread: str, asked: str, number: int | None, text: str) -> Letter:
    """Why there is no card; of a use case that is not shown here nobody learns whether it exists."""
    words = HOW if number is None else f"There is no UC-{number} that I can show here. {HOW}"
    said = one_line(_MENTION.sub(" ", text))[:500]
    notice = MessageAnswered(words=words, typed=said)
    return Letter(to=channel, period=asked, notice=notice, thread=thread)
