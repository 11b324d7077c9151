"""Slack's mrkdwn turned into safe HTML: all that people typed is escaped, the only tags are ours."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import groupby
from urllib.parse import urlencode

from markupsafe import Markup, escape

from sandbox.page import dates, emoji

SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+\Z", re.IGNORECASE)
THIS_MACHINE = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:[/?#]|\Z)", re.IGNORECASE)
OUTSIDE = "/outside"
PREFORMATTED = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
DATE = re.compile(r"!date\^(-?\d{1,15})\^([^^]*)(?:\^(.*))?\Z", re.DOTALL)
QUOTE = re.compile(r"(?:&gt;|>) ?")
MARKS = re.compile(r"[*_~`<>]")
GROUP_WORDS = ("here", "channel", "everyone")


@dataclass(frozen=True)
class Reader:
    """Who reads, where and when: all that the wording of a text depends on."""

    handle: str
    person_id: str
    zone: tzinfo
    now: datetime
    origin: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def to_html(text: str, reader: Reader) -> Markup:
    """One mrkdwn text as HTML for this reader. Whatever it holds, no tag of its own gets through."""
    pieces = PREFORMATTED.split(text)
    return Markup("").join(
        preformatted(piece) if number % 2 else _lines(piece, reader) for number, piece in enumerate(pieces)
    )


def plain(text: str) -> str:
    """A plain_text object's text: emoji spelled out, nothing else touched (the template escapes it)."""
    return emoji.spelled_out(text)


def as_words(text: str) -> str:
    """The first line without its marks: a name for the control that stands beside the text."""
    return MARKS.sub("", html.unescape(text)).strip().partition("\n")[0][:120]


def preformatted(text: str) -> Markup:
    """A block of code; a line break of its own is not needed around it."""
    return Markup("<pre>{}</pre>").format(html.unescape(text))


def enlarged(text: str) -> Markup:
    """Escaped text whose emoji are marked, so that they stand a little larger, as in Slack."""
    return Markup(
        emoji.PICTURES.sub(lambda found: f'<span class="emoji">{found[0]}</span>', str(escape(text)))
    )


def safe_link(address: str, reader: Reader) -> str | None:
    """Where a link may lead: the reader's own window (permalinks of this workspace), this machine, or a
    page that only names an address of the web or of mail."""
    if reader.origin and address.startswith(f"{reader.origin}/archives/"):
        return f"/as/{reader.handle}{address.removeprefix(reader.origin)}"
    if not SAFE_LINK.match(address):
        return None
    return address if THIS_MACHINE.match(address) else f"{OUTSIDE}?{urlencode({'to': address})}"


def anchor(address: str, label: Markup, reader: Reader) -> Markup:
    """A link, or only its label where the address is not one a person may follow."""
    tag = opening(address, reader)
    return tag + label + Markup("</a>") if tag else label


def opening(address: str, reader: Reader) -> Markup | None:
    """The opening tag of such a link."""
    target = safe_link(address, reader)
    if target is None:
        return None
    if target.startswith("/as/"):
        return Markup('<a href="{}">').format(target)
    tag = Markup('<a href="{}" title="{}" target="_blank" rel="noopener noreferrer">')
    return tag.format(target, address)


def person(person_id: str, reader: Reader, label: str = "") -> Markup:
    """A mention of a person; the reader's own is marked."""
    own = " own" if person_id == reader.person_id else ""
    name = reader.people.get(person_id) or label or person_id
    return Markup('<span class="mention{}">@{}</span>').format(own, name)


def channel(channel_id: str, reader: Reader, label: str = "") -> Markup:
    """A mention of a channel, as a link; of one the reader is not in, Slack tells nothing."""
    name = reader.channels.get(channel_id) or label
    if not name:
        return Markup('<span class="mention">🔒 private-channel</span>')
    return Markup('<a class="mention" href="/as/{}/c/{}">#{}</a>').format(reader.handle, name, name)


def moment(stamp: int, template: str, fallback: str, reader: Reader) -> Markup:
    """A date in the reader's zone, the full moment as its tooltip; the fallback if there is no such date."""
    try:
        at = dates.in_zone(stamp, reader.zone)
        words = dates.formatted(stamp, template, reader.zone, reader.now)
    except (ValueError, OverflowError, OSError):
        return escape(fallback)
    return Markup('<time datetime="{}" title="{} at {}">{}</time>').format(
        at.isoformat(), dates.date_long(at), dates.clock(at), words
    )


def _lines(text: str, reader: Reader) -> Markup:
    groups = groupby(text.split("\n"), key=lambda line: bool(QUOTE.match(line)))
    return (
        Markup("<br>")
        .join(_group(quoted, list(lines), reader) for quoted, lines in groups)
        .replace(Markup("</blockquote><br>"), Markup("</blockquote>"))
    )


def _group(quoted: bool, lines: list[str], reader: Reader) -> Markup:
    stripped = [QUOTE.sub("", line, count=1) for line in lines] if quoted else lines
    inner = Markup("<br>").join(_inline(line, reader) for line in stripped)
    return Markup("<blockquote>{}</blockquote>").format(inner) if quoted else inner


def _inline(text: str, reader: Reader) -> Markup:
    return Markup("").join(_pieces(text, reader))


def _pieces(text: str, reader: Reader) -> Iterator[Markup]:
    start = 0
    for match in TOKEN.finditer(text):
        yield _literal(text[start : match.start()])
        yield WORDING[match.lastgroup or ""](match[match.lastgroup or 0], reader)
        start = match.end()
    yield _literal(text[start:])


def _literal(text: str) -> Markup:
    return enlarged(html.unescape(text))


def _styled(tag: str) -> Callable[[str, Reader], Markup]:
    def wrapped(inner: str, reader: Reader) -> Markup:
        return Markup(f"<{tag}>{{}}</{tag}>").format(_inline(inner, reader))

    return wrapped


def _code(inner: str, _: Reader) -> Markup:
    return Markup("<code>{}</code>").format(html.unescape(inner))


def _bare_address(address: str, reader: Reader) -> Markup:
    return anchor(html.unescape(address), escape(html.unescape(address)), reader)


def _shortcode(name: str, _: Reader) -> Markup:
    return enlarged(emoji.SHORTCODES.get(name, f":{name}:"))


def _reference(body: str, reader: Reader) -> Markup:
    target, _, label = body.partition("|")
    label = html.unescape(label)
    if target.startswith("@"):
        return person(target[1:], reader, label)
    if target.startswith("#"):
        return channel(target[1:], reader, label)
    if target.startswith("!"):
        return _special(target, label, reader)
    address = html.unescape(target)
    if safe_link(address, reader) is None:
        return _literal(f"<{body}>")
    return anchor(address, enlarged(label or address), reader)


def _special(target: str, label: str, reader: Reader) -> Markup:
    if found := DATE.match(target):
        words = moment(int(found[1]), found[2], label, reader)
        return anchor(found[3], words, reader) if found[3] else words
    kind, _, name = target[1:].partition("^")
    if kind == "subteam":
        return Markup('<span class="mention">{}</span>').format(reader.groups.get(name) or label or "@group")
    if kind in GROUP_WORDS:
        return Markup('<span class="mention own">@{}</span>').format(kind)
    return escape(label or f"<{target}>")


TOKEN = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<reference>[^<>\n]+)>"
    r"|(?<![\w*])\*(?=\S)(?P<bold>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])(?P<italic>[^\n]+?)(?<=[^\s_])_(?![\w_])"
    r"|(?<![\w~])~(?=\S)(?P<struck>[^~\n]+?)(?<=\S)~(?![\w~])"
    r"|:(?P<shortcode>[a-z0-9_+-]+):"
    r"|(?P<address>https?://[^\s<>\"'|*~`]*[^\s<>\"'|*~`.,;:!?)\]])"
)
WORDING: Mapping[str, Callable[[str, Reader], Markup]] = {
    "code": _code,
    "reference": _reference,
    "bold": _styled("b"),
    "italic": _styled("i"),
    "struck": _styled("s"),
    "shortcode": _shortcode,
    "address": _bare_address,
}
