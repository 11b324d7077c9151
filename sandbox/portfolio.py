"""Nordwind's use cases as its people tell them to the bot: sentences, workflows, controls, numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

SHORT_LOOP: Final = {"systems": "2", "layers": "0", "partners": "0", "loop_days": "4"}


@dataclass(frozen=True)
class UseCase:
    """One use case. `history` holds the weeks before, of which the baseline is made."""

    key: str
    owner: str
    sponsor: str
    sentence: str
    friction: dict[str, str]
    function: str = ""
    history: tuple[float, ...] = ()
    framing: dict[str, str] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)
    first_case: str = ""
    weekly: tuple[str, ...] = ()  # what the owner answers, week by week
    source: str = "The weekly report of the desk"  # where the number comes from


@dataclass(frozen=True)
class Replica:
    """The same work at a second place, with the numbers of that place."""

    key: str
    owner: str
    home: str
    baseline: str
    target: str
    source: str
    controls: dict[str, str]
    first_case: str
    weekly: tuple[str, ...]
    hours: tuple[str, ...]  # told on the last day of each week


INVOICES: Final = UseCase(
    "UC-1",
    "henrik",
    "elena",
    "Reduce invoice matching time from 12 hours to 6 hours in 8 weeks, while keeping wrong matches below 2%.",
    SHORT_LOOP,
    "Procurement",
    (12.3, 11.8, 12.1, 11.9, 12.2, 11.7),
    {
        "workflow": "Matching of invoices",
        "bottlenecks": "Order number, 5 hours, ERP\nPrice difference, 4 hours, e-mail",
        "second_place": "Plant Gdansk",
        "second_owner": "@jonas",
    },
    {
        "data_sensitivity": "internal",
        "model_boundary": "One vendor, EU region, proposals only",
        "human_review": "Procurement confirms every match",
        "logging": "Proposal and match per invoice, two years",
        "escalation_contact": "@finn",
    },
    "https://invoices.nordwind.example/20931",
    ("11.4, 1/180", "11.2, 0/174", "10.9, 1/183"),
)
ACCESS: Final = UseCase(
    "UC-2",
    "finn",
    "david",
    "Reduce access request time from 20 hours to 10 hours in 8 weeks, while keeping wrong grants below 2%.",
    SHORT_LOOP,
    "IT",
    (20.4, 19.6, 20.2, 19.8, 20.3, 19.7),
    {
        "workflow": "Requests for access",
        "bottlenecks": "Sorting, 6 hours, IT desk\nManager's word, 9 hours, e-mail",
        "second_place": "IT desk Gdansk",
        "second_owner": "@luca",
    },
    {
        "data_sensitivity": "internal",
        "model_boundary": "One vendor, EU region, proposals only",
        "human_review": "The desk confirms every grant",
        "logging": "Request, proposal and grant, two years",
        "escalation_contact": "@henrik",
    },
    "https://desk.nordwind.example/5120",
    (
        "17.2, 1/160, process hours 24, integration hours 40",
        "15.1, 0/171, training hours 16",
        "13.0, 1/166, controls hours 12",
        "11.6, 0/158, dashboards hours 8",
        "10.4, 1/175",
        "9.9, 0/169",
        "9.7, 0/172",
        "9.8, 1/181",
        "9.6, 0/170",
        "9.9, 1/177",
    ),
)
FIRST_RESPONSE: Final = UseCase(
    "UC-3",
    "grace",
    "ben",
    "Cut first response time from 9 hours to 4 hours in 8 weeks, while keeping refund errors below 1%.",
    SHORT_LOOP,
    "Customer service",
    (9.2, 8.7, 9.4, 8.8, 9.1, 8.8),
    {
        "workflow": "First response to a case",
        "bottlenecks": "Sorting, 5 hours, case desk\nProduct question, 3 hours, e-mail",
        "second_place": "Customer service Americas",
        "second_owner": "@kate",
    },
    {
        "data_sensitivity": "confidential",
        "model_boundary": "One vendor, EU region, drafting only",
        "human_review": "Every answer is read before it is sent",
        "logging": "Draft and answer per case, two years",
        "escalation_contact": "@luca",
    },
    "https://cases.nordwind.example/48213",
    ("7.4, 1/212", "6.2, 0/230", "5.6, 1/241", "5.1, 0/226", "4.6, 1/238", "4.4, 0/244", "4.3, 1/236"),
)
SCREENING: Final = UseCase(
    "UC-4",
    "jonas",
    "elena",
    "Reduce time to screen an application from 6 days to 3 days in 8 weeks, while keeping appeals below 5%.",
    SHORT_LOOP,
    "HR",
    (6.2, 5.9, 6.1, 5.8, 6.1, 5.9),
    {
        "workflow": "Screening of applications",
        "bottlenecks": "First reading, 4 days, mailbox",
        "second_place": "Trainees",
        "second_owner": "@irene",
    },
    {
        "data_sensitivity": "restricted",
        "model_boundary": "One vendor, EU region, summaries only",
        "human_review": "Every application is read by a person as well",
        "logging": "Summary and decision per application, six months",
        "escalation_contact": "@jonas",
    },
)
CONFIRMATION: Final = UseCase(
    "UC-6",
    "anna",
    "elena",
    "Reduce order confirmation time from 5 days to 3 days in 8 weeks, while keeping order errors below 2%.",
    SHORT_LOOP,
    "Sales",
    (5.3, 4.8, 5.1, 4.7, 5.2, 4.9),
    {
        "workflow": "Order confirmation",
        "bottlenecks": "Price check, 2 days, ERP",
        "second_place": "Sales Americas",
        "second_owner": "@kate",
    },
    {
        "data_sensitivity": "internal",
        "model_boundary": "One vendor, EU region, drafting only",
        "human_review": "Sales reads every confirmation",
        "logging": "Draft and order number, two years",
        "escalation_contact": "@finn",
    },
    "https://orders.nordwind.example/7701",
    ("4.6, 1/140", "4.3, 2/151", "4.2, 1/146"),
)
SUPPLIERS: Final = UseCase(
    "UC-7",
    "henrik",
    "elena",
    "Make supplier onboarding more efficient",
    {"systems": "4", "layers": "2", "partners": "1", "loop_days": "6"},
)
LEADS: Final = UseCase(
    "UC-8",
    "kate",
    "ben",
    "Cut time to answer a new lead from 26 hours to 8 hours in 7 weeks, while keeping wrong quotes below 2%.",
    {"systems": "1", "layers": "0", "partners": "0", "loop_days": "2"},
)
ACCESS_GDANSK: Final = Replica(
    "UC-5",
    "luca",
    "#it-desk",
    "18 hours",
    "9 hours",
    "The weekly report of the desk in Gdansk",
    {"data_sensitivity": "internal", "escalation_contact": "@finn"},
    "https://desk.nordwind.example/gdansk/88",
    ("13.8, 0/94", "11.9, 1/101", "10.6, 0/97"),
    ("integration hours 5", "controls hours 3", "process hours 0", "process hours 0"),
)
