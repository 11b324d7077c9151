"""Correcting a reading: its value, the day or week it describes, and always why."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from slack_bolt import Ack

from blocks import forms, pieces
from blocks.actions import numbers, opens, value_of
from blocks.forms import Kept
from handlers import taking
from handlers.desk import Desk
from handlers.forms import Answers, numbered, seen
from handlers.week_forms import done
from playbook import receipts
from playbook.calendar import day_month
from playbook.described import Told, described
from playbook.facts import Pilot, Reading
from playbook.forms import CorrectionForm
from playbook.known import Known
from playbook.letters import ReadingTaken
from playbook.measured import Metric, asked_of, metrics, read_value, value_and_rest, written
from playbook.receipts import receipt
from playbook.refusals import Refusal
from playbook.taking import Source, Taken, correct, last_of, of_receipt, standing, told_by
from playbook.typed import read_period
from playbook.weeks import in_words
from store import Repeated, Work, changes

CHANGE = "checkins.change"
TITLE = "Correct a reading"
T = TypeVar("T")


def by_command(number: int, typed: str, asked: Known, desk: Desk) -> ReadingTaken | None:
    """`/pilot fix UC-7 4.0 why`; None when no reason is given, so that the window asks for it."""
    with desk.work() as work:
        known = desk.known(work, asked)
        before = taking.pilot_of(work, number, known)
        value, reason = value_and_rest(typed, before.use_case.agreed.terms)
        old = last_of(before, value.of)
        if not reason:
            return None
        taken = correct(before, old, value, told_by(before, old), reason, known, Source("command"))
        return corrected(work, desk, before, old, taken)


def corrected(work: Work, desk: Desk, before: Pilot, old: Reading, taken: Taken) -> ReadingTaken:
    """Write a correction; the receipt in the direct messages that named the old value says the new one."""
    after, added = taking.write(work, desk, before, taken.readings, "corrected")
    notice = receipt(before, after, added, taken.told, work.around(after.use_case, desk.now))
    work.post(*receipts.to_the_owner(notice, after))
    if old.message:
        first = min(one.number for one in before.readings if one.message == old.message)
        edit = notice.model_copy(update={"number": first})
        work.post(*receipts.edits(edit, f"c{added[0].number}", changes.stood(work), to=old.by))
    return notice


def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """*Change* on a receipt: the first of its readings."""
    ack()
    target = value_of(action)
    logged = numbers(target)
    desk.open(body, TITLE, lambda: _opened(target.uc, lambda pilot: _first(pilot, logged), desk))


def show_last(number: int, body: Mapping[str, Any], desk: Desk, typed: str = "") -> None:
    """Open the window for the last reading of the metric that was typed, or of the KPI."""
    desk.open(body, TITLE, lambda: _opened(number, lambda pilot: _last(pilot, typed), desk, typed))


def _first(pilot: Pilot, logged: range) -> Reading:
    stand = of_receipt(pilot, logged)
    return stand[0] if stand else standing(pilot, logged.start)


def _last(pilot: Pilot, typed: str) -> Reading:
    terms = pilot.use_case.agreed.terms
    return last_of(pilot, value_and_rest(typed, terms)[0].of if typed else asked_of(terms)[0])


def _opened(number: int, which: Callable[[Pilot], Reading], desk: Desk, typed: str = "") -> pieces.Block:
    asked = desk.ask({})
    with desk.read() as look:
        pilot = taking.pilot_of(look, number, desk.known(look, asked))
        reading = which(pilot)
    answers = _filled(pilot, reading)
    told = {**answers, "value": typed or answers["value"]}
    return forms.draw_form(CHANGE, told, _kept(pilot, reading), notes=(_about(pilot, reading),))


def _kept(pilot: Pilot, reading: Reading) -> Kept:
    use_case = pilot.use_case
    nonce = seen(_filled(pilot, reading))
    return Kept(
        form=CHANGE,
        use_case=use_case.number,
        version=use_case.version,
        nonce=nonce,
        about=f"r{reading.number}",
    )


def _filled(pilot: Pilot, reading: Reading) -> Answers:
    return {
        "value": written(reading, pilot.use_case.agreed.terms),
        "when": _when(told_by(pilot, reading)),
        "reason": None,
    }


def _when(told: Told) -> str:
    return in_words(told.week.name) if told.weekly and told.week else f"{day_month(told.day)} {told.day.year}"


def _about(pilot: Pilot, reading: Reading) -> str:
    return f"{_metric(pilot, reading).name}, {_when(told_by(pilot, reading))}"


def _metric(pilot: Pilot, reading: Reading) -> Metric:
    name = reading.metric.casefold()
    every = metrics(pilot.use_case.agreed.terms)
    found = next(
        (one for one in every if (one.measured, one.metric.casefold()) == (reading.measured, name)), None
    )
    if found is None:
        raise Refusal("This reading is of a metric that is no longer in the contract.")
    return found


def submitted(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Write the correction; a reading that was corrected meanwhile is not corrected unseen."""
    kept, answers = Kept.read(view), pieces.answers(view)
    asked = desk.ask({})
    try:
        with desk.work() as work:
            known = desk.known(work, asked)
            before = taking.pilot_of(work, kept.use_case, known)
            old = standing(before, numbered("r", kept.about))
            typed = CorrectionForm.read(answers)
            shown = done(corrected(work, desk, before, old, _typed(before, old, typed, known)))
    except Repeated:
        shown = pieces.modal(
            "checkins.done", "Logged", [pieces.section("✅ That is corrected.")], close="Done"
        )
    ack(response_action="update", view=shown)


def _typed(before: Pilot, old: Reading, typed: CorrectionForm, known: Known) -> Taken:
    """What the window says now, each refusal beside its field."""
    metric = _metric(before, old)
    value = _beside("value", lambda: read_value(typed.value, metric))
    told = _beside("when", lambda: _described(before, old, typed.when, metric, known))
    return correct(before, old, value, told, typed.reason, known, Source("form"))


def _described(before: Pilot, old: Reading, typed: str, metric: Metric, known: Known) -> Told:
    told = told_by(before, old)
    if typed.strip() == _when(told):
        return told
    period = read_period(typed, known.today)
    if period is None:
        raise Refusal(f"I cannot read “{typed[:60]}” as a day or a week. Write it like week 3, or 12 May.")
    return described(before, period, metric, known.today)


def _beside(field: str, read: Callable[[], T]) -> T:
    """What was read; a refusal belongs beside that field."""
    try:
        return read()
    except Refusal as no:
        no.field = field
        raise


ACTIONS = {opens(CHANGE): opened}
VIEWS = {CHANGE: submitted}
