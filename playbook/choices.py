"""What people choose from a list, where the facts and the forms both need the list."""

from typing import Literal

Level = Literal["light", "standard", "active"]  # how often the plan is spoken of unasked
Authority = Literal["process", "access", "priorities", "it_runs_it"]
Sensitivity = Literal["public", "internal", "confidential", "restricted"]
Ground = Literal["data_path", "policy", "audit"]
Function = Literal[
    "Sales",
    "Marketing",
    "Finance",
    "Operations",
    "HR",
    "Legal",
    "Customer service",
    "Procurement",
    "Supply chain",
    "IT",
    "Other",
]
