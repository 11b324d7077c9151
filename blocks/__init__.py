"""How everything looks in Slack: values in, plain dicts of Block Kit out."""

from blocks.pieces import Drawn

__all__ = ["Drawn"]
