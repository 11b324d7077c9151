"""What a contract may set otherwise than the operating model does: the adoption minimum, three thresholds.

Each threshold has a floor below which a gate would ask for nothing any more.
"""

from typing import Final, NamedTuple

from playbook.forms import Form, Reason, Threshold
from playbook.refusals import Refusal, Refusals
from playbook.terms import Terms
from playbook.wording import counted


class DefaultsForm(Form):
    """The adoption minimum and the thresholds of the gates; empty: as the operating model has them."""

    adoption: Threshold = None
    keep_percent: Threshold = None
    stable_days: Threshold = None
    drill_minutes: Threshold = None


class AmendDefaultsForm(DefaultsForm):
    """A new version of a locked contract with other thresholds, and its reason."""

    reason: Reason


class Bound(NamedTuple):
    """How far one threshold may be moved, and what is said beyond that."""

    least: int
    most: int
    words: str


BOUNDS: Final = {
    "keep_percent": Bound(70, 100, "Between 70 and 100 % of the testers have to keep it."),
    "stable_days": Bound(10, 30, "Stability takes between 10 and 30 days to be seen."),
    "drill_minutes": Bound(5, 240, "A drill has to be answered within 5 to 240 minutes (4 hours)."),
}


def read_defaults(form: DefaultsForm, terms: Terms) -> Terms:
    """The terms with what was typed; an empty threshold is the operating model's again."""
    usual = Terms()
    typed = {name: getattr(form, name) for name in BOUNDS}
    moved = {name: getattr(usual, name) if value is None else value for name, value in typed.items()}
    Refusals.raise_any([Refusal(b.words, field=n) for n, b in BOUNDS.items() if not _within(b, moved[n])])
    return terms.model_copy(update={"adoption": form.adoption, **moved})


def _within(bound: Bound, value: int) -> bool:
    return bound.least <= value <= bound.most


def defaults_answers(terms: Terms) -> dict[str, object]:
    """The form filled with what holds now."""
    shown = {name: str(getattr(terms, name)) for name in BOUNDS}
    return shown | {"adoption": None if terms.adoption is None else f"{terms.adoption:g}"}


def said(terms: Terms) -> str:
    """Adoption minimum and thresholds in one line."""
    used = "no adoption minimum" if terms.adoption is None else f"used by at least {terms.adoption:g} a week"
    return (
        f"{used}; {terms.keep_percent} % of the testers keep it; {counted(terms.stable_days, 'day')} of "
        f"stability; a drill answered within {counted(terms.drill_minutes, 'minute')}"
    )
