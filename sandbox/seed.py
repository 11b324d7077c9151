"""The company on the desk: Nordwind Components, 480 people, machine parts; and a bare workspace."""

from __future__ import annotations

from typing import Any

from sandbox.workspace import BOT, Channel, Person, UserGroup, Workspace

EMAIL = "nordwind.example"

# handle, real name, title, function; the rest follows below where it differs
PEOPLE = [
    ("anna", "Anna Lindqvist", "Sales Operations Lead", "Sales operations"),
    ("ben", "Ben Hartmann", "Chief Operating Officer", "Operations"),
    ("carla", "Carla Moretti", "Risk Officer", "Risk"),
    ("david", "David Okafor", "Head of IT", "IT"),
    ("elena", "Elena Sokolova", "Chief Financial Officer", "Finance"),
    ("finn", "Finn Albrecht", "Tech Lead", "IT"),
    ("grace", "Grace Mensah", "Head of Customer Service", "Customer service"),
    ("henrik", "Henrik Vos", "Procurement Lead", "Procurement"),
    ("irene", "Irene Castillo", "Programme Lead", "Programme office"),
    ("jonas", "Jonas Weber", "HR Business Partner", "People"),
    ("kate", "Kate Sullivan", "Regional Sales Director, Americas", "Sales"),
    ("luca", "Luca Bianchi", "Machine Learning Engineer", "IT"),
    ("mira", "Mira Tanaka", "Consultant, Kestrel Partners", "Consulting"),
    ("oskar", "Oskar Nyberg", "Former Procurement Analyst", "Procurement"),
]
# skin, hair cut, its colour, shirt, what else; and what stands behind it all
PORTRAITS = {
    "anna": ("light long blond #2f4858", "#f0c3a6"),
    "ben": ("fair swept grey #27364a glasses", "#a9cdbb"),
    "carla": ("olive bob black #5a1f3d", "#e3b3cd"),
    "david": ("dark short black #1f4f7a", "#aecbe8"),
    "elena": ("light bun brown #3d2b56", "#cfc0ea"),
    "finn": ("light short red #2a5963 beard", "#a9d5dc"),
    "grace": ("dark curls black #6f3d12", "#f0d38f"),
    "henrik": ("fair bald grey #38451c beard", "#cbd99c"),
    "irene": ("olive long black #7a2030", "#f0b4bb"),
    "jonas": ("fair swept brown #33414d glasses", "#bccad6"),
    "kate": ("light bob red #114f5e", "#9fd3df"),
    "luca": ("olive curls brown #4b351f beard", "#dcc4a6"),
    "mira": ("fair bob black #3a3a44 glasses", "#d0d0d6"),
    "oskar": ("light short grey #555555", "#cccccc"),
}
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


BESIDE = {"name": "Kestrel Partners", "domain": "kestrel", "team": "T0KESTREL"}


def beside(workspace: Workspace) -> None:
    """A second company, as small as can be: two people and a channel."""
    nora = Person("U0NORA", "nora", "Nora Ekholm", "Managing Partner", "Management", is_admin=True)
    paul = Person("U0PAUL", "paul", "Paul Adler", "Consultant", "Consulting")
    people = [workspace.add_person(one).id for one in (nora, paul)]
    workspace.add_channel("general", people, topic="Everyone at Kestrel", channel_id="C0KESTREL")


def _person(handle: str, real_name: str, title: str, function: str) -> Person:
    look, colour = PORTRAITS[handle]
    made = Person(
        _id(handle), handle, real_name, title, function, email=f"{handle}@{EMAIL}", look=look, colour=colour
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
