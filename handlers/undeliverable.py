"""*Send again* beside a letter that could not be delivered: it is tried once more, after a look."""

import re
from typing import Any, Final

from slack_bolt import Ack, Respond

from blocks import outbox
from blocks.actions import Actions, value_of
from handlers.desk import Desk
from handlers.pages import reply
from playbook import policy

_NAME: Final = re.compile(r"[a-z_]{1,60}:.{1,200}")  # kind and period


def again(ack: Ack, action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """Let dead letters go again; the postman looks for each first."""
    target, asked = value_of(action), desk.ask({})
    with desk.work() as work:
        use_case = work.use_case(target.uc) if target.uc else None
        policy.check(asked.actor, "send_again", use_case, work.settings())
        named = [f"{target.uc}:{one}" for one in target.extra.split() if _NAME.fullmatch(one)]
        went = [name for name in named if work.resend(name)]
    ack()
    reply(respond, outbox.sent_again(len(went)), desk)


ACTIONS = {Actions.LETTERS_AGAIN: again}
