"""Names that look like another name, or turn round the words beside them."""

import unicodedata

from blocks import escape
from playbook.wording import clean, folded, one_line
from tests.security.scale import chance

NAMES = ("Proposal turnaround", "Go on", "Claims triage", "Résumé screening", "Ångström check")
UNSEEN = (
    "\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x07\u2028"
)
TURNS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")


def disguised(name, dice):
    """The same name, as somebody writes it who wants it to be taken for another, or for a new one."""
    look = dice.choice((str, str.upper, str.swapcase, wide, decomposed, spaced))
    letters = list(look(name))
    for _ in range(dice.randrange(1, 6)):
        letters.insert(dice.randrange(len(letters) + 1), dice.choice(UNSEEN))
    return "".join(letters)


def wide(name):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def decomposed(name):
    return unicodedata.normalize("NFD", name)


def spaced(name):
    return name.replace(" ", " \u00a0 ")


def test_a_thousand_disguises_are_all_recognised_as_the_name_they_imitate():
    dice = chance("names")
    for _ in range(1000):
        name = dice.choice(NAMES)
        assert folded(disguised(name, dice)) == folded(name)


def test_nothing_that_turns_or_hides_text_is_kept_or_shown():
    dice = chance("shown")
    for _ in range(1000):
        typed = disguised(dice.choice(NAMES), dice)
        for shown in (clean(typed), one_line(typed), escape.escape(typed), escape.one_line(typed)):
            assert not TURNS & set(shown)
            assert not [sign for sign in shown if unicodedata.category(sign) in ("Cs", "Co", "Zl", "Zp")]
        assert not set(UNSEEN) & set(clean(typed))


def test_two_names_that_differ_stay_two():
    assert len({folded(name) for name in NAMES}) == len(NAMES)
