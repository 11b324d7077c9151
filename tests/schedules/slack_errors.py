"""The errors Slack documents for each method the postman calls, as its reference listed them in 2026.

When Slack adds one, add it here: a test says which row of schedules/answers.py is missing.
"""

from typing import Final

# What any method of the Web API may answer.
ANY: Final = """
    access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied
    enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg
    invalid_auth invalid_charset invalid_form_data invalid_post_type method_deprecated missing_post_type
    missing_scope no_permission
    not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable
    team_access_not_granted team_added_to_org token_expired token_revoked two_factor_setup_required
"""
OF_METHOD: Final = {
    "chat.postMessage": """
        app_access_restricted as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message
        channel_not_found duplicate_channel_not_found duplicate_message_not_found invalid_blocks
        invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived
        markdown_text_conflict message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app
        metadata_too_large missing_file_data msg_blocks_too_long msg_too_long no_text not_in_channel
        rate_limited restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked
        restricted_action_thread_only_channel send_on_behalf_not_allowed slack_connect_canvas_sharing_blocked
        slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked team_not_found
        too_many_attachments too_many_contact_cards
    """,
    "chat.update": """
        as_user_not_supported block_mismatch blocked_file_type cant_broadcast_message cant_update_message
        channel_not_found edit_window_closed external_channel_migrating file_deleted file_is_deleted
        file_not_found file_share_limit_reached invalid_attachments invalid_blocks invalid_blocks_format
        invalid_metadata_format invalid_metadata_schema is_inactive markdown_text_conflict
        max_file_sharing_exceeded message_limit_exceeded message_not_found metadata_must_be_sent_from_app
        metadata_too_large msg_too_long no_dual_broadcast_content_update no_text posting_to_channel_denied
        slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked
        slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_file_upload_sharing_blocked streaming_state_conflict team_not_found
        too_many_attachments unable_to_share_files update_failed
    """,
    "chat.delete": """
        cant_delete_message channel_not_found compliance_exports_prevent_deletion message_not_found
    """,
    "conversations.open": """
        channel_not_found invalid_user_combination method_not_supported_for_channel_type not_enough_users
        too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied
    """,
    "conversations.history": """
        channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest not_in_channel
        pagination_not_available
    """,
    "conversations.replies": """
        channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest thread_not_found
    """,
}


def of(method: str) -> frozenset[str]:
    """Every code that method may answer with."""
    return frozenset((ANY + OF_METHOD[method]).split())
