"""The monthly digest read off the record and written as letters: the root, then its thread, in one unit."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from playbook import digest, digest_csv, reviews
from playbook.budget import spent
from playbook.digest import Digest, Ranked, Record
from playbook.facts import Listed, PersonId, Pilot, UseCase
from playbook.known import Around
from playbook.letters import Letter
from playbook.refusals import Refusal
from playbook.review_notices import (
    AnswersTold,
    BarriersTold,
    CommentMade,
    DigestAttached,
    DigestPosted,
    Reviewed,
)
from store.work import Look, Work

ROOT = "digest_posted"
LOOK_BACK = 24  # months
BATCH = 200  # use cases whose readings are read together
Sees = Callable[[UseCase], bool]


def is_owed(look: Look, month: str) -> bool:
    """Whether that month's digest was due and not posted: there is a channel, and a pilot by then."""
    settings = look.settings()
    due = reviews.due_at(month, settings)
    if not settings.leadership_channel or settings.answered_at is None or settings.answered_at > due:
        return False
    if look.letter_state(name_of(month)) is not None:
        return False
    return any(not one.proposed and one.registered_at < due for one in look.listed())


def name_of(month: str) -> str:
    """The name of the letter that is that month's root."""
    return f"0:{ROOT}:{month}"


def in_channel(look: Look) -> Sees:
    """What everybody in the leadership channel may see: open use cases, and private ones that live in it."""
    channel = look.settings().leadership_channel
    return lambda one: one.visibility == "open" or bool(one.home and one.home.channel == channel)


def compose(look: Look, month: str, now: datetime, sees: Sees, *, preview: bool = False) -> Digest:
    """That month's digest for whoever sees so much; late ones tell how things stood when they were due."""
    settings = look.settings()
    due = reviews.due_at(month, settings)
    late = not preview and now - due > reviews.LATE
    at = due if late else now
    skipped = _skipped(look, month)
    before = reviews.before(skipped[0] if skipped else month)
    told = look.told(reviews.due_at(before, settings), at)
    record = _read(look, at, _root(look, before), sees)._replace(skipped=skipped, spent=spent(told))
    return digest.composed(month, record, late=late, preview=preview)


def _read(look: Look, at: datetime, last: DigestPosted | None, sees: Sees) -> Record:
    """All use cases, some families at a time: their readings need not lie in memory together."""
    portfolio = look.portfolio(at, of=())
    around, hidden = portfolio.around, 0
    pilots, ranked = list[Pilot](), list[Ranked]()
    for numbers in _families(portfolio.listed):
        some = portfolio.model_copy(update={"pilots": look.pilots(numbers)})
        every = digest.pilots_of(some)
        shown = [one for one in every if sees(one.use_case)]
        hidden += len(every) - len(shown)
        ranked += digest.ranked(shown, around, last)
        pilots += [one.model_copy(update={"readings": (), "kin": ()}) for one in shown]
    pilots.sort(key=lambda one: one.use_case.number)
    return Record(pilots=pilots, around=around, last=last, hidden=hidden, ranked=ranked)


def _families(listed: Iterable[Listed]) -> Iterator[list[int]]:
    """The numbers in batches; replicas with their original, beside which they are read."""
    families: dict[int, list[int]] = {}
    for one in listed:
        families.setdefault(one.replica_of or one.number, []).append(one.number)
    batch: list[int] = []
    for family in families.values():
        batch += family
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _skipped(look: Look, month: str) -> tuple[str, ...]:
    """The months before it whose digest was due and never posted: the bot was not running; oldest first."""
    found, one = list[str](), reviews.before(month)
    while len(found) < LOOK_BACK and is_owed(look, one):
        found.append(one)
        one = reviews.before(one)
    return tuple(reversed(found))


def _root(look: Look, month: str) -> DigestPosted | None:
    found = look.notices((ROOT,), month)
    return next((notice for _, _, notice in found if isinstance(notice, DigestPosted)), None)


class Posted(NamedTuple):
    """A digest as it was posted: its root, and every line of its thread."""

    root: DigestPosted
    lines: tuple[Reviewed, ...]


def posted(look: Look, month: str) -> Posted | None:
    """That month's digest as it stands in Slack; None while it was not posted."""
    found = [notice for _, _, notice in look.notices((ROOT, "answers_told"), month)]
    root = next((one for one in found if isinstance(one, DigestPosted)), None)
    lines = tuple(line for one in found if isinstance(one, AnswersTold) for line in one.lines)
    return Posted(root, lines) if root else None


def names_in(look: Look, lines: Iterable[Reviewed]) -> dict[PersonId, str]:
    """What the people in these lines are called: files are read where Slack puts no name to an id."""
    named = {person for one in lines for person in digest_csv.people_in(one)}
    return {person: who.name for person, who in look.people(named).items()}


def post(work: Work, month: str, now: datetime) -> None:
    """Write the root and its thread, the files last. Whoever comes second finds the root's key taken."""
    channel = work.settings().leadership_channel or ""
    made = compose(work, month, now, in_channel(work))
    work.post(Letter(to=channel, period=month, notice=made.root))
    for number, reply in enumerate(made.replies, 1):
        period = f"{month}:{number:03}"
        work.post(Letter(to=channel, period=period, notice=reply, replies_to=name_of(month)))
    whole = DigestAttached(month=month, use_cases=len(made.lines))
    work.post(Letter(to=channel, period=month, notice=whole, replies_to=name_of(month)))
    work.digest_posted(month)


def tell_comment(work: Work, use_case: UseCase, now: datetime) -> None:
    """Put what was said last of this use case into the thread of its review."""
    said = use_case.comments[-1]
    if work.letter_state(name_of(said.month)) is None:
        raise Refusal("There is no digest of that month.")
    told = CommentMade(
        use_case=use_case.number,
        title=use_case.title,
        month=said.month,
        owner=use_case.owner,
        by=said.by,
        text=said.text,
    )
    period = f"{said.month}:{len(use_case.comments):03}"
    to, thread = work.settings().leadership_channel or "", name_of(said.month)
    work.post(Letter(to=to, period=period, notice=told, replies_to=thread))


def restate(work: Work, use_case: UseCase, now: datetime) -> None:
    """Edit the newest digest where it shows blockers of this use case."""
    settings = work.settings()
    around = Around(now=now, settings=settings)
    month = _newest(work, now)
    for name, to, notice in work.notices((ROOT, "barriers_told"), month):
        if isinstance(notice, DigestPosted | BarriersTold) and _shows(notice, use_case):
            period = f"{name.split(':', 2)[2]}:v{use_case.number}.{use_case.version}"
            told = digest.restated(notice, use_case, around)
            work.post(Letter(to=to, period=period, notice=told, replaces=name))


def _newest(look: Look, now: datetime) -> str:
    """The month of the digest posted last: an admin may have been early."""
    due = reviews.newest_due(now, look.settings())
    early = reviews.after(due)
    return early if look.letter_state(name_of(early)) else due


def _shows(notice: DigestPosted | BarriersTold, use_case: UseCase) -> bool:
    return any(one.use_case == use_case.number for one in notice.barriers)
