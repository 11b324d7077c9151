"""What people read where somebody wrote mrkdwn, and that nothing they write becomes a tag of its own."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page import dates, emoji, markdown, mrkdwn, richtext

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ANNA = mrkdwn.Reader(
    handle="anna",
    person_id="U1",
    zone=BERLIN,
    now=NOW,
    origin="http://127.0.0.1:80",
    people={"U1": "Anna Berg", "U2": "Ben <Hart>"},
    channels={"C1": "ai-pilots"},
    groups={"S1": "@governance"},
)
OUR_TAGS = {
    "a",
    "b",
    "i",
    "s",
    "u",
    "code",
    "pre",
    "blockquote",
    "br",
    "span",
    "time",
    "div",
    "ul",
    "ol",
    "li",
}
OUR_TAGS |= {"p", "em", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
OUR_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
OUR_ATTRIBUTES = {"class", "href", "target", "rel", "datetime", "title", "start", "style"}
OUR_CLASSES = {"mention", "mention own", "emoji", "rich", *(f"indent{n}" for n in range(9))}


class Seen(HTMLParser):
    """What a browser makes of a piece of HTML: its text, its tags and their attributes."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.attributes = "", [], []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes

    def handle_data(self, text):
        self.text += text


def html(text, reader=ANNA):
    return str(mrkdwn.to_html(text, reader))


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("*bold* and _slanted_ and ~gone~", "<b>bold</b> and <i>slanted</i> and <s>gone</s>"),
        ("*_both_*", "<b><i>both</i></b>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("`*not bold* &lt;`", "<code>*not bold* &lt;</code>"),
        ("```\na *b*\n```", "<pre>a *b*</pre>"),
        ("&gt; one\n&gt; two\nthree", "<blockquote>one<br>two</blockquote>three"),
        ("> raw quote", "<blockquote>raw quote</blockquote>"),
        ("a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;"),
        ("one\ntwo", "one<br>two"),
        (":white_check_mark: :nosuch:", '<span class="emoji">✅</span> :nosuch:'),
        ("at 10:30:45", "at 10:30:45"),
    ],
)
def test_the_marks_read_as_in_slack(typed, shown):
    assert html(typed) == shown


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("<@U1>", '<span class="mention own">@Anna Berg</span>'),
        ("<@U2>", '<span class="mention">@Ben &lt;Hart&gt;</span>'),
        ("<#C1>", '<a class="mention" href="/as/anna/c/ai-pilots">#ai-pilots</a>'),
        ("<#C9>", '<span class="mention">🔒 private-channel</span>'),
        ("<!subteam^S1>", '<span class="mention">@governance</span>'),
        ("<!channel>", '<span class="mention own">@channel</span>'),
    ],
)
def test_mentions_show_names_and_betray_no_private_channel(typed, shown):
    assert html(typed) == shown


def test_links_outside_are_only_told_and_permalinks_stay_in_the_own_window():
    outside = html("<https://example.com/a?b=1&amp;c=2|the *page*>")
    assert outside.startswith(
        '<a href="/outside?to=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3D2"'
        ' title="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener'
    )
    assert outside.endswith(">the *page*</a>")
    assert 'href="/outside?to=mailto%3Aben%40x.example"' in html("<mailto:ben@x.example|write>")
    assert 'href="/outside?to=' in html("<http://127.0.0.1.example/|not this machine>")
    assert 'href="http://localhost:8080/calendar"' in html("<http://localhost:8080/calendar|calendar>")
    inside = html("<http://127.0.0.1:80/archives/C1/p1700000000000100|here>")
    assert inside == '<a href="/as/anna/archives/C1/p1700000000000100">here</a>'
    assert 'title="https://example.com/x"' in html("see https://example.com/x.")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example"]
)
def test_an_address_that_nobody_should_follow_is_only_text(address):
    seen = Seen(html(f"<{address}|click me>"))
    assert seen.tags == []
    assert seen.text == f"<{address}|click me>"


def test_a_date_is_told_in_the_zone_of_whoever_reads():
    stamp = int(datetime(2026, 11, 25, 3, 5, tzinfo=UTC).timestamp())
    asked = f"<!date^{stamp}^{{date_long}} at {{time}}|then>"
    assert Seen(html(asked)).text == "Wednesday, November 25th, 2026 at 04:05"
    there = mrkdwn.Reader(handle="kate", person_id="U3", zone=NEW_YORK, now=NOW)
    assert Seen(html(asked, there)).text == "Tuesday, November 24th, 2026 at 22:05"
    assert Seen(html(f"<!date^{stamp}^{{date_short_pretty}}, {{ago}}|then>")).text == "tomorrow, in 11 hours"


def test_a_date_that_does_not_exist_falls_back_to_its_words():
    assert html("<!date^99999999999999^{date}|some day>") == "some day"


@pytest.mark.parametrize("token", sorted(dates.TOKENS))
def test_every_date_token_is_put_into_words(token):
    assert "{" not in dates.formatted(int(NOW.timestamp()), token, BERLIN, NOW)


def test_days_are_named_as_in_slack():
    names = {days: dates.day_divider(datetime(2026, 11, days, 9, tzinfo=UTC), NOW) for days in (24, 23, 22)}
    assert names == {24: "Today", 23: "Yesterday", 22: "Sunday, November 22nd"}
    assert dates.day_divider(datetime(2025, 1, 3, tzinfo=UTC), NOW) == "Friday, January 3rd, 2025"


NASTY = st.lists(
    st.sampled_from(
        [*"<>&\"'*_~`|@#!^:/\\\n {}=x0", "<script>", "</b>", "<img src=x onerror=y>", "javascript:"]
    )
    | st.sampled_from(
        ["```", "&gt; ", "<@U2>", "<!date^1^{time}^", "https://x.y/", "<a href='", "&#60;", "\x00"]
    )
    | st.text(max_size=4)
).map("".join)


@given(NASTY)
def test_no_tag_that_somebody_typed_survives(typed):
    for shown in (mrkdwn.to_html(typed, ANNA), markdown.to_html(typed, ANNA), _rich(typed)):
        seen = Seen(shown)
        assert set(seen.tags) <= OUR_TAGS
        assert {name for name, _ in seen.attributes} <= OUR_ATTRIBUTES
        assert {value for name, value in seen.attributes if name == "class"} - OUR_CLASSES <= _languages(seen)
        addresses = [value for name, value in seen.attributes if name == "href"]
        assert all(a.startswith(("/outside?to=", "/as/anna/")) for a in addresses)


def _rich(typed):
    parts = [
        {"type": "text", "text": typed, "style": {"bold": True}},
        {"type": "link", "url": typed, "text": typed},
    ]
    return richtext.to_html({"elements": [{"type": "rich_text_section", "elements": parts}]}, ANNA)


def _languages(seen):
    """A fenced block of Markdown names its language in a class."""
    return {value for name, value in seen.attributes if name == "class" and value.startswith("language-")}


@given(
    st.text(alphabet=st.characters(blacklist_categories=["C"], blacklist_characters="*_~`:<>&\n"), min_size=1)
)
def test_plain_words_come_out_as_they_went_in(typed):
    if "http" not in typed:
        assert Seen(html(typed)).text == typed


def test_markdown_blocks_read_as_markdown_and_show_no_pictures():
    shown = str(
        markdown.to_html(
            "# Head\n**bold** ~~gone~~ :rocket:\n\n|a|b|\n|-|-|\n|1|2|\n\n![alt](https://x.y/z.png)", ANNA
        )
    )
    assert "<strong>bold</strong> <s>gone</s>" in shown
    assert "🚀" in shown
    assert "<td>1</td>" in shown
    assert "<img" not in shown
    assert 'title="https://x.y/z.png"' in shown


def test_rich_text_draws_lists_quotes_code_and_every_kind_of_part():
    parts = [
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "emoji", "name": "rocket"},
        {"type": "broadcast", "range": "here"},
        {"type": "date", "timestamp": 0, "format": "{date_num}", "fallback": "x"},
        {"type": "color", "value": "#fff"},
    ]
    words = [{"type": "text", "text": "two\nlines", "style": {"italic": True, "code": True}}]
    block = {
        "elements": [
            {"type": "rich_text_section", "elements": parts},
            {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [{"elements": words}]},
            {"type": "rich_text_quote", "elements": words},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "<b>"}]},
        ]
    }
    seen = Seen(richtext.to_html(block, ANNA))
    assert "@Anna Berg#ai-pilots@governance🚀@here1970-01-01#fff" in seen.text
    assert ("start", "3") in seen.attributes
    assert {"ol", "li", "blockquote", "pre", "i", "code"} <= set(seen.tags)


def test_every_shortcode_is_one_picture():
    assert all(emoji.PICTURES.fullmatch(picture) for picture in emoji.SHORTCODES.values())
