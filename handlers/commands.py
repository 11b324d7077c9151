"""What is typed after `/pilot`, read once: the words, the people and channels named, the use case meant."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from playbook import listing
from playbook.facts import Listed
from playbook.known import Known
from playbook.policy import can

_KEY = re.compile(r"(?:uc[\s-]?)?(\d{1,9})(?!\S)", re.I)
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_PLAINER = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " ", "\u202f": " "}
)


@dataclass(frozen=True)
class Typed:
    """One command as typed. `rest` is everything after the first word, unescaped, for people to read."""

    word: str
    rest: str
    channel: str = ""

    @property
    def number(self) -> int | None:
        """The number of the use case it names first, if it names one."""
        found = _KEY.match(self.rest)
        return int(found[1]) if found else None

    @property
    def behind_the_key(self) -> str:
        """What stands behind the use case it names first; empty when it names none."""
        found = _KEY.match(self.rest)
        return self.rest[found.end() :].strip() if found else ""

    @property
    def person(self) -> str | None:
        """The first person it mentions."""
        found = _PERSON.search(self.rest)
        return found[1] if found else None

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody it mentions, each once."""
        return tuple(dict.fromkeys(_PERSON.findall(self.rest)))


@dataclass(frozen=True)
class Command:
    """One word after `/pilot`: what runs, how it is used, and what it does in a line."""

    run: Callable[..., None]
    usage: str
    words: str


def typed(command: dict[str, str]) -> Typed:
    """Read a slash command: case and spaces do not matter, curly quotes and no-break spaces are plain."""
    text = html.unescape(command.get("text") or "").translate(_PLAINER).strip()
    word, _, rest = text.partition(" ")
    return Typed(word=word.lower(), rest=rest.strip(), channel=command.get("channel_id", ""))


def meant(said: Typed, known: Known) -> int | None:
    """The use case a command is about: the one named, else your only one, else this channel's only one.

    What is no key names none of them: nobody is shown another use case than the one they meant.
    """
    if said.rest:
        return said.number
    seen = [one for one in known.listed if can(known.actor, "see", one, known.settings)]
    owned = [one for one in seen if one.owner == known.actor.id]
    here = [one for one in seen if one.home and one.home.channel == said.channel]
    return next((only[0].number for only in (owned, here) if len(only) == 1), None)


def visible(known: Known) -> tuple[Listed, ...]:
    """The use cases this person may see, newest first."""
    return tuple(reversed(listing.seen(known.actor, known.listed, known.settings)))
