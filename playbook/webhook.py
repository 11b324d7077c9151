"""An outgoing webhook: where a workspace wants to hear of its notices, and when that ends by itself."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator

from playbook.facts import Fact
from playbook.forms import Form, given
from playbook.known import Known
from playbook.policy import check
from playbook.refusals import Refusal
from playbook.wording import one_line

ENDS_AFTER: Final = timedelta(days=3)  # of failing without one success
PAUSES: Final = tuple(timedelta(seconds=s) for s in (30, 120, 600, 3600, 3 * 3600))  # then the last one
_ADDRESS: Final = re.compile(r"https://[A-Za-z0-9.-]{1,253}(?::\d{1,5})?(?:/[^\s#]*)?")


class Webhook(Fact):
    """Where notices go, whether those of private use cases too; empty: nowhere."""

    url: str = ""
    private: bool = False
    number: int = 0  # how many secrets it has had
    failing_since: datetime | None = None
    ended_because: str = ""


class WebhookForm(Form):
    """What an admin says about it."""

    url: Annotated[str, BeforeValidator(lambda typed: one_line(typed) if isinstance(typed, str) else "")] = ""
    private: Annotated[tuple[str, ...], BeforeValidator(given)] = ()


def wanted(before: Webhook | None, form: WebhookForm, known: Known) -> Webhook:
    """The webhook as an admin wants it, with a new secret. Refuses what is no https address."""
    check(known.actor, "configure", None, known.settings)
    if form.url and not _ADDRESS.fullmatch(form.url):
        words = "This needs an https:// address without a name, a password or a # in it."
        raise Refusal(words, field="url", ways=("write it like https://hooks.example.com/pilotage",))
    return Webhook(url=form.url, private=bool(form.private), number=(before.number if before else 0) + 1)


def pause(attempt: int) -> timedelta:
    """How long after a failed try the next one comes."""
    return PAUSES[min(attempt, len(PAUSES)) - 1]


def is_over(failing_since: datetime | None, now: datetime) -> bool:
    """Whether it has failed for so long that it is turned off."""
    return failing_since is not None and now - failing_since >= ENDS_AFTER
