"""Every answer Slack can give has its row, and each row does what it says to a real letter."""

import socket
import ssl
from datetime import timedelta
from urllib.error import URLError

import pytest
from slack_sdk import WebClient

from schedules import answers
from store import Undelivered
from tests.schedules import slack_errors
from tests.store.company import BEN, CHANNEL, announcement, duties, edit

NAME, DM = "1:use_case_announced:a1", "1:duties_given:n1"

# What the methods the postman calls document, by what has to become of the letter.
PAUSED = "ratelimited rate_limited"
UNKNOWN = (
    "internal_error fatal_error service_unavailable request_timeout duplicate_message_not_found "
    "duplicate_channel_not_found something_slack_invents_tomorrow"
)
WAITING = (
    "message_limit_exceeded team_added_to_org org_login_required accesslimited access_denied not_in_channel "
    "channel_not_found is_archived restricted_action restricted_action_read_only_channel "
    "restricted_action_thread_only_channel restricted_action_non_threadable_channel "
    "restricted_action_thread_locked restricted_action_of_tomorrow cannot_reply_to_message no_permission "
    "ekm_access_denied messages_tab_disabled missing_scope enterprise_is_restricted "
    "external_channel_migrating app_access_restricted send_on_behalf_not_allowed "
    "invalid_channel posting_to_channel_denied file_not_found file_update_failed"
)
PARKED = (
    "account_inactive token_revoked invalid_auth not_authed token_expired not_allowed_token_type "
    "team_access_not_granted two_factor_setup_required team_not_found"
)
PLAIN = (
    "invalid_blocks invalid_blocks_format invalid_blocks_of_tomorrow msg_blocks_too_long msg_too_long "
    "no_text "
    "invalid_arguments too_many_attachments too_many_contact_cards too_many_of_tomorrow invalid_attachments "
    "markdown_text_conflict attachment_payload_limit_exceeded slack_connect_file_link_sharing_blocked "
    "slack_connect_canvas_sharing_blocked slack_connect_lists_sharing_blocked"
)
DEAD = (
    "metadata_too_large invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app "
    "user_not_found user_disabled users_not_found user_not_visible cannot_dm_bot is_bot invalid_arg_name "
    "invalid_array_arg invalid_charset invalid_form_data invalid_post_type missing_post_type "
    "missing_file_data as_user_not_supported method_deprecated deprecated_endpoint "
    "file_uploads_disabled file_uploads_except_images_disabled file_upload_size_restricted blocked_file_type "
    "slack_connect_file_upload_sharing_blocked slack_connect_blocked_file_type storage_limit_reached"
)


def refused(desk, code, times=1):
    """The announcement after Slack refused it with that code."""
    desk.faults.order("error", "chat.postMessage", error=code, times=times)
    desk.post(announcement())
    desk.deliver()
    return desk.row(NAME)


@pytest.mark.parametrize("code", PAUSED.split())
def test_a_pause_is_kept_and_is_no_try(desk, code):
    row = refused(desk, code)
    assert (row.state, row.attempt, row.refusals) == ("pending", 0, 0)
    assert timedelta(seconds=30) <= row.next_at - desk.clock() <= timedelta(seconds=33)


def test_slack_says_how_long_a_pause_is(desk):
    desk.faults.order("ratelimited", "chat.postMessage", retry_after=600)
    desk.post(announcement(), announcement(2), duties(to=BEN))
    desk.deliver()
    assert (len(desk.texts(CHANNEL)), len(desk.texts("D0BEN"))) == (0, 1)
    desk.turn(seconds=599)
    assert desk.deliver() == 0
    desk.turn(seconds=61)
    assert desk.deliver() == 2


def test_no_pause_is_longer_than_an_hour(desk):
    desk.faults.order("ratelimited", "chat.postMessage", retry_after=10**6)
    desk.post(announcement())
    desk.deliver()
    assert desk.row(NAME).next_at - desk.clock() == timedelta(hours=1)


@pytest.mark.parametrize("code", UNKNOWN.split())
def test_an_unclear_answer_is_looked_into_after_the_quiet_period(desk, code):
    row = refused(desk, code)
    assert (row.state, row.error) == ("unknown", code)
    assert row.next_at - desk.clock() == timedelta(minutes=2)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_server_proves_nothing(desk, status):
    desk.faults.order("status", "chat.postMessage", status=status)
    desk.post(announcement())
    desk.deliver()
    assert (desk.state(NAME), desk.row(NAME).error) == ("unknown", f"http_{status}")


@pytest.mark.parametrize("code", ["not_in_channel", "invalid_blocks", "token_revoked", "ratelimited"])
def test_a_failing_server_is_not_believed_whatever_it_says(code):
    assert answers.answer_to(code, 503) is answers.UNKNOWN
    assert answers.answer_to(code, 429) is answers.RATE_LIMITED


@pytest.mark.parametrize("code", WAITING.split())
def test_a_refusal_somebody_can_lift_waits_and_then_goes(desk, code):
    row = refused(desk, code)
    assert (row.state, row.refusals, row.error) == ("pending", 1, code)
    assert timedelta(minutes=1) <= row.next_at - desk.clock() <= timedelta(days=1)
    assert row.tell_at is not None
    desk.run(days=1)
    assert desk.state(NAME) == "sent"
    assert desk.row(NAME).tell_at is None


@pytest.mark.parametrize("code", PARKED.split())
def test_a_refused_token_parks_the_workspace_and_counts_nothing(desk, code):
    row = refused(desk, code)
    assert (row.state, row.attempt, row.refusals) == ("pending", 0, 0)
    assert desk.store.pulse().parked == ("T0SANDBOX",)
    desk.post(duties(to=BEN))
    desk.run(hours=1)
    assert len(desk.calls("chat.postMessage")) == 1
    with desk.store.work("T0SANDBOX", desk.clock()) as work:
        work.install("U0PILOTAGE")
    desk.run(hours=1)
    assert (desk.state(NAME), desk.state(DM)) == ("sent", "sent")


@pytest.mark.parametrize("code", PLAIN.split())
def test_refused_blocks_are_said_in_plain_text_once(desk, code):
    row = refused(desk, code)
    assert row.state == "sent"
    assert desk.texts(CHANNEL) == ["plain: use_case_announced Faster quotes"]


def test_when_even_plain_text_is_refused_it_is_dead(desk):
    row = refused(desk, "invalid_blocks", times=2)
    assert (row.state, row.error) == ("dead", "invalid_blocks")
    assert len(desk.calls("chat.postMessage")) == 2


@pytest.mark.parametrize("code", DEAD.split())
def test_what_no_later_try_will_mend_is_dead_at_once(desk, code):
    row = refused(desk, code)
    assert (row.state, row.error, row.tell_at) == ("dead", code, desk.clock())


@pytest.mark.parametrize("method", slack_errors.OF_METHOD)
def test_every_error_slack_lists_for_what_the_postman_calls_has_a_row_of_its_own(method):
    assert slack_errors.of(method) - answers.ANSWERS.keys() == set()


def test_every_code_of_the_table_is_tried_here_or_is_no_answer_to_a_post():
    tried = set(" ".join((PAUSED, UNKNOWN, WAITING, PARKED, PLAIN, DEAD)).split())
    assert slack_errors.of("chat.postMessage") - tried == set()
    no_post = set(" ".join(NO_POST.values()).split())
    assert set(answers.ANSWERS) - tried - no_post == set()


NO_POST = {
    "gone": "message_not_found",
    "alone": "thread_not_found invalid_thread_ts",
    "wait": "is_inactive thread_locked",
    "lose_sight": "update_failed invalid_cursor",
    "plainly": "block_mismatch too_many_blocks",
    "bury": "cant_update_message edit_window_closed streaming_state_conflict cant_broadcast_message "
    "no_dual_broadcast_content_update cant_delete_message compliance_exports_prevent_deletion "
    "users_list_not_supplied not_enough_users too_many_users method_not_supported_for_channel_type "
    "invalid_user_combination invalid_ts_latest invalid_ts_oldest pagination_not_available file_deleted "
    "file_is_deleted user_is_bot slack_connect_clip_sharing_blocked file_share_limit_reached "
    "max_file_sharing_exceeded unable_to_share_files",
}


@pytest.mark.parametrize("does", NO_POST)
def test_what_is_no_answer_to_a_post_has_the_row_that_fits_it(does):
    assert {answers.answer_to(code).does for code in NO_POST[does].split()} == {does}


# --- how long, and until when


@pytest.mark.parametrize(
    "code, tries", [("restricted_action", 3), ("enterprise_is_restricted", 8), ("not_in_channel", 11)]
)
def test_a_refusal_nobody_lifts_is_dead_in_the_end(desk, code, tries):
    desk.faults.order("error", "chat.postMessage", error=code, times=100)
    desk.post(announcement())
    desk.run(days=9)
    assert (desk.state(NAME), len(desk.calls("chat.postMessage"))) == ("dead", tries)


@pytest.mark.parametrize("code, longest", [("not_in_channel", 8), ("enterprise_is_restricted", 4)])
def test_a_closed_channel_is_waited_for_about_a_week_other_refusals_three_days(code, longest):
    answer = answers.answer_to(code)
    waited = sum((answer.pause(refusals) for refusals in range((answer.limit or 0) - 1)), timedelta())
    assert timedelta(days=longest - 2) <= waited <= timedelta(days=longest)


def test_some_refusals_are_waited_for_without_end(desk):
    desk.faults.order("error", "chat.postMessage", error="message_limit_exceeded", times=10**6)
    desk.post(announcement())
    desk.run(days=2)
    assert desk.state(NAME) == "pending"
    assert len(desk.calls("chat.postMessage")) == 49


# --- no answer at all

SURELY_NOT_SENT = [
    URLError(socket.gaierror(-2, "no such name")),
    URLError(ConnectionRefusedError()),
    URLError(ssl.SSLCertVerificationError()),
    URLError(TimeoutError("connecting")),
]
WHO_KNOWS = [
    TimeoutError("reading"),
    ConnectionResetError(),
    BrokenPipeError(),
    URLError(ConnectionResetError()),
    URLError("something else"),
    ValueError("not JSON"),
    RuntimeError("never seen"),
]


@pytest.mark.parametrize("error", SURELY_NOT_SENT, ids=repr)
def test_what_fails_before_the_request_is_out_is_surely_not_sent(error):
    assert answers.answer_to_silence(error) is answers.UNREACHABLE


@pytest.mark.parametrize("error", WHO_KNOWS, ids=repr)
def test_whatever_else_fails_may_have_been_sent(error):
    assert answers.answer_to_silence(error) is answers.UNKNOWN


def test_an_unreachable_slack_is_tried_for_ever_ever_more_slowly(desk):
    nobody = WebClient("xoxb-x", base_url="http://127.0.0.1:9/api/")
    desk.post(announcement())
    postman = desk.another_postman(client_for=lambda workspace: nobody)
    pauses = []
    for _ in range(14):
        postman.deliver(desk.clock)
        row = desk.row(NAME)
        assert (row.state, row.refusals, row.error_class) == ("pending", 0, "unreachable")
        pauses.append((row.next_at - desk.clock()).total_seconds())
        desk.slack.advance(to=row.next_at)
    assert pauses[:4] == [2.5, 5, 10, 20]
    assert pauses[-1] == pauses[-2] == 1800
    assert desk.deliver() == 1


def test_a_late_letter_waits_and_asks_ever_more_slowly_while_nobody_can_be_asked(desk):
    desk.post(announcement())
    desk.turn(hours=1)
    desk.faults.order("status", "conversations.history", times=14)
    pauses = []
    for _ in range(14):
        desk.deliver()
        row = desk.row(NAME)
        assert (row.state, row.first_try_at, row.rounds) == ("pending", None, 0)
        pauses.append((row.next_at - desk.clock()).total_seconds())
        desk.slack.advance(to=row.next_at)
    assert (pauses[0], pauses[-1]) == (2.5, 1800)
    assert desk.deliver() == 1
    assert len(desk.texts(CHANNEL)) == 1


# --- edits, threads, and opening a conversation


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed"])
def test_a_message_that_may_not_be_edited_any_more_is_told_to_a_person(desk, code):
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("error", "chat.update", error=code)
    desk.post(edit("v2"))
    desk.deliver()
    assert (desk.state(f"{NAME}:v2"), desk.state(NAME)) == ("dead", "sent")


def test_an_edit_of_a_message_that_is_gone_is_cancelled(desk):
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("error", "chat.update", error="message_not_found")
    desk.post(edit("v2"))
    desk.deliver()
    assert desk.state(f"{NAME}:v2") == "cancelled"
    assert desk.row(NAME).gone_at is not None


def test_an_edit_whose_answer_is_lost_is_sent_again_after_the_quiet_period(desk):
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("drop_after", "chat.update")
    desk.post(edit("v2", "new"))
    desk.deliver()
    desk.turn(seconds=119)
    assert desk.deliver() == 0
    desk.turn(seconds=1)
    assert desk.deliver() == 1
    assert len(desk.calls("chat.update")) == 2
    assert desk.calls("conversations.history") == []


def test_an_edit_that_never_gets_an_answer_is_dead_in_the_end(desk):
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("drop_after", "chat.update", times=100)
    desk.post(edit("v2"))
    desk.run(days=1)
    assert (desk.state(f"{NAME}:v2"), len(desk.calls("chat.update"))) == ("dead", 8)


def test_an_edit_waits_while_its_channel_is_archived(desk):
    desk.post(announcement())
    desk.deliver()
    desk.slack.person("irene").archives("ai-pilots")
    desk.post(edit("v2", "new"))
    desk.deliver()
    assert (desk.state(f"{NAME}:v2"), desk.row(f"{NAME}:v2").error) == ("pending", "is_inactive")
    desk.slack.person("irene").unarchives("ai-pilots")
    desk.run(minutes=6)
    assert desk.texts(CHANNEL) == ["*use_case_announced* new"]


@pytest.mark.parametrize("code", ["thread_not_found", "invalid_thread_ts"])
def test_a_reply_whose_thread_is_not_there_stands_alone(desk, code):
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("error", "chat.postMessage", error=code)
    desk.post(duties(to=CHANNEL, replies_to=NAME))
    desk.deliver()
    assert desk.state(DM) == "sent"
    assert "thread_ts" not in desk.standing(CHANNEL)[1]


def test_somebody_whose_account_is_closed_is_not_written_to(desk):
    desk.post(duties(to="U0OSKAR"))
    desk.deliver()
    assert (desk.state(DM), desk.row(DM).error) == ("dead", "user_disabled")
    assert desk.calls("chat.postMessage") == []


@pytest.mark.parametrize("kind", ["drop_after", "drop_before"])
def test_opening_a_conversation_may_be_tried_again_without_a_look(desk, kind):
    desk.faults.order(kind, "conversations.open")
    desk.post(duties(to=BEN))
    desk.deliver()
    assert desk.state(DM) == "pending"
    desk.run(seconds=10)
    assert len(desk.texts("D0BEN")) == 1


# --- when looking is refused


def unknown(desk):
    desk.faults.order("drop_after", "chat.postMessage")
    desk.post(announcement())
    desk.deliver()
    desk.turn(minutes=2)


@pytest.mark.parametrize("code", ["missing_scope", "invalid_arguments"])
def test_when_we_may_not_look_a_person_has_to(desk, code):
    unknown(desk)
    desk.faults.order("error", "conversations.history", error=code)
    desk.deliver()
    assert (desk.state(NAME), desk.row(NAME).error) == ("dead", code)
    assert len(desk.texts(CHANNEL)) == 1


@pytest.mark.parametrize(
    "kind, details",
    [
        ("ratelimited", {"retry_after": 60}),
        ("status", {"status": 500}),
        ("drop_before", {}),
        ("error", {"error": "not_in_channel"}),
        ("truncate_after", {}),
    ],
)
def test_a_look_that_fails_is_repeated_and_nothing_is_posted_meanwhile(desk, kind, details):
    unknown(desk)
    desk.faults.order(kind, "conversations.history", times=3, **details)
    desk.run(hours=3)
    assert (desk.state(NAME), desk.row(NAME).reason) == ("sent", "found")
    assert len(desk.calls("chat.postMessage")) == 1


def test_a_refused_token_found_while_looking_parks_the_workspace_too(desk):
    unknown(desk)
    desk.faults.order("error", "conversations.history", error="token_revoked")
    desk.deliver()
    assert (desk.state(NAME), desk.store.pulse().parked) == ("unknown", ("T0SANDBOX",))


# --- words


def test_every_row_that_can_be_told_to_a_person_has_words_that_say_what_to_do():
    silent = {code for code, answer in answers.ANSWERS.items() if not answer.words}
    assert {answers.ANSWERS[code].does for code in silent} <= {"pause", "gone", "alone"}


def test_advice_is_found_for_whatever_the_ledger_holds():
    assert "invite @Pilotage" in answers.advice("not_in_channel", "wait")
    assert "network" in answers.advice("gaierror", "unreachable")
    assert "eight times" in answers.advice("TimeoutError", "never arrived")
    assert answers.advice(None, None)
    assert Undelivered.__dataclass_fields__.keys() >= {"error", "error_class"}
