"""All forms, declared: what is asked, in which words, and why. One screen each; everything may come later."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, get_args

from blocks.countries import COUNTRIES
from blocks.inputs import Choices, Form, Input
from blocks.words import AUTHORITIES, GROUNDS, SENSITIVITIES
from playbook.facts import Authority, Function

_FUNCTIONS: Choices = tuple((name, name) for name in get_args(Function))
_TICKS: tuple[Authority, ...] = ("process", "access", "priorities")
_DAYS = "From question to answer. Over 5 days slows a pilot, over 10 stalls it."

_OWNER = Input(
    "owner",
    "Workflow owner",
    "person",
    hint="The one accountable person, from the function that runs the workflow. They are asked to accept.",
)
_SPONSOR = Input(
    "sponsor", "Sponsor", "person", hint="The leader who funds it and signs the contract. Not the owner."
)
_HOME = Input(
    "home",
    "Home channel",
    "channel",
    hint="News and gates appear here. In a private channel only the people of this use case see it.",
)
_FRICTION = (
    Input(
        "systems",
        "Systems the workflow crosses",
        "whole",
        hint="Each system beyond the first adds friction.",
        placeholder="3",
        most=99,
    ),
    Input(
        "layers",
        "Approval layers",
        "whole",
        hint="How many people or bodies approve before work goes on.",
        placeholder="2",
        most=99,
    ),
    Input(
        "partners",
        "External partners",
        "whole",
        hint="Outside companies the workflow waits for. 0 if none.",
        placeholder="1",
        most=99,
    ),
    Input("loop_days", "Decision loop, in days", "decimal", hint=_DAYS, placeholder="4.5", most=3650),
)
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
    hint="Which reading sends you back to the old way, and how many in a row.",
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


def _live(*inputs: Input) -> tuple[Input, ...]:
    return tuple(replace(one, live=True) for one in inputs)


FORMS: Final[Mapping[str, Form]] = {
    "registration.new": Form(
        "New use case",
        "Save use case",
        _live(
            Input(
                "sentence",
                "The use case in one sentence",
                "lines",
                hint="Which number moves, from what to what, by when, and what must not get worse.",
                placeholder="Reduce average proposal turnaround time from 5 days to 3 days in 8 weeks, "
                "while maintaining error rate below 2%",
                optional=False,
                most=500,
            ),
            _OWNER,
            _SPONSOR,
            _HOME,
            *_FRICTION,
        ),
        intro="Only the sentence is needed now. It is saved as proposed, and you see what is still missing.",
    ),
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
            Input(
                "source",
                "Where the number comes from",
                "text",
                hint="The report or system anyone can look it up in.",
                placeholder="CRM report “Proposals”",
                most=150,
            ),
        ),
        intro="The promise: which number, from where to where, by when.",
    ),
    "contract.safety": Form(
        "Range and rollback",
        "Save",
        (_EXPECTED, _ROLLBACK, _GUARDRAILS),
        intro="What you expect, what must hold meanwhile, and what sends you back.",
    ),
    "registration.process": Form(
        "How the work runs",
        "Save",
        (
            Input(
                "workflow",
                "Workflow",
                "text",
                hint="The name people use for it.",
                placeholder="Proposal writing",
                most=150,
            ),
            Input(
                "function", "Business function", "choice", hint="Who runs the workflow.", choices=_FUNCTIONS
            ),
            Input(
                "bottlenecks",
                "Bottlenecks",
                "lines",
                hint="One per line: step, how long it waits, system it waits in.",
                placeholder="Legal review, 2 days, e-mail",
                most=2000,
            ),
            Input(
                "second_place",
                "Second place",
                "text",
                hint="The team, region, site, shift or product line that repeats it. Scaling needs one.",
                placeholder="Sales team North",
                most=150,
            ),
            Input(
                "second_owner", "Owner-to-be of the second place", "person", hint="Who would run it there."
            ),
        ),
        intro="The bottleneck map and the second place are due by Day 10.",
    ),
    "governance.controls": Form(
        "Five controls",
        "Save",
        (
            Input(
                "data_sensitivity",
                "Data sensitivity",
                "choice",
                hint="The most sensitive input the model sees.",
                choices=tuple(SENSITIVITIES.items()),
            ),
            Input(
                "model_boundary",
                "Model boundary",
                "lines",
                hint="Vendor, model, region, and what it may be used for.",
                placeholder="Vendor, model, EU region, drafting only",
                most=1500,
            ),
            Input(
                "human_review",
                "Human review",
                "lines",
                hint="Who checks what before it counts.",
                placeholder="Every proposal is read by its account manager before it is sent",
                most=1500,
            ),
            Input(
                "logging",
                "Logging",
                "lines",
                hint="What is recorded, where, and for how long.",
                placeholder="Prompt and answer per case, in the CRM, two years",
                most=1500,
            ),
            Input(
                "escalation_contact",
                "Escalation contact",
                "person",
                hint="Who answers when it goes wrong. They are reached by direct message here, "
                "and a drill later measures how soon they answer.",
            ),
        ),
        intro="Answers may come as they come; gatekeepers see each one. All five are due by Day 10.",
    ),
    "registration.plan": Form(
        "Title and plan",
        "Save",
        (
            Input("title", "Title", "text", hint="A few words people will use.", most=150),
            Input(
                "day_one",
                "Day 1",
                "date",
                hint="The first of 60 days. Once it has come, it can be moved once more.",
            ),
            Input(
                "worth",
                "What it is worth",
                "text",
                hint="One unit times volume. Shown, never a criterion.",
                placeholder="EUR 41 per proposal, 100 proposals a month",
                most=150,
            ),
        ),
    ),
    "registration.people": Form(
        "People and home",
        "Save",
        (_OWNER, _SPONSOR, _HOME),
        intro="A newly named owner is asked to accept.",
    ),
    "registration.friction": Form(
        "Friction",
        "Save",
        _FRICTION,
        intro="What stands between technical output and the needle.",
    ),
    "registration.accept": Form(
        "Accept ownership",
        "Accept",
        (
            Input(
                "authorities",
                "I decide on …",
                "ticks",
                hint="What you leave open is asked of the sponsor. It blocks Day 10, not you.",
                choices=tuple((name, f"I decide on {AUTHORITIES[name]}") for name in _TICKS),
            ),
            Input(
                "function",
                "The business function you work in",
                "choice",
                hint="The owner comes from the function that runs the workflow.",
                optional=False,
                choices=_FUNCTIONS,
            ),
        ),
        intro="You become the one accountable owner of this workflow's pilot.",
    ),
    "registration.decline": Form(
        "Decline ownership",
        "Decline",
        (
            Input(
                "reason",
                "Why not you?",
                "lines",
                hint="Whoever registered it and the sponsor read this, and name someone else.",
                most=1000,
            ),
        ),
    ),
    "governance.object": Form(
        "Object",
        "Object",
        (
            Input("ground", "What you object to", "choice", optional=False, choices=tuple(GROUNDS.items())),
            Input(
                "reason",
                "Why, and what would settle it",
                "lines",
                hint="The owner reads this. An open objection blocks Day 10.",
                optional=False,
                most=1000,
            ),
        ),
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
            Input(
                "reason",
                "Why",
                "lines",
                hint="Shown beside the old and the new promise from now on.",
                optional=False,
                most=1000,
            ),
        ),
        intro="A locked contract is never edited. This makes a new version, which both of you sign again.",
    ),
    "settings.four": Form(
        "Four questions",
        "Save",
        (
            Input(
                "leadership_channel",
                "Leadership channel",
                "channel",
                hint="Where the monthly review goes. Invite the bot there.",
            ),
            Input(
                "gatekeepers",
                "Gatekeepers",
                "persons",
                hint="For example risk, operations, finance. They answer for governance and vote at gates.",
            ),
            Input(
                "country",
                "Country",
                "choice",
                hint="For working days and public holidays.",
                choices=tuple(COUNTRIES.items()),
            ),
            Input(
                "programme_lead",
                "Programme lead",
                "person",
                hint="May change these settings and is told when a message cannot be delivered.",
            ),
        ),
        intro="Four questions, once. Each can be changed later.",
    ),
}
