"""Handing on a part of a use case, and noticing who has left."""

import logging
import re
from typing import Any

from slack_bolt import Ack

from blocks import succession as drawing
from blocks.actions import Actions, value_of
from blocks.forms import FORMS
from handlers.commands import Command, Typed
from handlers.desk import Desk, SlackSilent, allowed, as_person
from handlers.forms import Answers, Talk, filled, tables
from playbook import succession
from playbook.facts import Person, UseCase
from playbook.forms import AcceptForm, DeclineForm, OfferForm
from playbook.handovers import Part
from playbook.known import Known
from playbook.refusals import Refusal
from store import Work, changes

log = logging.getLogger(__name__)
_AS_SPONSOR = re.compile(r"\bas\s+(?:the\s+)?sponsor\b", re.I)


def _offering(role: Part) -> Talk:
    def offered(before: UseCase, typed: Answers, known: Known) -> UseCase:
        return succession.offer(before, role, OfferForm.read(typed).offered_to, known)

    return Talk(
        f"succession.{role}",
        "hand_over",
        "handover offered",
        lambda use_case: {"offered_to": None},
        offered,
        closes=True,
    )


OFFERS: dict[Part, Talk] = {"owner": _offering("owner"), "sponsor": _offering("sponsor")}
TALKS = (
    *OFFERS.values(),
    Talk(
        "succession.accept",
        "accept",
        "ownership taken over",
        lambda use_case: {"authorities": None, "function": use_case.function},
        lambda before, typed, known: succession.take_ownership(before, AcceptForm.read(typed), known),
        says=lambda saved, known: (f"You own {saved.key} now. Your five duties are in our direct messages.",),
    ),
    Talk(
        "succession.decline",
        "accept",
        "handover declined",
        lambda use_case: {"reason": None},
        lambda before, typed, known: succession.decline(before, DeclineForm.read(typed), known),
        closes=True,
    ),
)


def hand_over(ack: Ack, said: Typed, body: dict[str, Any], desk: Desk) -> None:
    """`/pilot handover UC-7 @u [as sponsor]`; without a person the form asks for one."""
    role: Part = "sponsor" if _AS_SPONSOR.search(said.rest) else "owner"
    number = said.number
    if number is None:
        raise Refusal("Which one? Name it first, like `/pilot handover UC-7 @anna`.")
    if said.person is None:
        ack()
        desk.open(body, FORMS[OFFERS[role].form].title, lambda: filled(OFFERS[role], number, desk))
        return
    asked = desk.ask({"offered_to": said.person})
    with desk.work() as work:
        before = allowed(work, number, "hand_over", asked)
        after = succession.offer(before, role, said.person, desk.known(work, asked))
        desk.change(work, before, after, "handover offered")
    drawn = drawing.asked(number, role, said.person)
    ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")


def take_sponsorship(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """The new sponsor accepts; there is nothing to fill in."""
    asked = desk.ask({}, fresh=True)
    with desk.work() as work:
        before = allowed(work, value_of(action).uc, "accept", asked)
        after = succession.take_sponsorship(before, desk.known(work, asked))
        desk.change(work, before, after, "sponsorship taken over")
    ack()


# --- who left -----------------------------------------------------------------------------------------------


def person_changed(ack: Ack, event: dict[str, Any], desk: Desk) -> None:
    """Slack describes somebody anew: what depends on them is asked about again."""
    who = as_person(event["user"], desk.workspace)
    with desk.read() as look:
        known = look.person(who.id)
    if known is not None and known != who:
        with desk.work() as work:
            _repeopled(work, known, who, desk)
    ack()


def look_again(desk: Desk) -> None:
    """Ask Slack about everybody who has a part: what was said while nobody listened, nobody heard."""
    with desk.read() as look:
        settings = look.settings()
        listed = [one for one in look.listed() if one.outcome is None]
        named = {*settings.gatekeepers, *(one.owner for one in listed), *(one.sponsor for one in listed)}
        known = look.people(person for person in named if person)
    for before in known.values():
        try:
            after = desk.described(before.id)
        except SlackSilent:
            log.info("people are not asked about again before the next start: Slack is silent")
            return
        if after and after != before:
            with desk.work() as work:
                _repeopled(work, before, after, desk)


def _repeopled(work: Work, before: Person, after: Person, desk: Desk) -> None:
    settings = work.settings()
    gatekeeper = after.id in settings.gatekeepers
    concerned = [
        work.use_case(one.number)
        for one in work.listed()
        if one.outcome is None and (gatekeeper or after.id in (one.owner, one.sponsor))
    ]
    was = {one.number: work.around(one, desk.now) for one in concerned}
    work.keep_person(after)
    for use_case in concerned:
        changes.repeopled(work, work.with_readings(use_case), was[use_case.number], desk.now)
    if after.deactivated and not before.deactivated:
        work.cancel_letters_to(after.id)
        if gatekeeper:
            lead = (settings.programme_lead,) if settings.programme_lead else ()
            people = work.people((*settings.gatekeepers, *lead))
            work.post(*succession.gatekeeper_left(after.id, settings, people, work.admins()))


_opening, VIEWS = tables(*TALKS)
ACTIONS = _opening | {Actions.SUCCESSION_ACCEPT: take_sponsorship}
EVENTS = {"user_change": person_changed}
PILOT = {
    "handover": Command(
        hand_over,
        "handover UC-7 @person [as sponsor]",
        "ask somebody to take over as owner or sponsor; nothing changes until they accept",
    )
}
