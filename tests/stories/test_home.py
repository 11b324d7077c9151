"""Home as each of them finds it: what waits with its evidence, what is theirs, the portfolio; as of now."""

import pytest

from playbook.facts import Home
from sandbox.clock import Clock
from sandbox.stories.acts import registers
from sandbox.stories.gates import has_readings, is_piloted, record, turn
from sandbox.stories.weeks import MONDAY
from sandbox.workspace import TEAM
from store import changes


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def at_its_gate(nordwind, house):
    """Day 31: four good weeks, nobody has tested it, and the Pilot gate is overdue."""
    is_piloted(nordwind, house)
    has_readings(house, 4.0, 3.6, 3.4, 3.2)
    turn(nordwind, 2, 9)
    return nordwind


def test_a_gatekeeper_votes_from_home_and_home_is_published_anew(at_its_gate, house):
    carla = at_its_gate.person("carla").opens_home()
    carla.sees("vote at the Pilot gate", in_="home")
    assert "overdue since Wed 4 Feb" in carla.home
    assert "❓ unclear: User acceptance" in carla.home
    assert "[Open the thread]" in carla.home
    carla.presses("Redesign", in_="home")
    carla.fills(reason="The users were never asked.", cause="friction", resume_by="2026-02-20").submits()
    carla.sees("Nothing waits for you", in_="home")
    assert record(house).gates[-1].votes[-1].by == "U0CARLA"


def test_a_leader_finds_the_truth_line_and_previews_the_review(at_its_gate):
    ben = at_its_gate.person("ben").opens_home()
    ben.sees("1 pilot: 0 scaled, 0 stopped with clarity, 1 inside 60 days", in_="home")
    assert "In seven days I wrote to you unasked" in ben.home
    ben.presses("Preview the review", in_="home")
    ben.sees("Use cases by need for attention", in_="modal")
    assert "[Preview the review]" not in at_its_gate.person("finn").opens_home().home


def test_a_go_from_home_that_the_gate_refuses_says_what_would_open_it(at_its_gate):
    ben = at_its_gate.person("ben").opens_home()
    ben.sees("vote at the Pilot gate", in_="home")
    ben.presses("Go", in_="home")
    assert "User acceptance: nobody has tested it" in ben.sees("The gate is shut", in_="modal").text


def test_the_owner_finds_what_the_gate_lacks_and_the_way_to_its_thread(at_its_gate):
    anna = at_its_gate.person("anna").opens_home()
    anna.sees("supply what the Pilot gate", in_="home")
    assert "Day 30 Pilot gate overdue since Wed 4 Feb" in anna.home
    anna.presses("See the gate", in_="home")
    anna.sees("Nobody has tested it", in_="modal")


def test_what_somebody_else_does_shows_at_once_on_the_homes_of_whoever_takes_part(nordwind):
    anna = nordwind.person("anna").opens_home()
    anna.sees("Welcome", in_="home")
    registers(nordwind.person("kate"))
    anna.sees("accept the ownership", in_="home")
    anna.sees("UC-1", in_="home")


def test_the_portfolio_is_narrowed_and_the_view_remembers_it(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.opens_home().sees("The portfolio (1)", in_="home")
    anna.chooses("Which use cases", "Scaled use cases", in_="home")
    anna.sees("None of these.", in_="home")
    anna.chooses("Which use cases", "Proposed use cases", in_="home")
    anna.sees("[Show UC-1]", in_="home")


def test_all_use_cases_are_listed_in_a_window_from_home(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.opens_home().presses("List all use cases", in_="home")
    anna.sees("Use cases (1)", in_="modal")


def test_a_word_nobody_knows_gets_its_nearest_match_and_not_forty_lines(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot lsit", in_="#general")
    told = anna.sees("Did you mean /pilot list?", in_="#general").text
    assert "/pilot list [mine" in told
    assert "/pilot evidence" not in told
    anna.types("/pilot foo", in_="#general")
    assert "/pilot help shows all that can be typed" in anna.sees("“/pilot foo”", in_="#general").text
    anna.types("/pilot forget @Ben", in_="#general")
    told = anna.sees("“/pilot forget”", in_="#general").text
    assert "Did you mean /pilot settings all? An admin presses Forget a person there" in told


def test_help_begins_with_what_a_newcomer_looks_for(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot help", in_="#general")
    told = anna.sees("takes an AI use case", in_="#general").text
    assert told.index("/pilot new") < told.index("/pilot list") < told.index("/pilot evidence")


def test_pilot_alone_says_what_waits(nordwind):
    registers(nordwind.person("kate"))
    anna = nordwind.person("anna")
    anna.types("/pilot", in_="#general").sees("accept the ownership of", in_="#general")


@pytest.mark.parametrize("typed", ["mine", "proposed", "all", "owner @anna", "queue"])
def test_a_list_is_narrowed_as_typed(nordwind, typed):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.types(f"/pilot list {typed}", in_="#general").sees("UC-1", in_="#general")


def test_a_list_nobody_knows_names_the_nearest(nordwind):
    anna = nordwind.person("anna").types("/pilot list overdoo", in_="#general")
    anna.sees("Did you mean “overdue”?", in_="#general")


def test_a_mention_in_a_thread_is_answered_there_with_the_card(nordwind):
    anna, kate = nordwind.person("anna"), nordwind.person("kate")
    registers(anna)
    anna.cancels()
    asked = anna.types("How far are we?", in_="#ai-pilots").sees("How far are we?", in_="#ai-pilots")
    kate.types("@Pilotage uc-1", in_="#ai-pilots", thread=asked)
    card = anna.sees("UC-1 Average proposal turnaround time", in_="#ai-pilots")
    assert card.thread_ts == asked.ts
    assert "Value contract" in card.text
    assert not card.only_to_me


def test_a_mention_nobody_can_answer_is_answered_with_how_to_ask(nordwind):
    anna = nordwind.person("anna")
    anna.types("@Pilotage UC-9 <!channel> & <b>", in_="#ai-pilots")
    said = anna.sees("There is no UC-9 that I can show here", in_="#ai-pilots")
    assert "You typed: UC-9" in said.text
    assert "<!channel>" not in str(said.blocks)


def test_a_button_of_a_use_case_that_became_private_tells_nothing_any_more(nordwind, house):
    anna, kate = nordwind.person("anna"), nordwind.person("kate")
    registers(anna)
    anna.cancels()
    kate.opens_home().sees("[Show UC-1]", in_="home")
    becomes(house, home=Home(channel="G0PEOPLEOPS", private=True))
    kate.presses("Show UC-1", in_="home")
    kate.sees("There is no such use case", in_="modal")


def becomes(house, **facts):
    with house.store.work(TEAM, house.clock(), by="U0ANNA") as work:
        before = work.use_case(1)
        changes.change(work, before, before.model_copy(update=facts), "changed", house.clock())
