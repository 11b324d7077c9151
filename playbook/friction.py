"""Friction: what stands between technical output and the needle, explained point by point.

One point per system beyond the first and per approval layer, two per external partner, one for a decision
loop over five days and two over ten, three when nobody clearly owns the workflow (operating-model.md, 2).
"""

from typing import Literal

from playbook.facts import Friction, PersonId, Profile
from playbook.wording import counted

Verdict = Literal["short loop", "workable", "heavy"]
NOBODY_OWNS = 3
# Up to how many points, the verdict, and what it means for the person reading.
_VERDICTS: tuple[tuple[float, Verdict, str], ...] = (
    (2, "short loop", "short loop: a good early use case"),
    (5, "workable", "workable: map the bottlenecks first"),
    (
        float("inf"),
        "heavy",
        "heavy: technical output alone will not move the needle; narrow the workflow",
    ),
)


def of(profile: Profile, owner: PersonId | None) -> Friction:
    """The friction of a workflow with its reasons; what was not told counts nothing and is named."""
    scored = [reason for reason in _reasons(profile, owner) if reason[0]]
    points = sum(score for score, _ in scored)
    verdict, words = next((verdict, words) for most, verdict, words in _VERDICTS if points <= most)
    return Friction(
        points=points,
        verdict=verdict,
        reasons=tuple(f"{why} (+{score})" for score, why in scored),
        unknown=_unknown(profile),
        words=_so_far(verdict) if _unknown(profile) and verdict != "heavy" else words,
    )


def _so_far(verdict: Verdict) -> str:
    """No praise and no advice while a part is untold: the untold part may make it heavy."""
    return f"{verdict} so far; the rest is not told yet"


def _reasons(profile: Profile, owner: PersonId | None) -> tuple[tuple[int, str], ...]:
    systems, layers, partners = profile.systems or 0, profile.layers or 0, profile.partners or 0
    return (
        (max(systems - 1, 0), f"it crosses {counted(systems, 'system')}"),
        (layers, counted(layers, "approval layer")),
        (2 * partners, counted(partners, "external partner")),
        (_loop_points(profile.loop_days or 0), f"a decision takes {profile.loop_days or 0:g} days"),
        (0 if owner else NOBODY_OWNS, "nobody clearly owns the workflow"),
    )


def _loop_points(days: float) -> int:
    return (days > 5) + (days > 10)


def _unknown(profile: Profile) -> tuple[str, ...]:
    asked = (
        ("systems it crosses", profile.systems),
        ("approval layers", profile.layers),
        ("external partners", profile.partners),
        ("decision loop", profile.loop_days),
    )
    return tuple(words for words, told in asked if told is None)
