"""What people typed, made safe to show: escaped once, then cut without breaking an entity or a character.

Lengths are counted in UTF-16 units, the strictest of the ways Slack may count them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

ELLIPSIS = "…"
FIRST_STRONG, POP = "\u2068", "\u2069"
JOINER = "\u200d"
_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKUP = re.compile(r"<[^<>\n]{0,500}>|&(?:amp|lt|gt);")
_GAPS = re.compile("[^\\S\u00a0\u202f]+")
# Every character that may run from right to left lies in here, and few others do.
_MAYBE_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def size(text: str) -> int:
    """How long a text is for Slack, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, limit: int) -> bool:
    """Whether a text is at most so long for Slack; a short one fits whatever its characters are."""
    return 2 * len(text) <= limit or size(text) <= limit


def writable(text: str) -> str:
    """A text without what neither a database nor a wire can hold: NUL and lone surrogates."""
    return _UNWRITABLE.sub("", text)


def plain(text: str) -> str:
    """Typed text where Slack reads no markup: without control characters, its direction kept to itself."""
    cleaned = (text if text.isprintable() else _cleaned(text)).strip()
    if _MAYBE_RIGHT_TO_LEFT.search(cleaned) is None:
        return cleaned
    return "\n".join(map(_isolated, cleaned.split("\n")))


def _cleaned(text: str) -> str:
    return _CONTROL.sub(_space_for_tab, _DIRECTION.sub("", _BREAKS.sub("\n", text)))


def _isolated(line: str) -> str:
    """The line, kept from turning round the words beside it when it runs from right to left."""
    right_to_left = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line)
    return f"{FIRST_STRONG}{line}{POP}" if right_to_left else line


def escape(text: str) -> str:
    """Typed text for mrkdwn: as `plain`, with `& < >` as entities, so that no mention or link is forged."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def one_line(text: str) -> str:
    """Typed text in one line, escaped: for titles, names and table-like rows."""
    return escape(flat(text))


def flat(text: str) -> str:
    """Typed text in one line, not escaped; spaces that are not to break stay so."""
    return plain(_GAPS.sub(" ", text))


def cut(markup: str, limit: int) -> str:
    """Escaped text or our markup, at most `limit` long: an entity, a mention and a character stay whole."""
    return markup if fits(markup, limit) else _shortened(_atoms(markup), limit)


def cut_plain(text: str, limit: int) -> str:
    """Plain text, at most `limit` long: a character as people see it stays whole."""
    return text if fits(text, limit) else _shortened(_characters(text), limit)


def _space_for_tab(found: re.Match[str]) -> str:
    return " " if found[0] == "\t" else ""


def _atoms(markup: str) -> Iterator[str]:
    end = 0
    for found in _MARKUP.finditer(markup):
        yield from _characters(markup[end : found.start()])
        yield found[0]
        end = found.end()
    yield from _characters(markup[end:])


def _characters(text: str) -> Iterator[str]:
    """The characters as people see them: base, marks, joined emoji and flags together (bounded at 40)."""
    if text.isascii():
        yield from text
        return
    cluster = ""
    for char in text:
        if cluster and not (len(cluster) < 40 and _belongs(cluster, char)):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _belongs(cluster: str, char: str) -> bool:
    return (
        cluster[-1] == JOINER
        or char == JOINER
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags of regional flags
        or "\u1160" <= char <= "\u11ff"  # vowels and finals of a Hangul syllable
        or (len(cluster) == 1 and _flag_half(cluster) and _flag_half(char))
    )


def _flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _shortened(atoms: Iterable[str], limit: int) -> str:
    room, kept = limit - 2, ""  # for the ellipsis and the end of an isolate
    for atom in atoms:
        room -= size(atom)
        if room < 0:
            break
        kept += atom
    return kept.rstrip() + ELLIPSIS + POP * (kept.count(FIRST_STRONG) - kept.count(POP))
