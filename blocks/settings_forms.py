"""The windows of the settings: four questions, hours, plan, rules, record; tokens, webhook, forgetting."""

from collections.abc import Mapping
from typing import Final

from blocks.countries import COUNTRIES
from blocks.inputs import Form, Input
from playbook.facts import Level

_HOURS = tuple(
    (f"{hour:02}:{minute:02}", f"{hour:02}:{minute:02}") for hour in range(6, 21) for minute in (0, 30)
)
_DIGEST_DAYS = tuple((str(day), f"Working day {day} of the month") for day in range(1, 16))
LEVELS: Final[Mapping[Level, str]] = {
    "light": "Light: on the day, and when it is overdue",
    "standard": "Standard: three days before as well",
    "active": "Active: a week before as well",
}


def _day(name: str, label: str, hint: str = "") -> Input:
    return Input(name, label, "whole", hint=hint, optional=False, most=60)


SETTINGS_FORMS: Final[Mapping[str, Form]] = {
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
    "settings.hours": Form(
        "Hours",
        "Save",
        (
            Input(
                "zone",
                "Time zone",
                "text",
                hint="Of the workspace: its days begin there. Each person is asked in their own zone.",
                placeholder="Europe/Berlin",
                optional=False,
                most=60,
            ),
            Input(
                "asked_at",
                "Hour of the questions",
                "choice",
                hint="For whoever chose none with `/pilot when`.",
                optional=False,
                choices=_HOURS,
            ),
            Input("digest_day", "Monthly review on", "choice", optional=False, choices=_DIGEST_DAYS),
            Input("digest_at", "at", "choice", optional=False, choices=_HOURS),
            Input(
                "reminders",
                "Reminders of the plan",
                "choice",
                hint="Alerts, votes and signatures are asked at any level.",
                optional=False,
                choices=tuple(LEVELS.items()),
            ),
        ),
        intro="When the bot speaks, and how often.",
    ),
    "settings.plan": Form(
        "Plan",
        "Save",
        (
            _day("entry", "Entry check on Day"),
            _day("pilot", "Pilot gate on Day"),
            _day("limited_production", "Limited Production gate on Day"),
            _day("scale", "Scale gate on Day", "At most 60. Counts for what is registered later."),
            Input("attempts", "Attempts at most", "whole", optional=False, most=5),
        ),
        intro="The days of the plan on which the milestones fall.",
    ),
    "settings.rules": Form(
        "Rules",
        "Save",
        (
            Input(
                "undecided_cap",
                "Undecided pilots per sponsor at most",
                "whole",
                hint="0 for no cap.",
                optional=False,
                most=99,
            ),
            Input(
                "quorum",
                "Gatekeepers who agree beside the sponsor",
                "whole",
                optional=False,
                most=9,
            ),
            Input(
                "group",
                "User group whose members are gatekeepers",
                "choice",
                hint="Beside those named one by one: whoever is in it at the moment of deciding.",
            ),
        ),
        intro="The numbers of the operating model that may be set. Nothing here opens a gate.",
    ),
    "settings.record": Form(
        "Record",
        "Save",
        (
            Input(
                "authors_named",
                "Readings name their author for days",
                "whole",
                hint="0: as long as the reading is kept. Later a pseudonym stands there.",
                optional=False,
                most=3650,
            ),
            Input(
                "kept_days",
                "Days until all data is deleted",
                "whole",
                hint="Counted from the day the app is taken out. Installing it again before stops that.",
                optional=False,
                most=365,
            ),
        ),
        intro="What is kept, and for how long. `pilotage export` takes a copy along.",
    ),
    "tokens.make": Form(
        "Make a token",
        "Make",
        (
            Input(
                "name",
                "Name",
                "text",
                hint="Its readings stand on record under this name. Say which program it is.",
                placeholder="Quotes sheet",
                optional=False,
                most=60,
            ),
            Input(
                "use_cases",
                "For which use cases",
                "text",
                hint="Keys, with commas between them. Left out: all open ones, if you are an admin.",
                placeholder="UC-7, UC-9",
                most=500,
            ),
            Input(
                "metrics",
                "For which metrics",
                "text",
                hint="Names, with commas between them. Left out: all of them.",
                placeholder="KPI, error rate",
                most=1000,
            ),
            Input(
                "days",
                "Valid for",
                "choice",
                optional=False,
                choices=tuple((days, f"{days} days") for days in ("30", "90", "180", "365")),
            ),
        ),
        intro="A token lets a program log readings. It is shown once, and only its hash is kept.",
    ),
    "webhook.set": Form(
        "Outgoing webhook",
        "Save",
        (
            Input(
                "url",
                "Where notices go",
                "text",
                hint="An https:// address of a program of yours. Left out: nowhere.",
                placeholder="https://hooks.example.com/pilotage",
                most=500,
            ),
            Input(
                "private",
                "Private use cases",
                "ticks",
                choices=(("yes", "Tell those of private channels, too"),),
            ),
        ),
        intro="Each notice is told to this address, signed. What a direct message says is never told.",
    ),
    "persons.forget": Form(
        "Forget a person",
        "Forget",
        (
            Input(
                "person",
                "Who",
                "text",
                hint="The member id from their profile, or the full name.",
                placeholder="U0ABC123",
                optional=False,
                most=80,
            ),
        ),
        intro="A pseudonym takes their place everywhere. This cannot be undone; the record goes on to hold.",
    ),
}
