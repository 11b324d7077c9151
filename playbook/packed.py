"""Facts of the implementation kit: what travels to another team or workspace. It names nobody."""

from typing import Literal

from playbook.choices import Function
from playbook.fact import Direction, Fact
from playbook.proving import Control
from playbook.replicating import PartHours
from playbook.terms import Baseline, Guardrail, Rollback, Span
from playbook.workflow import Bottleneck, Profile

State = Literal["draft", "full"]


class KitPlaybook(Fact):
    """How the work was changed: the workflow, where it waited before and after, the way back, the hours."""

    sentence: str = ""
    workflow: str | None = None
    function: Function | None = None
    profile: Profile = Profile()
    bottlenecks: tuple[Bottleneck, ...] = ()
    waits: tuple[Bottleneck, ...] = ()
    fallback: str | None = None
    causes: tuple[str, ...] = ()  # why limits were crossed: what to look out for
    hours: tuple[PartHours, ...] = ()
    spared: str = ""  # which parts took a replica too much again; empty: none, or not measured


class KitTemplates(Fact):
    """The value contract to fill in elsewhere, and what it said here."""

    kpi: str | None = None
    unit: str | None = None
    direction: Direction | None = None
    guardrails: tuple[Guardrail, ...] = ()
    rollback: Rollback | None = None
    baseline: Baseline | None = None
    target: float | None = None
    expected: Span | None = None


class KitControl(Fact):
    """One of the five controls as it is documented; `proved`: with a proof on file that holds."""

    control: Control
    answer: str
    proved: bool = False


class KitSeries(Fact):
    """One line of the dashboard: what is shown of which metric, against which limit."""

    metric: str
    unit: str
    shows: Literal["kpi", "guardrail"]
    against: str  # in words: the baseline and the target, or the limit
    asked: Literal["weekly", "twice a week"] = "weekly"


class Kit(Fact):
    """Playbook, templates, controls and dashboard structure of one use case, and what is still missing."""

    made_of: str  # its key where it was made
    title: str
    state: State
    gaps: tuple[str, ...] = ()
    playbook: KitPlaybook = KitPlaybook()
    templates: KitTemplates = KitTemplates()
    controls: tuple[KitControl, ...] = ()
    dashboard: tuple[KitSeries, ...] = ()
