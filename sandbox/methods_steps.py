"""functions: how the app tells a workflow what became of its step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sandbox.method import Args, Method, SlackError, text
from sandbox.workspace import StepRun

if TYPE_CHECKING:
    from sandbox.server import Sandbox


def succeeded(slack: Sandbox, args: Args) -> dict[str, Any]:
    run = _running(slack, args)
    run.outputs = _object(args.get("outputs"))
    return {}


def failed(slack: Sandbox, args: Args) -> dict[str, Any]:
    run = _running(slack, args)
    run.error = text(args, "error")
    if not run.error:
        raise SlackError("invalid_arguments")
    return {}


def _object(given: Any) -> dict[str, Any]:
    """An object, sent as JSON or, in a form, as a text of it."""
    try:
        outputs = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        outputs = None
    if not isinstance(outputs, dict):
        raise SlackError("parameter_validation_failed")
    return outputs


def _running(slack: Sandbox, args: Args) -> StepRun:
    run = slack.workspace.step_runs.get(text(args, "function_execution_id"))
    if run is None:
        raise SlackError("function_execution_not_found")
    if run.told:
        raise SlackError("execution_not_in_running_state")
    return run


METHODS = {
    "functions.completeSuccess": Method(succeeded, json=True),
    "functions.completeError": Method(failed, json=True),
}
