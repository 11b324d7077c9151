"""Home as it is drawn: always taken by Slack, never more than 100 blocks, everything with its button."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocks.home import home
from blocks.listing import listing
from blocks.waiting import drawn_from
from playbook.attention import Attention
from playbook.facts import Person
from playbook.home import PER_PAGE, Card, Duty, Health, Page, Sheet, Shown
from playbook.listing import STAGES, Choice, Line
from playbook.waits import Act, Waits
from tests.blocks.taken import assert_view, buttons
from tests.blocks.values import ANNA, BEN, LINE, MOMENT, TODAY, attentions, listed, moments, several, typed

calm = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
FULL = {part: Sheet(page=1, pages=3, total=99) for part in PER_PAGE}
SHEETS = {"waiting_sheet": FULL["waiting"], "mine_sheet": FULL["mine"], "portfolio_sheet": FULL["portfolio"]}
NONE = Sheet(page=0, pages=1, total=0)
waits = st.builds(
    Waits,
    use_case=st.integers(1, 999),
    act=st.sampled_from(get_args(Act)),
    words=typed,
    since=moments,
    evidence=several(typed, 4),
    about=st.just("pilot:1"),
    thread=st.sampled_from(("", "7:gate_stands:a1:pilot")),
)
lines = st.builds(Line, listed=listed, attention=st.none() | attentions)
LATE = "Day 30 Pilot gate overdue since Tue 3 Feb"
ADDRESS = {"7:gate_stands:a1:pilot": "https://nordwind.slack.com/archives/C0SALES/p1767344400000100"}


def a_full_page(things, part):
    return st.lists(things, min_size=PER_PAGE[part], max_size=PER_PAGE[part])


def page(**more):
    told = {
        "person": Person(id=ANNA, name="Anna"),
        "today": TODAY,
        "shown": Shown(),
        "waiting": (),
        "waiting_sheet": NONE,
        "mine": (),
        "mine_sheet": NONE,
        "portfolio": (),
        "portfolio_sheet": NONE,
        "choice": Choice(which="running"),
        "counts": (),
    }
    return Page(**(told | more))


@calm
@given(
    st.lists(waits, min_size=PER_PAGE["waiting"], max_size=PER_PAGE["waiting"]),
    st.lists(
        st.builds(Card, line=lines, verdict=typed), min_size=PER_PAGE["mine"], max_size=PER_PAGE["mine"]
    ),
    st.lists(lines, min_size=PER_PAGE["portfolio"], max_size=PER_PAGE["portfolio"]),
    several(st.builds(Duty, done=st.booleans(), words=typed), 12),
    st.builds(Health, heard_at=st.none() | moments, waiting=st.integers(0, 9), undelivered=several(typed, 9)),
    typed,
)
def test_slack_takes_every_home_however_full_it_is(waiting, mine, portfolio, setup, health, name):
    full = page(
        person=Person(id=ANNA, name=name),
        waiting=tuple(waiting),
        mine=tuple(mine),
        portfolio=tuple(portfolio),
        setup=setup,
        health=health,
        counts=tuple((stage, 1) for stage in STAGES),
        **SHEETS,
    )
    assert_view(home(full, ADDRESS))


def test_home_welcomes_a_newcomer():
    view = home(page())
    assert "Welcome, Anna" in str(view)
    assert "Nothing waits for you" in str(view)
    assert "Register a use case" in buttons(view)


def test_an_admin_finds_what_is_still_to_be_set_up_with_a_button_for_each():
    setup = (
        Duty(done=True, words="Choose the channel", task="settings.four"),
        Duty(done=False, words="Let me into", channels=("C0SALES",)),
        Duty(done=False, words="Register the first use case", task="registration.new"),
    )
    view = home(page(setup=setup))
    assert "Set up: 1 of 3 done" in str(view)
    assert "⬜ To do: Let me into <#C0SALES>" in str(view)
    assert "Answer the four questions" not in buttons(view)
    assert buttons(view)["Register a use case"][0] == "open.registration.new"


def test_an_admin_finds_how_the_bot_does():
    well = home(page(health=Health(heard_at=None, waiting=0, undelivered=())))
    assert "✅ Last event received nothing yet · 0 letters waiting · 0 letters undeliverable" in str(well)
    ill = home(page(health=Health(heard_at=MOMENT, waiting=2, undelivered=("UC-7, the vote: closed",))))
    assert "2 letters waiting · 1 letter undeliverable" in str(ill)
    assert "UC-7, the vote: closed" in str(ill)


def test_a_vote_brings_its_evidence_its_choices_and_the_way_to_its_thread():
    vote = Waits(
        use_case=7,
        act="vote",
        words="UC-7: vote at the Pilot gate",
        since=MOMENT - timedelta(days=1),
        evidence=("❌ KPI signal: too few to say",),
        about="pilot:1",
        thread="7:gate_stands:a1:pilot",
    )
    view = home(page(waiting=(vote,), waiting_sheet=Sheet(page=0, pages=1, total=1)), ADDRESS)
    assert "❌ KPI signal: too few to say" in str(view)
    found = buttons(view)
    assert found["Go"] == ("gates.go", '{"uc":7,"x":"pilot:1"}')
    assert {"Redesign", "Stop", "See the gate", "Open the thread"} <= found.keys()
    assert ADDRESS["7:gate_stands:a1:pilot"] in str(view)


@pytest.mark.parametrize("act", get_args(Act))
def test_whatever_waits_has_a_button_that_settles_it(act):
    one = Waits(use_case=7, act=act, words="UC-7: do it", since=MOMENT, about="pilot:1", number=1)
    assert drawn_from(one).presses


def test_a_card_says_the_day_the_people_the_verdict_and_what_needs_somebody():
    line = LINE.model_copy(update={"proposed": False, "stage": "pilot", "sponsor": BEN})
    urgent = Card(
        line=Line(
            listed=line,
            attention=Attention(rank=3, urgent=True, words="Day 30 Pilot gate overdue since Tue 3 Feb"),
        ),
        verdict="Too few to say.",
    )
    view = str(home(page(mine=(urgent,), mine_sheet=Sheet(page=0, pages=1, total=1))))
    assert "🧪 Pilot · Day 5 of 60 · you own it · sponsor <@U0BEN>" in view
    assert "📏 Too few to say." in view
    assert "❗ *Day 30 Pilot gate overdue since Tue 3 Feb*" in view


def test_a_paused_pilot_is_paused_on_home_and_in_lists_too():
    piloting = LINE.model_copy(update={"stage": "pilot", "proposed": False})
    line = Line(listed=piloting, paused=True, attention=Attention(rank=1, words="past Day 60, undecided"))
    view = str(home(page(mine=(Card(line=line),), portfolio=(line,), counts=(("pilot", 1),))))
    assert view.count("⏸️ Paused in Pilot · Day ") == 2
    assert "⏸️ Paused in Pilot, Day 5 of 60" in str(listing((line,), Choice(), today=TODAY).blocks)


def test_the_portfolio_is_counted_by_stage_narrowed_and_turned():
    line = Line(listed=LINE, attention=Attention(rank=6, words="next Day 10 entry check, Wed 14 Jan"))
    view = home(
        page(
            portfolio=(line,),
            portfolio_sheet=Sheet(page=1, pages=3, total=21),
            counts=(("proposed", 20), ("pilot", 1), ("stopped", 2)),
            shown=Shown(portfolio=1),
        )
    )
    assert "The portfolio (23)" in str(view)
    assert "📝 Proposed *20*  🧪 Pilot *1*  🏅 Stopped *2*" in str(view)  # marked as in every list
    assert "Page 2 of 3, 21 use cases in all" in str(view)
    assert view["private_metadata"] == '{"portfolio":1}'
    assert "{'x': " not in str(view)
    turns = [value for action, value in buttons(view).values() if action.startswith("home.turn")]
    assert turns == ['{"x":"portfolio:0"}', '{"x":"portfolio:2"}']


def test_of_a_closed_use_case_an_admin_reads_key_stage_and_owner_only():
    secret = Line(listed=LINE.model_copy(update={"title": "private"}))
    view = home(page(portfolio=(secret,), counts=(("proposed", 1),)))
    assert "🔒 *UC-7* private · 📝 Proposed · owner <@U0ANNA>" in str(view)
    assert "Show UC-7" not in buttons(view)


def test_what_a_view_remembers_is_read_back_and_nonsense_is_the_first_page():
    assert Shown.read(Shown(mine=2, choice="pilot").write()) == Shown(mine=2, choice="pilot")
    for nonsense in ("", "{", "[]", '{"mine":"x"}', '{"evil":1}', None):
        assert Shown.read(nonsense) == Shown()
    assert Shown(portfolio=3).narrowed("<!channel>") == Shown(choice="all")
