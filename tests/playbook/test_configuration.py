"""What a workspace may set: hours and rules, each number validated beside its field."""

from datetime import time

import pytest
from pydantic import ValidationError

from playbook import configuration, registration, sentence
from playbook.forms import HoursForm, NewUseCase, PlanDaysForm, RulesForm
from playbook.refusals import Refusal
from tests.playbook.company import (
    ADA,
    BEN,
    BOT,
    CARLA,
    DORA,
    EVERYBODY,
    GONE,
    GUEST,
    MONDAY,
    SETTINGS,
    STRANGER,
    known,
)

HOURS = {
    "zone": "Europe/Berlin",
    "asked_at": "08:30",
    "digest_day": "2",
    "digest_at": "09:30",
    "reminders": "light",
}
PLAN = {
    "entry": "10",
    "pilot": "30",
    "limited_production": "45",
    "scale": "60",
    "attempts": "2",
}
RULES = {"undecided_cap": "3", "quorum": "1"}


def hours(**more):
    return configuration.set_hours(SETTINGS, HoursForm.read(HOURS | more), known(ADA))


def rules(settings=SETTINGS, **more):
    return configuration.set_rules(settings, RulesForm.read(RULES | more), known(ADA))


def plan(**more):
    return configuration.set_plan(SETTINGS, PlanDaysForm.read(PLAN | more), known(ADA))


def refused(act, **more):
    with pytest.raises(Refusal) as no:
        act(**more)
    return no.value


def test_hours_are_kept_and_shown_as_they_were_typed():
    after = hours()
    assert (after.asked_at, after.digest_day, after.reminders) == (time(8, 30), 2, "light")
    assert (after.version, after.answered_at) == (SETTINGS.version + 1, MONDAY)
    assert configuration.hours_answers(after) == HOURS


@pytest.mark.parametrize("typed", ["europe/berlin", "Berlin", " EUROPE/BERLIN "])
def test_a_zone_is_found_however_it_is_spelled(typed):
    assert hours(zone=typed).zone == "Europe/Berlin"


def test_a_zone_nobody_lives_in_is_refused_with_an_example():
    no = refused(hours, zone="Atlantis")
    assert no.field == "zone"
    assert "Europe/Berlin" in no.words


def test_the_plan_is_kept_and_counts_for_what_is_registered_later():
    after = plan(entry="7", pilot="21", limited_production="35", scale="50", attempts="3")
    assert (after.offsets, after.attempts) == ((7, 21, 35, 50), 3)
    form = NewUseCase.read({"sentence": "Reduce turnaround from 5 days to 3 days"})
    told = known(settings=after)
    new = registration.register(
        form, sentence.compile_sentence(form.sentence, registration.first_day(told)), told
    )
    assert new.offsets == (7, 21, 35, 50)


@pytest.mark.parametrize(
    "field, days",
    [("pilot", {"pilot": "10"}), ("scale", {"limited_production": "60"}), ("pilot", {"entry": "31"})],
)
def test_milestones_come_one_after_the_other(field, days):
    assert refused(plan, **days).field == field


@pytest.mark.parametrize(
    "name, typed", [("scale", "61"), ("attempts", "0"), ("quorum", "0"), ("entry", "1.5")]
)
def test_numbers_outside_the_operating_model_are_refused_beside_their_field(name, typed):
    with pytest.raises(ValidationError) as no:
        (rules if name == "quorum" else plan)(**{name: typed})
    assert [error["loc"] for error in no.value.errors()] == [(name,)]


def test_a_quorum_nobody_could_ever_reach_is_refused():
    assert refused(rules, quorum="2").field == "quorum"
    several = SETTINGS.model_copy(update={"gatekeepers": ("U0CARLA", "U0DAVID")})
    assert rules(several, quorum="2").quorum == 2


def test_each_page_leaves_what_the_others_set():
    both = configuration.set_plan(hours(), PlanDaysForm.read(PLAN | {"attempts": "4"}), known(ADA))
    assert (both.zone, both.attempts, both.gatekeepers) == ("Europe/Berlin", 4, SETTINGS.gatekeepers)


def grouped(members=(CARLA.id, DORA.id), before=SETTINGS, **more):
    told = known(ADA).model_copy(update={"members": members})
    return configuration.set_rules(before, RulesForm.read(RULES | {"group": "S0GOV"} | more), told)


def test_whoever_is_in_the_group_is_a_gatekeeper_beside_those_named_one_by_one():
    after = grouped((DORA.id, GUEST.id, GONE.id, BOT.id, STRANGER.id))
    assert (after.gatekeepers, after.gatekeepers_named) == ((CARLA.id, DORA.id), (CARLA.id,))
    assert configuration.answers(after)["gatekeepers"] == [CARLA.id]
    assert grouped(quorum="2").quorum == 2


def test_who_comes_and_goes_is_counted_by_the_group_of_that_moment():
    before = grouped((DORA.id,))
    after = configuration.regrouped(before, (BEN.id,), EVERYBODY)
    assert (after.gatekeepers, after.version) == ((CARLA.id, BEN.id), before.version + 1)
    assert configuration.regrouped(after, (BEN.id,), EVERYBODY) is after


def test_without_the_group_those_named_one_by_one_stay():
    after = configuration.set_rules(grouped(), RulesForm.read(RULES), known(ADA))
    assert (after.gatekeepers, after.gatekeeper_group) == ((CARLA.id,), None)


def test_a_group_slack_does_not_know_is_refused():
    with pytest.raises(Refusal, match="does not tell me who is in this group"):
        grouped(None)
