"""Steps of Workflow Builder: a workflow logs a reading or opens a use case, and hears why where it cannot.

The step names a person, and only what that person may do is done. Whoever builds workflows can name anybody,
so a number of a workflow counts as one that came by itself: the owner is asked whether it is right.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from handlers import ingest, taking
from handlers.desk import Desk
from playbook import cards, policy
from playbook.forms import NewUseCase
from playbook.ingest import NotTaken, place
from playbook.refusals import Refusal, plainly
from playbook.registration import first_day, register, twins
from playbook.sentence import compile_sentence
from playbook.steps import WORKFLOW, LogStep, OpenStep
from store import Repeated

log = logging.getLogger(__name__)

OVER: Final = "execution_not_in_running_state"  # the workflow was told before, or has given up
Outputs = dict[str, str]


def executed(event: dict[str, Any], desk: Desk) -> None:
    """A workflow came to one of our steps: done after the answer, which Slack waits three seconds for."""
    if step := STEPS.get(event["function"]["callback_id"]):
        desk.after(_run, step, event, desk)


def _run(step: "Step", event: dict[str, Any], desk: Desk) -> None:
    inputs, run = event.get("inputs") or {}, event["function_execution_id"]
    try:
        outputs = step(inputs, replace(desk, user_id=str(inputs.get("person") or "")))
    except Repeated:
        return  # the first delivery tells the workflow
    except (Refusal, ValidationError) as no:
        words = _words(no)
        _tell(lambda: desk.client.functions_completeError(function_execution_id=run, error=words))
    else:
        _tell(lambda: desk.client.functions_completeSuccess(function_execution_id=run, outputs=outputs))


def _tell(call: Callable[[], object]) -> None:
    try:
        call()
    except SlackApiError as no:
        if no.response["error"] != OVER:
            raise


def _words(no: Refusal | ValidationError) -> str:
    if isinstance(no, NotTaken):
        return "\n".join(one.no.words for one in no.wrong)
    if isinstance(no, Refusal):
        return no.words
    return " ".join(f"{one['loc'][0] if one['loc'] else 'input'}: {plainly(one)}" for one in no.errors())


def _log(inputs: Mapping[str, object], desk: Desk) -> Outputs:
    form, asked = LogStep.read(inputs), desk.ask({})
    with desk.work() as work:
        known = desk.known(work, asked)
        before = taking.pilot_of(work, work.use_case(form.use_case).number, known)
        _, taken = ingest.written(work, before, place(before, [form.given], None, known, WORKFLOW), desk.now)
    return {"reading": taken.readings[0].shown, "verdict": taken.verdict}


def _open(inputs: Mapping[str, object], desk: Desk) -> Outputs:
    form = OpenStep.read(inputs)
    asked = desk.ask({"owner": form.owner, "sponsor": form.sponsor})
    with desk.work() as work:
        known = desk.known(work, asked)
        policy.check(known.actor, "register", None, known.settings)
        new = NewUseCase(sentence=form.sentence, owner=form.owner, sponsor=form.sponsor)
        use_case = register(new, compile_sentence(new.sentence, first_day(known)), known)
        if similar := twins(use_case.title, None, known):
            words = f"That resembles {similar[0].key} “{similar[0].title}”."
            raise Refusal(words, ways=("if it is another one, register it with /pilot new",))
        saved = work.add_use_case(use_case, nonce=desk.once or "")
        work.post(*cards.letters(None, saved, known.settings))
    return {"use_case": saved.key}


Step = Callable[[Mapping[str, object], Desk], Outputs]
STEPS: Final[Mapping[str, Step]] = {"log_reading": _log, "open_use_case": _open}
EVENTS = {"function_executed": executed}
