"""The notice that answers a mention: the card of a use case, in the thread that asked."""

from datetime import date
from typing import Literal

from playbook.charts import Measurements
from playbook.deciding import Criterion
from playbook.facts import Friction, Missing, UseCase
from playbook.notice import AboutUseCase


class CardShown(AboutUseCase):
    """The card of a use case, in the thread in which somebody mentioned the bot with its key."""

    kind: Literal["card_shown"] = "card_shown"
    whole: UseCase
    missing: tuple[Missing, ...] = ()
    friction: Friction
    measured: Measurements | None = None
    proved: int = 0
    lacking: tuple[Criterion, ...] = ()  # of the present gate
    today: date
