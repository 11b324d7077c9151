"""Gates: opened, voted on, fed with evidence, doubted; none is passed by force."""

import html
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, Respond

from blocks import gates as drawing
from blocks.actions import Actions, opens, value_of
from blocks.forms import FORMS, Kept, draw_form
from blocks.inputs import Choices
from blocks.pieces import Block, Drawn, answers
from blocks.proposals import withdraw_button
from handlers.commands import Command, Typed, visible
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Handler, Talk, Talks, filled, nothing, tables
from handlers.pages import by_click, by_command, in_reply, page_of, reply
from handlers.proposals import vote_or_propose
from playbook import gate_calls, gates, policy, proposals, votes, why
from playbook.facts import Listed, Pilot, UseCase
from playbook.forms import (
    AnswerForm,
    ContestForm,
    CopiedForm,
    EvidenceForm,
    GoForm,
    RedesignForm,
    StopForm,
    WaitsForm,
)
from playbook.gates import Brought
from playbook.known import Known
from playbook.proposals import Proposed
from playbook.refusals import Refusal
from playbook.registration import read_bottlenecks, write_bottlenecks
from playbook.votes import Ballot

COPIED = "gates.copied"


def _page(use_case: UseCase, known: Known) -> Drawn:
    pilot = known.pilot(use_case)
    return drawing.page(gate_calls.present(pilot, known.around))


def _why(use_case: UseCase, known: Known) -> Drawn:
    pilot = known.pilot(use_case)
    return drawing.why(why.lines(pilot, known.around), use_case, _taken_back(use_case, known))


def _taken_back(use_case: UseCase, known: Known) -> list[Block]:
    """To the owner: the way to withdraw what they propose."""
    one = proposals.standing(use_case)
    if one is None or not policy.can(known.actor, "propose", use_case, known.settings):
        return []
    return [withdraw_button(use_case.number, one.number)]


_shown = by_command("gate", _page)


# --- opening ----------------------------------------------------------------------------------------------


def open_gate(ack: Ack, said: Typed, call: Handler, desk: Desk) -> None:
    """`/pilot gate UC-7`: opens the thread of the present gate where it has none, and shows how it stands."""
    if said.number is not None:
        _open(said.number, desk)
    call(_shown)


def _open(number: int, desk: Desk) -> None:
    asked = desk.ask({}, deciding=True)
    with desk.work() as work:
        before = work.with_readings(allowed(work, number, "see", asked))
        if policy.can(asked.actor, "open_gate", before.use_case, work.settings()):
            after = gates.opened_where_it_can(before, asked.actor.id, work.around(before.use_case, desk.now))
            desk.change(work, before.use_case, after, "gate opened")


# --- votes ------------------------------------------------------------------------------------------------


def go_clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """A vote for go; where something is kept but not proven, a form asks first to acknowledge it."""
    asked, target = desk.ask({}, deciding=True), value_of(action)
    with desk.work() as work:
        before = work.with_readings(allowed(work, target.uc, "vote", asked))
        around = work.around(before.use_case, desk.now)
        gate, attempt = gates.meant(target.extra)
        unproven = votes.to_acknowledge(before, gate, around)
        if not unproven:
            ballot = Ballot(gate=gate, attempt=attempt, choice="go")
            desk.change(work, before.use_case, votes.cast(before, ballot, asked.actor, around), "voted go")
    ack()
    if unproven:
        desk.open(body, "Go", lambda: filled(_acknowledging(target.extra), target.uc, desk))
    elif in_reply(body):
        reply(respond, page_of(_page, target.uc, desk), desk, instead=True)


def _acknowledging(about: str) -> Talk:
    """A go that has seen what is kept but not proven."""
    gate, attempt = gates.meant(about)

    def judge(pilot: Pilot, typed: Answers, known: Known) -> UseCase:
        seen = GoForm.read(typed).acknowledges
        unproven = votes.to_acknowledge(pilot, gate, known.around) if seen else ()
        ballot = Ballot(gate=gate, attempt=attempt, choice="go", acknowledges=unproven)
        return votes.cast(pilot, ballot, known.actor, known.around)

    return Talk(
        "gates.go", "vote", "voted go", nothing("acknowledges"), judge=judge, closes=True, about=about
    )


def _voting(form: str, choice: str, model: type[StopForm]) -> Talks:
    """A vote that needs its reason: redesign or stop."""
    fields = tuple(model.model_fields)

    def of(about: str) -> Talk:
        gate, attempt = gates.meant(about)

        def judge(pilot: Pilot, typed: Answers, known: Known) -> UseCase:
            said = model.read(typed).model_dump()
            ballot = Ballot.model_validate({"gate": gate, "attempt": attempt, "choice": choice, **said})
            return votes.cast(pilot, ballot, known.actor, known.around)

        act = f"voted {choice}"
        return Talk(form, "vote", act, nothing(*fields), judge=judge, closes=True, about=about)

    return Talks(form, of)


def _vote_opened(votes_for: Talks, choice: Proposed) -> Handler:
    """The click on *Redesign* or *Stop*: a vote; from an owner a proposal."""

    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
        ack()
        target = value_of(action)
        vote = votes_for.of(target.extra)
        desk.open(body, FORMS[vote.form].title, lambda: vote_or_propose(vote, choice, target.uc, desk))

    return opened


# --- evidence ---------------------------------------------------------------------------------------------


def _bring(before: UseCase, typed: Answers, known: Known) -> UseCase:
    return gates.bring(before, Brought(**EvidenceForm.read(typed).model_dump()), known)


def evidence(ack: Ack, said: Typed, body: dict[str, Any], call: Handler, desk: Desk) -> None:
    """`/pilot evidence UC-7`: the form for a criterion of the present gate."""
    if said.number is None:
        call(_shown)
        return
    number = said.number
    ack()
    desk.open(body, "Add evidence", lambda: filled(_EVIDENCE, number, desk))


_EVIDENCE = Talk(
    "gates.evidence",
    "bring",
    "evidence added",
    nothing("criterion", "text", "link"),
    _bring,
    closes=True,
    choices=lambda pilot: {"criterion": drawing.criterion_choices(pilot.use_case.stage)},
)


def from_message(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """The message shortcut *Add as evidence*: asks for which use case and criterion."""
    ack()
    desk.open(body, "Add as evidence", lambda: _copying(body, desk))


def _copying(body: dict[str, Any], desk: Desk) -> Block:
    """The message is kept at once, as it was, so that nobody can word it anew."""
    message, asked = body["message"], desk.ask({})
    kept = Kept(form=COPIED, about=f"{body['channel']['id']}:{message['ts']}")
    with desk.work() as work:
        known = desk.known(work, asked)
        under_way = [one for one in visible(known) if _takes_evidence(one, known)]
        if not under_way:
            raise Refusal("You take part in no pilot under way: evidence belongs to one.")
        text = html.unescape(message.get("text") or "")  # as it was typed: it is escaped when it is shown
        said = {"text": text, "author": message.get("user"), "ts": message["ts"]}
        work.keep_draft(desk.user_id, _draft(kept), said)
    here = sorted(under_way, key=lambda one: not (one.home and one.home.channel == body["channel"]["id"]))
    choices = {"use_case": tuple((one.key, f"{one.key} {one.title}") for one in here[:100])}
    note = f"“{text[:400]}”"
    return draw_form(COPIED, {"use_case": here[0].key}, kept, notes=(note,), choices=choices)


def _takes_evidence(one: Listed, known: Known) -> bool:
    under_way = one.outcome is None and one.stage != "frame"
    return under_way and policy.can(known.actor, "bring", one, known.settings)


def _draft(kept: Kept) -> str:
    return f"{COPIED}:{kept.about}"


def copied(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """The copied message becomes evidence, with its author and its time."""
    asked, kept, form = desk.ask({}), Kept.read(view), CopiedForm.read(answers(view))
    with desk.work() as work:
        before = allowed(work, form.use_case, "bring", asked)
        draft = work.draft(desk.user_id, _draft(kept), desk.now)
        if draft is None:
            raise Refusal("The message is not at hand any more. Choose *Add as evidence* on it again.")
        said_at = datetime.fromtimestamp(float(str(draft.answers["ts"])), UTC)
        author = draft.answers["author"] and str(draft.answers["author"])
        brought = Brought(
            criterion=form.criterion, text=str(draft.answers["text"]), author=author, said_at=said_at
        )
        desk.change(work, before, gates.bring(before, brought, desk.known(work, asked)), "evidence copied")
        work.drop_draft(desk.user_id, _draft(kept))
    ack()


# --- doubts -----------------------------------------------------------------------------------------------


def _contest(before: UseCase, typed: Answers, known: Known) -> UseCase:
    form = ContestForm.read(typed)
    about, _, thing = form.thing.partition(":")
    return gates.contest(before, about, thing, form.reason, known)


def _doubtful(pilot: Pilot) -> Mapping[str, Choices]:
    return {"thing": drawing.contest_choices(pilot.use_case, pilot.standing)}


_CONTEST = Talk(
    "gates.contest",
    "vote",
    "contested",
    nothing("thing", "reason"),
    _contest,
    closes=True,
    choices=_doubtful,
)


def _answering(number: str) -> Talk:
    return Talk(
        "gates.answer",
        "answer_contest",
        "contest answered",
        nothing("answer"),
        lambda before, typed, known: gates.answer(
            before, gates.number(number), AnswerForm.read(typed).answer, known
        ),
        closes=True,
        about=number,
    )


def accept_clicked(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """A voter accepts the owner's answer: the criterion counts again."""
    asked, target = desk.ask({}, deciding=True), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "vote", asked)
        after = gates.accept(before, gates.number(target.extra), desk.known(work, asked))
        desk.change(work, before, after, "contest settled")
    ack()


# --- waits ------------------------------------------------------------------------------------------------

_WAITS = Talk(
    "gates.waits",
    "describe",
    "waits measured",
    lambda use_case: {"waits": write_bottlenecks(use_case.waits or use_case.bottlenecks) or None},
    lambda before, typed, known: before.model_copy(
        update={"waits": read_bottlenecks(WaitsForm.read(typed).waits or "")}
    ),
    closes=True,
)


_REDESIGN = _voting("gates.redesign", "redesign", RedesignForm)
_STOP = _voting("gates.stop", "stop", StopForm)
_opening, _saving = tables(
    _REDESIGN,
    _STOP,
    Talks("gates.go", _acknowledging),
    _EVIDENCE,
    _CONTEST,
    Talks("gates.answer", _answering),
    _WAITS,
)
VIEWS = _saving | {COPIED: copied}
SHORTCUTS = {COPIED: from_message}
ACTIONS = _opening | {
    opens(_REDESIGN.form): _vote_opened(_REDESIGN, "redesign"),
    opens(_STOP.form): _vote_opened(_STOP, "stop"),
    Actions.GATES_GO: go_clicked,
    Actions.GATES_SHOW: by_click(_page),
    Actions.GATES_ACCEPT: accept_clicked,
}
PAGES = {"gate": _page, "why": _why}
PILOT = {
    "gate": Command(open_gate, "gate UC-7", "open the present gate, or see how it stands"),
    "why": Command(by_command("why", _why), "why UC-7", "see in five lines why it stands where it stands"),
    "evidence": Command(evidence, "evidence UC-7", "add evidence for a criterion of the present gate"),
}
