"""The people and use cases the rules are tried on."""

from datetime import UTC, date, datetime

from playbook.facts import (
    Baseline,
    Channel,
    Contract,
    Guardrail,
    Home,
    Listed,
    Ownership,
    Person,
    Rollback,
    Settings,
    Span,
    Terms,
    UseCase,
)
from playbook.known import Known

ANNA = Person(id="U0ANNA", name="Anna", zone="Europe/Berlin")
BEN = Person(id="U0BEN", name="Ben", zone="Europe/Berlin")
CARLA = Person(id="U0CARLA", name="Carla")
DORA = Person(id="U0DORA", name="Dora")
ADA = Person(id="U0ADA", name="Ada", admin=True)
GUEST = Person(id="U0GUEST", name="Gus", guest=True)
GONE = Person(id="U0GONE", name="Gone", deactivated=True)
BOT = Person(id="U0BOT", name="Bot", bot=True)
STRANGER = Person(id="U0FAR", name="Far", foreign=True)
EVERYBODY = {p.id: p for p in (ANNA, BEN, CARLA, DORA, ADA, GUEST, GONE, BOT, STRANGER)}
PILOTS = Channel(id="C0PILOTS", name="ai-pilots", has_bot=True)
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY_ONE = date(2026, 1, 6)
SETTINGS = Settings(gatekeepers=(CARLA.id,), answered_at=MONDAY)
COMPLETE = Terms(
    kpi="average proposal turnaround time",
    unit="day",
    direction="lower",
    baseline=Baseline(value=5),
    target=3,
    due=date(2026, 3, 3),
    due_days=56,
    expected=Span(low=2.6, high=3.4),
    guardrails=(Guardrail(metric="error rate", comparator="<", limit=2, unit="percent"),),
    rollback=Rollback(metric="error rate", comparator=">=", limit=2, unit="percent"),
)


def known(actor: Person = ANNA, **more: object) -> Known:
    """What a decision by this person is told."""
    told = {"actor": actor, "now": MONDAY, "settings": SETTINGS, "people": EVERYBODY, "channel": PILOTS}
    return Known(**(told | more))


def proposed(**more: object) -> UseCase:
    """UC-7, just registered by Dora: Anna is named as owner, Ben as sponsor."""
    facts = {
        "number": 7,
        "title": "Proposal turnaround",
        "registrant": DORA.id,
        "registered_at": MONDAY,
        "day_one": DAY_ONE,
        "owner": ANNA.id,
        "naming": 1,
        "sponsor": BEN.id,
        "home": Home(channel=PILOTS.id),
    }
    return UseCase(**(facts | more))


def owned(**more: object) -> UseCase:
    """UC-7, accepted by Anna with all three ticks."""
    ownership = Ownership(accepted_at=MONDAY, function="Sales", holds=("process", "access", "priorities"))
    return proposed(**({"ownership": ownership, "function": "Sales"} | more))


def ready(terms: Terms = COMPLETE, **more: object) -> UseCase:
    """UC-7 with a complete contract that only lacks its signatures."""
    return owned(**({"contracts": (Contract(terms=terms),)} | more))


def line(use_case: UseCase) -> Listed:
    """The same use case as a line of a list."""
    fields = set(Listed.model_fields) - {"proposed", "accepted"}
    return Listed(
        **{name: getattr(use_case, name) for name in fields},
        proposed=use_case.proposed,
        accepted=use_case.accepted,
    )
