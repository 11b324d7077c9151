"""Forms about the record itself: how long it is kept, and who is forgotten."""

from typing import Annotated

from pydantic import Field

from playbook.forms import Form, Needed


class RecordForm(Form):
    """How long readings name their authors, and how long the record is kept once the app was taken out."""

    authors_named: Annotated[int, Field(ge=0, le=3650)]
    kept_days: Annotated[int, Field(ge=1, le=365)]


class ForgetForm(Form):
    """Who is to be forgotten: an id, or a full name."""

    person: Needed
