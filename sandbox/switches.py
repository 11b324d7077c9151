"""What a workspace can be switched to, while it runs: Slack's rates counted, newer blocks refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.server import Sandbox

# Blocks that came in 2025 and 2026; workspaces and clients that lack them refuse them
NEWER_BLOCKS = frozenset(
    {
        "alert",
        "card",
        "carousel",
        "container",
        "context_actions",
        "data_table",
        "data_visualization",
        "markdown",
        "plan",
        "table",
        "task_card",
    }
)
NAMES = ("rates", "newer_blocks")


def read(slack: Sandbox) -> dict[str, bool]:
    """How every switch stands."""
    return {"rates": slack.rates.on, "newer_blocks": not slack.refused_blocks & NEWER_BLOCKS}


def turn(slack: Sandbox, *, rates: bool | None = None, newer_blocks: bool | None = None) -> None:
    """Turn what is given; the rest stays. Messages and views that are there already are kept."""
    if rates is not None:
        slack.rates.on = rates
    if newer_blocks is not None:
        taken = slack.refused_blocks - NEWER_BLOCKS
        slack.refused_blocks = taken if newer_blocks else taken | NEWER_BLOCKS
    slack.workspace.announce("side")
