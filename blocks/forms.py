"""A form on screen: drawn with what was typed before, and what it carries through Slack and back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from blocks.checkin_forms import CHECKIN_FORMS
from blocks.contract_forms import CONTRACT_FORMS
from blocks.digest_forms import DIGEST_FORMS
from blocks.effort import EFFORT_FORMS
from blocks.endings_forms import ENDINGS_FORMS
from blocks.escape import cut, escape, one_line
from blocks.gate_forms import GATE_FORMS
from blocks.governance_forms import GOVERNANCE_FORMS
from blocks.inputs import Choices, Form, Input, draw_input, left_over, number_text
from blocks.pieces import Block, bullets, channel, context, mention, modal, more, section, titled
from blocks.proof_forms import PROOF_FORMS
from blocks.registration_forms import REGISTRATION_FORMS
from blocks.replicas import REPLICA_FORMS
from blocks.rollback_forms import ROLLBACK_FORMS
from blocks.settings_forms import SETTINGS_FORMS
from blocks.stand import home_of
from blocks.succession_forms import SUCCESSION_FORMS
from playbook.facts import Listed
from playbook.refusals import Refusal

__all__ = ["FORMS", "Form", "Input", "Kept", "draw_form", "draw_similar", "typed_form"]

FORMS: Final[Mapping[str, Form]] = {
    **REGISTRATION_FORMS,
    **CONTRACT_FORMS,
    **ENDINGS_FORMS,
    **CHECKIN_FORMS,
    **DIGEST_FORMS,
    **EFFORT_FORMS,
    **GOVERNANCE_FORMS,
    **PROOF_FORMS,
    **GATE_FORMS,
    **REPLICA_FORMS,
    **ROLLBACK_FORMS,
    **SETTINGS_FORMS,
    **SUCCESSION_FORMS,
}
SIMILAR = "registration.similar"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Kept(BaseModel):
    """What a modal carries in its private_metadata: which form, about what, as of which version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    use_case: int = 0
    version: int = 0
    nonce: str = ""
    channel: str = ""
    about: str = ""  # which of several things of this use case: a rollback, an incident, a week, a reading

    @classmethod
    def read(cls, view: Mapping[str, Any]) -> Self:
        """What this view carries; a view of ours without any (a loading one) carries only its name.

        Raises Refusal where it is nothing we wrote: a member's own client may send anything.
        """
        kept = view.get("private_metadata") or ""
        try:
            return cls.model_validate_json(kept) if kept else cls(form=view.get("callback_id") or "")
        except ValidationError:
            raise Refusal("This window does not say what it is about. Close it and open it again.") from None


def draw_form(
    form: str,
    answers: Mapping[str, object],
    kept: Kept,
    *,
    notes: tuple[str, ...] = (),
    errors: Mapping[str, str] = _NOTHING,
    under: Mapping[str, tuple[str, ...]] = _NOTHING,
    now: Mapping[str, object] = _NOTHING,
    choices: Mapping[str, Choices] = _NOTHING,
    asked: Form | None = None,
) -> Block:
    """The modal of a form, with what was there before.

    `asked`: the form as it is for this use case, where its inputs depend on a contract.

    `notes` stand at the top, `errors` and `under` (a read-back) below their fields. All come unescaped.
    `now`: what the record holds by now, said below each field that someone else changed meanwhile. `choices`:
    what a select offers here, instead of its own.
    """
    asked = asked or FORMS[form]
    blocks = [*_top(asked, kept, notes), *_unplaced(asked, answers)]
    for one in _offered(asked, choices):
        blocks += [
            draw_input(one, answers.get(one.name)),
            *_changed(one, answers, now),
            *_below(errors.get(one.name), under.get(one.name, ())),
        ]
    return modal(form, asked.title, blocks, submit=asked.submit, kept=kept.model_dump_json())


def _offered(asked: Form, choices: Mapping[str, Choices]) -> Iterator[Input]:
    """Each input, with the choices of this use case where it has its own. Slack takes no empty select."""
    for one in asked.inputs:
        own = replace(one, choices=choices[one.name]) if one.name in choices else one
        if own.choices or own.kind != "choice":
            yield own


def _top(asked: Form, kept: Kept, notes: tuple[str, ...]) -> list[Block]:
    said = [section("\n".join(cut(escape(note), 600) for note in notes[:5]))] if notes else []
    subject = [f"*UC-{kept.use_case}*"] if kept.use_case else []
    small = [*subject, *([asked.intro] if asked.intro else [])]
    return [*said, *([context(" · ".join(small))] if small else [])]


def _changed(asked: Input, answers: Mapping[str, object], now: Mapping[str, object]) -> list[Block]:
    if asked.name not in now or now[asked.name] == answers.get(asked.name):
        return []
    held = cut(_typed(asked, now[asked.name]), 600) if now[asked.name] else "empty"
    return [context(f"🔁 *By now it says*: {held}")]


def _below(error: str | None, lines: tuple[str, ...]) -> list[Block]:
    wrong = [context(f"⚠️ *Please mend this:* {escape(error)}")] if error else []
    return [*wrong, *([context("\n".join(cut(escape(line), 300) for line in lines[:8]))] if lines else [])]


def _unplaced(asked: Form, answers: Mapping[str, object]) -> list[Block]:
    """What was typed and fits no input any more is shown, so that it is not lost."""
    left = ((one, left_over(one, answers.get(one.name))) for one in asked.inputs)
    lines = [f"*{one.label}*: {cut(escape(rest), 2500)}" for one, rest in left if rest]
    return [section("⚠️ This no longer fits its field. You had typed:\n" + "\n".join(lines))] if lines else []


def typed_form(form: str, answers: Mapping[str, object]) -> tuple[str, ...]:
    """What someone typed into a form, a line of markup per filled field: for drafts and lost forms."""
    shown = ((one, answers.get(one.name)) for one in FORMS[form].inputs)
    return tuple(
        f"*{one.label}*: {cut(_typed(one, answer), 500)}"
        for one, answer in shown
        if answer not in (None, "", [], ())
    )


def _typed(asked: Input, answer: object) -> str:
    match asked.kind:
        case "person":
            return mention(str(answer))
        case "channel":
            return channel(str(answer))
        case "persons" | "ticks":
            return _several(asked, answer)
        case "choice":
            return _chosen(asked.choices, answer)
        case _:
            return one_line(number_text(answer))


def _several(asked: Input, answer: object) -> str:
    each = answer if isinstance(answer, (list, tuple)) else (answer,)
    if asked.kind == "persons":
        return ", ".join(mention(str(one)) for one in each)
    return ", ".join(_chosen(asked.choices, one) for one in each)


def _chosen(choices: Choices, value: object) -> str:
    return dict(choices).get(str(value)) or escape(str(value))


def draw_similar(similar: tuple[Listed, ...], kept: Kept) -> Block:
    """Asked before saving a likely twin: what it resembles. What was typed stays in draft `kept.nonce`."""
    first = similar[0].key if similar else "there"
    shown = [
        f"{titled(one.key, one.title)} · owner {mention(one.owner)} · home {home_of(one)}"
        for one in similar[:10]
    ]
    rest = [more(len(similar) - 10, "`/pilot list`")] if len(similar) > 10 else []
    blocks = [
        section("This looks like a use case that is already here:\n" + bullets(shown)),
        *([context(*rest)] if rest else []),
        section("Save it anyway if it is a different workflow. Otherwise close this and join the other one."),
    ]
    return modal(
        SIMILAR, f"Already {first}?", blocks, submit="Save anyway", close="Back", kept=kept.model_dump_json()
    )
