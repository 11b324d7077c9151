"""The forms of registration: the use case, its people, its friction, its process, and who accepts it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, get_args

from blocks.inputs import Choices, Form, Input
from blocks.words import AUTHORITIES
from playbook.facts import Function
from playbook.ownership import TICKS

_FUNCTIONS: Choices = tuple((name, name) for name in get_args(Function))
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


def _live(*inputs: Input) -> tuple[Input, ...]:
    return tuple(replace(one, live=True) for one in inputs)


REGISTRATION_FORMS: Final[Mapping[str, Form]] = {
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
        (
            _OWNER,
            _SPONSOR,
            Input(
                "supporters",
                "Supporters",
                "persons",
                hint="Whoever helps, like the tech lead: they log readings, ask testers, bring evidence.",
            ),
            _HOME,
        ),
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
                "What you decide on",
                "ticks",
                hint="What you leave open is asked of the sponsor. It blocks Day 10, not you.",
                choices=tuple((name, f"I decide on {AUTHORITIES[name]}") for name in TICKS),
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
}
