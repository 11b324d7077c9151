"""What admins are told of the outgoing webhook."""

from typing import Literal

from playbook.notice import Notice


class WebhookEnded(Notice):
    """The outgoing webhook was turned off, because it failed for days or wants no more."""

    kind: Literal["webhook_ended"] = "webhook_ended"
    because: str
    last: str  # its last answer
