"""The Home tab: what waits for whoever opens it, their use cases, and an admin's set-up."""

from typing import Any

from blocks import home
from blocks.actions import Actions, Target, opens
from blocks.stand import Waiting
from handlers.commands import visible
from handlers.desk import Desk
from playbook.facts import Listed, Settings
from playbook.known import Known
from playbook.policy import can
from playbook.waiting import Act, Waits, waits_for
from store import Look

# How each open ask is settled: the button's label and what it opens.
BUTTONS: dict[Act, tuple[str, str]] = {
    "answer_rollback": ("See and answer", Actions.ROLLBACK_SHOW),
    "accept": ("Accept", opens("registration.accept")),
    "grant": ("See and grant", Actions.REGISTRATION_SHOW),
    "sign": ("Read and sign", Actions.CONTRACT_SHOW),
    "answer_governance": ("See and answer", Actions.GOVERNANCE_SHOW),
    "judge_proof": ("See the proofs", Actions.GOVERNANCE_SHOW),
    "explain": ("See and explain", Actions.ROLLBACK_SHOW),
    "fill": ("Fill in", Actions.REGISTRATION_SHOW),
}


def opened(event: dict[str, Any], desk: Desk) -> None:
    """Publish this person's Home when they open it."""
    if event.get("tab") == "home":
        desk.after(_publish, desk)


def _publish(desk: Desk) -> None:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        known = desk.known(look, asked)
        waiting = tuple(_drawn(one) for one in queue(look, known))
    view = home.home(known.actor, waiting, mine(known), _setup(known), today=known.today)
    desk.client.views_publish(user_id=desk.user_id, view=view)


def queue(look: Look, known: Known) -> list[Waits]:
    """Everything that waits for the actor, over all use cases they take part in."""
    return [
        one
        for listed in _concerning(known)
        for one in waits_for(known.actor, look.use_case(listed.number), known.settings)
    ]


def _concerning(known: Known) -> list[Listed]:
    gatekeeper = known.actor.id in known.settings.gatekeepers
    return [one for one in visible(known) if one.outcome is None and (gatekeeper or _takes_part(one, known))]


def _takes_part(one: Listed, known: Known) -> bool:
    return known.actor.id in (one.owner, one.sponsor, one.registrant, *one.supporters)


def mine(known: Known) -> tuple[Listed, ...]:
    """The use cases the actor takes part in."""
    return tuple(one for one in visible(known) if _takes_part(one, known))


def _drawn(one: Waits) -> Waiting:
    label, action = BUTTONS[one.act]
    return Waiting(
        words=one.words, label=label, action=action, value=Target(uc=one.use_case).write(), since=one.since
    )


def _setup(known: Known) -> tuple[tuple[bool, str], ...]:
    if not can(known.actor, "configure", None, known.settings):
        return ()
    return setup(known.settings)


def setup(settings: Settings) -> tuple[tuple[bool, str], ...]:
    """The admin's checklist: what is decided, and what is still to decide."""
    return (
        (settings.leadership_channel is not None, "Choose the channel leaders read"),
        (bool(settings.gatekeepers), "Name the gatekeepers who answer for governance"),
        (settings.country is not None, "Choose the country, for working days and holidays"),
        (settings.programme_lead is not None, "Name the programme lead"),
    )


EVENTS = {"app_home_opened": opened}
