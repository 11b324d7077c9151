"""Ten thousand texts that would be a mention, a link or a command to Slack: none is, whole or cut."""

import re

from blocks import escape
from tests.security.scale import chance

PARTS = (
    *("<!channel>", "<!here>", "<!everyone>", "<!subteam^S1>", "<@U0BEN>", "<#C0SALES>", "<mailto:a@b|c>"),
    *("<https://x.example|Approve>", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;", "<!date^1^{date}|x>"),
    *(
        "<",
        ">",
        "&",
        "<!",
        "<@",
        "|",
        "<\u200b!channel>",
        "\u202e<!here>",
        "<!cha\x00nnel>",
        "\uff1c!here\uff1e",
    ),
    *("@channel", "*b*", "`c`", "\n> q", "x", " "),
)


def texts(number):
    dice = chance("mentions")
    for _ in range(number):
        yield "".join(dice.choice(PARTS) for _ in range(dice.randrange(1, 12)))


def test_none_of_ten_thousand_texts_is_a_mention_or_a_link():
    for typed in texts(10_000):
        for shown in (escape.escape(typed), escape.one_line(typed)):
            assert not set("<>") & set(shown)
            assert not re.search("&(?!(?:amp|lt|gt);)", shown)


def test_none_becomes_one_by_being_cut():
    """Escaped first, then cut, at any length: an entity stays whole."""
    dice = chance("cut")
    for typed in texts(10_000):
        shown = escape.escape(typed)
        short = escape.cut(shown, dice.randrange(3, 60))
        assert not set("<>") & set(short)
        assert not re.search("&(?!(?:amp|lt|gt);)", short.removesuffix(escape.ELLIPSIS))


def test_a_channel_full_of_signs_fits_after_it_was_made_longer_by_escaping():
    assert escape.size(escape.cut(escape.escape("<" * 3000), 3000)) <= 3000
