"""The words of promises: verbs, comparators, openers and what else gives a number its role. Tables only.

A phrase is matched longest first and makes one mark; a word in no table is just a word. What a mark means
is decided later by what follows it: `by` before a date is a deadline, before a quantity a change.
"""

from typing import NamedTuple


class Phrase(NamedTuple):
    """One phrase: its words, the kind of mark it makes, and what the mark carries."""

    words: tuple[str, ...]
    kind: str
    value: str = ""


# Verbs by the direction they ask for. "=" has none: the numbers decide.
_VERBS = {
    "lower": "reduce cut lower decrease shrink shorten trim slash drop minimise minimize curb lessen "
    "diminish halve compress tighten fall decline sink dip eliminate narrow curtail slim prune squeeze "
    "shave chop pare dampen lighten stem shed",
    "higher": "raise increase boost lift grow expand double triple treble quadruple maximise maximize "
    "rise climb extend elevate uplift gain hike strengthen bolster swell enlarge widen multiply bump "
    "amplify intensify deepen broaden ratchet crank propel escalate",
    "=": "improve move take get bring push drive change go optimise optimize enhance accelerate make turn "
    "transform streamline reach achieve hit attain speed save upgrade nudge refine restore recover "
    "simplify revamp rebalance tackle adjust redesign",
}
_IRREGULAR = {
    "lower": "shrank shrunk fell fallen sank sunk reduction reductions",
    "higher": "grew grown rose risen",
    "=": "taken got brought drove driven went gone made sped improvement",
}
_WITH_PARTICLE = {
    "lower": "bring down|bringing down|brings down|get down|drive down|driving down|push down|take down|"
    "go down|goes down|going down|come down|comes down|cut down|cut down on|cut back|cut back on|"
    "cutting down|scale down|"
    "dial down|scale back|wind down|shave off|whittle down|knock down",
    "higher": "bring up|get up|drive up|driving up|push up|go up|goes up|going up|scale up|ramp up|step up",
    "=": "speed up|speeding up|work on",
}
_DOUBLED = frozenset(("cut", "trim", "drop", "get", "cap", "hit", "dip", "slim", "chop", "stem", "shed"))


def forms(verb: str) -> tuple[str, ...]:
    """reduce: reduces, reduced, reducing. Irregular pasts stand in their own table."""
    third = f"{verb}es" if verb.endswith(("sh", "ss", "ch", "go")) else f"{verb}s"
    stem = verb[:-1] if verb.endswith("e") else verb + verb[-1] if verb in _DOUBLED else verb
    return verb, third, f"{stem}ed", f"{stem}ing"


def _all_forms(*verbs: str) -> frozenset[str]:
    return frozenset(form for verb in verbs for form in forms(verb))


# Verbs that name their target first: reach 90 % first-contact resolution.
REACHING = _all_forms("reach", "achieve", "hit", "attain")
# The change that a verb states by itself, in percent of the baseline.
FACTORS = {form: change for verb, change in
           (("halve", -50.0), ("double", 100.0), ("triple", 200.0), ("treble", 200.0), ("quadruple", 300.0))
           for form in forms(verb)}  # fmt: skip
# Verb forms that are nouns or adjectives as well: after an ordinary word they are part of a name.
NOUNISH = frozenset(
    "cut cuts drop drops lower increase increases decrease decreases rise rises fall falls decline "
    "declines lift lifts boost raise raises double triple shift shifts change changes move moves "
    "take takes trim gain gains drive drives push turn turns hit hits cap caps contract go get "
    "make speed narrow uplift uplifts dip climb extended expanded driven taken made growing rising "
    "falling reduction reductions improvement reduced increased improved shortened lowered".split()
)
# Words a verb may follow and still be the verb of the goal: we want to reduce, the pilot will cut, and raise.
LEADS_IN = frozenset(
    "to we will must should shall can could would please and but then by let's lets us help helps "
    "i or a an the it that which this also not aim goal objective target plan pilot copilot ai llm "
    "bot is are be been has have needs need going see sees thereby thus while for".split()
)

_COMPARATORS = {
    "<": "below|under|less than|fewer than|lower than|smaller than|shorter than|faster than|beneath|<",
    "<=": "at most|no more than|not more than|no higher than|not higher than|no greater than|"
    "not greater than|no longer than|not longer than|not exceed|not exceeding|not to exceed|never exceed|"
    "never exceeds|never exceeding|not above|never above|not over|never over|max|maximum|maximum of|"
    "max of|capped at|up to|<=|≤|=<|at or below|at or under|ceiling of|no slower than|limited to|no above|"
    "within|no later than",
    ">=": "at least|no lower than|not lower than|no less than|not less than|no fewer than|not fewer than|"
    "min|min of|minimum|minimum of|not below|never below|not under|never under|>=|≥|=>|at or above|"
    "floor of|not fall below|never fall below|never falls below|not drop below|never drop below|"
    "never drops below",
    ">": "above|over|more than|higher than|greater than|better than|exceed|exceeds|exceeding|beyond|"
    "in excess of|>|longer than|upwards of|north of|climb past|climbing past|rise past|rising past|"
    "go past|going past|creep past|creeping past",
}
# The same, said after the number.
_COMPARATORS["="] = "no worse than|not worse than|never worse than"
_AFTERTHOUGHTS = {
    "<=": "or less|or fewer|or lower|or below|or under|or faster|or shorter|or quicker|at most|"
    "at the most|max|maximum|tops",
    ">=": "or more|or higher|or above|or greater|or over|at least|at the least|minimum|min",
    "=": "or better",
}
_PHRASES = {
    "label": "kpi|metric|measure|key figure|when|by when",  # only before a colon, so it is tried first
    "from": "from|starting from|starting at|down from|up from",
    "to": "to|down to|up to at least|into|onto",
    "by": "by",
    "arrow": "→|->|-->|--->",
    # Before a stretch of time: a deadline; before anything else: scope.
    "in": "in|during|inside|throughout|over the course of|in the space of|inside of|after",
    # Before a date.
    "until": "until|till|before|on|not later than|at the latest by|due|due by|due on|through|ending|"
    "on or before|deadline|due date|by when|latest|end date|finish by|delivered by",
    # Before a date that is no deadline: when the baseline was taken.
    "past": "since|last|as of|past|previous|prior|trailing",
    "base": "currently taking|now taking|currently stands at|currently sits at|currently runs at|"
    "currently averages|currently averaging|currently costs|present|currently|current|today|now|baseline|"
    "at present|presently|versus|vs|v|against|compared to|compared with|relative to|instead of|"
    "rather than|at the moment|starting point|as-is|right now|as of today|as of now|was|were|is|are|takes|"
    "took|averages|averaged|averaging|stands at|standing at|sits at|sitting at|runs at|running at|"
    "hovers at|hovers around|it's|has been|nowadays|begins at|starts at|initially|originally|this moment|"
    "starting value|before|we are at|we're at|we do|we have|we had|we stand at|we see",
    "target": "to take|to be at|to cost|target|goal|aiming for|aim for|aims for|should be|should take|"
    "must be|needs to be|need to be|has to be|to-be|shall be|aim|want|desired|should only take|objective",
    "while": "while|whilst|provided|providing|under the condition that|as long as|so long as|subject to|"
    "on condition that|on the condition that|guardrail|guardrails|guard rail|guard rails|such that|"
    "so that|as well as|assuming|given that|at the same time|under the constraint that|whereby|where|"
    "ensuring that|only if",
    # What follows is a trigger or a condition, not a limit to keep.
    "trigger": "if|when|once|unless|rollback|rollback if|roll back|roll back if|rollback when|"
    "roll back when|stop if|pause if|abort if|in case|rollback trigger|because|which means|which would|"
    "thanks to",
    "with": "with|at|given a|given an|in the range|in the range of|in a range of|in the band|in the band of",
    "not": "without|not|never|no|avoid|avoiding|prevent|preventing|don't|doesn't|mustn't|shouldn't|cannot|"
    "can't|won't|nobody|no one|without any|without letting|not let|never let|not letting|with no|nor|neither",
    "keep": "make sure|make sure that|making sure|making sure that|keep|keeps|kept|keeping|maintain|"
    "maintains|maintained|maintaining|hold|holds|holding|held|ensure|ensures|ensuring|guarantee|"
    "guaranteeing|preserve|preserving|sustain|sustaining|retain|retaining|protect|protecting|respect|"
    "respecting|safeguard|safeguarding",
    # These keep from above.
    "cap": "limit|limits|limiting|cap|caps|capping",
    "damage": "hurting|harming|hurt|harm|sacrificing|sacrifice|compromising|compromise|affecting|damaging|"
    "degrading|degrade|worsening|worsen|losing|loss of|loss in|drop in|decline in|adding|"
    "endangering|jeopardising|jeopardizing|impacting|impact on|increase in|reduction in|rise in|"
    "deterioration of|deterioration in|degradation of|degradation in|harm to|damage to|additional|extra|"
    "more|trading off|undermining|eroding|weakening|diluting|negatively affecting|negatively impacting|"
    "burdening|lose|compromises to|compromise on|at the expense of|at the cost of",
    "steady": "stable|steady|unchanged|constant|flat|intact|the same|where it is|where they are|"
    "at the same level|at current level|at current levels|at the current level|at its current level|"
    "at today's level|at baseline|at least constant",
    "and": "and|but|plus|or|also|&|as also|and also|but also",
    "of": "of",
    "scope": "expected|expecting|confidence range|confidence range of|expected range|stretch goal|for|"
    "across|among|amongst|using|via|saving|saves|worth|costing|with a budget of|at a budget of|"
    "on a budget of|within a budget of|within budget|with budget|at a cost of|with a team of|"
    "for a budget of|with an investment of|for an investment of|budget|budget of|team of|group of|"
    "cohort of|sample of|pilot of|pilot with|between|starting with|freeing|freeing up|every|staff of|"
    "involving|covering|top|first|investment of|investing|spending",
    "hence": "from now|from today|from now on|hence|from day 1|from kick-off|from kickoff|from launch|"
    "from start",
    "fill": "about|around|roughly|approximately|approx|circa|ca|~|nearly|almost|some|just|only|the|a|an|"
    "our|its|their|today's|existing|average|mean|median|total|as much as|as many as|as little as|"
    "as few as|as low as|as high as|mere|somewhere|still|usual|typical|usually|typically|further|"
    "estimated|full|well|even|rate|level|value|it|us|next|coming|following|a factor of|factor of|=",
}


def _rows() -> list[Phrase]:
    rows = [
        Phrase((form,), "verb", way)
        for way, row in _VERBS.items()
        for verb in row.split()
        for form in forms(verb)
    ]
    rows = [row for row in rows if row.words != ("takes",)]  # it takes 5 days: a baseline
    rows += [Phrase((form,), "verb", way) for way, row in _IRREGULAR.items() for form in row.split()]
    tables = (
        ("verb", _WITH_PARTICLE),
        ("cmp", _COMPARATORS),
        ("after", _AFTERTHOUGHTS),
    )
    rows += [
        Phrase(tuple(words.split()), kind, value)
        for kind, table in tables
        for value, row in table.items()
        for words in row.split("|")
    ]
    return rows + [
        Phrase(tuple(words.split()), kind) for kind, row in _PHRASES.items() for words in row.split("|")
    ]


def _by_first_word(rows: list[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = {}
    for phrase in sorted(rows, key=lambda phrase: -len(phrase.words)):
        table.setdefault(phrase.words[0], []).append(phrase)
    return {first: tuple(phrases) for first, phrases in table.items()}


PHRASES = _by_first_word(_rows())
