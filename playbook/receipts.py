"""What people are told about readings just logged: the values, what they describe, what they show."""

from collections.abc import Callable, Collection, Iterable

from playbook import verdicts
from playbook.calendar import full_day
from playbook.described import Told
from playbook.facts import PersonId, Pilot, Reading
from playbook.known import Around
from playbook.letters import Letter, ReadingTaken, TakenValue
from playbook.measured import name_of, shown
from playbook.persons import program
from playbook.taking import of_receipt, told_by
from playbook.wording import counted


def summary(pilot: Pilot, added: tuple[Reading, ...], around: Around) -> str:
    """Many readings in one line: how many, of which days, and what they show."""
    days = sorted(one.day for one in added)
    span = f"{full_day(days[0])} to {full_day(days[-1])}"
    return f"{counted(len(added), 'reading')} taken, {span}. {verdicts.said(pilot, around)}"


def receipt(
    before: Pilot,
    after: Pilot,
    added: tuple[Reading, ...],
    told: Told,
    around: Around,
    *,
    elsewhere: tuple[str, ...] = (),
) -> ReadingTaken:
    """What is read back to whoever logged these readings."""
    use_case, first = after.use_case, added[0]
    week = told.week if told.weekly else None
    return ReadingTaken(
        use_case=use_case.number,
        title=use_case.title,
        number=first.number,
        by=first.by,
        values=tuple(_value(before, one) for one in added),
        day=told.day,
        week=week.name if week else "",
        first=week.first if week else None,
        last=week.last if week else None,
        stated=told.stated,
        late=told.late(use_case, around.today),
        verdict=verdicts.said(after, around),
        change=verdicts.compared(before, after, around, _name(first.by, around)),
        reason=first.reason,
        elsewhere=elsewhere,
    )


def _name(person: PersonId, around: Around) -> str:
    known = around.people.get(person)
    return program(person) or (known.name if known and known.name else "a supporter")


def _value(before: Pilot, reading: Reading) -> TakenValue:
    terms = before.use_case.agreed.terms
    older = next((one for one in before.readings if one.number == reading.corrects), None)
    return TakenValue(
        metric=name_of(reading, terms),
        value=shown(reading, terms),
        before=shown(older, terms) if older else "",
    )


def taken_back(
    before: Pilot, after: Pilot, logged: Collection[int], around: Around, by: PersonId
) -> ReadingTaken:
    """What stands instead of a receipt once its readings were taken back, and what `by` changed with that."""
    gone = of_receipt(before, logged)
    told, terms = told_by(before, gone[0]), before.use_case.agreed.terms
    now = receipt(before, after, gone, told, around)
    values = tuple(TakenValue(metric=name_of(one, terms), value=shown(one, terms)) for one in gone)
    change = verdicts.compared(before, after, around, _name(by, around))
    what = {"values": values, "number": min(logged), "undone": True, "reason": "", "change": change}
    return now.model_copy(update=what)


def edits(
    notice: ReadingTaken, mark: str, stood: Callable[[str], bool], to: PersonId = ""
) -> Iterable[Letter]:
    """The edit of the receipt in the direct messages, if there is one; `mark` makes its key unique.

    `to`: whoever got that receipt, where it is not the one who acted now.
    """
    receipt = to_the_writer(notice).model_copy(update={"to": to or notice.by})
    if stood(receipt.name):
        yield Letter(to=receipt.to, period=f"{receipt.period}:{mark}", notice=notice, replaces=receipt.name)


def to_the_owner(notice: ReadingTaken, pilot: Pilot, by: PersonId = "") -> Iterable[Letter]:
    """The owner hears of what somebody else (`by`) logged or took back, where it changed the verdict."""
    owner = pilot.use_case.owner
    if owner and owner != (by or notice.by) and notice.change:
        what = f"u{notice.number}" if notice.undone else f"r{notice.number}"
        yield Letter(to=owner, period=f"{what}:{owner}", notice=notice)


def to_the_writer(notice: ReadingTaken) -> Letter:
    """The receipt in the direct messages, where the number was typed."""
    return Letter(to=notice.by, period=f"r{notice.number}", notice=notice)
