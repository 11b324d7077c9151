"""A rollback as an alert, as a page and on the card; a breach and what the owner is asked about it."""

from blocks.actions import Actions, Target, opens, suffixed
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    drawn,
    header,
    mention,
    moment,
    more,
    one_line,
    quote,
    section,
    strong,
    titled,
)
from playbook import breaches, rollback
from playbook.facts import Breach, Trip, UseCase
from playbook.letters import BreachSeen, RollbackTripped, RollbackUnanswered

SHOWN = 4


def rollback_tripped(notice: RollbackTripped) -> Drawn:
    """The alert: what was crossed, the way back, the two answers; after them what is still to do."""
    name, trip = titled(notice.key, notice.title), notice.trip
    if not trip.open:
        return drawn(_closed(notice, name))
    head = f"🚨 *Rolled back. Promotion is paused:* {name}"
    return drawn(
        [
            section(f"{head}\n{_pulled(trip, notice.pulled_by)}"),
            *_way_back(notice.fallback),
            *_answer(trip),
            *_cause(notice.cause),
            *([_moved()] if notice.withdrawn else _asked(notice)),
        ]
    )


def _pulled(trip: Trip, pulled_by: str) -> str:
    if trip.trigger:
        return cut(one_line(pulled_by), 600)
    return f"By hand, by {mention(trip.by)}:\n{quote(pulled_by, 1000)}"


def _way_back(fallback: str | None) -> list[Block]:
    if fallback:
        return [section(f"*The way back*\n{quote(fallback)}")]
    return [section("⚠️ *No fallback steps are on file.* Go back to how it was done before, and write them.")]


def _answer(trip: Trip) -> list[Block]:
    who, since = mention(trip.answered_by), f", {moment(trip.answered_at)}" if trip.answered_at else ""
    if trip.fallback_runs is None:
        return []
    if trip.fallback_runs:
        return [section(f"✅ *Fallback is running* since{since.removeprefix(',')} ({who})")]
    return [section(f"⚠️ *Still live*, says {who}{since}:\n{quote(trip.because, 1000)}")]


def _cause(cause: str) -> list[Block]:
    return [section(f"*Cause*: {cut(one_line(cause), 1000)}")] if cause.strip() else []


def _moved() -> Block:
    return context("Somebody else answers for it now; there is nothing to do for you here.")


def _asked(notice: RollbackTripped) -> list[Block]:
    waits = "Unanswered for two working hours, it goes to the sponsor again."
    later = "It is closed by a person, once two readings are in range and the cause is on file."
    return [
        actions(*_buttons(notice.use_case, notice.trip, notice.fallback, notice.cause)),
        context(f"{_by_whom(notice.trip)} · {later if notice.trip.answered_at else waits}"),
    ]


def _by_whom(trip: Trip) -> str:
    did = "Logged" if trip.trigger else "Pulled"
    return f"{did} by {mention(trip.by)}, {moment(trip.at)}"


ACTS = frozenset({"answer_rollback", "write_fallback", "explain", "close_rollback"})


def _buttons(
    number: int, trip: Trip, fallback: str | None, cause: str, may: frozenset[str] = ACTS
) -> list[Block]:
    """What can be done about an open rollback, the answer first; to several people all of it is offered."""
    this, answered = Target(uc=number, extra=f"t{trip.number}").write(), trip.answered_at is not None
    offered = (
        (
            "answer_rollback" in may and not trip.fallback_runs,
            button("Fallback is running", Actions.ROLLBACK_RUNNING, this, "primary"),
        ),
        (
            "answer_rollback" in may and not answered,
            button("Still live because …", opens("rollback.live"), this),
        ),
        ("write_fallback" in may and not fallback, _write("Write the fallback steps", number)),
        ("explain" in may and not cause, button("Say the cause", opens("rollback.cause"), this)),
        (
            "close_rollback" in may and answered,
            button("Close the rollback", opens("rollback.close"), this),
        ),
    )
    return [shown for applies, shown in offered if applies]


def _write(label: str, number: int) -> Block:
    return button(label, opens("rollback.fallback"), Target(uc=number).write())


def _closed(notice: RollbackTripped, name: str) -> list[Block]:
    trip = notice.trip
    closed = f", {moment(trip.closed_at)}" if trip.closed_at else ""
    return [
        section(f"✅ *Rollback closed:* {name}\n{_pulled(trip, notice.pulled_by)}"),
        *_answer(trip),
        *_cause(notice.cause),
        section(f"Closed by {mention(trip.closed_by)}{closed}:\n{quote(trip.closing, 1000)}"),
    ]


def rollback_unanswered(notice: RollbackUnanswered) -> Drawn:
    """The same to the sponsor once more; once it is answered, only that."""
    name, trip = titled(notice.key, notice.title), notice.trip
    if notice.settled:
        ended = [] if trip.open else [section("✅ *Closed.*")]
        return drawn([section(f"✅ *Answered:* the rollback of {name}"), *_answer(trip), *ended])
    owner = f"Owner {mention(notice.owner)} has not answered either." if notice.owner else "It has no owner."
    return drawn(
        [
            section(f"🚨 *Nobody has answered for two working hours:* {name} is rolled back"),
            section(_pulled(trip, notice.pulled_by)),
            *_way_back(notice.fallback),
            actions(*_buttons(notice.use_case, trip, notice.fallback, "", ACTS - {"explain"})),
            context(f"{owner} Does the fallback run, or is it still live?"),
        ]
    )


def breach_seen(notice: BreachSeen) -> Drawn:
    """What was broken, and the question why; then the cause that was told."""
    name, broken = titled(notice.key, notice.title), cut(one_line(notice.broken), 600)
    if notice.withdrawn:
        return drawn([section(f"↩️ *Nothing to say any more:* {name}\n{broken}"), _gone()])
    if notice.cause.strip():
        told = f"✅ *Cause on file:* {name}\n{broken}"
        return drawn([section(told), section(f"{mention(notice.said_by)}:\n{quote(notice.cause, 1000)}")])
    why = Target(uc=notice.use_case, extra=f"b{notice.number}").write()
    return drawn(
        [
            section(f"⚠️ *A limit is broken:* {name}\n{broken}"),
            actions(button("Say the cause", opens("rollback.cause"), why, "primary")),
            context(
                f"{'On few cases one failure is enough for this. ' if notice.few else ''}"
                "The gates ask for a cause. Logged by mistake? Logged again, it takes the first one's place."
            ),
        ]
    )


def _gone() -> Block:
    return context("The reading was corrected or taken back, or somebody else is asked.")


def page(use_case: UseCase, may: frozenset[str]) -> Drawn:
    """Where it stands with rollbacks, breaches and the way back, and what this reader can do."""
    return drawn(
        [
            header(f"{use_case.key} rollback"),
            section(strong(use_case.title)),
            *(standing(use_case, may) or [section("✅ *No rollback stands, and no limit is broken.*")]),
            *_way_back(use_case.fallback),
            *_earlier(use_case),
            *_page_buttons(use_case, may),
        ]
    )


def _page_buttons(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    key = Target(uc=use_case.number).write()
    pull = button("Roll back now", opens("rollback.pull"), key, "danger")
    acts = [
        *([pull] if "roll_back" in may and rollback.is_watched(use_case) and not use_case.tripped else []),
        *fallback_button(use_case, may),
    ]
    return [actions(*acts)] if acts else []


def fallback_button(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    """The button that writes the way back, or changes it."""
    if "write_fallback" not in may or (use_case.tripped and not use_case.fallback):
        return []  # the open rollback offers it itself
    return [_write("Change the fallback" if use_case.fallback else "Write the fallback", use_case.number)]


def _earlier(use_case: UseCase) -> list[Block]:
    ended = [trip for trip in use_case.trips if not trip.open]
    lines = [
        f"• {moment(trip.at)}: {cut(one_line(rollback.words(use_case, trip)), 300)}. "
        f"Closed by {mention(trip.closed_by)}: {cut(one_line(trip.closing), 300)}"
        for trip in ended[-SHOWN:]
    ]
    return [section("*Closed rollbacks*\n" + "\n".join(lines))] if lines else []


def standing(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    """An open rollback and the breaches that stand, each with its buttons; for the card and the page."""
    trip = use_case.tripped
    found = [one for one in breaches.still_open(use_case) if not (trip and trip.reading in one.numbers)]
    left = len(found) - SHOWN
    rest = [context(more(left, f"`/pilot rollback {use_case.key}`"))] if left > 0 else []
    return [*_open(use_case, may), *(_standing_breach(use_case, one, may) for one in found[-SHOWN:]), *rest]


def _open(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    trip = use_case.tripped
    if trip is None:
        return []
    cause = rollback.cause_on_file(use_case, trip)
    offered = _buttons(use_case.number, trip, use_case.fallback, cause, may)
    acts = [actions(*offered)] if offered else []
    pulled = _pulled(trip, rollback.words(use_case, trip))
    head = f"🚨 *Rolled back, promotion is paused* since {moment(trip.at)}"
    return [section(f"{head}\n{pulled}"), *_answer(trip), *_cause(cause), *acts]


def _standing_breach(use_case: UseCase, breach: Breach, may: frozenset[str]) -> Block:
    cause = breaches.cause_of(use_case, breach)
    said = f"Cause: {cut(one_line(cause.text), 300)}" if cause else "No cause is on file."
    words = cut(one_line(breaches.words(use_case, breach)), 400)
    mark = "⚠️ *Limit was broken*" if breach.over else "⚠️ *Limit broken*"
    return section(f"{mark}: {words}. {said}", _why(use_case, breach, may) if cause is None else None)


def _why(use_case: UseCase, breach: Breach, may: frozenset[str]) -> Block | None:
    if "explain" not in may:
        return None
    about = f"b{breach.numbers[0]}"
    value = Target(uc=use_case.number, extra=about).write()
    return button("Say the cause", suffixed(opens("rollback.cause"), about), value)
