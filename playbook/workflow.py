"""Facts of the workflow itself: what it crosses and where it waits."""

from pydantic import Field

from playbook.fact import Fact


class Profile(Fact):
    """The process profile friction is read from; None = not told yet."""

    systems: int | None = Field(default=None, ge=0, le=99)
    layers: int | None = Field(default=None, ge=0, le=99)
    partners: int | None = Field(default=None, ge=0, le=99)
    loop_days: float | None = Field(default=None, ge=0, le=3650, allow_inf_nan=False)


class Bottleneck(Fact):
    """One line of the bottleneck map: the step, how long it waits, the system it waits in."""

    step: str
    wait: str = ""
    system: str = ""
