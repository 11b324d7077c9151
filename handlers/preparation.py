"""The owner's word before the monthly review: the ownership stands, and the blockers are these."""

from typing import Any

from slack_bolt import Ack

from blocks.actions import Actions, value_of
from handlers.desk import Desk, allowed
from playbook.preparation import confirm


def confirm_clicked(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """Write it down; the question is edited where it stands."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "confirm", asked)
        after = confirm(before, desk.known(work, asked))
        desk.change(work, before, after, "ownership and blockers confirmed")
    ack()


ACTIONS = {Actions.PREPARATION_CONFIRM: confirm_clicked}
