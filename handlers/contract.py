"""The value contract: filled, read as one page, signed by two people, amended."""

from typing import Any

from slack_bolt import Ack, Respond

from blocks import contract, pieces
from blocks.actions import Actions, value_of
from handlers.commands import Command
from handlers.desk import Desk, allowed
from handlers.forms import Talk, tables
from handlers.pages import by_click, by_command, reply
from playbook.contract import amend, as_shown, set_kpi, set_safety, sign
from playbook.contract_text import amend_answers, kpi_answers, safety_answers
from playbook.facts import UseCase
from playbook.forms import AmendForm, KpiForm, SafetyForm
from playbook.known import Known
from playbook.policy import allowed_verbs
from playbook.registration import undecided

TALKS = (
    Talk(
        "contract.kpi",
        "describe",
        "KPI described",
        lambda use_case: kpi_answers(use_case.contract.terms),
        lambda before, typed, known: set_kpi(before, KpiForm.read(typed)),
    ),
    Talk(
        "contract.safety",
        "describe",
        "safety described",
        lambda use_case: safety_answers(use_case.contract.terms),
        lambda before, typed, known: set_safety(before, SafetyForm.read(typed)),
    ),
    Talk(
        "contract.amend",
        "amend",
        "amendment proposed",
        lambda use_case: amend_answers(use_case.contract),
        lambda before, typed, known: amend(before, AmendForm.read(typed)),
        says=lambda saved, known: (
            f"Version {saved.contract.version} is proposed. It counts once both have signed it.",
        ),
    ),
)


def _page(use_case: UseCase, known: Known) -> pieces.Drawn:
    return contract.page(
        use_case,
        use_case.contract,
        may=allowed_verbs(known.actor, use_case, known.settings),
    )


def sign_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """Sign the newest version; the second signature locks it and tells the home channel."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "sign", asked)
        as_shown(before, target.version, target.extra)
        known = desk.known(work, asked)
        after = sign(before, known, len(undecided(before.sponsor, known.listed, before.number)))
        signed = desk.change(work, before, after, "contract signed")
    ack()
    if (body.get("container") or {}).get("is_ephemeral"):  # a card in a conversation is edited by the postman
        reply(respond, _page(signed, known), desk, instead=True)


_opening, VIEWS = tables(*TALKS)
ACTIONS = _opening | {Actions.CONTRACT_SHOW: by_click(_page), Actions.CONTRACT_SIGN: sign_clicked}
PAGES = {"contract": _page}
PILOT = {
    "contract": Command(
        by_command("contract", _page), "contract UC-7", "the value contract on one page; sign or amend it"
    )
}
