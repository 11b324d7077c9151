"""Units of work: `Look` looks, `Work` also writes. Each belongs to one workspace and one transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection

from playbook import calendar, morning
from playbook.facts import Draft, Habits, Listed, Person, PersonId, Pilot, Reading, Settings, UseCase
from playbook.home import Shown
from playbook.known import Around, Portfolio
from playbook.letters import Letter, Owed
from playbook.refusals import Stale
from store import (
    audit,
    drafts,
    habits,
    homes,
    inbox,
    letterbox,
    mornings,
    people,
    pilots,
    plans,
    pulse,
    readings,
    seals,
    seeds,
    times,
    troubles,
    use_cases,
    workspaces,
)
from store.homes import Home
from store.ledger_look import LedgerLook
from store.troubles import Undelivered

SETTINGS, HABITS = "settings", "habits"  # what the audit calls them: whose habits, the row says


class Look(LedgerLook):
    """What a workspace holds, at one moment."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self._connection, self._workspace = connection, workspace
        self._settings: Settings | None = None  # as read: one look is one moment

    def settings(self) -> Settings:
        """What the workspace decided once; the defaults where it did not."""
        if self._settings is None:
            self._settings = workspaces.settings(self._connection, self._workspace)
        return self._settings

    def use_case(self, ref: str | int) -> UseCase:
        """One use case, by number or by a key as people type it: 7, "UC-7", "uc7". Raises `NoSuchUseCase`."""
        return use_cases.load(self._connection, self._workspace, ref)

    def pilot(self, ref: str | int) -> Pilot:
        """One use case with everything that was measured for it. Raises `NoSuchUseCase`."""
        return self.with_readings(self.use_case(ref))

    def with_readings(self, use_case: UseCase) -> Pilot:
        """A use case that is at hand, with everything that was measured for it and for its kin."""
        return pilots.of(self._connection, self._workspace, use_case)

    def pilots(self, numbers: Collection[int]) -> dict[int, Pilot]:
        """These use cases with everything that was measured for them, by number; two queries in all."""
        return pilots.several(self._connection, self._workspace, numbers)

    def portfolio(self, now: datetime, of: Collection[int] | None = None) -> Portfolio:
        """All use cases, with what was measured and whoever takes part; few queries for any number.

        `of`: the numbers whose readings are wanted, where not all of them; the rest can come later.
        """
        settings, listed = self.settings(), self.listed()
        parts = {person for one in listed for person in (one.owner, one.sponsor, *one.supporters) if person}
        around = self._around(sorted(parts | set(settings.gatekeepers)), settings, now)
        wanted = [one.number for one in listed] if of is None else of
        return Portfolio(listed=listed, pilots=self.pilots(wanted) if wanted else {}, around=around)

    def home(self, person: PersonId) -> Home | None:
        """Somebody's Home as it was published last; None while they never opened it."""
        return homes.of(self._connection, self._workspace, person)

    def heard(self, now: datetime) -> tuple[datetime | None, int]:
        """When a request changed something here last, and how many letters are due and have not gone."""
        return pulse.of_workspace(self._connection, self._workspace, now)

    def typed_in(self, message: str) -> tuple[int, ...]:
        """The use cases that have readings typed in this direct message."""
        return readings.typed_in(self._connection, self._workspace, message)

    def around(self, use_case: UseCase, now: datetime) -> Around:
        """What the calendar's rules read beside a pilot: settings, and the people of this use case."""
        settings = self.settings()
        named = (use_case.owner, use_case.sponsor, *use_case.supporters, *settings.gatekeepers)
        around = self._around([person for person in named if person], settings, now)
        return around.model_copy(update={"seeds": self._draw_seeds(use_case, around)})

    def _draw_seeds(self, use_case: UseCase, around: Around) -> tuple[str, str]:
        months = (calendar.month_of(day) for day in (around.today, calendar.next_month(around.today)))
        names = [f"draw|{use_case.number}|{month}" for month in months]
        this, coming = seeds.of(self._connection, self._workspace, *names)
        return this, coming

    def case_seed(self, use_case: UseCase) -> str:
        """The seed of the case whose log line is wanted next: another one after each proof."""
        name = f"case|{use_case.number}|{len(use_case.proofs)}"
        (seed,) = seeds.of(self._connection, self._workspace, name)
        return seed

    def around_people(self, named: Iterable[PersonId], now: datetime) -> Around:
        """The same for people of several use cases."""
        return self._around(list(named), self.settings(), now)

    def _around(self, named: list[PersonId], settings: Settings, now: datetime) -> Around:
        habits = self.habits(named)
        deputies = [one.deputy for one in habits.values() if one.deputy]
        return Around(now=now, settings=settings, people=self.people([*named, *deputies]), habits=habits)

    def habits(self, named: Iterable[PersonId]) -> dict[PersonId, Habits]:
        """How these people want to be asked, as far as they said."""
        return habits.of(self._connection, self._workspace, named)

    def stands_for(self, person: PersonId, now: datetime) -> tuple[PersonId, ...]:
        """Who named this person as deputy and is away, by the day it is where they live."""
        named = habits.naming(self._connection, self._workspace, person)
        around = self.around_people(named, now) if named else None
        return tuple(one for one in named if around and around.deputy(one) == person)

    def listed(self) -> tuple[Listed, ...]:
        """All use cases as lines of a list, oldest first."""
        return use_cases.listed(self._connection, self._workspace)

    def saved_as(self, nonce: str) -> int | None:
        """The number of the use case that the form with this nonce was saved as, None when it was not."""
        return use_cases.saved_as(self._connection, self._workspace, nonce)

    def saved_under(self, prefix: str) -> dict[str, int]:
        """The numbers of the use cases whose forms had nonces that begin like this, by what follows it."""
        return use_cases.saved_under(self._connection, self._workspace, prefix)

    def person(self, person: PersonId) -> Person | None:
        """Somebody as Slack described them last, None if nobody ever asked."""
        return self.people([person]).get(person)

    def people(self, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Whoever of these is known."""
        return people.known(self._connection, self._workspace, ids)

    def admins(self) -> tuple[Person, ...]:
        """Whom Slack calls an admin of the workspace, as far as is known."""
        return people.admins(self._connection, self._workspace)

    def draft(self, person: PersonId, form: str, now: datetime) -> Draft | None:
        """What they last typed into that form without saving it, unless it is older than a day."""
        return drafts.find(self._connection, self._workspace, person, form, now)

    def to_plan(self, now: datetime) -> tuple[int, ...]:
        """The use cases about which the calendar is to be asked now."""
        return plans.due(self._connection, self._workspace, now)

    def first_false_decision(self, use_case: int) -> int | None:
        """The number of the first sealed decision that was tampered with; None when the chain holds."""
        return seals.first_false(self._connection, self._workspace, use_case)

    def sealed(self, use_case: int) -> list[dict[str, Any]]:
        """Every sealed decision of a use case, with the facts it was decided on."""
        return seals.sealed(self._connection, self._workspace, use_case)

    def first_false_entry(self) -> int | None:
        """The number of the first audit row that was tampered with; None when the chain holds."""
        return audit.first_false(self._connection, self._workspace)


class Work(Look):
    """One unit of work by one person (`by`), who came this way (`via`)."""

    def __init__(
        self, connection: Connection, workspace: str, now: datetime, by: PersonId | None, via: str
    ) -> None:
        super().__init__(connection, workspace)
        self._now, self.by, self._via = now, by, via
        self.wants_heart = False
        self._book = audit.Book(connection, workspace)
        self._concerned = set[PersonId]()  # whose Homes may read otherwise now

    def take_once(self, key: str) -> None:
        """Write down the key that a repeat of this request would share. Raises `Repeated`."""
        inbox.take(self._connection, self._workspace, key, self._now)

    def add_use_case(self, use_case: UseCase, *, nonce: str) -> UseCase:
        """Register a use case under the next number. The same form again (`nonce`) raises `AlreadyDone`."""
        new = use_cases.add(self._connection, self._workspace, use_case, nonce)
        self.plan(new.number, self._now)
        self._concerns(new)
        self._audit("registered", new.key, None, new)
        return new

    def keep(self, before: UseCase, after: UseCase, act: str) -> UseCase:
        """Write a decided change. Raises `Stale`, naming who was first, when `before` is not current."""
        seals.seal(self._connection, self._workspace, before, after, self.settings())
        new = use_cases.replace(self._connection, self._workspace, before, after)
        if new is None:
            raise self._stale(before.key)
        self.plan(new.number, self._now)
        self._concerns(before, new)
        self._audit(act, new.key, before, new)
        return new

    def add_readings(self, use_case: UseCase, act: str, *new: Reading) -> tuple[Reading, ...]:
        """Write readings down under the next numbers of this use case."""
        added = readings.add(self._connection, self._workspace, use_case.number, new)
        self._audit_all(self._entry(act, use_case.key, None, reading) for reading in added)
        self._concerns(use_case)
        self.plan(use_case.number, self._now)
        return added

    def plan(self, use_case: int, at: datetime | None) -> None:
        """Let the calendar be asked about this use case then; None: not before it changes."""
        plans.set_next(self._connection, self._workspace, use_case, at)
        self.wants_heart |= at is not None and at <= self._now

    def keep_habits(self, person: PersonId, said: Habits) -> None:
        """Write down how somebody wants to be asked; what is planned for them is planned anew."""
        before = self.habits([person]).get(person)
        habits.keep(self._connection, self._workspace, person, said)
        self._audit("habits said", HABITS, before, said)
        self._concerned |= {one for one in (person, said.deputy, before and before.deputy) if one}
        self._plan_all(person)

    def _plan_all(self, person: PersonId | None = None) -> None:
        mornings.wake(self._connection, self._workspace, self._now + morning.A_LITTLE, person)
        plans.all_at(self._connection, self._workspace, self._now)
        self.wants_heart = True

    def keep_settings(self, before: Settings, after: Settings) -> Settings:
        """Write new settings; `after.version` is one more. Raises `Stale` when somebody else was first."""
        if not workspaces.keep_settings(self._connection, self._workspace, before, after):
            raise self._stale(SETTINGS)
        self._settings = None
        self._audit("settings answered", SETTINGS, before, after)
        leads = {one for one in (before.programme_lead, after.programme_lead) if one}
        self._concerned |= {one.id for one in self.admins()} | leads
        self._concerned |= {*before.gatekeepers, *after.gatekeepers}
        self._plan_all()
        return after

    def keep_person(self, person: Person) -> None:
        """Remember what Slack says about somebody."""
        people.keep(self._connection, self._workspace, person, self._now)

    def keep_draft(self, person: PersonId, form: str, answers: dict[str, Any]) -> None:
        """Keep what somebody typed into a form, for a day."""
        drafts.keep(self._connection, self._workspace, person, form, answers, self._now)

    def drop_draft(self, person: PersonId, form: str) -> None:
        """Forget what somebody typed into a form."""
        drafts.drop(self._connection, self._workspace, person, form)

    def post(self, *letters: Letter, at: datetime | None = None) -> None:
        """Write letters down to be carried after the commit, or `at` that moment. A known key is dropped."""
        for letter in letters:
            self._concerned.add(letter.to)
            self.wants_heart |= letterbox.post(self._connection, self._workspace, letter, self._now, at)

    def cancel_letters_to(self, person: PersonId) -> None:
        """Cancel what waits for somebody whose account is closed: their successor is asked anew."""
        letterbox.cancel_to(self._connection, self._workspace, person, self._now)

    def owe(self, *owed: Owed) -> None:
        """Write down what is owed by the calendar; what it says is made when it is sent."""
        for one in letterbox.owe(self._connection, self._workspace, owed, self._now):
            self._concerned.add(one.to)
            self.wants_heart = True

    def redraw(self, name: str, mark: str) -> None:
        """Let the message that speaks for an owed letter be drawn anew from the facts of then."""
        to = letterbox.redraw(self._connection, self._workspace, name, mark, self._now)
        if to:
            self._concerned.add(to)
            self.wants_heart = True

    def postpone(self, name: str, until: datetime) -> None:
        """Let an untried letter wait."""
        mornings.postpone(self._connection, self._workspace, name, until)

    def fold(self, into: str, *names: str) -> bool:
        """Let the letter `into` speak for the others, all by name. False when it was tried already."""
        return letterbox.fold(self._connection, self._workspace, into, names, self._now)

    def resend(self, name: str) -> bool:
        """Try a dead letter again. False when it is not dead."""
        again = letterbox.resend(self._connection, self._workspace, name, self._now)
        if again:
            self._audit("sent again", name, None, None)
        self.wants_heart |= again
        return again

    def digest_posted(self, month: str) -> None:
        """Note in the audit that the digest of that month went out, and who posted it."""
        self._audit("digest posted", f"digest {month}", None, None)

    def take_troubles(self) -> tuple[Undelivered, ...]:
        """Letters a person has to hear of now; the caller tells them in this very unit of work."""
        found = troubles.untold(self._connection, self._workspace, self._now)
        troubles.mark_told(self._connection, list(found), self._now)
        return tuple(found.values())

    def install(self, bot_user: str, name: str = "", url: str = "") -> None:
        """The bot is in this workspace, under this user id: its letters may go."""
        if workspaces.install(self._connection, self._workspace, bot_user, name, url, self._now):
            self._audit("installed", "workspace", None, None)
            self.wants_heart = True

    def open_home(self, person: PersonId, shown: Shown | None = None) -> None:
        """Somebody looks at their Home, or turned to another part of it: it is published anew from now on."""
        homes.open_(self._connection, self._workspace, person, shown, self._now)
        self._concerned.discard(person)

    def claim_home(self, person: PersonId, until: datetime) -> bool:
        """Take somebody's Home on, if it is due; until then nobody else does."""
        return homes.claim(self._connection, self._workspace, person, self._now, until)

    def home_stands(self, stood: Home, *, hash: str, digest: str) -> None:
        """Somebody's Home was published as it was read; a later change lets it be due still."""
        homes.published(self._connection, self._workspace, stood, hash=hash, digest=digest)

    def postpone_home(self, person: PersonId, until: datetime | None) -> None:
        """Slack would not have somebody's Home now; None: not before something changes."""
        homes.postpone(self._connection, self._workspace, person, until)

    def mark_homes(self) -> None:
        """At the end of the unit of work: the Homes of whoever it concerned are due, each once."""
        if self._concerned:
            people = sorted(self._concerned)
            self.wants_heart |= homes.mark(self._connection, self._workspace, people, self._now)

    def _concerns(self, *use_cases: UseCase) -> None:
        """Whoever takes part in them, before and after; gatekeepers are told by their letters."""
        for one in use_cases:
            named = (one.owner, one.sponsor, one.registrant, *one.supporters, *one.successors)
            self._concerned |= {person for person in named if person}

    def _audit(self, act: str, thing: str, before: BaseModel | None, after: BaseModel | None) -> None:
        self._audit_all([self._entry(act, thing, before, after)])

    def _entry(self, act: str, thing: str, before: BaseModel | None, after: BaseModel | None) -> audit.Entry:
        return audit.Entry(self.by, self._via, self._now, act, thing, before, after)

    def _audit_all(self, entries: Iterable[audit.Entry]) -> None:
        self._book.write(*entries)

    def _stale(self, thing: str) -> Stale:
        last = audit.last(self._connection, self._workspace, thing)
        if last is None:
            return Stale("This was changed meanwhile. Look at it again, then save.")
        who = last.name or "Somebody else"
        return Stale(
            f"{who} changed this {times.ago(self._now - last.at)} ({last.act}). Look at it again, then save.",
            changed_by=last.by,
        )
