"""What a bare number is: the unit its metric's name implies, and whether it has to be asked for."""

from playbook.grammar.measures import SPELLINGS, UNITS, tidy
from playbook.grammar.nouns import NEEDS_UNIT, RATINGS, RATIOS
from playbook.grammar.readings import Reading

_NAME_GOES_ON = frozenset("of for in per to on at by with from across within as that which we it".split())
_BEFORE_THE_UNIT = frozenset("number of average total mean median no the in a share percentage".split())


def head_of(name: list[str]) -> list[str]:
    """The words of a name up to its first preposition: `cost` of `cost per ticket`."""
    for at, word in enumerate(name):
        if at and word in _NAME_GOES_ON:
            return name[:at]
    return name


def default_unit(name: list[str]) -> tuple[str, bool]:
    """The unit of a bare number of this metric, and whether the unit has to be asked for."""
    head = [word for word in head_of(name) if word.isalnum() or "-" in word]
    last = head[-1] if head else ""
    if last in RATINGS:
        return "score", False
    if last in RATIOS:
        return "ratio", False
    if unit := _unit_in(name):
        return unit, False
    return "count", last in NEEDS_UNIT


def _unit_in(name: list[str]) -> str:
    """The unit a name itself tells: days to close, inventory days."""
    rest = [word for word in name if word not in _BEFORE_THE_UNIT]
    head = head_of(rest)
    if any(word[0].isdigit() for word in head):
        return ""  # older than 7 days: an age, not the unit
    for word in rest[:1] + head[-1:]:
        unit = SPELLINGS.get(word, "") if len(word) > 3 and word.endswith("s") else ""
        if unit in UNITS and UNITS[unit].kind in ("time", "months", "business days"):
            return unit
    return ""


def is_rating(name: list[str]) -> bool:
    """Whether a metric of this name is a rating, so that 4 out of 5 is a score of 4."""
    return default_unit(name)[0] == "score"


def settled(reading: Reading, name: list[str]) -> Reading:
    """The reading with `1 in 5`, `4 out of 10` and `half` turned into what they are for this metric."""
    if reading.unit == "in" or (reading.unit == "of" and not is_rating(name)):
        return reading._replace(value=tidy(reading.value / reading.out_of * 100), unit="percent")
    if reading.unit == "bps":
        return reading._replace(unit="percent")
    if reading.unit == "of":
        return reading._replace(unit="score")
    if reading.share and not reading.unit:
        return reading._replace(value=tidy(reading.value * 100), unit="percent")
    return reading


def words_of(name: str) -> list[str]:
    """The words of a written name in lower case."""
    return name.lower().replace("(", " ").replace(")", " ").replace(",", " ").split()
