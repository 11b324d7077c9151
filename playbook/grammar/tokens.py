"""From characters to tokens: one pass of one pattern over text in one typographic form."""

import re
import unicodedata
from typing import NamedTuple

from playbook.wording import one_line

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|"
        "october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {"nil": 0}
TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
SPOKEN = frozenset((*ONES, *TENS, "half", "hundred"))
# Characters that look alike, as the one the grammar reads; Slack's bold and code signs, as nothing.
_LOOKS = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2014\u2015"), " - "),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2039\u203a"), '"'),
    **dict.fromkeys(map(ord, "\u2192\u2794\u279c\u27a1\u21d2\u27f6\u2799"), "\u2192"),
    ord("*"): " ",
    ord("\u2026"): " ... ",
    ord("\u2a7d"): "\u2264",
    ord("\u2a7e"): "\u2265",
    ord("\u223c"): "~",
    ord("\u2248"): "~",
    ord("\u00d7"): "x",
    **{full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F) if full != 0xFF0D},
}
# As Slack escapes text, and as people shorten it.
_SHORTHAND = {"&lt;": "<", "&gt;": ">", "&amp;": "&", " w/o ": " without ", " w/ ": " with "}
_ITALIC = re.compile(r"(?<![^\W_])_++|_++(?![^\W_])")


def plain(text: str) -> str:
    """The text in one typographic form: simple spaces, quotes, dashes and digits; nothing invisible."""
    if text.isascii() and text.isprintable() and "*" not in text and "`" not in text:
        once = " ".join(text.split())  # the usual case, at a tenth of the cost
    else:
        once = " ".join(one_line(text).translate(_LOOKS).split())
    for short, full in _SHORTHAND.items():
        once = once.replace(short, full)
    once = _ITALIC.sub("", once).lstrip("> \u2022\u00b7")
    return once if once.isascii() else "".join(map(_digit, once))


def _digit(char: str) -> str:
    """Digits of other scripts as the digits the grammar reads."""
    value = unicodedata.decimal(char, None) if char > "\u007f" else None
    return char if value is None else str(value)


class Token(NamedTuple):
    """A number, word, sign, stop or link. `glued` tells that no space stands before it."""

    kind: str
    word: str  # lower case
    raw: str
    start: int
    end: int
    glued: bool
    suffix: str = ""  # letters right after a number: 5d, 3.2k, 31st


# No repetition without an end holds another one, unless it gives nothing back (++): the pattern is linear.
_TOKEN = re.compile(
    r"""
    (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
  | (?P<link>https?://\S{1,300}|<[@\#!][^<>\s]{1,80}>|(?<!\S)[@\#][^\W\d]\w{0,80}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,32})
  | (?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d)
            |\d{1,2}(?P<gap>[./-])\d{1,2}(?P=gap)(?:\d{4}|\d{2})(?![\d%]))
  | (?P<number>(?:\d{1,3}(?P<group>[,.'\ ])\d{3}(?:(?P=group)\d{3})*(?!\d)(?:[.,]\d++)?
            |\d++(?:[.,]\d++)?(?:[eE][+-]?\d{1,4})?|\.\d++)(?:\ ?[½¼¾⅓⅔⅛])?|[½¼¾⅓⅔⅛])(?P<suffix>[^\W\d_]*+)
  | (?P<word>[^\W\d_]\w*+(?:['-][^\W_]\w*+)*+)
  | (?P<sign>\+/-|\+-|<=|>=|=<|=>|-{1,3}>|\.{2,3}|[<>≤≥→±%‰€$£~=/+&-])
  | (?P<stop>[][(){},;:.!?"|])
  | (?P<other>\S)
    """,
    re.VERBOSE,
)


def tokenize(text: str) -> list[Token]:
    """All tokens of a plain text, in order. Spaces are dropped but remembered as `glued`."""
    tokens: list[Token] = []
    ended = -1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "other"
        if kind == "suffix":
            kind = "number"
        raw, suffix = found.group(kind), found.group("suffix") or ""
        start, end = found.span()
        glued = start == ended
        ended = end
        if kind == "word" and "-" in raw and _parts_at_hyphens(raw.lower()):
            tokens += _parts(raw, start, glued)
        else:
            tokens.append(Token(kind, raw.lower(), raw, start, end, glued, suffix))
    return tokens


def _parts_at_hyphens(word: str) -> bool:
    """eight-week and Feb-2026 are several words, Net-30 is one."""
    first, _, rest = word.partition("-")
    return first in SPOKEN or (first in MONTHS and rest.isdigit())


def _parts(raw: str, start: int, glued: bool) -> list[Token]:
    """A hyphenated word that begins with a number word, taken apart: eight-week, twenty-five."""
    tokens = []
    for found in re.finditer(r"-|[^-]+", raw):
        piece = found.group()
        kind = "sign" if piece == "-" else "number" if piece.isdigit() else "word"
        at = start + found.start()
        tokens.append(Token(kind, piece.lower(), piece, at, at + len(piece), glued or bool(found.start())))
    return tokens


def word_at(tokens: list[Token], at: int) -> str:
    """The word of a token, or nothing beyond either end."""
    return tokens[at].word if 0 <= at < len(tokens) else ""
