"""Everything the bot says unasked: Slack takes it, it cannot be abused, and it says what it has to say."""

import os
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import blocks
from blocks.actions import Target
from blocks.escape import escape
from blocks.ownership import DUTIES
from playbook import letters
from playbook.facts import ControlAnswer
from tests.blocks.taken import assert_message, buttons
from tests.blocks.values import (
    AMENDED,
    ANNA,
    BEN,
    DAY_ONE,
    GRETA,
    LOCKED,
    MOMENT,
    NOTICES,
    PROPOSED,
)

KINDS = set(get_args(get_args(letters.AnyNotice)[0]))
EXAMPLES = int(os.environ.get("PILOTAGE_EXAMPLES", "40"))  # of each notice; more with `make check-security`
calm = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
ABOUT = {"use_case": 7, "title": "Proposal turnaround"}


def test_every_notice_has_its_drawing():
    assert set(blocks.DRAWINGS) == KINDS == set(NOTICES)


@pytest.mark.parametrize("kind", sorted(KINDS, key=lambda kind: kind.__name__))
def test_whatever_people_typed_slack_takes_every_notice_and_nobody_is_pinged(kind):
    @calm
    @given(NOTICES[kind])
    def drawn_well(notice):
        assert_message(blocks.draw(notice))

    drawn_well()


@calm
@given(st.one_of(*NOTICES.values()))
def test_where_blocks_are_refused_the_text_alone_says_it(notice):
    plain = blocks.draw_plain(notice)
    assert_message(plain)
    assert plain.blocks == []
    assert "Buttons:" not in plain.text


ABOUT_ONE = {kind for kind in KINDS if "use_case" in kind.model_fields} - {letters.CardShown}  # of another
CUT = ("in the card", "…")  # the most important lines, and how many are left


@pytest.mark.parametrize("kind", sorted(ABOUT_ONE, key=lambda kind: kind.__name__))
def test_the_text_alone_says_which_use_case_it_is_about_and_what_can_be_pressed(kind):
    """Screen readers and notifications have nothing but the text."""

    @settings(calm, max_examples=6, phases=[Phase.explicit, Phase.generate])
    @given(NOTICES[kind])
    def tells(notice):
        drawn = blocks.draw(notice)
        if not any(sign in drawn.text for sign in CUT):
            assert f"UC-{notice.use_case}" in drawn.text
            assert all(label in drawn.text for label in map(escape, buttons(drawn)))

    tells()


def test_a_plain_message_says_which_command_stands_for_its_buttons():
    asked = letters.OwnershipAsked(**ABOUT, sentence="", registrant=GRETA, sponsor=BEN)
    assert "/pilot show UC-7" in blocks.draw_plain(asked).text


def test_an_announcement_tells_a_stranger_what_it_is_and_what_is_missing():
    notice = letters.UseCaseAnnounced(
        **ABOUT,
        sentence="Reduce it <!channel>",
        registrant=GRETA,
        owner=ANNA,
        owner_accepted=False,
        sponsor=None,
        friction="heavy: narrow the workflow",
        state="proposed",
        missing=tuple(f"part {number}" for number in range(8)),
    )
    text = blocks.draw(notice).text
    for words in (
        "UC-7",
        "&lt;!channel&gt;",
        "<@U0ANNA> (⏳ asked)",
        "not named yet",
        "heavy",
        "3 more",
        "60 days",
    ):
        assert words in text
    assert "part 7" not in text


def test_a_sentence_that_is_its_own_title_is_not_said_twice():
    asked = letters.OwnershipAsked(**ABOUT, sentence="Proposal  Turnaround", registrant=GRETA, sponsor=BEN)
    assert "> Proposal" not in blocks.draw(asked).text
    longer = asked.model_copy(update={"sentence": "Halve the proposal turnaround"})
    assert "> Halve the proposal turnaround" in blocks.draw(longer).text


def test_an_owner_is_asked_with_two_answers_until_there_is_an_outcome():
    asked = letters.OwnershipAsked(**ABOUT, sentence="Reduce it", registrant=GRETA, sponsor=BEN)
    shown = buttons(blocks.draw(asked))
    assert shown["Accept"] == ("open.registration.accept", "UC-7")
    assert shown["Decline"] == ("open.registration.decline", "UC-7")
    declined = blocks.draw(asked.model_copy(update={"outcome": "declined", "reason": "No time"}))
    assert buttons(declined) == {}
    assert "Declined" in declined.text
    assert "No time" in declined.text


def test_the_five_duties_are_five_lines():
    text = blocks.draw(letters.DutiesGiven(**ABOUT)).text
    assert len(DUTIES) == 5
    assert all(
        name in text for name in ("Adoption", "Process redesign", "Exceptions", "weekly number", "gates")
    )


def test_a_sponsor_grants_each_open_authority_with_its_own_button():
    asked = letters.AuthorityAsked(**ABOUT, owner=ANNA, open=("access", "it_runs_it"), granted=("process",))
    drawn = blocks.draw(asked)
    assert buttons(drawn) == {
        "Grant": ("registration.grant#access", '{"uc":7,"x":"access"}'),
        "Confirm": ("registration.grant#it_runs_it", '{"uc":7,"x":"it_runs_it"}'),
    }
    assert "Granted: the process" in drawn.text
    assert buttons(blocks.draw(asked.model_copy(update={"open": ()}))) == {}


def test_gatekeepers_see_the_answers_as_they_come_and_not_yet_for_the_rest():
    asked = letters.GovernanceAsked(
        **ABOUT,
        owner=ANNA,
        documented=(
            ControlAnswer(control="data_sensitivity", answer="confidential", by=ANNA, at=MOMENT),
            ControlAnswer(
                control="escalation_path", answer="named contact", contact=GRETA, by=ANNA, at=MOMENT
            ),
        ),
        owed=("model_boundary", "human_review", "logging"),
    )
    drawn = blocks.draw(asked)
    assert "*Data sensitivity*: Confidential" in drawn.text
    assert f"*Escalation path*: <@{GRETA}>" in drawn.text
    assert drawn.text.count("not yet") == 3
    assert set(buttons(drawn)) == {"No objection", "Object"}
    assert buttons(blocks.draw(asked.model_copy(update={"withdrawn": True}))) == {}


def test_an_objection_reaches_the_owner_with_its_ground_and_its_reason():
    notice = letters.GovernanceObjected(**ABOUT, by=GRETA, ground="data_path", reason="Mail leaves the EU")
    drawn = blocks.draw(notice)
    assert "data path" in drawn.text
    assert "Mail leaves the EU" in drawn.text
    assert "Answer the controls" in buttons(drawn)
    assert buttons(blocks.draw(notice.model_copy(update={"withdrawn": True}))) == {}


def test_a_signature_is_asked_for_just_this_version_and_the_button_goes_with_the_outcome():
    asked = letters.SignatureAsked(**ABOUT, contract=PROPOSED.contract)
    drawn = blocks.draw(asked)
    assert buttons(drawn)["Sign"] == ("contract.sign", '{"uc":7,"v":1,"x":"r1"}')
    assert buttons(drawn)["Open the page"] == ("contract.show", "UC-7")
    for outcome, word in (("signed", "Signed"), ("locked", "Locked"), ("changed", "Withdrawn")):
        after = blocks.draw(asked.model_copy(update={"outcome": outcome}))
        assert buttons(after) == {}
        assert word in after.text


def test_a_button_never_carries_names_or_numbers_of_the_kpi():
    asked = letters.SignatureAsked(**ABOUT, contract=PROPOSED.contract, before=LOCKED)
    carried = buttons(blocks.draw(asked))
    assert "Sign" in carried
    for _, value in carried.values():
        assert "proposal" not in value.lower()
        assert "3" not in value


def test_a_locked_contract_reads_as_one_promise_with_both_names():
    notice = letters.ContractLocked(**ABOUT, contract=LOCKED, owner=ANNA, sponsor=BEN, day_one=DAY_ONE)
    text = blocks.draw(notice).text
    for words in (
        "from *5 days* to *3 days* by *Mon 2 Mar 2026 (Day 57)*, 40\u00a0% lower",
        "5 days (one number, no source named yet)",
        "2.6 to 3.4 days",
        "error rate: below 2",
        "error rate at least 2",
        "two readings in a row",
        "<@U0ANNA>",
        "<@U0BEN>",
    ):
        assert words in text


def test_an_amendment_shows_the_old_target_beside_the_new_one_and_why():
    notice = letters.ContractAmended(**ABOUT, before=LOCKED, contract=AMENDED, owner=ANNA, sponsor=BEN)
    drawn = blocks.draw(notice)
    table = next(block for block in drawn.blocks if block["type"] == "table")
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Term", "Version 1 (old)", "Version 2 (new)"],
        ["Target", "3 days, 40\u00a0% lower", "3.5 days, 30\u00a0% lower"],
    ]
    assert "A second approver joined" in drawn.text
    assert "Unchanged: KPI, Baseline, Due" in drawn.text


def test_a_dead_letter_has_a_button_that_sends_it_again():
    dead = letters.DeadLetter(words="UC-7, the contract: refused", use_case=7, names=("contract_locked:c1",))
    drawn = blocks.draw(letters.LettersUndeliverable(since=MOMENT, dead=(dead,)))
    (shown,) = [block for block in drawn.blocks if "accessory" in block]
    assert (shown["accessory"]["action_id"], shown["accessory"]["text"]["text"]) == (
        "letters.again",
        "Send again",
    )
    assert Target.read(shown["accessory"]["value"]) == Target(uc=7, extra="contract_locked:c1")


def test_undeliverable_letters_are_listed_and_the_rest_is_counted():
    lines = tuple(f"#old-{number} is archived: unarchive it" for number in range(14))
    text = blocks.draw(letters.LettersUndeliverable(since=MOMENT, lines=lines)).text
    assert "#old-9 is archived" in text
    assert "4 more" in text
