"""What the record is kept for, and how long: taken along as a whole, forgotten in parts, deleted in time."""

from datetime import datetime, timedelta

from playbook import persons
from playbook.facts import PersonId, UseCase
from playbook.record import Recorded
from playbook.refusals import Refusal
from store import changes, forgetting, inbox, trail, webhooks, workspaces
from store.work import Look, Work

FORGOTTEN = "person forgotten"


def recorded(look: Look, use_case: UseCase) -> Recorded:
    """Everything there is about a use case: readings, seals, events, and everybody's name."""
    connection, workspace = look._connection, look._workspace
    return Recorded(
        pilot=look.with_readings(use_case),
        seals=trail.seals_of(connection, workspace, use_case.number),
        events=trail.of(connection, workspace, use_case.key),
        names=trail.everybody(connection, workspace),
    )


def exported(work: Work, what: str) -> None:
    """Note that somebody took a copy of the record along: of a use case, or of several."""
    work._audit("exported", f"export of {what}", None, None)


def forget(work: Work, said: str, now: datetime) -> PersonId:
    """Let a pseudonym stand for whoever has this id or name, everywhere. Raises `Refusal`."""
    person, name = _meant(work, said)
    everything = tuple(work.use_case(one.number) for one in work.listed())
    persons.check(person, everything, work.settings())
    naming = forgetting.named_in(work._connection, work._workspace, forgetting.Gone(person, name, ""))
    before = [work.pilot(number) for number in naming]
    instead = _forget(work, person, name, now)
    for pilot in before:
        changes.redraw(work, pilot, work.pilot(pilot.use_case.number), now)
    return instead


def _meant(work: Work, said: str) -> tuple[PersonId, str]:
    found = forgetting.known(work._connection, work._workspace, said)
    if len(found) != 1:
        few = "several people" if found else "nobody"
        words = f"I know {few} by that id or name. Give the id from their profile, like U0ABC123."
        raise Refusal(words, field="person")
    if found[0][0] == work.by:
        raise persons.StillNeeded("Nobody forgets themselves: ask another admin.", field="person")
    return found[0]


def _forget(work: Work, person: PersonId, name: str, now: datetime) -> PersonId:
    here = (work._connection, work._workspace)
    gone = forgetting.rename(*here, person, name)
    forgetting.replace_ids(*here, gone)
    for number in forgetting.named_in(*here, gone):  # each text that names them is a change of its own
        before = work.use_case(number)
        if (after := forgetting.in_words(before, gone)) != before:
            work.keep(before, after, FORGOTTEN)
    for use_case, was, by_now in forgetting.reword_readings(*here, gone):
        work._audit(FORGOTTEN, f"UC-{use_case} reading {was.number}", was, by_now)
    work.wants_heart |= forgetting.redraw(*here, gone, now)
    forgetting.untell(*here, gone)
    forgetting.erase_texts(*here, gone)
    work._audit(FORGOTTEN, gone.instead, None, None)
    return gone.instead


def tend(work: Work, now: datetime) -> bool:
    """Keep what is kept no longer than was set. True when the workspace itself is gone now."""
    here, settings = (work._connection, work._workspace), work.settings()
    out = workspaces.tended(*here, now)
    if out and now >= out + timedelta(days=settings.kept_days):
        workspaces.remove(*here)
        return True
    if settings.authors_named:
        forgetting.unname_authors(*here, now - timedelta(days=settings.authors_named))
    for table in (inbox, webhooks):
        table.forget_old(*here, now)
    return False
