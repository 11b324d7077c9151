"""The weekly form of one use case, and the form for all my open weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from blocks import checkin_forms, forms, pieces
from blocks.actions import opens, value_of
from blocks.forms import Kept
from handlers import taking
from handlers.desk import Desk
from handlers.forms import OVERTAKEN, Answers, seen
from playbook import checkins, week_form, weeks
from playbook.described import check_open, unanswered, week_named
from playbook.facts import Pilot
from playbook.known import Known
from playbook.letters import ReadingTaken
from playbook.measured import asked_of
from playbook.receipts import receipt
from playbook.refusals import AlreadyDone, Refusal, Refusals
from playbook.taking import Taken, told_by
from playbook.weeks import Week
from store import Look, Repeated, Work

LOG, FILL, DONE = "checkins.log", "checkins.fill", "checkins.done"
ANSWERED = "This week has a number by now. Empty this field; /pilot readings shows what stands there."
MOST_MISSED = 6
MOST_WEEKS = 30


@dataclass(frozen=True)
class Sheet:
    """One week of one pilot as its form shows it, with older open weeks below."""

    pilot: Pilot
    week: Week
    missed: tuple[Week, ...]

    @property
    def answers(self) -> Answers:
        """What is on record."""
        return week_form.filled(self.pilot, self.week, self.missed)

    def draw(self, answers: Answers, *, overtaken: bool = False) -> pieces.Block:
        """The window, with these answers in it."""
        use_case = self.pilot.use_case
        kept = Kept(
            form=LOG,
            use_case=use_case.number,
            version=use_case.version,
            nonce=seen(self.answers),
            about=",".join(one.name for one in (self.week, *self.missed)),
        )
        asked = checkin_forms.log_form(_asked(self.pilot), self.week, self.missed)
        more: dict[str, Any] = {"notes": (OVERTAKEN,), "now": self.answers} if overtaken else {}
        return forms.draw_form(LOG, answers, kept, asked=asked, **more)


def _asked(pilot: Pilot) -> tuple[Any, ...]:
    return asked_of(pilot.use_case.agreed.terms)[: week_form.MOST_GUARDRAILS + 1]


def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """The button of the weekly question."""
    ack()
    target = value_of(action)
    show(target.uc, target.extra, body, desk)


def show(number: int, week: str, body: Mapping[str, Any], desk: Desk) -> None:
    """Open the form for that week; without one, for the newest that is open."""
    desk.open(body, "Log the week", lambda: _opened(number, week, desk))


def _opened(number: int, week: str, desk: Desk) -> pieces.Block:
    asked = desk.ask({})
    with desk.read() as look:
        known = desk.known(look, asked)
        pilot = taking.pilot_of(look, number, known)
        check_open(pilot.use_case)
        sheet = _sheet(look, pilot, week or _newest(pilot, known), known)
    return sheet.draw(sheet.answers)


def _newest(pilot: Pilot, known: Known) -> str:
    kpi = asked_of(pilot.use_case.agreed.terms)[0]
    week = unanswered(pilot, kpi, known.today)
    if week:
        return week.name
    closed = weeks.closed(pilot.use_case, known.today)
    return closed[-1].name if closed else "this"


def _sheet(look: Look, pilot: Pilot, name: str, known: Known) -> Sheet:
    week = week_named(pilot.use_case, name, known.today)
    open_now = checkins.open_weeks(pilot, look.around(pilot.use_case, known.now))
    missed = tuple(one for _, one in open_now if one.last < week.last)
    return Sheet(pilot, week, missed[-MOST_MISSED:])


class Overtaken(Exception):
    """Someone else logged one of these weeks meanwhile."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.week.name)
        self.sheet = sheet


def submitted(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Log what was typed; what it shows stands in the window at once."""
    kept, answers = Kept.read(view), pieces.answers(view)
    try:
        shown = _logged(kept, answers, desk)
    except Overtaken as late:
        shown = late.sheet.draw(answers, overtaken=True)
    ack(response_action="update", view=shown)


def _logged(kept: Kept, answers: Answers, desk: Desk) -> pieces.Block:
    asked = desk.ask({})
    try:
        with desk.work() as work:
            known = desk.known(work, asked)
            sheet = _as_kept(taking.pilot_of(work, kept.use_case, known), kept, known)
            if kept.nonce != seen(sheet.answers):
                raise Overtaken(sheet)
            new = week_form.taken_from(sheet.pilot, sheet.week, sheet.missed, answers, known)
            taken = Taken(new, told_by(sheet.pilot, new[0]))
            return done(taking.logged(work, desk, sheet.pilot, taken))
    except Repeated:
        return _standing(kept, asked, desk)


def _as_kept(pilot: Pilot, kept: Kept, known: Known) -> Sheet:
    """The weeks the window was drawn with, looked up again."""
    first, *missed = kept.about.split(",")
    found = [week_named(pilot.use_case, name, known.today) for name in (first or "this", *missed)]
    return Sheet(pilot, found[0], tuple(found[1:]))


def _standing(kept: Kept, asked: Known, desk: Desk) -> pieces.Block:
    """The same window from the record, for a submission whose first answer was lost on its way."""
    with desk.read() as look:
        known = desk.known(look, asked)
        sheet = _as_kept(taking.pilot_of(look, kept.use_case, known), kept, known)
        stand = tuple(one for one in sheet.pilot.standing if sheet.week.holds(one.day))
        if not stand:
            raise AlreadyDone
        told = told_by(sheet.pilot, stand[0])
        return done(
            receipt(sheet.pilot, sheet.pilot, stand, told, look.around(sheet.pilot.use_case, desk.now))
        )


def done(*notices: ReadingTaken) -> pieces.Block:
    """What stands in the window after logging."""
    blocks = [block for one in notices for block in taking.drawn(one).blocks if block["type"] != "actions"]
    return pieces.modal(DONE, "Logged", blocks, close="Done")


# --- all my open weeks -------------------------------------------------------------------------------------


def show_open(body: Mapping[str, Any], desk: Desk) -> None:
    """Open one form for every week this person still owes a number."""
    desk.open(body, "My open weeks", lambda: _open_weeks(desk))


def _open_weeks(desk: Desk) -> pieces.Block:
    asked = desk.ask({})
    with desk.read() as look:
        rows = _rows(look, desk.known(look, asked))
    if not rows:
        raise Refusal("No week of yours is open: every number that was asked for is there.")
    asked_for = tuple(
        (field, pilot.use_case.key, week, _asked(pilot)) for field, (pilot, week) in rows.items()
    )
    return forms.draw_form(FILL, {}, Kept(form=FILL), asked=checkin_forms.fill_form(asked_for))


def _rows(look: Look, known: Known) -> dict[str, tuple[Pilot, Week]]:
    """The open weeks of the use cases this person owns, each under the name of its input."""
    pilots = [look.pilot(one.number) for one in taking.owned(taking.loggable(known), known)]
    found = (
        (pilot, week)
        for pilot in pilots
        for _, week in checkins.open_weeks(pilot, look.around(pilot.use_case, known.now))
    )
    rows = {f"{pilot.use_case.number}.{week.name}": (pilot, week) for pilot, week in found}
    return dict(list(rows.items())[:MOST_WEEKS])


def filled(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Log every line that was filled, in one go."""
    answers = {field: typed for field, typed in pieces.answers(view).items() if typed}
    asked = desk.ask({})
    try:
        with desk.work() as work:
            shown = done(*_all_logged(work, desk, answers, desk.known(work, asked)))
    except Repeated:
        shown = pieces.modal(DONE, "Logged", [pieces.section("✅ That is logged.")], close="Done")
    ack(response_action="update", view=shown)


def _all_logged(work: Work, desk: Desk, answers: Answers, known: Known) -> list[ReadingTaken]:
    refused: list[Refusal] = []
    notices: list[ReadingTaken] = []
    for field, typed in answers.items():
        number, _, name = field.partition(".")
        pilot = taking.pilot_of(work, int(number) if number.isdecimal() else 0, known)
        week = week_named(pilot.use_case, name, known.today)
        if checkins.reading_of(pilot, week):
            refused.append(Refusal(ANSWERED, field=field))
            continue
        new = week_form.of_line(pilot, week, typed, field, known, refused)
        if new and not refused:
            notices.append(taking.logged(work, desk, pilot, Taken(new, told_by(pilot, new[0]))))
    Refusals.raise_any(refused)
    if not notices:
        raise Refusal("Type at least one number, or close this window.")
    return notices


ACTIONS = {opens(LOG): opened}
VIEWS = {LOG: submitted, FILL: filled}
