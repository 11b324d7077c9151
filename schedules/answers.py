"""What Slack answers, and what the postman does then: one table, and anything else is an unknown outcome.

What an answer means for the letter:
pause       Slack wants no message now; the letter waits as long as Slack says, and it was no try
wait        surely not sent; again after a while, longer each time, dead after `limit` refusals
lose_sight  it may have been sent: nobody tries again before somebody looked
park        Slack shuts the bot out of the workspace: everything there waits until it is installed again
plainly     our blocks are refused: once more in text alone, then dead
bury        no later try will do: dead, and a person is told
gone        the message to edit was deleted by a person: recorded, never posted again
alone       the thread to reply to is not there: posted on its own
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from socket import gaierror
from typing import Final, Literal
from urllib.error import URLError

from store import Trouble

Does = Literal["pause", "wait", "lose_sight", "park", "plainly", "bury", "gone", "alone"]

MINUTE, HOUR, DAY = 60, 3600, 86_400
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Answer:
    """One row. `words` tell a person what happened and what to do; `tell` is how many seconds later."""

    does: Does
    waits: tuple[int, ...] = ()  # seconds, one for each refusal; the last one repeats
    limit: int | None = None  # so many refusals, then dead
    tell: int | None = None
    words: str = ""

    def pause(self, refusals: int) -> timedelta:
        """How long to wait after so many refusals before this one."""
        return timedelta(seconds=self.waits[min(refusals, len(self.waits) - 1)])

    def exhausted(self, refusals: int) -> bool:
        """Whether this refusal, after so many others, was the last one that is waited for."""
        return self.limit is not None and refusals + 1 >= self.limit


_CLOSED = (5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY)  # eleven refusals are a week
_DAYS = (MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, DAY)  # eight refusals are three days

RATE_LIMITED: Final = Answer("pause")
UNKNOWN: Final = Answer(
    "lose_sight",
    words="Slack gave no clear answer. Pilotage looks whether the message is there before it tries again",
)
UNREACHABLE: Final = Answer(
    "wait",
    (5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, HOUR),
    tell=DAY,
    words="Slack cannot be reached from here. Check the network, then run `pilotage doctor`",
)

_FULL = Answer(
    "wait",
    (HOUR,),
    tell=0,
    words="this workspace has reached Slack's limit of messages. It is tried again every hour",
)
_LATER = Answer(
    "wait",
    (15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR),
    tell=DAY,
    words="Slack refuses messages here for now. Ask a workspace admin whether the app is restricted",
)
_NOT_A_MEMBER = Answer(
    "wait", _CLOSED, limit=11, tell=0, words="Pilotage is not in that channel. Type /invite @Pilotage there"
)
_NO_CHANNEL = Answer(
    "wait",
    _CLOSED,
    limit=11,
    tell=0,
    words="that channel is closed to Pilotage, or gone. Type /invite @Pilotage there, or choose another one",
)
_ARCHIVED = Answer(
    "wait", _CLOSED, limit=11, tell=0, words="that channel is archived. Unarchive it, or choose another one"
)
_NO_FILES = Answer(
    "bury", words="this workspace takes no such files from apps. What they hold stands in the thread as well"
)
_FORBIDDEN = Answer(
    "wait",
    (15 * MINUTE, HOUR, 6 * HOUR),
    limit=3,
    tell=0,
    words="posting is restricted there. Ask an admin to let Pilotage post in it",
)
_TAB_OFF = Answer(
    "wait",
    (DAY,),
    tell=0,
    words="direct messages to the app are off. Switch on App Home > Messages Tab at api.slack.com/apps",
)
_NO_ADDRESSEE = Answer(
    "bury", words="the account is closed, or cannot be written to. Name somebody else in this role"
)
_SHUT_OUT = Answer("park", words="Slack refuses the app's token. Install Pilotage again")
_NO_SCOPE = Answer(
    "wait",
    (HOUR, 6 * HOUR),
    tell=0,
    words="the app lacks a permission. Compare its scopes with `pilotage manifest`, then install it again",
)
_REFUSED = Answer(
    "plainly", words="Slack refuses how Pilotage drew it. This is our mistake: please report it"
)
_OURS = Answer("bury", words="Slack refuses what Pilotage sent. This is our mistake: please report it")
_UNEDITABLE = Answer("bury", words="Slack does not let Pilotage change that message any more")
_DELETED = Answer("gone")
_NO_THREAD = Answer("alone")
_BLOCKED = Answer(
    "wait",
    _DAYS,
    limit=8,
    tell=DAY,
    words="Slack refuses it for now. Ask a workspace admin about restrictions",
)

_CODES: Final[tuple[tuple[Answer, str], ...]] = (
    (RATE_LIMITED, "ratelimited rate_limited"),
    (_FULL, "message_limit_exceeded"),
    (UNKNOWN, "internal_error fatal_error service_unavailable request_timeout"),
    (UNKNOWN, "duplicate_message_not_found duplicate_channel_not_found update_failed invalid_cursor"),
    (_LATER, "team_added_to_org org_login_required accesslimited access_denied"),
    (_NOT_A_MEMBER, "not_in_channel"),
    (_NO_CHANNEL, "channel_not_found invalid_channel"),
    (_ARCHIVED, "is_archived is_inactive"),
    (_FORBIDDEN, "restricted_action restricted_action_read_only_channel restricted_action_thread_locked"),
    (_FORBIDDEN, "restricted_action_thread_only_channel restricted_action_non_threadable_channel"),
    (_FORBIDDEN, "thread_locked cannot_reply_to_message no_permission ekm_access_denied"),
    (_FORBIDDEN, "posting_to_channel_denied"),
    (_NO_FILES, "file_uploads_disabled file_uploads_except_images_disabled file_upload_size_restricted"),
    (_NO_FILES, "blocked_file_type slack_connect_file_upload_sharing_blocked"),
    (_NO_FILES, "slack_connect_blocked_file_type storage_limit_reached unable_to_share_files"),
    (_NO_FILES, "slack_connect_clip_sharing_blocked file_share_limit_reached max_file_sharing_exceeded"),
    (_FORBIDDEN, "app_access_restricted send_on_behalf_not_allowed"),
    (_TAB_OFF, "messages_tab_disabled"),
    (_NO_ADDRESSEE, "user_not_found users_not_found user_disabled user_not_visible"),
    (_NO_ADDRESSEE, "cannot_dm_bot is_bot user_is_bot invalid_user_combination"),
    (_SHUT_OUT, "account_inactive token_revoked invalid_auth not_authed token_expired team_not_found"),
    (_SHUT_OUT, "not_allowed_token_type team_access_not_granted two_factor_setup_required"),
    (_NO_SCOPE, "missing_scope"),
    (_REFUSED, "invalid_blocks invalid_blocks_format invalid_attachments invalid_arguments no_text"),
    (_REFUSED, "msg_blocks_too_long msg_too_long markdown_text_conflict attachment_payload_limit_exceeded"),
    (_REFUSED, "too_many_attachments too_many_contact_cards too_many_blocks block_mismatch"),
    (_REFUSED, "slack_connect_file_link_sharing_blocked slack_connect_canvas_sharing_blocked"),
    (_REFUSED, "slack_connect_lists_sharing_blocked"),
    (_OURS, "metadata_too_large metadata_must_be_sent_from_app"),
    (_OURS, "invalid_metadata_format invalid_metadata_schema"),
    (_OURS, "invalid_arg_name invalid_array_arg invalid_charset invalid_form_data invalid_post_type"),
    (_OURS, "missing_post_type missing_file_data as_user_not_supported method_deprecated"),
    (_OURS, "deprecated_endpoint users_list_not_supplied not_enough_users too_many_users"),
    (_OURS, "method_not_supported_for_channel_type invalid_ts_latest invalid_ts_oldest"),
    (_OURS, "pagination_not_available file_deleted file_is_deleted"),
    (_BLOCKED, "enterprise_is_restricted external_channel_migrating file_not_found file_update_failed"),
    (_UNEDITABLE, "cant_update_message edit_window_closed streaming_state_conflict cant_broadcast_message"),
    (_UNEDITABLE, "no_dual_broadcast_content_update cant_delete_message compliance_exports_prevent_deletion"),
    (_DELETED, "message_not_found"),
    (_NO_THREAD, "thread_not_found invalid_thread_ts"),
)
ANSWERS: Final[Mapping[str, Answer]] = {code: answer for answer, codes in _CODES for code in codes.split()}
# Codes Slack may add to a family; any other new one is an unknown outcome.
_FAMILIES: Final[tuple[tuple[str, Answer], ...]] = (
    ("restricted_action", _FORBIDDEN),
    ("invalid_blocks", _REFUSED),
    ("invalid_metadata", _OURS),
    ("too_many_", _REFUSED),
)
_NEVER_ARRIVED = "it was not found in Slack, although it was sent eight times"


@dataclass(frozen=True)
class No:
    """Slack did not do it, or nobody knows whether it did: what to do now, and why."""

    answer: Answer
    code: str
    pause: timedelta = timedelta(seconds=30)  # how long Slack wants to hear nothing

    def trouble(self, now: datetime) -> Trouble:
        """The same for the ledger."""
        tell_at = None if self.answer.tell is None else now + timedelta(seconds=self.answer.tell)
        kind = "unreachable" if self.answer is UNREACHABLE else self.answer.does
        return Trouble(self.code, kind, tell_at)


def answer_to(code: str, status: int = 200) -> Answer:
    """What to do about an answer with that error code and HTTP status. A failing server proves nothing."""
    if status == 429:
        return RATE_LIMITED
    if status >= 500:
        return UNKNOWN
    family = next((answer for prefix, answer in _FAMILIES if code.startswith(prefix)), UNKNOWN)
    return ANSWERS.get(code, family)


def answer_to_silence(error: Exception) -> Answer:
    """What to do when no answer came: only what failed before the request was out is surely not sent.

    urllib wraps what goes wrong while it connects in URLError; what goes wrong while waiting for the answer
    comes as it is.
    """
    reason = error.reason if isinstance(error, URLError) else None
    before_sending = (gaierror, ConnectionRefusedError, ssl.SSLError, TimeoutError)
    return UNREACHABLE if isinstance(reason, before_sending) else UNKNOWN


def nothing_posted(no: No) -> No:
    """The same where there was nothing to post yet, so that nothing can be unknown."""
    return replace(no, answer=UNREACHABLE) if no.answer is UNKNOWN else no


def advice(code: str | None, kind: str | None) -> str:
    """What to tell a person about a letter that could not go, from what the ledger holds."""
    if kind == "never arrived":
        return _NEVER_ARRIVED
    if kind == "unreachable":
        return UNREACHABLE.words
    return answer_to(code or "").words or UNKNOWN.words
