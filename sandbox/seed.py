"""The company on the desk: Nordwind Components, 480 people, machine parts; and a bare workspace."""

from __future__ import annotations

from typing import Any

from sandbox.workspace import BOT, Channel, Person, UserGroup, Workspace

EMAIL = "nordwind.example"

# handle, real name, title, function, face, colour; the rest follows below where it differs
PEOPLE = [
    ("anna", "Anna Lindqvist", "Sales Operations Lead", "Sales operations", "AL", "#b4532a"),
    ("ben", "Ben Hartmann", "Chief Operating Officer", "Operations", "BH", "#2f6f4f"),
    ("carla", "Carla Moretti", "Risk Officer", "Risk", "CM", "#8a3b62"),
    ("david", "David Okafor", "Head of IT", "IT", "DO", "#2d5f9a"),
    ("elena", "Elena Sokolova", "Chief Financial Officer", "Finance", "ES", "#6a4fa0"),
    ("finn", "Finn Albrecht", "Tech Lead", "IT", "FA", "#3a7d8c"),
    ("grace", "Grace Mensah", "Head of Customer Service", "Customer service", "GM", "#a8741a"),
    ("henrik", "Henrik Vos", "Procurement Lead", "Procurement", "HV", "#5b6f2a"),
    ("irene", "Irene Castillo", "Programme Lead", "Programme office", "IC", "#b03a48"),
    ("jonas", "Jonas Weber", "HR Business Partner", "People", "JW", "#4d6478"),
    ("kate", "Kate Sullivan", "Regional Sales Director, Americas", "Sales", "KS", "#17748a"),
    ("luca", "Luca Bianchi", "Machine Learning Engineer", "IT", "LB", "#7a5a3a"),
    ("mira", "Mira Tanaka", "Consultant, Kestrel Partners", "Consulting", "MT", "#6b6b6b"),
    ("oskar", "Oskar Nyberg", "Former Procurement Analyst", "Procurement", "ON", "#8c8c8c"),
]
DIFFERENT: dict[str, dict[str, Any]] = {
    "irene": {"is_admin": True},
    "kate": {"tz": "America/New_York"},
    "mira": {"is_restricted": True, "tz": "Europe/London", "email": "mira@kestrel.example"},
    "oskar": {"deleted": True},
}

# name, topic, members (None: everyone but the guest), whether the app is in it
CHANNELS: list[tuple[str, str, list[str] | None, bool]] = [
    ("general", "Everyone at Nordwind", None, False),
    ("ai-pilots", "AI pilots from idea to production", None, True),
    ("leadership", "Monthly review", ["ben", "carla", "david", "elena", "irene"], True),
    ("sales-ops", "Quotes, proposals, pipeline", ["anna", "ben", "finn", "irene", "kate", "luca"], True),
    ("customer-service", "Cases and call-backs", ["ben", "grace", "irene", "luca"], False),
    ("procurement", "Suppliers and contracts", ["elena", "henrik", "irene"], False),
    ("it-desk", "Platforms and access", ["david", "finn", "irene", "luca", "mira"], False),
]
PRIVATE_CHANNEL = ("people-ops", "People only", ["elena", "jonas"])
GOVERNANCE = ("governance", "Governance group", ["carla", "david"])


def company(workspace: Workspace) -> None:
    """Fill the workspace with Nordwind Components. Ids are made of the names: U0ANNA, C0AIPILOTS."""
    for row in PEOPLE:
        workspace.add_person(_person(*row))
    for name, topic, members, with_app in CHANNELS:
        _channel(workspace, name, topic, _everyone() if members is None else members, with_app=with_app)
    name, topic, members = PRIVATE_CHANNEL
    _channel(workspace, name, topic, members, private=True)
    handle, title, people = GOVERNANCE
    group = UserGroup("S0GOVERNANCE", handle, title, [_id(p) for p in people])
    workspace.usergroups[group.id] = group


def empty(workspace: Workspace) -> None:
    """Only an admin and #general, with the app in it."""
    admin = next(row for row in PEOPLE if row[0] == "irene")
    workspace.add_person(_person(*admin))
    _channel(workspace, "general", "Everyone", ["irene"], with_app=True)


def _person(handle: str, real_name: str, title: str, function: str, face: str, colour: str) -> Person:
    made = Person(
        _id(handle), handle, real_name, title, function, email=f"{handle}@{EMAIL}", face=face, colour=colour
    )
    for name, value in DIFFERENT.get(handle, {}).items():
        setattr(made, name, value)
    return made


def _everyone() -> list[str]:
    """Everyone with an account, without the guest."""
    return [row[0] for row in PEOPLE if not DIFFERENT.get(row[0], {}).keys() & {"deleted", "is_restricted"}]


def _channel(
    workspace: Workspace,
    name: str,
    topic: str,
    members: list[str],
    *,
    private: bool = False,
    with_app: bool = False,
) -> Channel:
    who = [_id(handle) for handle in members] + ([BOT] if with_app else [])
    return workspace.add_channel(
        name, who, private=private, topic=topic, channel_id="C0" + name.replace("-", "").upper()
    )


def _id(handle: str) -> str:
    return "U0" + handle.upper()
