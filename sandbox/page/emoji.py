"""Emoji shortcodes and their characters: the ones people and the bot use, not Slack's whole list."""

from __future__ import annotations

import re

SHORTCODES = {
    "+1": "👍", "-1": "👎", "100": "💯", "alarm_clock": "⏰", "arrow_down": "⬇️",
    "arrow_right": "➡️", "arrow_up": "⬆️", "arrows_counterclockwise": "🔄",
    "ballot_box_with_check": "☑️", "bar_chart": "📊", "bell": "🔔", "black_circle": "⚫",
    "black_square_for_stop": "⏹️", "bookmark": "🔖", "bulb": "💡",
    "bust_in_silhouette": "👤", "busts_in_silhouette": "👥", "calendar": "📆",
    "chart_with_downwards_trend": "📉", "chart_with_upwards_trend": "📈", "clap": "👏",
    "clipboard": "📋", "clock10": "🕙", "closed_lock_with_key": "🔐", "construction": "🚧",
    "date": "📅", "door": "🚪", "double_vertical_bar": "⏸️", "exclamation": "❗",
    "eyes": "👀", "file_folder": "📁", "fire": "🔥", "gear": "⚙️", "grey_question": "❔",
    "hammer_and_wrench": "🛠️", "handshake": "🤝", "heart": "❤️",
    "heavy_check_mark": "✔️", "heavy_plus_sign": "➕", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "inbox_tray": "📥", "information_source": "ℹ️",
    "key": "🔑", "label": "🏷️", "large_blue_circle": "🔵", "large_green_circle": "🟢",
    "large_orange_circle": "🟠", "large_yellow_circle": "🟡", "link": "🔗", "lock": "🔒",
    "loudspeaker": "📢", "mag": "🔍", "mega": "📣", "memo": "📝", "mortar_board": "🎓",
    "no_entry": "⛔", "octagonal_sign": "🛑", "package": "📦", "page_facing_up": "📄",
    "paperclip": "📎", "pencil2": "✏️", "point_right": "👉", "pushpin": "📌",
    "question": "❓", "raised_hands": "🙌", "recycle": "♻️", "red_circle": "🔴",
    "rewind": "⏪", "rocket": "🚀", "rotating_light": "🚨", "scales": "⚖️", "scroll": "📜",
    "seedling": "🌱", "shield": "🛡️", "slightly_smiling_face": "🙂", "smile": "😄",
    "sparkles": "✨", "speech_balloon": "💬", "star": "⭐", "stopwatch": "⏱️", "tada": "🎉",
    "thinking_face": "🤔", "thumbsdown": "👎", "thumbsup": "👍", "ticket": "🎫",
    "traffic_light": "🚦", "trophy": "🏆", "unlock": "🔓", "warning": "⚠️",
    "wastebasket": "🗑️", "wave": "👋", "white_check_mark": "✅", "white_circle": "⚪",
    "white_medium_square": "◻️", "wrench": "🔧", "writing_hand": "✍️", "x": "❌",
    "zap": "⚡",
}  # fmt: skip
SHORTCODE = re.compile(r":([a-z0-9_+-]+):")
PICTURES = re.compile(
    "(?:[\U0001f300-\U0001faff]|[☕⌚⌛⏩-⏳☔⚓⚡⚪⚫⚽⛔⛳⛵✅✊✋✨]"
    "|[❌❎❓-❕❗➕-➗⬛⬜⭐⭕]|[‼-㊙](?=\ufe0f))"
    "[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d[\u2600-\U0001faff]\ufe0f?)*"
)


def spelled_out(text: str) -> str:
    """The text with each known shortcode turned into its character; an unknown one stays as it is."""
    return SHORTCODE.sub(lambda match: SHORTCODES.get(match[1], match[0]), text)
