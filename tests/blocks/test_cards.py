"""What people get when they ask: the card, the one page, the lists, help and Home."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocks import incidents, rollback
from blocks.contract import page
from blocks.help import Command, draft_kept, usage
from blocks.listing import listing, picker
from blocks.pieces import button
from blocks.proofs import page as controls_page
from blocks.registration import SUPPLIES, card, registered
from blocks.settings import answered
from blocks.waiting import Waiting
from playbook import friction, milestones
from playbook.attention import Attention
from playbook.deciding import Criterion, Decision, Vote
from playbook.facts import Draft, Ownership, Settings, Trip
from playbook.known import Around
from playbook.listing import Choice, Line
from tests.blocks.taken import assert_message, buttons
from tests.blocks.values import (
    AMENDED,
    ANNA,
    BEN,
    DAY_ONE,
    LINE,
    LOCKED,
    MOMENT,
    PILOT,
    PROPOSED,
    TODAY,
    attentions,
    contracts,
    frictions,
    ids,
    listed,
    missing,
    moments,
    rights,
    several,
    typed,
    use_cases,
)

calm = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
AROUND = Around(now=MOMENT)
HARD = friction.of(PROPOSED.profile.model_copy(update={"systems": 3, "layers": 2, "partners": 1}), ANNA)
ALL = frozenset(("see", "describe", "document", "accept", "grant", "sign", "amend", "answer_governance"))
NONE = frozenset()
waits = st.builds(
    Waiting,
    words=typed,
    presses=several(st.just(button("Sign", "contract.sign", "UC-7")), 1),
    evidence=several(typed, 5),
    since=st.none() | moments,
)


def shown(use_case, may=ALL, today=TODAY):
    return card(use_case, milestones.missing(use_case), HARD, may, today)


@calm
@given(use_cases, several(missing, 30), frictions, rights)
def test_slack_takes_every_card(use_case, lacks, score, may):
    assert_message(card(use_case, lacks, score, may, TODAY))
    assert_message(registered(use_case, lacks, score, may, notes=(use_case.title,)))


@calm
@given(use_cases, contracts, rights)
def test_slack_takes_every_page_and_checklist(use_case, contract, may):
    assert_message(page(use_case, contract, may))
    assert_message(page(use_case, use_case.contract, may))
    assert_message(controls_page(use_case, AROUND, may, ANNA))


@calm
@given(several(listed, 120), several(attentions, 3), st.integers(0, 4), frictions)
def test_slack_takes_every_list(found, needs, page, score):
    told = [*needs, None]
    lines = tuple(Line(listed=one, attention=told[n % len(told)]) for n, one in enumerate(found))
    scores = {one.number: score for one in found[::2]}
    assert_message(listing(lines, Choice(which="queue"), page, scores, today=TODAY))
    assert_message(listing(lines, Choice(which="owner", owner=ANNA), page))
    assert_message(picker(found, "registration.show"))


@calm
@given(several(waits, 9), typed, typed, several(st.builds(Command, name=typed, usage=typed, words=typed)))
def test_slack_takes_every_help(waiting, unknown, guess, commands):
    assert_message(usage(commands, waiting=waiting, unknown=unknown, guess=guess))


@calm
@given(st.dictionaries(st.sampled_from(("sentence", "systems", "owner", "home")), typed | ids), moments)
def test_slack_takes_every_kept_draft(answers, at):
    assert_message(draft_kept(Draft(form="registration.new", answers=answers, saved_at=at), "n1"))


def test_a_card_says_its_day_once_the_contract_is_locked_and_day_one_before():
    assert "Day 5 of 60" in shown(PILOT).text
    assert "🧪 Pilot" in shown(PILOT).text
    assert "📝 Proposed · Day 1 was Mon 5 Jan 2026" in shown(PROPOSED).text
    assert "Day 1 is Mon 5 Jan 2026" in shown(PROPOSED, today=DAY_ONE - timedelta(days=3)).text
    assert "Day 66, past Day 60" in shown(PILOT, today=DAY_ONE + timedelta(days=65)).text


def test_a_card_says_what_is_due_next():
    framed = PILOT.model_copy(update={"stage": "frame"})
    assert "Next due: Day 10 entry check, Wed 14 Jan 2026" in shown(framed).text
    assert "Next due: Day 30 Pilot gate, Tue 3 Feb 2026" in shown(PILOT, today=DAY_ONE + timedelta(10)).text


def test_a_gate_that_is_undecided_stays_what_is_due():
    text = shown(PILOT, today=DAY_ONE + timedelta(40)).text
    assert "Next due: Day 30 Pilot gate, was due Tue 3 Feb 2026" in text


def test_a_card_lists_what_the_present_gate_lacks_and_says_you_to_whoever_supplies_it():
    signal = Criterion(name="signal", result="unclear", because="1 of 4 weeks", supplies=(ANNA, BEN))
    text = card(PILOT, (), HARD, ALL, TODAY, lacking=(signal,), reader=ANNA).text
    assert "Nothing is missing" not in text
    assert f"KPI signal*: unclear. 1 of 4 weeks (you, <@{BEN}>)" in text.replace("❓ ", "")
    assert "Nothing is missing" in card(PILOT, (), HARD, ALL, TODAY).text


@pytest.mark.parametrize(
    "outcome, choice, said",
    [
        ("stopped", "stop", "🏅 *Stopped with clarity* on Day 30, decided by <@U0BEN>. What was learned:"),
        ("scaled", "go", "🏁 *Scaled* on Day 30, decided by <@U0BEN>."),
    ],
)
def test_what_has_ended_says_what_was_learned_and_lacks_nothing(outcome, choice, said):
    at = datetime(2026, 2, 3, 9, tzinfo=UTC)
    vote = Vote(by=BEN, role="sponsor", choice=choice, at=at)
    learned = {"reason": "Proposals wait for the customer", "cause": "no_effect"} if choice == "stop" else {}
    decision = Decision(
        number=1, gate="scale", attempt=1, choice=choice, criteria=(), votes=(vote,), at=at, day=30, **learned
    )
    text = shown(PILOT.model_copy(update={"outcome": outcome, "decisions": (decision,)})).text
    assert said.replace("*", "") in text.replace("*", "")
    assert ("Proposals wait for the customer" in text) == (choice == "stop")
    assert "missing" not in text.lower()


def test_a_card_explains_friction_with_every_reason():
    text = shown(PROPOSED).text
    assert "at least 6 points, heavy" in text
    assert "it crosses 3 systems (+2)" in text
    assert "not told yet: decision loop" in text


def test_a_card_says_whose_each_missing_part_is():
    text = shown(PROPOSED).text
    assert "*People*: the owner's acceptance (waiting for <@U0ANNA>)" in text
    assert text.count("waiting for") == text.count("waiting for <@U0ANNA>")
    assert "a gatekeeper's answer on governance" in text


def test_a_card_offers_only_what_its_reader_may_do():
    assert set(buttons(shown(PROPOSED, NONE))) == {"Open the contract", "Open the controls"}
    may_describe = buttons(shown(PROPOSED, frozenset({"describe"})))
    assert may_describe["Describe the process"] == ("open.registration.process", "UC-7")
    assert "Answer the controls" not in may_describe
    assert "Accept ownership" not in may_describe


def test_every_missing_part_has_a_button_that_supplies_it():
    offered = {action for action, _ in buttons(shown(PROPOSED)).values()}
    for lack in milestones.missing(PROPOSED):
        assert f"open.{SUPPLIES[lack.part][1]}" in offered or lack.field == "accept"


def test_what_only_a_person_can_say_has_no_form_behind_it():
    people = [lack for lack in milestones.missing(PROPOSED) if lack.part == "people"]
    assert [lack.field for lack in people] == ["accept"]
    assert "Name people" not in buttons(shown(PROPOSED))


def test_the_named_owner_is_offered_to_accept_first():
    assert "Accept ownership" in buttons(shown(PROPOSED))
    accepted = PROPOSED.model_copy(update={"ownership": Ownership(accepted_at=MOMENT, function="Sales")})
    assert "Accept ownership" not in buttons(shown(accepted))
    assert buttons(shown(accepted))["Sign"][0] == "contract.sign"


def test_a_registration_is_answered_with_where_it_was_announced_and_what_is_missing():
    drawn = registered(PROPOSED, milestones.missing(PROPOSED), HARD, ALL, notes=("Please check: deadline",))
    assert "Saved as proposed" in drawn.text
    assert "*Saved:*" in registered(PILOT.model_copy(update={"contracts": (LOCKED,)}), (), HARD, ALL).text
    assert "Announced in <#C0SALES>" in drawn.text
    assert "Please check: deadline" in drawn.text
    assert "Describe the process" in buttons(drawn)
    homeless = registered(PROPOSED.model_copy(update={"home": None}), (), HARD, ALL)
    assert "no home channel yet" in homeless.text
    assert "Nothing is missing" in homeless.text


def test_the_one_page_holds_the_whole_contract():
    text = page(PILOT, LOCKED).text
    for words in (
        "KPI",
        "lower is better",
        "Baseline",
        "Target",
        "Day 57",
        "2.6 to 3.4 days",
        "Guardrails",
        "Rollback trigger",
        "not yet",
        "🔒 Locked, version 1",
        "Owner <@U0ANNA> signed",
    ):
        assert words in text


def test_the_page_offers_to_sign_only_a_complete_draft():
    accepted = PROPOSED.model_copy(update={"ownership": Ownership(accepted_at=MOMENT, function="Sales")})
    assert "Sign" in buttons(page(accepted, accepted.contract, ALL))
    assert "Sign" not in buttons(page(accepted, accepted.contract, NONE))
    assert "Sign" not in buttons(page(PROPOSED, PROPOSED.contract, ALL))
    assert set(buttons(page(PILOT, LOCKED, ALL))) == {"Amend", "Amend defaults"}


def test_the_page_of_an_amendment_shows_the_old_beside_the_new():
    amended = PILOT.model_copy(update={"contracts": (LOCKED, AMENDED)})
    drawn = page(amended, AMENDED, NONE)
    assert "Target | 3 days, 40\u00a0% lower | 3.5 days, 30\u00a0% lower" in drawn.text


def test_a_checklist_counts_what_is_documented():
    drawn = controls_page(PROPOSED, AROUND, ALL)
    assert "0 of 5 documented, 0 of 5 proved" in drawn.text
    assert "No gatekeeper has answered yet" in drawn.text
    assert set(buttons(drawn)) == {"Answer the controls", "No objection", "Object"}
    assert buttons(controls_page(PROPOSED, AROUND, NONE)) == {}


def lines_of(*numbers):
    return tuple(Line(listed=LINE.model_copy(update={"number": number})) for number in numbers)


def test_a_list_is_a_table_of_a_page_and_says_where_the_rest_is():
    drawn = listing(lines_of(*range(1, 131)), Choice(), today=TODAY)
    table = next(block for block in drawn.blocks if block["type"] == "data_table")
    assert len(table["rows"]) == 101
    assert "Use cases (130)" in drawn.text
    assert "1 to 100 of 130, page 1 of 2" in str(drawn.blocks)
    assert buttons(drawn)["After"] == ("registration.list#after", '{"x":"all:1"}')
    assert "Before" not in buttons(drawn)


def test_the_second_page_holds_the_rest_and_a_page_that_is_gone_is_the_last():
    for asked in (1, 7):
        drawn = listing(lines_of(*range(1, 131)), Choice(which="pilot"), asked, today=TODAY)
        table = next(block for block in drawn.blocks if block["type"] == "data_table")
        assert [row[0]["text"] for row in table["rows"][1:]] == [f"UC-{n}" for n in range(101, 131)]
        assert buttons(drawn)["Before"] == ("registration.list#before", '{"x":"pilot:0"}')


def test_a_list_says_what_each_needs_and_tells_nothing_of_closed_ones():
    needy = Line(listed=LINE, attention=Attention(rank=0, words="rolled back"))
    text = listing((needy, *lines_of(8)), Choice(), today=TODAY).text
    assert "UC-7 | Proposals | 📝 Proposed | rolled back" in text
    assert "UC-8 | Proposals | 📝 Proposed | not told" in text


def test_an_empty_list_offers_to_register():
    assert "Register a use case" in buttons(listing((), Choice(which="mine")))
    assert "Register a use case" in buttons(picker((), "registration.show"))


def test_the_queue_opens_with_where_to_start_and_why():
    score = friction.of(PROPOSED.profile.model_copy(update={"systems": 2}), ANNA)
    text = listing(lines_of(7), Choice(which="queue"), 0, {7: score}).text
    assert "Start here: UC-7" in text
    assert "because its friction is at least 1, short loop" in text
    assert "it crosses 2 systems (+1)" in text


def test_a_picker_remembers_what_it_is_for():
    drawn = picker((LINE,), "contract.show")
    select = drawn.blocks[0]["accessory"]
    assert select["action_id"] == "registration.pick"
    assert select["options"][0]["value"] == '{"uc":7,"x":"contract.show"}'


def test_help_says_what_was_not_understood_and_what_was_probably_meant():
    commands = (
        Command(name="new", usage="/pilot new [sentence]", words="registers a use case"),
        Command(name="log", usage="/pilot log UC-7 4.1", words="logs a reading"),
    )
    text = usage(commands[1:], unknown="lgo <!here>", guess="log").text
    assert "I do not know “lgo &lt;!here&gt;”. Did you mean `log`?" in text
    assert "/pilot log UC-7 4.1" in text
    assert "`/pilot help` shows all that can be typed." in text
    assert_message(usage((), unknown="foo"))
    only = usage(commands, topic="log").text
    assert "logs a reading" in only
    assert "/pilot new" not in only


def test_help_shows_the_first_of_what_waits_with_its_evidence_and_counts_the_rest():
    press = (button("Sign", "contract.sign"),)
    waiting = tuple(
        Waiting(words=f"thing {n}", presses=press, since=MOMENT, evidence=(f"reason {n}",)) for n in range(7)
    )
    text = usage((), waiting=waiting).text
    assert "thing 0" in text
    assert "reason 4" in text
    assert "thing 5" not in text
    assert "2 more" in text


def test_a_draft_is_offered_with_what_was_typed():
    draft = Draft(form="registration.new", answers={"sentence": "Reduce it"}, saved_at=MOMENT)
    drawn = draft_kept(draft, "n1")
    assert "Reduce it" in drawn.text
    assert buttons(drawn) == {
        "Continue": ("draft.continue", '{"x":"n1"}'),
        "Discard": ("draft.discard", '{"x":"n1"}'),
    }


def test_settings_are_read_back():
    assert_message(answered(Settings()))
    text = answered(Settings(country="AT", gatekeepers=(ANNA, BEN), leadership_channel="C0BOARD")).text
    assert "Austria" in text
    assert "<@U0ANNA>, <@U0BEN>" in text
    assert "<#C0BOARD>" in text


@calm
@given(use_cases, rights)
def test_the_pages_of_what_went_wrong_are_always_taken(use_case, may):
    for drawn in (
        rollback.page(use_case, may),
        incidents.incidents(use_case, may),
        incidents.blockers(use_case, may),
    ):
        assert_message(drawn)


def test_an_open_rollback_offers_each_reader_what_is_theirs():
    trip = Trip(number=1, at=MOMENT, by=ANNA, reason="wrong prices went out")
    use_case = PILOT.model_copy(update={"trips": (trip,)})
    assert not buttons(rollback.page(use_case, frozenset({"see"})))
    answering = rollback.page(use_case, frozenset({"answer_rollback", "write_fallback"}))
    assert list(buttons(answering)) == [
        "Fallback is running",
        "Still live because …",
        "Write the fallback steps",
    ]
    answered = trip.model_copy(update={"answered_at": MOMENT, "answered_by": ANNA, "fallback_runs": True})
    closing = rollback.page(use_case.model_copy(update={"trips": (answered,)}), frozenset({"close_rollback"}))
    assert list(buttons(closing)) == ["Close the rollback"]


def test_while_it_is_rolled_back_the_answer_to_that_is_the_main_thing_on_the_card():
    trip = Trip(number=1, at=MOMENT, by=ANNA, reason="wrong prices went out")
    unsigned = LOCKED.model_copy(update={"version": 2, "signatures": (), "locked_at": None})
    pilot = PILOT.model_copy(update={"trips": (trip,), "contracts": (LOCKED, unsigned)})
    drawn = shown(pilot, may=ALL | {"answer_rollback"})
    assert {"Sign", "Fallback is running"} <= set(buttons(drawn))
    assert_message(drawn)  # one main button, not two
