"""Help, lists, Home and the first run: where people look when they do not know."""

from sandbox.stories.acts import answers_the_four_questions, registers


def test_help_says_what_can_be_typed(nordwind):
    anna = nordwind.person("anna")
    seen = anna.types("/pilot", in_="#ai-pilots").sees("/pilot new", in_="#ai-pilots")
    assert seen.only_to_me
    assert "/pilot show UC-7" in seen.text


def test_an_unknown_word_gets_the_nearest_match(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot contrakt UC-1", in_="#ai-pilots")
    anna.sees("Did you mean", in_="#ai-pilots")
    anna.sees("/pilot contract", in_="#ai-pilots")


def test_commands_do_not_mind_case_spaces_and_curly_quotes(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.types("/pilot   SHOW \u00a0 uc-1 ", in_="#ai-pilots")
    anna.sees("Average proposal turnaround time", in_="#ai-pilots")


def test_without_a_key_the_only_one_you_own_is_meant(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.types("/pilot show", in_="#general").sees("Average proposal turnaround time", in_="#general")


def test_without_a_key_and_with_several_you_choose(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    registers(anna, "Reduce invoice disputes from 40 days to 20 days in 8 weeks")
    anna.cancels()
    anna.types("/pilot contract", in_="#ai-pilots")
    anna.chooses("Choose a use case", "UC-2 Invoice disputes", in_="#ai-pilots")
    anna.sees("nvoice disputes", in_="#ai-pilots")


def test_the_queue_starts_with_the_least_friction(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    easy = {"systems": "1", "layers": "0", "partners": "0", "loop_days": "2"}
    registers(anna, "Reduce invoice disputes from 40 days to 20 days in 8 weeks", **easy)
    anna.cancels()
    anna.types("/pilot list queue", in_="#ai-pilots")
    anna.sees("Start here: UC-2", in_="#ai-pilots")


def test_home_shows_what_waits_and_settles_it(nordwind):
    anna = nordwind.person("anna")
    registers(nordwind.person("kate"))
    anna.opens_home()
    anna.sees("accept the ownership", in_="home")
    anna.presses("Accept", in_="home")
    anna.fills(authorities=["process"], function="Sales").submits()
    anna.sees("saved", in_="modal")


def test_home_is_useful_to_a_newcomer(nordwind):
    luca = nordwind.person("luca").opens_home()
    luca.sees("You start with one sentence", in_="home")
    luca.presses("Register a use case", in_="home")
    assert luca.modal.title == "New use case"


def test_the_first_run_asks_an_admin_four_questions(bare):
    irene = bare.person("irene")
    irene.types("/pilot", in_="#ai-pilots")
    irene.sees("Four questions", in_="#ai-pilots")
    answers_the_four_questions(irene)
    irene.opens_home()
    irene.sees_not("Set up:", in_="home")


def test_the_global_shortcut_opens_the_same_form(nordwind):
    anna = nordwind.person("anna").uses("New use case")
    assert anna.modal.title == "New use case"


def test_the_channel_the_command_was_typed_in_is_offered_as_home(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot new Make proposals faster", in_="#sales-ops")
    anna.sees("[Save use case]", in_="modal")
    assert anna.modal.fields["home"] == "C0SALESOPS"
    anna.cancels()
    anna.types("/pilot new Make proposals faster", in_="#general")
    anna.sees("[Save use case]", in_="modal")
    assert anna.modal.fields["home"] is None


def test_what_is_not_fully_told_ranks_last_in_the_queue(nordwind):
    anna = nordwind.person("anna")
    registers(anna, "Make onboarding better", systems="", layers="", partners="", loop_days="")
    anna.cancels()
    registers(anna)
    anna.cancels()
    anna.types("/pilot list queue", in_="#ai-pilots")
    anna.sees("Start here: UC-2", in_="#ai-pilots")


def test_a_workflow_that_another_use_case_changes_is_named(nordwind):
    anna = nordwind.person("anna")
    for sentence in ("Make onboarding better", "Shorten supplier audits"):
        registers(anna, sentence)
        anna.presses("Describe the process", in_="modal")
        anna.fills(workflow="Supplier life cycle").submits()
        anna.sees("saved", in_="modal")
    anna.sees("Already UC-1?", in_="modal")
