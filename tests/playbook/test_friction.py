"""Friction explains itself, and never falls when the workflow gets harder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook import friction
from playbook.facts import Profile

OWNER = "U0ANNA"
COUNTS = st.integers(0, 99)


def test_three_systems_two_layers_and_a_partner_are_heavy_as_the_article_says():
    found = friction.of(Profile(systems=3, layers=2, partners=1, loop_days=2), OWNER)
    assert (found.points, found.verdict) == (6, "heavy")
    assert found.reasons == (
        "it crosses 3 systems (+2)",
        "2 approval layers (+2)",
        "1 external partner (+2)",
    )


@pytest.mark.parametrize(
    "profile, owner, points, verdict",
    [
        (Profile(systems=1, layers=0, partners=0, loop_days=5), OWNER, 0, "short loop"),
        (Profile(systems=1, layers=2, partners=0, loop_days=1), OWNER, 2, "short loop"),
        (Profile(systems=1, layers=2, partners=0, loop_days=5.5), OWNER, 3, "workable"),
        (Profile(systems=1, layers=3, partners=1, loop_days=5), OWNER, 5, "workable"),
        (Profile(systems=1, layers=0, partners=0, loop_days=10.5), OWNER, 2, "short loop"),
        (Profile(systems=1, layers=0, partners=0, loop_days=1), None, 3, "workable"),
        (Profile(systems=1, layers=3, partners=0, loop_days=1), None, 6, "heavy"),
    ],
)
def test_the_points_fall_where_the_operating_model_puts_them(profile, owner, points, verdict):
    found = friction.of(profile, owner)
    assert (found.points, found.verdict) == (points, verdict)


def test_nothing_is_praised_while_a_part_of_it_is_untold():
    assert "good early use case" not in friction.of(Profile(systems=2), OWNER).words
    assert (
        "good early use case"
        in friction.of(Profile(systems=2, layers=0, partners=0, loop_days=2), OWNER).words
    )
    assert "narrow the workflow" in friction.of(Profile(systems=9), OWNER).words


def test_what_was_not_told_counts_nothing_and_is_named():
    found = friction.of(Profile(systems=2), OWNER)
    assert found.points == 1
    assert found.unknown == ("approval layers", "external partners", "decision loop")


@given(COUNTS, COUNTS, COUNTS, st.sampled_from(["systems", "layers", "partners"]))
def test_one_more_system_layer_or_partner_never_lowers_the_score(systems, layers, partners, harder):
    before = Profile(systems=systems, layers=layers, partners=partners, loop_days=3)
    after = Profile(**(before.model_dump() | {harder: min(getattr(before, harder) + 1, 99)}))
    assert friction.of(after, OWNER).points >= friction.of(before, OWNER).points
