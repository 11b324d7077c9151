"""Typed text as it comes in: cleaned once at the door, compared without regard to looks."""

import unicodedata

# Characters that change how the text around them is shown; emoji joiners and variation selectors stay.
_TRICKS = frozenset(
    "\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_KEPT_CONTROLS = frozenset("\n\t")


def clean(text: str) -> str:
    """What a person typed, in one normal form, without characters that are invisible or reverse the text."""
    if text.isascii() and text.isprintable():  # most texts are
        return text.strip()
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in normal if _shows(char)).strip()


def _shows(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return True
    return char not in _TRICKS and unicodedata.category(char) not in {"Cc", "Cs", "Co", "Zl", "Zp"}


def one_line(text: str) -> str:
    """The same text on one line with single spaces."""
    return " ".join(clean(text).split())


def folded(text: str) -> str:
    """A form in which texts that look alike are equal: for comparing, never for showing."""
    return unicodedata.normalize("NFKC", one_line(text)).casefold()


def listed(words: list[str] | tuple[str, ...]) -> str:
    """Several words as one phrase: `a`, `a and b`, `a, b and c`."""
    *most, last = words or ("nothing",)
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, thing: str, things: str = "") -> str:
    """A number with its noun: `1 system`, `3 systems`; `things`: a plural that is not made by an s."""
    return f"{number} {thing}" if number == 1 else f"{number} {things or f'{thing}s'}"
