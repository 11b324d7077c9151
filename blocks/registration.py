"""A use case in its home channel, as a card for whoever asks, and as the reply to having registered it."""

from collections.abc import Mapping
from datetime import date

from blocks import incidents, replicas, rollback, verdicts
from blocks.actions import Actions, Target, opens
from blocks.contract import sign_button
from blocks.decisions import ended
from blocks.governance import answer_buttons
from blocks.lacking import gate_lacks
from blocks.ownership import as_registered, grants
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    channel,
    context,
    cut,
    day,
    drawn,
    escape,
    fields,
    header,
    mention,
    more,
    one_line,
    section,
    titled,
    waiting_for,
    without_style,
)
from blocks.promise import in_short
from blocks.stand import home_of, next_due, person_state, points, show_button, stage, today_in_plan
from blocks.words import PARTS
from playbook import contract as rules
from playbook import milestones
from playbook.blockers import open_blockers
from playbook.charts import Measurements
from playbook.deciding import Criterion
from playbook.described import closed_because
from playbook.facts import Blocker, Friction, Missing, Part, UseCase
from playbook.letters import CardShown, UseCaseAnnounced
from playbook.plan import ENDS

# What supplies each part that is missing: the button's words, its form, and the right it takes.
SUPPLIES: Mapping[Part, tuple[str, str, str]] = {
    "people": ("Name people", "registration.people", "describe"),
    "friction": ("Describe friction", "registration.friction", "describe"),
    "kpi": ("Set KPI and target", "contract.kpi", "describe"),
    "safety": ("Set range and rollback", "contract.safety", "describe"),
    "process": ("Describe the process", "registration.process", "describe"),
    "controls": ("Answer the controls", "governance.controls", "document"),
    "plan": ("Change the plan", "registration.plan", "describe"),
}

_BY_SOMEONES_WORD = ("accept", "grant", "gatekeepers")  # no form supplies these


def use_case_announced(notice: UseCaseAnnounced) -> Drawn:
    """A new use case, for a team that never saw the product: what, who, how hard, what is missing."""
    accepted = "✅ accepted" if notice.owner_accepted else "⏳ asked"
    owner = f"{mention(notice.owner)} ({accepted})" if notice.owner else mention(None)
    return drawn(
        [
            section(f"📋 {titled(notice.key, notice.title)}", show_button(notice.use_case)),
            *as_registered(notice.title, notice.sentence),
            fields(("Workflow owner", owner), ("Sponsor", mention(notice.sponsor))),
            section(_state_and_friction(notice)),
            *_announced_missing(notice),
            context(
                f"An AI use case registered by {mention(notice.registrant)}. Owner and sponsor sign its "
                "value contract before any build; a decision comes within 60 days."
            ),
        ]
    )


def _state_and_friction(notice: UseCaseAnnounced) -> str:
    told = (("State", notice.state), ("Friction", notice.friction))
    return "\n".join(f"*{label}*: {cut(one_line(text), 300)}" for label, text in told)


def _announced_missing(notice: UseCaseAnnounced) -> list[Block]:
    if not notice.missing:
        return []
    shown = bullets(cut(one_line(words), 150) for words in notice.missing[:5])
    left = len(notice.missing) - 5
    rest = f"\n{more(left, f'`/pilot show {notice.key}`')}" if left > 0 else ""
    return [section(f"*Still missing* ({len(notice.missing)})\n{shown}{rest}")]


def card(
    use_case: UseCase,
    missing: tuple[Missing, ...],
    friction: Friction,
    may: frozenset[str],
    today: date,
    measured: Measurements | None = None,
    proved: int = 0,
    lacking: tuple[Criterion, ...] = (),
    reader: str | None = None,
) -> Drawn:
    """The card of a use case: where it stands, who, what is promised, what is missing and whose it is.

    `lacking`: the criteria of the present gate that are not met. What has ended says how, and lacks nothing.
    """
    return drawn(
        [
            header(f"{use_case.key} {use_case.title}"),
            context(*_standing(use_case, today, proved)),
            *ended(use_case),
            fields(*_people(use_case)),
            *rollback.standing(use_case, may),
            *incidents.open_ones(use_case),
            *(verdicts.draw(measured) if measured else []),
            section(f"*Value contract*\n{in_short(use_case.contract, use_case.day_one)}"),
            *([] if use_case.outcome else _ahead(use_case, missing, lacking, friction, may, reader)),
            *_card_buttons(use_case, may),
        ]
    )


def _ahead(
    use_case: UseCase,
    missing: tuple[Missing, ...],
    lacking: tuple[Criterion, ...],
    friction: Friction,
    may: frozenset[str],
    reader: str | None,
) -> list[Block]:
    """What stands in the way of the next decision: the record first, then the gate's own criteria."""
    entry = use_case.stage == "frame"
    record = still_missing(use_case.number, missing, may, reader) if missing or entry or not lacking else []
    return [
        section(friction_words(friction)),
        *_blockers(use_case, may),
        *record,
        *([] if entry and missing else gate_lacks(use_case.number, ENDS[use_case.stage], lacking, reader)),
    ]


def card_shown(notice: CardShown) -> Drawn:
    """The card in a thread: everybody there reads it, so it offers only what everybody may press."""
    return card(
        notice.whole,
        notice.missing,
        notice.friction,
        frozenset(),
        notice.today,
        measured=notice.measured,
        proved=notice.proved,
        lacking=notice.lacking,
    )


def _standing(use_case: UseCase, today: date, proved: int) -> list[str]:
    due = next_due(use_case, today)
    private = "🔒 Private" if use_case.visibility == "private" else "👁️ Open to everyone"
    restarted = ["🔁 Plan restarted once"] if use_case.restarts else []
    return [
        stage(use_case),
        today_in_plan(use_case, today),
        *([f"Next due: {due}"] if due else []),
        *([f"🛡️ Controls: {proved} of 5 proved"] if use_case.controls else []),
        private,
        *restarted,
    ]


def _people(use_case: UseCase) -> list[tuple[str, str]]:
    told = (
        ("Workflow", use_case.workflow),
        ("Business function", use_case.function),
        ("Second place", use_case.second_place.name if use_case.second_place else None),
        ("Worth", use_case.worth),
    )
    return [
        ("Workflow owner", person_state(use_case)),
        ("Sponsor", mention(use_case.sponsor)),
        ("Home", home_of(use_case)),
        *replicas.links(use_case),
        *((label, cut(one_line(text), 300)) for label, text in told if text),
    ]


def friction_words(friction: Friction) -> str:
    """The points with their meaning and every reason; what was not told is said."""
    counted = f"{points(friction)} point{'' if friction.points == 1 else 's'}"
    unknown = [f"not told yet: {', '.join(map(escape, friction.unknown))}"] if friction.unknown else []
    reasons = bullets([*(cut(one_line(reason), 200) for reason in friction.reasons[:8]), *unknown])
    return f"*Friction*: {counted}, {escape(friction.words)}" + (f"\n{reasons}" if reasons else "")


def _blockers(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    standing = open_blockers(use_case)
    if not standing:
        return []
    shown = bullets(map(_blocker, standing[:6]))
    rest = f"\n{more(len(standing) - 6, 'oldest first here')}" if len(standing) > 6 else ""
    lacking = [blocker.authority for blocker in standing if blocker.authority]
    return [
        section(f"*🚧 Blocked* ({len(standing)})\n{shown}{rest}"),
        *(grants(use_case.number, lacking) if "grant" in may else []),
    ]


def _blocker(blocker: Blocker) -> str:
    where = "outside the owner's control" if blocker.outside else "inside the owner's control"
    return f"{cut(one_line(blocker.text), 200)} ({where}, {waiting_for(blocker.clears)})"


def still_missing(
    number: int, missing: tuple[Missing, ...], may: frozenset[str], reader: str | None = None
) -> list[Block]:
    """What is missing, part by part, each with whose it is and the button that supplies it."""
    if not missing:
        return [section("✅ *Nothing is missing.*")]
    return [section(_deadlines(missing)), *part_by_part(number, missing, may, reader)]


def part_by_part(
    number: int, missing: tuple[Missing, ...], may: frozenset[str], reader: str | None = None
) -> list[Block]:
    """The same without a heading: a line for each part that lacks something; `reader`: who reads it."""
    parts = [(part, [one for one in missing if one.part == part]) for part in PARTS]
    return [_part(number, part, lacks, may, reader) for part, lacks in parts if lacks]


def _deadlines(missing: tuple[Missing, ...]) -> str:
    first = sum(one.for_lock for one in missing)
    later = len(missing) - first
    lock, entry = f"{first} before the contract can be locked", f"{later} by Day 10"
    return f"*Still missing*: {', '.join(words for count, words in ((first, lock), (later, entry)) if count)}"


def _part(number: int, part: Part, lacks: list[Missing], may: frozenset[str], reader: str | None) -> Block:
    label, form, right = SUPPLIES[part]
    by_form = right in may and any(one.field not in _BY_SOMEONES_WORD for one in lacks)
    supplies = button(label, opens(form), Target(uc=number).write()) if by_form else None
    return section(f"⏳ *{PARTS[part]}*: {_owed(lacks, reader)}", supplies)


def _owed(lacks: list[Missing], reader: str | None) -> str:
    by: dict[str | None, list[str]] = {}
    for lack in lacks:
        by.setdefault(lack.owes, []).append(cut(one_line(lack.words), 200))
    return "; ".join(", ".join(words) + _by_whom(person, reader) for person, words in by.items())


def _by_whom(person: str | None, reader: str | None) -> str:
    return f" ({waiting_for(person, reader)})" if person else ""


def _card_buttons(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    key = Target(uc=use_case.number).write()
    answers = answer_buttons(use_case.number) if "answer_governance" in may else []
    offered = actions(
        *_first_act(use_case, may),
        *answers,
        button("Open the contract", Actions.CONTRACT_SHOW, key),
        button("Open the controls", Actions.GOVERNANCE_SHOW, key),
        *rollback.fallback_button(use_case, may),
        *([button("Change title and plan", opens("registration.plan"), key)] if "describe" in may else []),
    )
    return [without_style(offered) if use_case.tripped else offered]  # its rollback is answered first


def _first_act(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    """The one thing this reader should do first, as the primary button."""
    key = Target(uc=use_case.number).write()
    if "accept" in may and use_case.owner and not use_case.accepted:
        decline = button("Decline", opens("registration.decline"), key)
        return [button("Accept ownership", opens("registration.accept"), key, "primary"), decline]
    if "sign" in may and not use_case.contract.locked and rules.complete(use_case):
        return [sign_button(use_case.number, use_case.contract)]
    return _measuring(use_case, may)


def _measuring(use_case: UseCase, may: frozenset[str]) -> list[Block]:
    """*It is live* once nothing is in its way, and the form of the week from Day 1 on."""
    key, acts = Target(uc=use_case.number).write(), list[Block]()
    ready = use_case.in_force and not use_case.went_live and not milestones.missing(use_case)
    if ready and not use_case.outcome and "go_live" in may:
        acts.append(button("It is live", opens("checkins.live"), key))
    if "log" in may and not closed_because(use_case):
        acts.append(button("Log a number", opens("checkins.log"), key))
    return acts


def registered(
    use_case: UseCase,
    missing: tuple[Missing, ...],
    friction: Friction,
    may: frozenset[str],
    *,
    notes: tuple[str, ...] = (),
) -> Drawn:
    """The reply to a registration: what was saved, how hard it is and why, what is missing.

    `notes`: unescaped lines said after it, such as what was read in more than one way.
    """
    home = use_case.home.channel if use_case.home else None
    announced = (
        f"Announced in {channel(home)}." if home else "It has no home channel yet, so nobody else was told."
    )
    saved = "Saved" if use_case.contract.locked else "Saved as proposed"
    return drawn(
        [
            section(
                f"✅ *{saved}:* {titled(use_case.key, use_case.title)}\n{announced}",
                show_button(use_case.number),
            ),
            *([section("\n".join(cut(escape(note), 500) for note in notes[:6]))] if notes else []),
            section(friction_words(friction)),
            *still_missing(use_case.number, missing, may),
            context(f"Day 1 is {day(use_case.day_one)}. What is missing may come in any order."),
        ]
    )
