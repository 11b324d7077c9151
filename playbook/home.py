"""What one person finds on their Home: a queue, their use cases, the portfolio; for admins set-up and health.

Everything is a function of the record and of `Shown`, which remembers what they turned to.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Literal, Self, TypeVar

from pydantic import ValidationError

from playbook import attention, calendar, digest_figures, listing, questions, verdicts
from playbook.budget import Spent
from playbook.facts import Fact, Listed, Person, Pilot, Settings
from playbook.known import Around, Portfolio
from playbook.listing import Choice, Line, Which
from playbook.policy import can
from playbook.waiting import oldest_first, waits_for
from playbook.waits import Waits

Part = Literal["waiting", "mine", "portfolio"]
Task = Literal["settings.four", "settings.hours", "registration.new", "none"]
PER_PAGE: Final[Mapping[Part, int]] = {"waiting": 8, "mine": 6, "portfolio": 10}
T = TypeVar("T")


class Shown(Fact):
    """What somebody turned to on their Home: a page of each part, and which use cases of the portfolio."""

    waiting: int = 0
    mine: int = 0
    portfolio: int = 0
    choice: str = "running"

    def write(self) -> str:
        """For the view's private_metadata."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def read(cls, kept: str | None) -> Self:
        """What `write` wrote; anything else is the first page of everything."""
        try:
            return cls.model_validate_json(kept or "{}")
        except ValidationError:
            return cls()

    def turned(self, part: Part, page: int) -> Self:
        """The same at another page of one part."""
        return self.model_copy(update={part: max(0, page)})

    def narrowed(self, choice: str) -> Self:
        """The same with other use cases in the portfolio, from their first page."""
        return self.model_copy(update={"choice": listing.from_word(choice).word, "portfolio": 0})


class Sheet(Fact):
    """One page of something: which one, of how many, of how much in all."""

    page: int
    pages: int
    total: int


class Card(Fact):
    """A use case in which somebody takes part: where it stands, what was measured, what comes next."""

    line: Line
    verdict: str = ""


class Duty(Fact):
    """One line of the set-up: whether it is done, what it is, and which form does it."""

    done: bool
    words: str
    task: Task = "none"
    channels: tuple[str, ...] = ()


class Health(Fact):
    """How the bot does in this workspace, for admins."""

    heard_at: datetime | None  # the last request that changed something
    waiting: int  # letters that are due and have not gone
    undelivered: tuple[str, ...]  # what could not be delivered, in words


class Page(Fact):
    """All that stands on one person's Home."""

    person: Person
    today: date
    shown: Shown
    waiting: tuple[Waits, ...]
    waiting_sheet: Sheet
    mine: tuple[Card, ...]
    mine_sheet: Sheet
    portfolio: tuple[Line, ...]
    portfolio_sheet: Sheet
    choice: Choice
    gatekeeper: bool = False
    counts: tuple[tuple[Which, int], ...]
    truth: str = ""  # the portfolio in one line, for leaders
    spent: Spent | None = None  # what was said to this person unasked in the last seven days
    setup: tuple[Duty, ...] = ()
    health: Health | None = None


def queue(person: Person, pilots: Iterable[Pilot], around: Around) -> tuple[Waits, ...]:
    """Everything that waits for this person, over all use cases, oldest first."""
    return oldest_first(
        one for pilot in pilots if not pilot.use_case.outcome for one in waits_for(person, pilot, around)
    )


def lines(person: Person, portfolio: Portfolio) -> tuple[Line, ...]:
    """The use cases this person may see, with the attention each needs; an admin sees the keys of others."""
    every, around = portfolio.listed, portfolio.around
    seen = (
        _line(one, portfolio.pilots[one.number], around)
        for one in listing.seen(person, every, around.settings)
    )
    return (*seen, *(Line(listed=one) for one in listing.closed(person, every, around.settings)))


def _line(one: Listed, pilot: Pilot, around: Around) -> Line:
    use_case = pilot.use_case
    return Line(
        listed=one,
        attention=attention.of(pilot, around),
        overdue=attention.overdue(use_case, around.today) is not None,
        paused=use_case.pause is not None,
    )


def page(person: Person, shown: Shown, portfolio: Portfolio) -> Page:
    """This person's Home; a page that is not there any more is the last one that is."""
    choice, pilots, around = listing.from_word(shown.choice), portfolio.pilots, portfolio.around
    found = lines(person, portfolio)
    mine = listing.chosen(found, Choice(which="mine"), person.id)
    running = sorted(mine, key=lambda one: one.listed.outcome is not None)  # what has ended comes last
    waiting, waiting_sheet = _cut(queue(person, pilots.values(), around), shown, "waiting")
    cards, mine_sheet = _cut(running, shown, "mine")
    narrowed, narrowed_sheet = _cut(listing.chosen(found, choice, person.id), shown, "portfolio")
    return Page(
        person=person,
        today=around.today,
        shown=shown,
        waiting=tuple(waiting),
        waiting_sheet=waiting_sheet,
        mine=tuple(_card(one, pilots[one.listed.number], around) for one in cards),
        mine_sheet=mine_sheet,
        portfolio=tuple(narrowed),
        portfolio_sheet=narrowed_sheet,
        choice=choice,
        gatekeeper=person.id in around.settings.gatekeepers,
        counts=listing.counts(found),
        truth=truth(person, portfolio),
    )


def truth(person: Person, portfolio: Portfolio) -> str:
    """The portfolio in one line, of what this person may see; empty for whoever leads nothing."""
    around = portfolio.around
    leads = (can(person, "preview_digest", one, around.settings) for one in (None, *portfolio.listed))
    if not any(leads):
        return ""
    pilots = [
        one
        for one in portfolio.pilots.values()
        if not one.use_case.proposed and can(person, "see", one.use_case, around.settings)
    ]
    moving = sum(questions.moving(one, around).answer == "yes" for one in pilots if not one.use_case.outcome)
    return digest_figures.truth(pilots, moving, around) if pilots else ""


def _cut(found: Sequence[T], shown: Shown, part: Part) -> tuple[Sequence[T], Sheet]:
    size = PER_PAGE[part]
    pages = max(1, -(-len(found) // size))
    page = min(getattr(shown, part), pages - 1)
    return found[page * size : (page + 1) * size], Sheet(page=page, pages=pages, total=len(found))


def _card(line: Line, pilot: Pilot, around: Around) -> Card:
    """With the verdict and the movement it was read from; what lies ahead stands on its page."""
    said = verdicts.said(pilot, around) if pilot.standing else ""
    return Card(line=line, verdict=". ".join(said.split(". ")[:2]))


def setup(
    person: Person, settings: Settings, listed: Sequence[Listed], barred: Sequence[str], today: date
) -> tuple[Duty, ...]:
    """What an admin decides before the first pilot; empty for everybody else, and once all of it is done."""
    if not can(person, "configure", None, settings):
        return ()
    duties = tuple(_duties(settings, listed, barred, today))
    return () if all(one.done for one in duties) else duties


def _duties(
    settings: Settings, listed: Sequence[Listed], barred: Sequence[str], today: date
) -> Iterable[Duty]:
    enough = len(settings.gatekeepers) >= settings.quorum
    more = f": {settings.quorum} have to agree" if settings.quorum > 1 else ""
    yield _four(settings.leadership_channel is not None, "Choose the channel leaders read")
    yield _four(enough, f"Name the gatekeepers who answer for governance{more}")
    yield _four(settings.country is not None, f"Choose the country{_holidays(settings, today)}")
    yield _four(settings.programme_lead is not None, "Name the programme lead")
    yield Duty(done=not barred, words=_INVITED if not barred else _INVITE, channels=tuple(barred))
    yield Duty(done=bool(listed), words="Register the first use case", task="registration.new")


_INVITED: Final = "Let me into the channels I post in: none of them refuses me"
_INVITE: Final = "Let me into the channels I post in: type /invite @Pilotage in"


def _four(done: bool, words: str) -> Duty:
    return Duty(done=done, words=words, task="settings.four")


def _holidays(settings: Settings, today: date) -> str:
    """The next day off, so that a wrong calendar is noticed."""
    if settings.country is None:
        return ", for working days and holidays"
    off = calendar.next_holiday(today, settings.country)
    return f", for working days and holidays: the next day off is {calendar.day_of(off)}" if off else ""
