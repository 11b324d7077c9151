"""What could not be delivered, as admins and owners are told of it."""

from datetime import datetime
from typing import Literal

from playbook.facts import Fact
from playbook.notice import Notice


class DeadLetter(Fact):
    """Letters of one kind that are not tried again by themselves: what and why, and which, to send them."""

    words: str
    use_case: int
    names: tuple[str, ...]  # without the use case: contract_locked:c1


class LettersUndeliverable(Notice):
    """What could not be delivered in the last hour, and what to do, for whoever can mend it."""

    kind: Literal["letters_undeliverable"] = "letters_undeliverable"
    since: datetime
    lines: tuple[str, ...] = ()  # of those that wait
    dead: tuple[DeadLetter, ...] = ()
