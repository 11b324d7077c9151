"""Registration saves what a person could mean; people and channels unable to do their part are refused."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from playbook import milestones
from playbook.facts import Channel, Contract, Home, Listed
from playbook.forms import AcceptForm, NewUseCase, PeopleForm, PlanForm, ProcessForm
from playbook.ownership import accept
from playbook.refusals import Refusal, Refusals
from playbook.registration import (
    describe_process,
    name_people,
    read_bottlenecks,
    register,
    replan,
    title_of,
    twins,
    undecided,
    write_bottlenecks,
)
from playbook.sentence import compile_sentence
from tests.playbook.company import (
    ANNA,
    BEN,
    BOT,
    COMPLETE,
    DAY_ONE,
    DORA,
    GONE,
    GUEST,
    MONDAY,
    PILOTS,
    STRANGER,
    known,
    line,
    owned,
    proposed,
)
from tests.playbook.test_contract import ARTICLE, locked


def submit(told=None, **typed):
    answers = {"sentence": ARTICLE, "owner": ANNA.id, "sponsor": BEN.id, "home": PILOTS.id} | typed
    form = NewUseCase.read(answers)
    return register(form, compile_sentence(form.sentence, DAY_ONE), told or known(DORA))


def refused(act, *args, **named):
    with pytest.raises(Refusal) as no:
        act(*args, **named)
    return no.value


def test_the_articles_sentence_becomes_a_use_case_with_its_promise():
    use_case = submit(systems="3", layers="2", partners="1", loop_days="4.5")
    assert use_case.title == "Average proposal turnaround time"
    assert use_case.contract.terms.target == 3
    assert use_case.profile.loop_days == 4.5
    assert use_case.home == Home(channel=PILOTS.id)
    assert use_case.proposed


def test_day_one_is_the_next_working_day():
    assert submit().day_one == date(2026, 1, 6)


def test_a_sentence_alone_is_enough_to_be_saved():
    use_case = submit(sentence="improve efficiency", owner=None, sponsor=None, home=None)
    assert use_case.proposed
    lacks = {lack.field for lack in milestones.missing(use_case)}
    assert {"owner", "sponsor", "home", "kpi", "baseline", "target", "due", "systems", "workflow"} <= lacks


def test_a_sentence_that_contradicts_itself_is_refused_beside_the_sentence():
    no = refused(submit, sentence="Reduce turnaround from 3 days to 5 days in 8 weeks")
    assert no.field == "sentence"


@pytest.mark.parametrize(
    "who, why", [(GONE, "deactivated"), (BOT, "app"), (GUEST, "guest"), (STRANGER, "another")]
)
@pytest.mark.parametrize("field", ["owner", "sponsor"])
def test_people_who_cannot_answer_for_it_are_refused_beside_their_field(field, who, why):
    no = refused(submit, **{field: who.id})
    assert no.field == field
    assert why in no.words


def test_somebody_nobody_knows_is_refused():
    assert refused(submit, owner="U0NOBODY").field == "owner"


def test_owner_and_sponsor_are_two_people():
    assert refused(submit, sponsor=ANNA.id).field == "sponsor"


@pytest.mark.parametrize(
    "channel, words",
    [
        (None, "/invite @Pilotage"),
        (Channel(id="C1", name="sales", has_bot=False), "not in #sales. Type /invite @Pilotage there"),
        (Channel(id="C1", name="old", has_bot=True, archived=True), "#old is archived"),
    ],
)
def test_a_channel_the_bot_cannot_post_in_is_refused_with_what_to_type(channel, words):
    no = refused(submit, known(DORA, channel=channel), home="C1")
    assert no.field == "home"
    assert words in no.words


def test_a_private_home_channel_makes_the_use_case_private():
    secret = Channel(id="C0SECRET", name="people-ops", private=True, has_bot=True)
    assert submit(known(DORA, channel=secret), home=secret.id).visibility == "private"


def test_a_sponsor_with_a_pilot_past_day_sixty_decides_it_first():
    late = line(locked().model_copy(update={"day_one": DAY_ONE - timedelta(days=70)}))
    no = refused(submit, known(DORA, listed=(late,)))
    assert no.field == "sponsor"
    assert "UC-7" in no.words


def test_only_pilots_under_way_count_as_undecided():
    lines = (
        line(locked()),
        line(proposed(number=8)),
        line(locked().model_copy(update={"outcome": "stopped"})),
    )
    assert [one.number for one in undecided(BEN.id, lines)] == [7]


def test_everything_wrong_is_told_at_once():
    no = refused(submit, owner=GONE.id, sponsor=GUEST.id)
    assert isinstance(no, Refusals)
    assert [one.field for one in no.each] == ["owner", "sponsor"]


@pytest.mark.parametrize(
    "typed",
    [
        {"systems": "-1"},
        {"systems": "many"},
        {"layers": "1e400"},
        {"partners": "2.5"},
        {"loop_days": "NaN"},
        {"loop_days": "1e400"},
        {"loop_days": "-3"},
        {"sentence": "   "},
        {"sentence": "x" * 3001},
    ],
)
def test_what_is_no_number_or_too_long_is_refused_beside_its_field(typed):
    with pytest.raises(ValidationError) as no:
        submit(**typed)
    assert [error["loc"][0] for error in no.value.errors()] == list(typed)


def test_emoji_and_right_to_left_text_are_kept_and_tricks_are_not():
    use_case = submit(sentence="Reduce 📦 return time from 5 days to 3 days in 8 weeks \u202eevil\u200b שלום")
    assert "📦" in use_case.sentence
    assert "שלום" in use_case.sentence
    assert "\u202e" not in use_case.sentence


def test_a_title_is_short_enough_to_be_said():
    assert len(title_of(compile_sentence("x", DAY_ONE), "word " * 60)) <= 80


# --- twins --------------------------------------------------------------------------------------------------


def test_a_similar_title_or_the_same_workflow_is_asked_about():
    here = line(proposed(title="Average proposal turnaround time", workflow="Quote to cash"))
    told = known(DORA, listed=(here,))
    assert twins("average PROPOSAL turnaround times", None, told) == (here,)
    assert twins("Proposal turnaround time", None, told) == (here,)
    assert twins("Something else", "quote  to CASH", told) == (here,)
    assert twins("Invoice disputes", None, told) == ()


def test_a_private_twin_is_not_given_away():
    here = line(proposed(title="Proposal turnaround", home=Home(channel="C0SECRET", private=True)))
    outsider = known(GUEST, listed=(here,))
    assert twins("Proposal turnaround", None, outsider) == ()


# --- people and process -------------------------------------------------------------------------------------


def people(**more):
    return PeopleForm.read({"owner": ANNA.id, "sponsor": BEN.id, "home": PILOTS.id} | more)


def test_naming_another_owner_asks_the_new_one_and_clears_what_the_old_one_accepted():
    after = name_people(owned(), people(owner=DORA.id), known())
    assert (after.owner, after.naming, after.accepted) == (DORA.id, 2, False)


def test_open_grants_follow_the_new_sponsor():
    unarmed = accept(proposed(), AcceptForm.read({"function": "Sales"}), known(ANNA))
    after = name_people(unarmed, people(sponsor=DORA.id), known())
    assert {b.clears for b in after.blockers} == {DORA.id}


def test_the_signatories_of_a_locked_contract_change_by_handover_only():
    no = refused(name_people, locked(), people(owner=DORA.id, sponsor=GUEST.id), known())
    assert {"owner", "sponsor"} <= {one.field for one in no.each}


def test_a_signature_lapses_when_the_other_signatory_changes():
    from playbook.contract import sign

    half = sign(owned(contracts=(Contract(terms=COMPLETE),)), known(ANNA), 0)
    assert name_people(half, people(sponsor=DORA.id), known()).contract.signatures == ()


def test_the_bottleneck_map_is_a_line_each():
    typed = {"bottlenecks": "Pricing, 2 days, CRM\nLegal check, 3 days\nSend", "second_place": "Lyon"}
    after = describe_process(owned(), ProcessForm.read(typed), known())
    assert [(b.step, b.wait, b.system) for b in after.bottlenecks] == [
        ("Pricing", "2 days", "CRM"),
        ("Legal check", "3 days", ""),
        ("Send", "", ""),
    ]
    assert after.second_place.name == "Lyon"


def test_registration_remembers_when_and_by_whom():
    assert (submit().registrant, submit().registered_at) == (DORA.id, MONDAY)


def test_who_left_meanwhile_does_not_keep_the_rest_from_being_changed():
    before = proposed(sponsor=GONE.id)
    moved = name_people(before, people(owner=before.owner, sponsor=GONE.id, home=None), known(DORA))
    assert moved.home is None


@pytest.mark.parametrize("text", ["step,,CRM", ", 2 days", "step, 1 day, CRM, archive,", "step"])
def test_a_bottleneck_map_opened_and_saved_untouched_stays_as_it_is(text):
    lines = read_bottlenecks(text)
    assert read_bottlenecks(write_bottlenecks(lines)) == lines


def test_commas_alone_are_no_bottleneck():
    assert read_bottlenecks(" , \n,,\n") == ()


@pytest.mark.parametrize("day", ["9999-12-31", "2027-01-07"])
def test_day_one_lies_within_a_year(day):
    assert "a year" in refused(replan, proposed(), PlanForm.read({"day_one": day}), known(DORA)).words


def test_what_it_owns_stays_what_it_runs():
    owned_by_it = accept(proposed(function=None), AcceptForm.read({"function": "IT"}), known(ANNA))
    no = refused(describe_process, owned_by_it, ProcessForm.read({"function": "Sales"}), known(ANNA))
    assert no.field == "function"


def test_the_twenty_first_of_one_day_is_refused_with_the_ways_forward():
    listed = tuple(
        Listed(
            number=n,
            title="x",
            registrant=DORA.id,
            registered_at=MONDAY - timedelta(hours=n),
            day_one=DAY_ONE,
        )
        for n in range(1, 21)
    )
    no = refused(submit, known(DORA, listed=listed))
    assert "20 is the most" in str(no)
    assert no.ways
    assert submit(known(DORA, listed=listed[1:]))
    assert submit(known(ANNA, listed=listed))
