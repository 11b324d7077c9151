"""Which use cases a list shows, and in what order: by need for attention, or a queue by friction."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final, Literal, get_args

from playbook import friction
from playbook.attention import Attention
from playbook.facts import Fact, Friction, Listed, Person, PersonId, Profile, Settings
from playbook.policy import can
from playbook.refusals import Refusal

Which = Literal[
    "all",
    "running",
    "mine",
    "owner",
    "overdue",
    "queue",
    "proposed",
    "frame",
    "pilot",
    "limited_production",
    "scale_decision",
    "scaled",
    "stopped",
]
HEADINGS: Final[Mapping[Which, str]] = {
    "all": "Use cases",
    "running": "Use cases that run",
    "mine": "Your use cases",
    "owner": "Use cases of one owner",
    "overdue": "Overdue use cases",
    "queue": "Proposed use cases, least friction first",
    "proposed": "Proposed use cases",
    "frame": "In Frame",
    "pilot": "In Pilot",
    "limited_production": "In Limited Production",
    "scale_decision": "At the Scale decision",
    "scaled": "Scaled use cases",
    "stopped": "Stopped with clarity",
}
STAGES: Final[tuple[Which, ...]] = (
    "proposed",
    "frame",
    "pilot",
    "limited_production",
    "scale_decision",
    "scaled",
    "stopped",
)
_ALIKE: Final[Mapping[str, Which]] = {
    "": "all",
    "limited": "limited_production",
    "production": "limited_production",
    "scale": "scale_decision",
    "late": "overdue",
    "live": "running",
    "open": "running",
    "stop": "stopped",
    "my": "mine",
}


class Choice(Fact):
    """Which use cases are asked for."""

    which: Which = "all"
    owner: PersonId | None = None

    @property
    def word(self) -> str:
        """The same in one word, for a button: `pilot`, `owner:U0ANNA`."""
        return f"owner:{self.owner}" if self.which == "owner" else self.which


class Line(Fact):
    """A use case in a list; nothing is told of the attention a closed one needs."""

    listed: Listed
    attention: Attention | None = None
    overdue: bool = False
    paused: bool = False


def seen(person: Person, listed: Iterable[Listed], settings: Settings) -> tuple[Listed, ...]:
    """The use cases this person may see."""
    return tuple(one for one in listed if can(person, "see", one, settings))


def closed(person: Person, listed: Iterable[Listed], settings: Settings) -> tuple[Listed, ...]:
    """The private use cases an admin may know of: their key, owner and stage, and nothing else."""
    return tuple(
        one.model_copy(update=_NOT_TOLD)
        for one in listed
        if not can(person, "see", one, settings) and can(person, "see_key", one, settings)
    )


_NOT_TOLD: Final = {
    "title": "private",
    "workflow": None,
    "function": None,
    "sponsor": None,
    "profile": Profile(),
}


def read(typed: str, person: PersonId | None) -> Choice:
    """What was typed after `/pilot list`; raises a `Refusal` with the nearest word for one nobody knows."""
    words = typed.lower().replace("-", " ").replace("_", " ").split()
    said = "_".join(words[1:] if words[:1] == ["stage"] else words)
    if words[:1] == ["owner"]:
        return _of_owner(person)
    known = {**{one: one for one in get_args(Which)}, **_ALIKE}
    if said not in known:
        raise _unknown(typed, said)
    return Choice(which=known[said])


def _of_owner(person: PersonId | None) -> Choice:
    if person is None:
        raise Refusal("Whose use cases? Name the owner with @.", ways=("/pilot list owner @name",))
    return Choice(which="owner", owner=person)


def _unknown(typed: str, said: str) -> Refusal:
    near = get_close_matches(said, [*get_args(Which), *filter(None, _ALIKE)], n=1)
    guess = f" Did you mean “{near[0].replace('_', ' ')}”?" if near else ""
    ways = "mine, owner @name, overdue, queue, all, or a stage: proposed, frame, pilot, limited, scale"
    return Refusal(f"I know no list “{typed[:80]}”.{guess}", ways=(f"/pilot list {ways}",))


def from_word(word: str) -> Choice:
    """What a button says; anything else is all of them."""
    which, _, owner = word.partition(":")
    if which == "owner" and owner:
        return Choice(which="owner", owner=owner)
    found = next((one for one in get_args(Which) if one == which and one != "owner"), "all")
    return Choice(which=found)


def chosen(lines: Iterable[Line], choice: Choice, me: PersonId) -> tuple[Line, ...]:
    """The lines asked for, in their order."""
    found = [one for one in lines if _fits(one, choice, me)]
    by = _by_friction if choice.which == "queue" else _by_attention
    return tuple(sorted(found, key=by))


def scores(found: Iterable[Line], choice: Choice) -> dict[int, Friction]:
    """The friction of what is not framed yet; none where only the key of it may be seen."""
    if choice.which not in ("queue", "proposed"):
        return {}
    told = [one.listed for one in found if one.attention]
    return {one.number: friction.of(one.profile, one.owner) for one in told}


def takes_part(one: Listed, me: PersonId) -> bool:
    """Whether this person owns, funds, helps or registered it."""
    return me in (one.owner, one.sponsor, one.registrant, *one.supporters)


def stage_of(one: Listed) -> Which:
    """Where it stands, as a list is narrowed by it."""
    return one.outcome or ("proposed" if one.proposed else one.stage)


def counts(lines: Sequence[Line]) -> tuple[tuple[Which, int], ...]:
    """How many stand at each stage, in the order of the plan; stages without any are left out."""
    stages = [stage_of(one.listed) for one in lines]
    return tuple((stage, stages.count(stage)) for stage in STAGES if stage in stages)


def _fits(line: Line, choice: Choice, me: PersonId) -> bool:
    one = line.listed
    match choice.which:
        case "all":
            return True
        case "running":
            return one.outcome != "stopped"
        case "mine":
            return takes_part(one, me)
        case "owner":
            return one.owner == choice.owner
        case "overdue":
            return line.overdue
        case "queue":
            return one.proposed and one.outcome is None
        case stage:
            return stage_of(one) == stage


def _by_attention(line: Line) -> tuple[object, ...]:
    if line.attention is None:
        return (1, line.listed.number)
    return (0, *line.attention.order, line.listed.number)


def _by_friction(line: Line) -> tuple[object, ...]:
    """Least friction first; what is not fully told comes last, it may still turn out heavy."""
    found = friction.of(line.listed.profile, line.listed.owner)
    return bool(found.unknown), found.points, line.listed.number
