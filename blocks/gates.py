"""A gate as people see it: the root of its thread, the ask for a vote, evidence, doubts, the decision."""

from collections.abc import Iterable, Mapping
from typing import Final

from blocks.actions import Actions, Target, opens, suffixed
from blocks.inputs import Choices
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    cut,
    day,
    drawn,
    escape,
    header,
    mention,
    moment,
    one_line,
    quote,
    section,
    strong,
    titled,
)
from blocks.words import CONTROLS
from playbook.criteria import GATES, WORDS
from playbook.deciding import Act, Choice, Criterion, Result, Verdict
from playbook.facts import Reading, Stage, UseCase
from playbook.gate_letters import (
    ContestStands,
    EvidenceBrought,
    GateStands,
    ResultsTyped,
    TesterAsked,
    VoteAsked,
    VoteCast,
    VoteShown,
)
from playbook.gates import NAMES
from playbook.measured import name_of, shown
from playbook.plan import ENDS
from playbook.wording import counted

MARKS: Final[Mapping[Result, tuple[str, str]]] = {
    "met": ("✅", "met"),
    "not_met": ("❌", "not met"),
    "unclear": ("❓", "unclear"),
}
CHOICES: Final[Mapping[Choice, str]] = {"go": "Go", "redesign": "Redesign", "stop": "Stop"}
VERDICTS: Final[Mapping[Verdict, str]] = {"keep": "Keep it", "not_yet": "Not yet", "no": "No"}
# What supplies a criterion: the button's label and what it opens.
SUPPLY: Final[Mapping[Act, tuple[str, str]]] = {
    "log": ("Log a reading", opens("checkins.log")),
    "test": ("Ask testers", opens("gates.testers")),
    "evidence": ("Add evidence", opens("gates.evidence")),
    "fallback": ("Write the fallback", opens("rollback.fallback")),
    "cause": ("Say the cause", opens("rollback.cause")),
    "drill": ("Start a drill", opens("proofs.drill")),
    "prove": ("Prove it", opens("proofs.prove")),
    "incident": ("Open incidents", opens("incidents.raise")),
    "bottlenecks": ("Measure the waits", opens("gates.waits")),
    "kit": ("See the kit", Actions.KIT_SHOW),
    "replicate": ("Start a replica", opens("replicas.start")),
    "effort": ("Compare the effort", Actions.EFFORT_SHOW),
    "fill": ("See what is missing", Actions.REGISTRATION_SHOW),
}
_DECIDED: Final[Mapping[Choice, str]] = {
    "go": "🟢 *Go.*",
    "redesign": "🔁 *Redesign.*",
    "stop": "🏅 *Stopped with clarity.*",
}


def gate_stands(notice: GateStands) -> Drawn:
    """Each criterion with its result, its reason and who can supply it; then the votes and the buttons."""
    lacking = [one for one in notice.criteria if one.result != "met"]
    return drawn(
        [
            header(f"{NAMES[notice.gate]} · {notice.key}"),
            section(f"{titled(notice.key, notice.title)}\n{_state(notice, len(lacking))}"),
            *_criteria(notice),
            *_notes(notice),
            *votes_cast(notice.votes),
            *([] if notice.decided else _voting(notice, lacking)),
        ]
    )


def _state(notice: GateStands, lacking: int) -> str:
    number = len(notice.criteria)
    if notice.decided:
        return f"{_DECIDED[notice.decided]} Decided on Day {notice.day}."
    if notice.frozen:
        return f"🧊 *Frozen.* {escape(notice.frozen)}"
    if lacking:
        return f"🔒 *Shut.* {number - lacking} of {number} criteria met, {lacking} missing."
    return f"🔓 *Ready to decide.* All {number} criteria met."


def _criteria(notice: GateStands) -> Iterable[Block]:
    brought = dict(notice.brought)
    for one in notice.criteria:
        yield _criterion(one, brought.get(one.name, 0), notice)


def _criterion(one: Criterion, brought: int, notice: GateStands) -> Block:
    mark, word = MARKS[one.result]
    why = cut(one_line(one.because[:1].upper() + one.because[1:]), 400)
    open_ = one.result != "met" and not notice.decided
    who = f"\n      {_who(one)} can supply it" if open_ and one.supplies else ""
    seen = f" · {counted(brought, 'piece')} of evidence in the thread" if brought else ""
    supply = SUPPLY.get(one.act) if open_ else None
    press = (
        button(supply[0], suffixed(supply[1], one.name), Target(uc=notice.use_case).write())
        if supply
        else None
    )
    return section(f"{mark} *{WORDS[one.name]}*: {word}. {why}{seen}{who}", press)


def _who(one: Criterion) -> str:
    return ", ".join(mention(person) for person in one.supplies[:4])


def _notes(notice: GateStands) -> list[Block]:
    said = [f"⚠️ {escape(words)}" for words in notice.unproven[:3]]
    if notice.contested:
        said.append(f"❓ {counted(len(notice.contested), 'contest')} open: see the thread")
    if notice.not_a_go:
        said.append(
            "⚖️ *Not a go*: the votes have been split for two working days. One side changes its vote."
        )
    elif notice.split:
        said.append("⚖️ The votes are split: after two working days that is not a go.")
    return [context(*said)] if said else []


def votes_cast(votes: tuple[VoteShown, ...]) -> list[Block]:
    """The votes under their heading; nothing while there are none."""
    return [section("*Votes*\n" + "\n".join(map(vote_line, votes[:12])))] if votes else []


def vote_line(vote: VoteShown) -> str:
    """One vote in one line: who, what, why, and whether it has lapsed."""
    stands = f" for {mention(vote.stands_for)}" if vote.stands_for else ""
    why = f": {cut(one_line(vote.reason), 300)}" if vote.reason else ""
    lapsed = " (lapsed: a criterion has changed since)" if vote.lapsed else ""
    return f"• {mention(vote.by)}{stands}, {vote.role}: *{CHOICES[vote.choice]}*{why}{lapsed}"


def _voting(notice: GateStands, lacking: list[Criterion]) -> list[Block]:
    voters = ", ".join(mention(person) for person in notice.voters[:8]) or "nobody yet: name gatekeepers"
    why = "Go is refused while a line is not met. " if lacking else ""
    if notice.gate == "entry":
        why = "It is passed by itself once every line is met; only an end or another beginning is voted. "
    return [
        actions(
            *vote_buttons(notice.use_case, notice.gate, notice.attempt),
            _more_evidence(notice),
            _contest(notice.use_case),
        ),
        context(
            f"{why}Sponsor and one gatekeeper decide together. They vote here: {voters}. "
            f"The owner {mention(notice.owner)} never votes."
        ),
    ]


def vote_buttons(use_case: int, gate: str, attempt: int) -> list[Block]:
    """The choices, each for this very gate and attempt; nobody votes go where it is passed by itself."""
    value = Target(uc=use_case, extra=f"{gate}:{attempt}").write()
    return [
        *([button("Go", Actions.GATES_GO, value)] if gate != "entry" else []),
        button("Redesign", opens("gates.redesign"), value),
        button("Stop", opens("gates.stop"), value),
    ]


def _more_evidence(notice: GateStands) -> Block:
    return button("Add evidence", opens("gates.evidence"), Target(uc=notice.use_case).write())


def _contest(use_case: int) -> Block:
    return button("Contest", opens("gates.contest"), Target(uc=use_case).write())


def page(notice: GateStands) -> Drawn:
    """The gate for one person alone: as in its thread, and how it is passed where nobody votes."""
    if notice.gate != "entry":
        return gate_stands(notice)
    lacking = sum(one.result != "met" for one in notice.criteria)
    note = "No vote is needed: it is passed by itself once nothing is missing."
    head = header(f"{NAMES[notice.gate]} · {notice.key}")
    state = section(f"{titled(notice.key, notice.title)}\n{_state(notice, lacking)}")
    return drawn([head, state, *_criteria(notice), context(note)])


def why(notice: tuple[str, ...], use_case: UseCase, more: Iterable[Block] = ()) -> Drawn:
    """Five lines: why it stands where it stands; `more`: buttons beside."""
    said = "\n".join(f"• {cut(one_line(line), 500)}" for line in notice)
    name = strong(f"Why {use_case.key} {use_case.title} stands where it stands", 300)
    return drawn(
        [
            section(f"{name}\n{said}"),
            actions(_see(use_case.number), *more),
        ]
    )


def added(use_case: str) -> Drawn:
    """Evidence was added."""
    return drawn([section(f"📎 Added as evidence for {escape(use_case)}. It stands in the gate's thread.")])


def testers_asked(use_case: int, number: int) -> Drawn:
    """The answer to whoever asked testers."""
    return drawn([section(f"🧪 {counted(number, 'tester')} asked for UC-{use_case}, one question each.")])


def criterion_choices(stage: Stage) -> Choices:
    """The criteria of the present gate, to choose one."""
    return tuple((rule.name, rule.words) for rule in GATES[ENDS[stage]])


def contest_choices(use_case: UseCase, readings: tuple[Reading, ...] = ()) -> Choices:
    """What can be doubted: evidence, tests, controls, and the latest readings."""
    found = [
        *(
            (f"evidence:{one.number}", f"Evidence {one.number}: {one.text}")
            for one in use_case.evidence[-20:]
        ),
        *((f"user_test:{one.number}", f"User test {one.number}") for one in use_case.tests[-10:]),
        *((f"control:{name}", f"Control: {words}") for name, words in CONTROLS.items()),
        *((f"reading:{one.number}", _reading(one, use_case)) for one in readings[-40:]),
    ]
    return tuple(reversed(found))


def _reading(one: Reading, use_case: UseCase) -> str:
    """One reading to choose, its value before its metric: of a long name the end may be cut."""
    terms = use_case.agreed.terms
    return f"Reading {one.number}, {day(one.day)}: {shown(one, terms)}, {name_of(one, terms)}"


def vote_asked(notice: VoteAsked) -> Drawn:
    """The criteria in three lines and the buttons; afterwards what became of it."""
    name = f"{NAMES[notice.gate]}: {titled(notice.key, notice.title)}"
    if notice.decided:
        return drawn([section(f"{_DECIDED[notice.decided]} {name} is decided; there is nothing to do.")])
    if notice.voted:
        return drawn([section(f"🗳️ *You voted {CHOICES[notice.voted]}.* {name}"), _open(notice.use_case)])
    again = "One more time: your" if notice.asked_again else "Your"
    return drawn(
        [
            section(f"🗳️ *{again} vote is asked.* {name}\n{in_three_lines(notice.criteria)}"),
            *votes_cast(notice.cast),
            *([context(*(f"⚠️ {escape(words)}" for words in notice.unproven[:3]))] if notice.unproven else []),
            actions(
                *vote_buttons(notice.use_case, notice.gate, notice.attempt),
                _contest(notice.use_case),
                _see(notice.use_case),
            ),
        ]
    )


def in_three_lines(criteria: tuple[Criterion, ...]) -> str:
    """What is met, not met and unclear, a line each."""
    lines = []
    for result in ("met", "not_met", "unclear"):
        names = [WORDS[one.name] for one in criteria if one.result == result]
        if names:
            mark, word = MARKS[result]
            lines.append(f"{mark} {word}: {', '.join(names)}")
    return "\n".join(lines)


def _see(use_case: int) -> Block:
    return button("See the gate", Actions.GATES_SHOW, Target(uc=use_case).write())


def _open(use_case: int) -> Block:
    return actions(_see(use_case))


def evidence_brought(notice: EvidenceBrought) -> Drawn:
    """Evidence with the copied words, their author and when they were written."""
    said = f", {mention(notice.author)} wrote" if notice.author else ""
    when = f" {moment(notice.said_at)}" if notice.said_at else ""
    link = [context(f"Link: {cut(escape(notice.link), 500)}")] if notice.link else []
    return drawn(
        [
            section(f"📎 *{WORDS[notice.criterion]}*{said}{when}\n{quote(notice.text)}"),
            *link,
            context(f"Evidence {notice.number} for {notice.key}, added by {mention(notice.by)}"),
        ]
    )


def vote_cast(notice: VoteCast) -> Drawn:
    """A vote in the thread."""
    return drawn([section(f"🗳️ {notice.key}: {vote_line(notice.vote).removeprefix('• ')}")])


def contest_stands(notice: ContestStands) -> Drawn:
    """A doubt, its answer, and what is still owed."""
    value = Target(uc=notice.use_case, extra=str(notice.number)).write()
    head = "✅ *Settled*" if notice.accepted_by else "❓ *Contested*"
    blocks = [
        section(
            f"{head} {titled(notice.key, notice.title)}: {cut(one_line(notice.what), 200)}\n"
            f"{mention(notice.by)}: {cut(one_line(notice.reason), 1000)}"
        )
    ]
    if notice.answer:
        blocks.append(section(f"{mention(notice.owner)} answers: {cut(one_line(notice.answer), 1000)}"))
    if notice.accepted_by:
        return drawn([*blocks, context(f"Accepted by {mention(notice.accepted_by)}: it counts again.")])
    if notice.answer:
        press = button("Accept the answer", Actions.GATES_ACCEPT, value)
        return drawn([*blocks, actions(press), context("Another voter accepts it, or it stays unclear.")])
    press = button("Answer", opens("gates.answer"), value)
    note = f"Its criterion is unclear until {mention(notice.owner)} answers, within 2 working days."
    return drawn([*blocks, actions(press), context(note)])


def tester_asked(notice: TesterAsked) -> Drawn:
    """One question with three answers; the answer can be changed."""
    name = titled(notice.key, notice.title)
    why = f": {cut(one_line(notice.why), 500)}" if notice.why else ""
    said = f"You said *{VERDICTS[notice.answered]}*{why}. Change it any time." if notice.answered else ""
    presses = [
        button(
            words,
            suffixed(Actions.GATES_TAP, verdict),
            Target(uc=notice.use_case, version=notice.number, extra=verdict).write(),
        )
        for verdict, words in VERDICTS.items()
    ]
    because = button("Say why", opens("gates.why"), Target(uc=notice.use_case, version=notice.number).write())
    return drawn(
        [
            section(f"🧪 *Would you keep working this way?* {name}"),
            *([context(said)] if said else []),
            actions(*presses, because),
            context(f"{mention(notice.by)} asks. Your own answer counts at the Pilot gate, with your name."),
        ]
    )


def results_typed(notice: ResultsTyped) -> Drawn:
    """Results that somebody typed in, to be confirmed by somebody else."""
    share = f"{notice.kept} of {notice.tried} keep it"
    line = f"🧪 {titled(notice.key, notice.title)}: {share}, typed in by {mention(notice.by)}"
    if notice.confirmed_by:
        return drawn([section(f"{line}\n✅ Confirmed by {mention(notice.confirmed_by)}")])
    value = Target(uc=notice.use_case, version=notice.number).write()
    return drawn(
        [
            section(f"{line}\n⏳ It counts once another supporter confirms it"),
            actions(button("Confirm", Actions.GATES_CONFIRM, value)),
        ]
    )
