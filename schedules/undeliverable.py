"""Tells admins which letters could not be delivered and what to do: at most one message an hour to each.

Whoever owns a use case, or registered it, hears of its closed channel too, for they can mend it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from playbook.facts import PersonId
from playbook.letters import DeadLetter, LettersUndeliverable, Owed
from playbook.refusals import NoSuchUseCase
from playbook.undeliverable import WORDS
from schedules import answers
from store import Look, Store, Undelivered, Work

KIND: Final = "letters_undeliverable"
HOUR: Final = timedelta(hours=1)
OTHER: Final = "a message"  # a kind this version has no words for, written by a newer one


def run(store: Store, now: datetime) -> None:
    """Owe each admin one letter for this hour, when there is trouble nobody was told of."""
    for workspace in store.troubled(now):
        with store.work(workspace, now, via="heart") as work:
            _owe(work, now)


def made(look: Look, use_case: int, period: str, now: datetime) -> LettersUndeliverable | None:
    """What the letter of that hour says to that person now; None once everything has gone."""
    hour, person, *_ = period.split(":")
    start = datetime.strptime(hour, _HOUR).replace(tzinfo=UTC)
    told = look.told_of_trouble(start, start + HOUR)
    concerning = _for_whom(look, told).get(person, ())
    if not concerning:
        return None
    lines = tuple(dict.fromkeys(line(look, one) for one in concerning if not one.dead))
    dead = tuple(_dead(look, [one for one in concerning if one.dead]))
    return LettersUndeliverable(since=min(one.since for one in concerning), lines=lines, dead=dead)


def _dead(look: Look, letters: list[Undelivered]) -> Iterator[DeadLetter]:
    """What reads the same is one line with one button: of one use case and kind, for one reason."""
    by_words: dict[tuple[str, int], list[str]] = {}
    for one in letters:
        by_words.setdefault((line(look, one), one.use_case), []).append(one.name.partition(":")[2])
    for (words, use_case), names in by_words.items():
        yield DeadLetter(words=words, use_case=use_case, names=tuple(names))


_HOUR: Final = "%Y-%m-%dT%H"


def _owe(work: Work, now: datetime) -> None:
    hour, heard = now.astimezone(UTC).strftime(_HOUR), _for_whom(work, work.troubles(now))
    if not heard or work.trouble_told_in(hour):
        return  # nobody is known yet, or they have heard from us this hour
    work.take_troubles()
    for person, troubles in heard.items():
        work.owe(Owed(0, KIND, f"{hour}:{person}:{_digest(troubles)}", person, now))


def _digest(troubles: Iterable[Undelivered]) -> str:
    """Tells a list from the one of the same hour about others, which a restored backup may have forgotten."""
    names = "\n".join(sorted(one.name for one in troubles))
    return hashlib.sha256(names.encode()).hexdigest()[:8]


def _for_whom(look: Look, troubles: Iterable[Undelivered]) -> dict[PersonId, list[Undelivered]]:
    """Who hears of what: admins of everything, owners of the channel of their use case."""
    found: dict[PersonId, list[Undelivered]] = {}
    told = admins(look)
    for one in troubles:
        for person in dict.fromkeys((*told, *_owners(look, one))):
            found.setdefault(person, []).append(one)
    return found


def admins(look: Look) -> tuple[PersonId, ...]:
    """Who hears of what an admin mends: the programme lead, else whoever Slack calls an admin."""
    lead = look.settings().programme_lead
    known = look.person(lead) if lead else None
    if lead and not (known and known.deactivated):
        return (lead,)
    return tuple(admin.id for admin in look.admins())


def _owners(look: Look, one: Undelivered) -> tuple[PersonId, ...]:
    if not one.use_case or one.to_person:
        return ()
    try:
        use_case = look.use_case(one.use_case)
    except NoSuchUseCase:
        return ()
    return (use_case.owner if use_case.accepted and use_case.owner else use_case.registrant,)


def line(look: Look, one: Undelivered) -> str:
    """What could not be delivered and what to do, for an admin.

    Key and kind only: a private use case shows an admin no more.
    """
    about = f"UC-{one.use_case}, " if one.use_case else ""
    known = look.person(one.to) if one.to_person else None
    to = f" to {known.name or one.to}" if known else ""
    end = "It is not tried again by itself." if one.dead else "It waits."
    return f"{about}{WORDS.get(one.kind, OTHER)}{to}: {answers.advice(one.error, one.error_class)}. {end}"
