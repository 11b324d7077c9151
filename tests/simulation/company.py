"""What people do: one table of acts, each decided by the real playbook and written as a handler writes it."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from handlers.desk import Desk
from playbook import (
    absence,
    cards,
    configuration,
    contract,
    endings,
    governance,
    ownership,
    registration,
    succession,
)
from playbook.facts import (
    Channel,
    Contract,
    Habits,
    Home,
    Ownership,
    Pause,
    Person,
    Settings,
    Signature,
    UseCase,
)
from playbook.forms import (
    AcceptForm,
    AmendForm,
    ControlsForm,
    DeclineForm,
    ObjectForm,
    PeopleForm,
    PlanForm,
    ResumeForm,
    SettingsForm,
)
from playbook.handovers import Part
from playbook.known import Known
from playbook.letters import DutiesGiven, Letter
from playbook.readings import Reading
from playbook.refusals import Refusal
from store import Repeated, Store, Work, changes
from tests.store.company import T, full, proposed

PEOPLE: Final = ("U0ANNA", "U0BEN", "U0CARLA", "U0DORA", "U0EMIL", "U0FAY")
GATEKEEPERS: Final = (("U0FAY",), ("U0FAY", "U0EMIL"), ("U0EMIL",))
ADMINS: Final = ("U0IRENE",)
CHANNELS: Final = ("C0PILOTS", "C0SALES")
COUNTRY: Final = "FR"
ZONE: Final = "Europe/Paris"

Change = Callable[[UseCase, random.Random, Known], UseCase]


class Act(NamedTuple):
    """One thing people do to a use case, how often, and who does it (the first of these that is named)."""

    name: str
    weight: int
    by: Callable[[UseCase, random.Random], str | None]
    change: Change


def _owner(use_case: UseCase, rng: random.Random) -> str | None:
    return use_case.owner


def _sponsor(use_case: UseCase, rng: random.Random) -> str | None:
    return use_case.sponsor


def _registrant(use_case: UseCase, rng: random.Random) -> str | None:
    return use_case.registrant


def _gatekeeper(use_case: UseCase, rng: random.Random) -> str | None:
    return rng.choice(("U0FAY", "U0EMIL"))


def _signer(use_case: UseCase, rng: random.Random) -> str | None:
    return rng.choice((use_case.owner, use_case.sponsor))


def _name_people(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    owner, sponsor = rng.sample(PEOPLE, 2)
    home = rng.choice((*CHANNELS, use_case.home.channel if use_case.home else None))
    named = known.model_copy(update={"channel": Channel(id=home, has_bot=True) if home else None})
    kept = rng.random() < 0.5 and use_case.sponsor not in (None, owner)
    form = PeopleForm(owner=owner, sponsor=use_case.sponsor if kept else sponsor, home=home)
    return registration.name_people(use_case, form, named)


def _accept(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    ticks = tuple(tick for tick in ownership.TICKS if rng.random() < 0.7)
    return ownership.accept(use_case, AcceptForm(authorities=ticks, function="Sales"), known)


def _decline(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    return ownership.decline(use_case, DeclineForm(reason="no time"), known)


def _grant(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    return ownership.grant(use_case, rng.choice(ownership.TICKS), known)


def _describe(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    target = rng.choice((2.8, 3.0, 3.2))
    due = use_case.day_one + timedelta(days=52)
    terms = full().contracts[0].terms.model_copy(update={"target": target, "due": due})
    return contract.with_terms(use_case, terms)


def _sign(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    return contract.sign(use_case, known, 0)


def _amend(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    target = rng.choice(("2.9 days", "3.1 days", "3.3 days"))
    return contract.amend(use_case, AmendForm.read({"target": target, "reason": "what we learnt"}))


def _document(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    form = ControlsForm(logging=f"in the CRM, {rng.randint(1, 9)} years")
    return governance.document(use_case, form, known)


def _clear(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    return governance.clear(use_case, known)


def _object(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    form = ObjectForm(ground="policy", reason=f"no. {rng.randint(1, 99)}")
    return governance.object_to(use_case, form, known)


def _replan(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    day_one = known.today + timedelta(days=rng.randint(0, 20)) if rng.random() < 0.5 else None
    form = PlanForm(title=f"Faster quotes {rng.randint(1, 99)}", day_one=day_one)
    return registration.replan(use_case, form, known)


def _redesign(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    """As the votes of a gate would have it: nothing is asked until it is resumed."""
    if use_case.proposed or use_case.pause or use_case.outcome:
        return use_case
    by = known.today + timedelta(days=rng.randint(1, 20))
    pause = Pause(why="redesign", at=known.now, since=known.today, resume_by=by)
    return use_case.model_copy(update={"pause": pause})


def _resume(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    return endings.resume(use_case, ResumeForm(changes=f"smaller, {rng.randint(1, 99)}"), known)


def _hand_over(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    role: Part = rng.choice(("owner", "sponsor"))
    return succession.offer(use_case, role, rng.choice(PEOPLE), known)


def _take_over(use_case: UseCase, rng: random.Random, known: Known) -> UseCase:
    offer = succession.offered(use_case, known.actor.id)
    if offer is not None and rng.random() < 0.2:
        return succession.decline(use_case, DeclineForm(reason="no time"), known)
    if offer is not None and offer.role == "sponsor":
        return succession.take_sponsorship(use_case, known)
    form = AcceptForm(authorities=ownership.TICKS, function="Sales")
    return succession.take_ownership(use_case, form, known)


def _offered_to(use_case: UseCase, rng: random.Random) -> str | None:
    return next((one.offered_to for one in use_case.handovers if one.open), None)


ACTS: Final = (
    Act("people named", 4, _registrant, _name_people),
    Act("ownership accepted", 7, _owner, _accept),
    Act("ownership declined", 1, _owner, _decline),
    Act("authority granted", 3, _sponsor, _grant),
    Act("contract described", 5, _owner, _describe),
    Act("contract signed", 9, _signer, _sign),
    Act("contract amended", 2, _owner, _amend),
    Act("controls documented", 3, _owner, _document),
    Act("no objection", 2, _gatekeeper, _clear),
    Act("objected", 2, _gatekeeper, _object),
    Act("plan changed", 3, _registrant, _replan),
    Act("taken into redesign", 2, _owner, _redesign),
    Act("resumed", 4, _owner, _resume),
    Act("offered to another", 2, _owner, _hand_over),
    Act("taken over", 4, _offered_to, _take_over),
)


def _under_way(use_case: UseCase, since: datetime) -> UseCase:
    """Its owner accepted a while ago and named the KPI: so the calendar asks for it."""
    owned = Ownership(accepted_at=since, function="Sales", holds=ownership.TICKS)
    terms = full().contracts[0].terms.model_copy(update={"target": None})
    return use_case.model_copy(update={"ownership": owned, "contracts": (Contract(terms=terms),)})


def _at_its_end(use_case: UseCase, since: datetime, rng: random.Random) -> UseCase:
    """Locked, and its sixty days are nearly over: gates open by the calendar, and in the end it is paused."""
    terms = full().contracts[0].terms.model_copy(update={"due": since.date() + timedelta(days=200)})
    roles: tuple[tuple[str | None, Part], ...] = ((use_case.owner, "owner"), (use_case.sponsor, "sponsor"))
    signed = tuple(Signature(by=by or "", role=role, at=since) for by, role in roles)
    locked = Contract(terms=terms, locked_at=since, signatures=signed)
    day_one = since.date() - timedelta(days=rng.randint(25, 42))
    under_way = _under_way(use_case, since)
    return under_way.model_copy(update={"contracts": (locked,), "day_one": day_one})


class Company:
    """The people, at their Slack. What they do is refused where the playbook refuses it."""

    def __init__(self, store: Store, rng: random.Random, clock: Callable[[], datetime]) -> None:
        self._store, self._rng, self._clock = store, rng, clock
        self._clicks = 0
        self.done: list[str] = []

    def found(self) -> None:
        """Install the bot, know the people, answer the four questions."""
        with self._store.work(T, self._clock(), via="install") as work:
            work.install("U0PILOTAGE", "Acme")
            for person in (*PEOPLE, *ADMINS):
                work.keep_person(Person(id=person, name=person, zone=ZONE, admin=person in ADMINS))
        self.answer_settings()

    def answer_settings(self) -> None:
        """An admin names gatekeepers; those named now are asked about every use case that is here."""
        form = SettingsForm(gatekeepers=self._rng.choice(GATEKEEPERS), country=COUNTRY)
        with self._store.work(T, self._clock(), by=ADMINS[0]) as work:
            before = work.settings()
            after = configuration.answer(before, form, self._known(ADMINS[0], work.settings()))
            work.keep_settings(before, after)
            for one in work.listed():
                work.post(*cards.resettled(work.use_case(one.number), before, after, changes.stood(work)))

    def register(self) -> None:
        """A new use case, announced in its home channel."""
        now, nonce = self._clock(), self._rng.random()
        owner, sponsor = self._rng.sample(PEOPLE, 2)
        new = proposed(
            registered_at=now,
            day_one=now.date() - timedelta(days=self._rng.randint(0, 20)),
            home=Home(channel=self._rng.choice(CHANNELS)),
            sponsor=sponsor,
            **({"owner": owner, "naming": 1} if self._rng.random() < 0.8 else {}),
        )
        if new.owner and self._rng.random() < 0.5:
            since = now - timedelta(days=20)
            late = self._rng.random() < 0.4
            new = _at_its_end(new, since, self._rng) if late else _under_way(new, since)
        with self._store.work(T, now, by=new.registrant) as work:
            saved = work.add_use_case(new, nonce=str(nonce))
            work.post(*cards.letters(None, saved, work.settings()))

    def act(self) -> None:
        """Somebody clicks; whoever saw no answer clicks again, with the same key or as a new click."""
        act = self._rng.choices(ACTS, [one.weight for one in ACTS])[0]
        self._clicks += 1
        self._click(act, f"click {self._clicks}")

    def log_a_reading(self) -> None:
        """An owner answers a check-in: the question that stands is drawn anew."""
        now = self._clock()
        with self._store.work(T, now, by=PEOPLE[0]) as work:
            listed = [one for one in work.listed() if one.owner]
            if listed:
                before = work.pilot(self._rng.choice(listed).number)
                work.add_readings(before.use_case, "reading logged", self._reading(before.use_case, now))
                changes.redraw(work, before, work.pilot(before.use_case.number), now)

    def _reading(self, use_case: UseCase, now: datetime) -> Reading:
        day = now.date() - timedelta(days=self._rng.randint(0, 10))
        value = self._rng.uniform(2, 6)
        return Reading(measured="kpi", day=day, weekly=True, value=value, by=use_case.owner or "", at=now)

    def leave(self) -> None:
        """Somebody is away for some days, perhaps with a deputy."""
        who, deputy = self._rng.sample(PEOPLE, 2)
        with self._store.work(T, self._clock(), by=who) as work:
            known = self._known(who, work.settings())
            back = known.today + timedelta(days=self._rng.randint(1, 4))
            before = work.habits([who]).get(who, Habits())
            after = absence.leave(before, back.isoformat(), self._rng.choice((deputy, None)), known)
            work.keep_habits(who, after)

    def reply(self) -> None:
        """Something is said in the thread of an announcement."""
        with self._store.work(T, self._clock(), by=PEOPLE[0]) as work:
            for one in work.listed()[:1]:
                use_case = work.use_case(one.number)
                root = next((each for each in cards.standing(use_case, work.settings())), None)
                if root is not None:
                    self._clicks += 1
                    notice = DutiesGiven(use_case=use_case.number, title=use_case.title)
                    period = f"said{self._clicks}"
                    work.post(Letter(to=root.to, period=period, notice=notice, replies_to=root.name))

    def post(self, *told: Letter) -> None:
        """Letters by themselves, without the fact they tell of: only what does without a rule does so."""
        with self._store.work(T, self._clock(), by=PEOPLE[0]) as work:
            work.post(*told)

    def send_dead_ones_again(self, names: list[str]) -> None:
        """An admin presses *Send again*."""
        with self._store.work(T, self._clock(), by=ADMINS[0]) as work:
            for name in names:
                work.resend(name)

    def _click(self, act: Act, key: str) -> None:
        desk = Desk(self._store, None, T, PEOPLE[0], self._clock(), key, lambda *_: None)
        try:
            with self._store.work(T, self._clock(), by=PEOPLE[0], once=key) as work:
                self._change(act, work, desk)
        except (Refusal, Repeated):
            return

    def _change(self, act: Act, work: Work, desk: Desk) -> None:
        listed = work.listed()
        if not listed:
            return
        before = work.use_case(self._rng.choice(listed).number)
        actor = act.by(before, self._rng)
        if actor:
            known = self._known(actor, work.settings())
            desk.change(work, before, act.change(before, self._rng, known), act.name)
            self.done.append(act.name)

    def _known(self, actor: str, settings: Settings) -> Known:
        people = {person: Person(id=person, name=person) for person in PEOPLE}
        return Known(
            actor=Person(id=actor, admin=actor in ADMINS), now=self._clock(), settings=settings, people=people
        )
