"""What a step of Workflow Builder brings along: like a form, checked field by field."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from playbook.facts import PersonId
from playbook.forms import Form
from playbook.ingest import GivenReading
from playbook.taking import Source

WORKFLOW = Source("workflow")
Typed = Annotated[str, BeforeValidator(lambda typed: "" if typed is None else str(typed))]


class LogStep(Form):
    """*Log a KPI reading*: for whom it is logged, and the number as people type it."""

    person: PersonId
    use_case: Annotated[Typed, StringConstraints(min_length=1, max_length=20)]
    value: Annotated[Typed, StringConstraints(min_length=1, max_length=60)]
    metric: Typed = ""
    period: Typed = ""
    note: Typed = ""

    @property
    def given(self) -> GivenReading:
        """The reading it brings."""
        return GivenReading(value=self.value, metric=self.metric, period=self.period, note=self.note)


class OpenStep(Form):
    """*Open a use case*: who registers it, the sentence, and who is named."""

    person: PersonId
    sentence: Annotated[Typed, StringConstraints(min_length=1, max_length=500)]
    owner: PersonId | None = None
    sponsor: PersonId | None = None
