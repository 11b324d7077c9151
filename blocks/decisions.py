"""Decisions as people see them: announced once, and on the card of what has ended, each end honourable."""

from datetime import date

from blocks.gates import in_three_lines, votes_cast
from blocks.pieces import Block, Drawn, context, day, drawn, listed_people, moment, quote, section, titled
from blocks.words import CAUSES
from playbook import plan
from playbook.facts import UseCase
from playbook.gate_letters import GateDecided
from playbook.gates import NAMES


def gate_decided(notice: GateDecided) -> Drawn:
    """The sealed decision: what follows, on which criteria, by whose votes."""
    return drawn(
        [
            section(
                f"{_headline(notice)}\n{titled(notice.key, notice.title)}"
                f" · {NAMES[notice.gate]}, Day {notice.day}"
            ),
            *_because(notice),
            section(in_three_lines(notice.criteria) or "No criterion was judged."),
            *votes_cast(notice.votes),
            context(f"Sealed decision {notice.number}, {moment(notice.at)}. It cannot be changed."),
        ]
    )


def _headline(notice: GateDecided) -> str:
    if notice.choice == "stop":
        return "🏅 *Stopped with clarity.* An honourable end: what was learned is on file."
    if notice.choice == "redesign":
        until = f" It resumes by {day(date.fromisoformat(notice.resume_by))}." if notice.resume_by else ""
        return f"🔁 *Redesign.* The pilot is paused.{until}"
    if notice.gate == "entry":
        return "🧭 *Entry check passed.* The Pilot stage begins."
    if notice.gate == "scale":
        return "🏁 *Scaled.* It stays live: its number is asked for, and its controls are proved."
    early = " The signal was an early one and has to hold at the next gate." if notice.early else ""
    return (
        f"🟢 *Go.* {'Limited Production' if notice.gate == 'pilot' else 'The Scale decision'} begins.{early}"
    )


def _because(notice: GateDecided) -> list[Block]:
    if notice.choice == "go" or not notice.cause:
        return []
    return [section(f"*{CAUSES[notice.cause]}*\n{quote(notice.reason, 1500)}")]


def ended(use_case: UseCase) -> list[Block]:
    """How it ended, by whose votes, and what was learned; nothing while it is under way."""
    if use_case.outcome is None or not use_case.decisions:
        return []
    last = use_case.decisions[-1]
    by = listed_people(tuple(vote.by for vote in last.votes))
    when = f"on Day {plan.decided_on(use_case, last)}{f', decided by {by}' if by else ''}"
    if use_case.outcome == "scaled":
        return [section(f"🏁 *Scaled* {when}. It stays live: its number is asked for, its controls proved.")]
    cause = f"\n*{CAUSES[last.cause]}*" if last.cause else ""
    learned = f"\n{quote(last.reason, 1500)}" if last.reason else ""
    return [section(f"🏅 *Stopped with clarity* {when}. What was learned:{cause}{learned}")]
