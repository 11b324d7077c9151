"""A bot on Slack's own SDK and people at the screen: what happens between them."""

import pytest

from sandbox import seed
from sandbox.server import SandboxThread
from tests.sandbox.askbot import AskBot

PILOTS = "#ai-pilots"


@pytest.fixture
def anna(slack):
    return slack.person("anna")


@pytest.fixture
def ben(slack):
    return slack.person("ben")


def submitted(bot):
    return bot.bodies("view_submission")[-1]["view"]["state"]["values"]


def test_a_request_goes_from_a_command_to_a_decision(slack, bot, anna, ben):
    anna.types("/ask", in_=PILOTS)
    assert anna.modal.fields["What?"] == "preset"
    assert not ben.has_modal
    anna.fills(what="Faster quotes", who="@ben").submits()
    anna.sees_no_modal()
    ben.sees("A request: Faster quotes", in_=PILOTS)
    ben.presses("Accept")
    assert ben.sees("Accepted by @ben").buttons == []
    assert anna.sees("noted", in_=PILOTS).thread_ts == anna.sees("Accepted by @ben").ts


def test_the_bot_hears_where_and_by_whom_a_command_was_typed(bot, anna):
    anna.types("/ask  with   words", in_=PILOTS)
    body = bot.bodies("command")[-1]
    assert (body["user_id"], body["channel_name"], body["text"]) == ("U0ANNA", "ai-pilots", "with   words")
    assert body["response_url"].startswith("http://127.0.0.1:")


def test_inputs_left_alone_keep_their_initial_value(bot, anna):
    anna.types("/ask", in_=PILOTS).fills(copies=["@ben", "@carla"], boxes=["Quiet"]).submits().sees_no_modal()
    values = {block: next(iter(state.values())) for block, state in submitted(bot).items()}
    assert values["what"] == {"type": "plain_text_input", "value": "preset"}
    assert values["who"] == {"type": "users_select", "selected_user": None}
    assert values["copies"]["selected_users"] == ["U0BEN", "U0CARLA"]
    assert values["kind"]["selected_option"]["value"] == "n"
    assert values["due"] == {"type": "datepicker", "selected_date": "2030-01-02"}
    assert [o["value"] for o in values["boxes"]["selected_options"]] == ["q"]
    assert values["mail"] == {"type": "email_text_input", "value": None}


def test_a_required_input_left_empty_is_refused_before_the_bot_is_asked(bot, anna):
    anna.types("/ask", in_=PILOTS).fills(what="  ").submits()
    assert anna.modal.errors == {"what": "Please complete this required field."}
    assert bot.bodies("view_submission") == []


@pytest.mark.parametrize(
    "answers, field",
    [
        ({"what": "x" * 41}, "what"),
        ({"hours": "many"}, "hours"),
        ({"hours": "NaN"}, "hours"),
        ({"hours": "1.5"}, "hours"),
        ({"hours": "0"}, "hours"),
        ({"mail": "not an address"}, "mail"),
        ({"due": "soon"}, "due"),
    ],
)
def test_what_the_client_can_check_never_reaches_the_bot(bot, anna, answers, field):
    anna.types("/ask", in_=PILOTS).fills(answers).submits()
    assert set(anna.modal.errors) == {field}
    assert bot.bodies("view_submission") == []


def test_errors_stand_beside_the_input_and_what_was_typed_stays(bot, anna):
    anna.types("/ask", in_=PILOTS).fills(what="bad", who="@ben").submits()
    assert anna.modal.errors == {"what": "Say something better"}
    assert anna.modal.fields["who"] == "U0BEN"
    anna.fills(what="good").submits().sees_no_modal()
    assert submitted(bot)["who"]["v"]["selected_user"] == "U0BEN"


@pytest.mark.parametrize("answer", ["odd", "wrong"])
def test_an_answer_slack_cannot_use_is_trouble_for_the_person_and_noted(slack, bot, anna, answer):
    anna.types("/ask", in_=PILOTS).fills(what=answer).submits()
    assert anna.modal.errors == {"": "We had some trouble connecting. Try again?"}
    assert slack.sandbox.journal.sent("view_submission")[-1].notes[1:]


def test_a_modal_can_push_another_and_cancel_goes_back(bot, anna):
    anna.types("/ask", in_=PILOTS)
    first = anna.modal.id
    anna.fills(what="more").submits()
    assert anna.modal.title == "More"
    assert anna.modal.view["previous_view_id"] == anna.modal.view["root_view_id"] == first
    anna.cancels()
    assert anna.modal.id == first


def test_a_view_put_in_place_keeps_what_was_typed_and_gets_a_new_hash(bot, anna):
    anna.types("/ask", in_=PILOTS).fills(who="@ben", what="other")
    before = anna.modal.view
    anna.submits()
    assert anna.modal.title == "Other"
    assert anna.modal.fields["who"] == "U0BEN"
    assert anna.modal.id == before["id"]
    assert anna.modal.view["hash"] != before["hash"]


def test_clear_closes_the_modal_without_view_closed(bot, anna):
    anna.types("/ask", in_=PILOTS).fills(what="more").submits()
    anna.cancels().fills(what="clear").submits().sees_no_modal()
    assert [b["view"]["callback_id"] for b in bot.bodies("view_closed")] == ["more"]


def test_the_bot_is_told_of_a_closed_modal_if_it_wants_to_be(bot, anna):
    anna.types("/ask", in_=PILOTS).cancels().sees_no_modal()
    closed = bot.bodies("view_closed")[-1]
    assert closed["is_cleared"] is False
    assert closed["view"]["state"] == {"values": {}}
    assert "trigger_id" not in closed


def test_the_cross_clears_the_whole_stack(bot, anna):
    anna.types("/ask", in_=PILOTS).fills(what="more").submits().closes_all().sees_no_modal()
    assert [b["is_cleared"] for b in bot.bodies("view_closed")] == [True, True]


def test_a_dispatching_input_tells_the_bot_all_that_was_typed_so_far(bot, anna):
    anna.types("/ask", in_=PILOTS).fills(what="half a thought", kind="Urgent")
    body = bot.bodies("block_actions")[-1]
    assert body["actions"][0]["selected_option"]["value"] == "u"
    assert body["view"]["state"]["values"]["what"]["v"]["value"] == "half a thought"
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert "response_url" not in body
    assert "channel" not in body


def test_two_people_have_a_modal_each(bot, anna, ben):
    anna.types("/ask", in_=PILOTS).fills(what="mine")
    ben.types("/ask", in_=PILOTS).fills(what="his")
    assert (anna.modal.fields["what"], ben.modal.fields["what"]) == ("mine", "his")


def test_home_is_published_when_it_is_opened_and_knows_its_first_time(bot, anna):
    anna.opens_home()
    anna.sees("Your requests", in_="home")
    anna.opens_home()
    first, second = bot.events("app_home_opened")
    assert "view" not in first
    assert second["view"]["type"] == "home"
    anna.presses("New", in_="home")
    assert anna.modal.title == "New request"


def test_a_direct_message_is_answered_there_and_only_there(bot, anna, ben):
    anna.types("4.1 & more <b>")
    anna.sees("Echo: 4.1 & more <b>", in_="dm")
    event = next(e for e in bot.events("message") if e["user"] == "U0ANNA")
    assert (event["channel_type"], event["text"]) == ("im", "4.1 &amp; more &lt;b&gt;")
    assert [seen.text for seen in anna.inbox()] == ["Echo: 4.1 & more <b>"]
    ben.sees_not("Echo")


def test_the_bot_hears_edits_and_deletions_and_its_own_words(slack, bot, anna):
    anna.types("4.1")
    mine = anna.sees("4.1", in_="dm")
    anna.sees("Echo: 4.1")
    own = next(m for m in slack.sandbox.workspace.dm("U0ANNA").messages if m["user"] == "U0ANNA")
    assert mine.channel == "D0ANNA"
    slack.call(slack.sandbox.acts.edit("U0ANNA", "4.2", channel="D0ANNA", ts=own["ts"]))
    slack.call(slack.sandbox.acts.delete("U0ANNA", channel="D0ANNA", ts=own["ts"]))
    slack.settle()
    events = slack.sandbox.journal.sent("message")
    assert [e.asked["event"].get("subtype") for e in events] == [
        None,
        None,
        "message_changed",
        "message_deleted",
    ]
    assert events[2].asked["event"]["previous_message"]["text"] == "4.1"


def test_a_mention_is_answered_in_a_thread(bot, anna):
    anna.types("@pilotage are you there? #ai-pilots", in_=PILOTS)
    answer = anna.sees("You called?", in_=PILOTS)
    assert answer.thread_ts != answer.ts
    assert bot.events("app_mention")[0]["text"] == "<@U0PILOTAGE> are you there? <#C0AIPILOTS|ai-pilots>"


def test_a_mention_where_the_bot_is_not_a_member_says_how_to_invite_it(slack, bot, anna):
    anna.types("@pilotage hello", in_="#general")
    anna.sees("/invite @pilotage", in_="#general")
    assert bot.events("app_mention") == []
    anna.types("/invite @pilotage", in_="#general").types("@pilotage hello", in_="#general")
    anna.sees("You called?", in_="#general")


def test_an_ephemeral_answer_is_replaced_and_deleted_in_place(bot, anna, ben):
    anna.types("/card", in_=PILOTS)
    assert anna.sees("Only for you").only_to_me
    ben.sees_not("Only for you")
    anna.presses("Again")
    anna.sees("Replaced")
    assert anna.count("Only for you") == 0
    anna.types("/card", in_=PILOTS).presses("Gone")
    anna.sees("Replaced")
    anna.desk.wait_for(lambda: anna._newest("Only for you", None) is None)
    body = bot.bodies("block_actions")[-1]
    assert body["container"]["is_ephemeral"]
    assert "message" not in body


def test_an_answer_in_the_channel_shows_the_typed_command_too(anna, bot, ben):
    anna.types("/say good morning", in_=PILOTS)
    assert ben.sees("/say good morning", in_=PILOTS).by == "Anna Lindqvist"
    ben.sees("good morning", in_=PILOTS)


def test_a_command_the_bot_ignores_fails_visibly():
    with SandboxThread(seed=seed.company, ack_seconds=0.2) as slack:
        bot = AskBot(slack.api_url).connect()
        slack.wait_for(lambda: slack.sandbox.connected)
        slack.person("anna").types("/silent", in_=PILOTS).sees("failed with the error “operation_timeout”")
        bot.close(slack)


def test_a_command_without_a_bot_fails_at_once(anna):
    anna.types("/ask", in_=PILOTS)
    anna.sees("/ask failed with the error “dispatch_failed”", in_=PILOTS)


def test_commands_cannot_be_run_in_threads(bot, anna):
    anna.types("a root", in_=PILOTS)
    anna.types("/ask", thread=anna.sees("a root"))
    anna.sees("/ask is not supported in threads. Sorry!")
    assert bot.bodies("command") == []


def test_a_global_shortcut_has_a_trigger_but_no_place(bot, anna):
    anna.uses("new_request")
    assert anna.modal.title == "New request"
    body = bot.bodies("shortcut")[0]
    assert "channel" not in body
    assert "response_url" not in body


def test_a_message_shortcut_carries_the_message(bot, anna, ben):
    ben.types("the numbers are in", in_=PILOTS)
    anna.uses("add_evidence", on=anna.sees("the numbers are in"))
    assert anna.sees("Evidence: the numbers are in").only_to_me
    assert bot.bodies("message_action")[0]["message"]["user"] == "U0BEN"
    ben.sees_not("Evidence")


def test_joining_leaving_and_archiving_reach_the_bot(slack, bot, anna):
    ben, irene = slack.person("ben"), slack.person("irene")
    ben.invites("@pilotage", to="#customer-service")
    irene.invites("@anna", to="#customer-service")
    anna.leaves("#customer-service")
    ben.removes("@pilotage", from_="#customer-service")
    irene.archives("#sales-ops").unarchives("#sales-ops")
    joined = [(e["user"], e.get("inviter")) for e in bot.events("member_joined_channel")]
    assert joined == [("U0PILOTAGE", "U0BEN"), ("U0ANNA", "U0IRENE")]
    assert [e["user"] for e in bot.events("member_left_channel")] == ["U0ANNA"]
    assert bot.events("channel_left")[0]["actor_id"] == "U0BEN"
    assert [len(bot.events(f"channel_{what}")) for what in ("archive", "unarchive")] == [1, 1]


def test_the_bot_hears_that_somebody_left_the_company(slack, bot):
    slack.call(slack.sandbox.acts.change_person("U0HENRIK", deleted=True))
    slack.settle()
    assert bot.events("user_change")[0]["user"]["deleted"] is True
