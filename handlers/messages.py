"""Direct messages to the bot: a number is a reading, an edit corrects it, anything else gets help."""

import html
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from slack_bolt import Ack

from handlers import taking
from handlers.desk import Desk
from playbook import checkins, messages, receipts
from playbook.described import check_goes_on
from playbook.facts import Pilot
from playbook.known import Known
from playbook.letters import ReadingTaken
from playbook.messages import Question
from playbook.receipts import receipt
from playbook.refusals import Refusal
from playbook.taking import Source, Taken, of_receipt, retype, take, withdrawn
from playbook.typed import read_entry, split_key
from store import Repeated, Work, changes


class Written(NamedTuple):
    """A message somebody wrote or edited. `key` is the same for all edits of it, `event` for none."""

    by: str
    text: str
    key: str
    event: str
    edited: bool


def heard(ack: Ack, event: dict[str, Any], desk: Desk) -> None:
    """Something was written to the bot. What the bot itself wrote, and files and joins, are let go."""
    written = _written(event)
    if written is not None:
        _answer(written, replace(desk, user_id=written.by))
    ack()


def _written(event: dict[str, Any]) -> Written | None:
    if event.get("channel_type") != "im":
        return None
    edited = event.get("subtype") == "message_changed"
    message = event.get("message") or {} if edited else event
    before = (event.get("previous_message") or {}).get("text")
    if message.get("bot_id") or not message.get("user") or message.get("subtype"):
        return None
    text = html.unescape(message.get("text") or "")
    if edited and message.get("text") == before:
        return None  # Slack unfurled a link
    key = f"{event['channel']}:{message['ts']}"
    return Written(message["user"], text, key, event.get("event_ts") or message["ts"], edited)


def _answer(written: Written, desk: Desk) -> None:
    try:
        _take(written, desk)
    except Repeated:
        return
    except Refusal as no:
        with desk.work() as work:
            work.post(messages.refused(written.by, _period(written), no, written.text, edit=written.edited))


def _period(written: Written) -> str:
    return f"m{written.event}:{written.by}"


def _take(written: Written, desk: Desk) -> None:
    number, typed = split_key(written.text)
    asked = desk.ask({})
    with desk.work() as work:
        known = desk.known(work, asked)
        before = work.typed_in(written.key)
        if before:
            _edited(work, desk, known, written, before[0])
        elif messages.holds_a_number(typed):
            _answered(work, desk, known, written, number, typed)
        else:
            work.post(messages.helped(written.by, _period(written)))


def _answered(work: Work, desk: Desk, known: Known, written: Written, number: int | None, typed: str) -> None:
    """A number answers the newest question that is open, or the newest one of the use case it names."""
    entry, questions = read_entry(typed, known.today), list(_questions(work, known, number))
    newest = messages.newest(questions)
    if newest is None:
        pilot = taking.pilot_of(work, taking.which(number, known), known)
    else:
        pilot, entry = newest.pilot, messages.answering(entry, newest)
    taken = take(pilot, entry, known, Source("message", written.key))
    notice = taking.logged(work, desk, pilot, taken)
    others = messages.elsewhere(questions, notice.use_case)
    work.post(receipts.to_the_writer(notice.model_copy(update={"elsewhere": others})))


def _questions(work: Work, known: Known, number: int | None) -> Iterator[Question]:
    """What this person was asked and has not answered; a supporter answers for the owner."""
    mine = taking.loggable(known)
    named = [one for one in mine if number in (None, one.number)]
    for one in taking.owned(named, known) or named:
        pilot = work.pilot(one.number)
        for asked_at, week in checkins.open_weeks(pilot, work.around(pilot.use_case, known.now)):
            yield Question(asked_at, pilot, week)


def _edited(work: Work, desk: Desk, known: Known, written: Written, was: int) -> None:
    """An edit of a message that was taken corrects it, also where it names another use case now."""
    number, typed = split_key(written.text)
    before = taking.pilot_of(work, was, known)
    old = [one for one in before.standing if one.message == written.key]
    if number not in (None, was) or not old:
        source = Source("message", written.key)
        if old:
            check_goes_on(before.use_case)
            back = tuple(withdrawn(before, one, known, source, written.key) for one in old)
            taking.undone(work, desk, before, [one.number for one in old], back)
        _answered(work, desk, known, written, number if number is not None else was, typed)
        return
    taken = retype(before, written.key, read_entry(typed, known.today), known)
    if taken.readings:
        _corrected(work, desk, before, taken, written)


def _corrected(work: Work, desk: Desk, before: Pilot, taken: Taken, written: Written) -> None:
    after, added = taking.write(work, desk, before, taken.readings, "corrected")
    first = min(one.number for one in after.readings if one.message == written.key)
    said = _now(before, after, added, taken, work, desk)
    notice = said.model_copy(update={"number": first})
    work.post(*receipts.edits(notice, f"e{added[-1].number}", changes.stood(work)))
    work.post(*receipts.to_the_owner(said, after))


def _now(
    before: Pilot, after: Pilot, added: tuple[Any, ...], taken: Taken, work: Work, desk: Desk
) -> ReadingTaken:
    """What the receipt says after the edit: everything that stands from this message."""
    stand = of_receipt(after, [one.number for one in added])
    return receipt(before, after, stand or added, taken.told, work.around(after.use_case, desk.now))


EVENTS = {"message": heard}
