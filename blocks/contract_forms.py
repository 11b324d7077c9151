"""The forms of the value contract: the promise, what makes it safe, and an amendment."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input

_TARGET = Input(
    "target",
    "Target",
    "text",
    hint="With its unit, on the better side of the baseline.",
    placeholder="3 days",
    most=150,
)
_DUE = Input("due", "Due date", "date", hint="Within the 60 days of the plan.")
_EXPECTED = Input(
    "expected",
    "Confidence range",
    "text",
    hint="The results you both expect, with the target inside; its near end still worth having.",
    placeholder="2.6 to 3.4 days",
    most=150,
)
_ROLLBACK = Input(
    "rollback",
    "Rollback trigger",
    "text",
    hint="The reading that sends you back to the old way, and how many in a row. Unsaid, it is two; where "
    "cases are counted, also the exact bound.",
    placeholder="error rate >= 2 % two in a row",
    most=150,
)
_GUARDRAILS = Input(
    "guardrails",
    "Guardrails",
    "lines",
    hint="What must hold while the KPI moves: metric, comparison, limit. One per line.",
    placeholder="error rate below 2 %\nresponse time at most 30 seconds",
    most=1500,
)
_SOURCE = Input(
    "source",
    "Where the number comes from",
    "text",
    hint="The report or system anyone can look it up in.",
    placeholder="CRM report “Proposals”",
    most=150,
)
_DEFAULTS = (
    Input(
        "adoption",
        "Adoption minimum: used by so many a week",
        "whole",
        hint="Asked for at the Limited Production gate. Empty: none.",
        most=1_000_000,
    ),
    Input(
        "keep_percent",
        "Testers who keep it, in percent",
        "whole",
        hint="At the Pilot gate. 80 unless changed, 70 at least.",
        most=100,
    ),
    Input(
        "stable_days",
        "Days of stability",
        "whole",
        hint="Guardrails inside their limits in Limited Production. 14 unless changed, 10 at least.",
        most=30,
    ),
    Input(
        "drill_minutes",
        "Minutes to answer a drill",
        "whole",
        hint="Of working time. 60 unless changed, 240 at most.",
        most=240,
    ),
)
_NEVER_EDITED = "A locked contract is never edited. This makes a new version, which both of you sign again."
_REASON = Input(
    "reason",
    "Why",
    "lines",
    hint="Shown beside the old and the new promise from now on.",
    optional=False,
    most=1000,
)

CONTRACT_FORMS: Final[Mapping[str, Form]] = {
    "contract.kpi": Form(
        "KPI and target",
        "Save",
        (
            Input(
                "kpi",
                "KPI",
                "text",
                hint="The one number this moves.",
                placeholder="Proposal turnaround",
                most=150,
            ),
            Input(
                "baseline",
                "Baseline: where it stands today",
                "lines",
                hint="One number, a range (4-6 days), or six and more recent readings, one per line: "
                "with readings a movement is seen soonest.",
                placeholder="5 days",
                most=1500,
            ),
            _TARGET,
            _DUE,
            _SOURCE,
        ),
        intro="The promise: which number, from where to where, by when.",
    ),
    "contract.safety": Form(
        "Range and rollback",
        "Save",
        (_EXPECTED, _ROLLBACK, _GUARDRAILS, _SOURCE),
        intro="What you expect, what must hold meanwhile, and what sends you back.",
    ),
    "contract.defaults": Form(
        "Change defaults",
        "Save",
        _DEFAULTS,
        intro="What the gates ask of this use case. All of it may stay as it is.",
    ),
    "contract.unclear": Form(
        "It may stay unclear",
        "Sign",
        (
            Input(
                "accepted",
                "Before you sign",
                "ticks",
                optional=False,
                choices=(("unclear", "It will probably stay unclear"),),
            ),
        ),
        intro="The promised change is smaller than what can be told from chance. Close this to mend that.",
    ),
    "contract.amend": Form(
        "Amend the contract",
        "Propose amendment",
        (
            _TARGET,
            _DUE,
            _EXPECTED,
            _GUARDRAILS,
            _ROLLBACK,
            _REASON,
        ),
        intro=_NEVER_EDITED,
    ),
    "contract.amend_defaults": Form(
        "Amend the defaults",
        "Propose amendment",
        (*_DEFAULTS, _REASON),
        intro=_NEVER_EDITED,
    ),
}
