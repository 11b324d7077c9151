"""The value contract: filled, read as one page, signed by two people, amended."""

from typing import Any

from slack_bolt import Ack, Respond

from blocks import contract, forms, pieces
from blocks.actions import Actions, Target, value_of
from handlers.commands import Command
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, filled, tables
from handlers.pages import by_click, by_command, in_reply, reply
from playbook import feasibility
from playbook.contract import (
    StaysUnclear,
    amend,
    amend_defaults,
    as_shown,
    set_defaults,
    set_kpi,
    set_safety,
    sign,
)
from playbook.contract_text import SourcedForm, amend_answers, kpi_answers, reason_answer, sourced_answers
from playbook.defaults import AmendDefaultsForm, DefaultsForm, defaults_answers
from playbook.facts import Pilot, UseCase
from playbook.forms import AmendForm, KpiForm, UnclearForm
from playbook.history import offers_baseline
from playbook.known import Known
from playbook.on_record import kept, told
from playbook.policy import allowed_verbs
from playbook.registration import undecided


def _under_way(before: UseCase, known: Known) -> int:
    return len(undecided(before.sponsor, known.listed, before.number))


def _sign_unclear(pilot: Pilot, typed: Answers, known: Known) -> UseCase:
    UnclearForm.read(typed)
    known = known.model_copy(update={"measured": pilot})
    return sign(pilot.use_case, known, _under_way(pilot.use_case, known), unclear_accepted=True)


def _why_unclear(pilot: Pilot) -> tuple[str, ...]:
    ways = "\n".join(f"• {way}" for way in feasibility.WAYS_OUT)
    return feasibility.said(pilot, pilot.use_case.contract), f"What you can do instead:\n{ways}"


def _proposed(saved: UseCase, known: Known) -> tuple[str, ...]:
    return (f"Version {saved.contract.version} is proposed. It counts once both have signed it.",)


UNCLEAR = Talk(
    "contract.unclear",
    "sign",
    "contract signed, told that it will probably stay unclear",
    lambda use_case: {"asked": f"c{use_case.contract.version}r{use_case.contract.round}"},
    judge=_sign_unclear,
    closes=True,
    notes=_why_unclear,
)
TALKS = (
    UNCLEAR,
    Talk(
        "contract.kpi",
        "describe",
        "KPI described",
        lambda use_case: kpi_answers(use_case.contract.terms),
        judge=lambda pilot, typed, known: kept(pilot, set_kpi(pilot.use_case, KpiForm.read(typed))),
        notes=told,
    ),
    Talk(
        "contract.safety",
        "describe",
        "safety described",
        lambda use_case: sourced_answers(use_case.contract.terms),
        judge=lambda pilot, typed, known: kept(pilot, set_safety(pilot.use_case, SourcedForm.read(typed))),
        notes=told,
    ),
    Talk(
        "contract.defaults",
        "describe",
        "thresholds described",
        lambda use_case: defaults_answers(use_case.contract.terms),
        lambda before, typed, known: set_defaults(before, DefaultsForm.read(typed)),
    ),
    Talk(
        "contract.amend",
        "amend",
        "amendment proposed",
        lambda use_case: amend_answers(use_case.contract),
        judge=lambda pilot, typed, known: kept(pilot, amend(pilot.use_case, AmendForm.read(typed))),
        notes=told,
        says=_proposed,
    ),
    Talk(
        "contract.amend_defaults",
        "amend",
        "amendment proposed",
        lambda use_case: defaults_answers(use_case.contract.terms) | reason_answer(use_case.contract),
        lambda before, typed, known: amend_defaults(before, AmendDefaultsForm.read(typed)),
        says=_proposed,
    ),
)


def _page(use_case: UseCase, known: Known) -> pieces.Drawn:
    pilot, newest = known.pilot(use_case), use_case.contract
    return contract.page(
        use_case,
        newest,
        may=allowed_verbs(known.actor, use_case, known.settings),
        feasible=feasibility.said(pilot, newest),
        cautions=() if newest.locked else feasibility.cautions(pilot, newest),
        offered=offers_baseline(pilot),
    )


def sign_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """Sign the newest version; the second signature locks it and tells the home channel.

    A sponsor who promises less than can be seen is asked first to say that this is understood.
    """
    try:
        signed, known = _signed(value_of(action), desk)
    except StaysUnclear:
        ack()
        number, title = value_of(action).uc, forms.FORMS[UNCLEAR.form].title
        desk.open(body, title, lambda: filled(UNCLEAR, number, desk))
        return
    ack()
    if in_reply(body):
        reply(respond, _page(signed, known), desk, instead=True)


def _signed(target: Target, desk: Desk) -> tuple[UseCase, Known]:
    asked = desk.ask({})
    with desk.work() as work:
        before = allowed(work, target.uc, "sign", asked)
        as_shown(before, target.version, target.extra)
        known = desk.known(work, asked).model_copy(update={"measured": work.with_readings(before)})
        after = sign(before, known, _under_way(before, known))
        return desk.change(work, before, after, "contract signed"), known


_opening, VIEWS = tables(*TALKS)
ACTIONS = _opening | {Actions.CONTRACT_SHOW: by_click(_page), Actions.CONTRACT_SIGN: sign_clicked}
PAGES = {"contract": _page}
PILOT = {
    "contract": Command(
        by_command("contract", _page), "contract UC-7", "the value contract on one page; sign or amend it"
    )
}
