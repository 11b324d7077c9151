"""Who may do what: one table, complete, default deny (operating-model.md, section 1).

A person has every role that applies; one role that may is enough. Guests and people of other workspaces
may look and answer, never decide: for verbs in `DECIDING` their roles do not count.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from playbook.facts import Person, PersonId, Settings, Visibility
from playbook.refusals import NoSuchUseCase, NotAllowed

Role = Literal[
    "owner", "named", "sponsor", "gatekeeper", "supporter", "registrant", "admin", "member", "outsider"
]
Verb = Literal[
    "see",
    "see_key",
    "export",
    "describe",
    "document",
    "accept",
    "grant",
    "sign",
    "amend",
    "answer_governance",
    "log",
    "go_live",
    "roll_back",
    "answer_rollback",
    "close_rollback",
    "explain",
    "write_fallback",
    "report",
    "hand_over",
    "resume",
    "vote",
    "propose",
    "prove",
    "confirm",
    "answer_blocker",
    "comment",
    "preview_digest",
    "post_digest",
    "judge_proof",
    "drill",
    "open_gate",
    "bring",
    "test",
    "answer_contest",
    "correct_effort",
    "confirm_effort",
    "replicate",
    "send_again",
    "take_kit",
    "rehearse",
    "register",
    "configure",
    "make_token",
    "import",
]

_INSIDE: frozenset[Role] = frozenset({"owner", "named", "sponsor", "gatekeeper", "supporter", "registrant"})
_MAKERS: frozenset[Role] = frozenset({"owner", "named", "sponsor", "supporter", "registrant"})
_ALL: frozenset[Role] = _INSIDE | {"admin", "member", "outsider"}
_VISIBILITIES: tuple[Visibility, ...] = ("open", "private")


def _of(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


# Who may do what to a use case that is open, and to a private one.
_ALIKE: dict[Verb, frozenset[Role]] = {
    "export": _INSIDE | {"admin"},  # its one way to an admin, and audited
    "document": _MAKERS,
    "accept": _of("named"),
    "grant": _of("sponsor"),
    "sign": _of("owner", "sponsor"),
    "amend": _of("owner", "sponsor"),
    "answer_governance": _of("gatekeeper"),
    "log": _of("owner", "supporter"),
    "go_live": _of("owner"),
    "roll_back": _of("owner", "sponsor", "gatekeeper"),
    "answer_rollback": _of("owner", "sponsor", "supporter"),
    "close_rollback": _of("owner", "sponsor", "gatekeeper"),
    "explain": _of("owner", "sponsor", "supporter"),
    "write_fallback": _MAKERS,
    "report": _INSIDE,
    "vote": _of("sponsor", "gatekeeper"),
    "propose": _of("owner"),
    "resume": _of("owner", "sponsor"),
    "prove": _of("owner", "supporter"),
    "confirm": _of("owner"),
    "judge_proof": _of("gatekeeper"),
    "drill": _of("owner", "gatekeeper"),
    "open_gate": _of("owner", "sponsor", "gatekeeper"),
    "bring": _INSIDE,
    "test": _of("owner", "supporter"),
    "answer_contest": _of("owner"),
    "correct_effort": _of("owner", "sponsor"),
    "confirm_effort": _of("sponsor"),
    "replicate": _of("owner", "sponsor"),
    "send_again": _of("owner", "registrant", "admin"),
    "take_kit": _of("owner", "sponsor"),
    "rehearse": _INSIDE,
}
_APART: dict[Verb, tuple[frozenset[Role], frozenset[Role]]] = {
    "see": (_ALL, _INSIDE),
    "see_key": (_ALL, _INSIDE | {"admin"}),
    "describe": (_MAKERS | {"admin"}, _MAKERS),
    "hand_over": (_of("owner", "sponsor", "admin"), _of("owner", "sponsor")),
    "answer_blocker": (_of("sponsor", "gatekeeper", "admin", "member"), _of("sponsor", "gatekeeper")),
    "comment": (_ALL - {"outsider"}, _INSIDE),
    "preview_digest": (_of("sponsor", "gatekeeper", "admin"), _of("sponsor", "gatekeeper")),
    "make_token": (_of("owner", "admin"), _of("owner")),
}
_OF_THE_WORKSPACE: dict[Verb, frozenset[Role]] = {
    "post_digest": _of("admin"),
    "register": _ALL - {"outsider"},
    "configure": _of("admin"),
    "import": _of("admin"),
}
MAY: dict[tuple[Verb, Visibility], frozenset[Role]] = {
    **{(verb, visibility): may for verb, may in _ALIKE.items() for visibility in _VISIBILITIES},
    **{(verb, "open"): may for verb, (may, _) in _APART.items()},
    **{(verb, "private"): may for verb, (_, may) in _APART.items()},
    **{(verb, "open"): may for verb, may in _OF_THE_WORKSPACE.items()},
}
DECIDING: frozenset[Verb] = frozenset(
    {
        "export",
        "accept",
        "grant",
        "sign",
        "amend",
        "answer_governance",
        "go_live",
        "roll_back",
        "close_rollback",
        "hand_over",
        "resume",
        "vote",
        "confirm",
        "answer_blocker",
        "preview_digest",
        "post_digest",
        "judge_proof",
        "drill",
        "answer_contest",
        "confirm_effort",
        "replicate",
        "configure",
        "make_token",
        "import",
    }
)
_BY_KEY: frozenset[Verb] = frozenset({"send_again"})  # an admin knows a private use case by its key alone
_OF_OTHERS: frozenset[Verb] = frozenset({"answer_governance", "judge_proof"})

_WHO_MAY: dict[Verb, str] = {
    "export": "whoever takes part in a use case exports it; an admin exports all of them",
    "describe": "the people of this use case fill this in: owner, sponsor, supporters, registrant",
    "document": "the owner, the sponsor and their supporters answer the controls",
    "accept": "only the person named as workflow owner can answer this",
    "grant": "only the sponsor can grant this",
    "sign": "the workflow owner and the sponsor sign, nobody else",
    "amend": "the workflow owner or the sponsor proposes an amendment",
    "answer_governance": "the workspace's gatekeepers answer this, never the owner or the sponsor; "
    "an admin names further ones in `/pilot settings`",
    "log": "the workflow owner and the supporters log readings; an owner accepts the ownership first",
    "go_live": "only the workflow owner says that it is live",
    "roll_back": "the owner, the sponsor or a gatekeeper rolls back",
    "answer_rollback": "the owner, the sponsor and their supporters answer for the fallback",
    "close_rollback": "the owner, the sponsor or a gatekeeper closes a rollback",
    "explain": "the owner, the sponsor and their supporters say the cause",
    "write_fallback": "the people of this use case write its fallback: owner, sponsor, supporters",
    "report": "whoever takes part in this use case reports blockers and incidents",
    "vote": "the sponsor and the gatekeepers vote, never the owner at their own gate",
    "propose": "the workflow owner proposes a redesign or a stop; the sponsor and the gatekeepers vote",
    "hand_over": "the workflow owner, the sponsor or an admin hands it on",
    "send_again": "an admin, the owner or whoever registered it sends a letter again",
    "resume": "the sponsor or the workflow owner resumes it",
    "prove": "the workflow owner and the supporters bring proofs; an owner accepts the ownership first",
    "answer_blocker": "people of this workspace who read the digest answer to its blockers",
    "comment": "people of this workspace comment on the review",
    "preview_digest": "sponsors, gatekeepers and admins preview the digest",
    "post_digest": "a workspace admin or the programme lead posts the digest",
    "confirm": "only the workflow owner confirms the ownership and the blockers",
    "judge_proof": "a gatekeeper says whether a proof holds, never the owner or the sponsor",
    "drill": "the workflow owner or a gatekeeper starts a drill",
    "open_gate": "the owner, the sponsor or a gatekeeper opens the gate",
    "bring": "whoever takes part in this use case brings evidence",
    "test": "the owner and the supporters ask testers and confirm results",
    "answer_contest": "the owner answers what is contested",
    "correct_effort": "the workflow owner or the sponsor corrects the hours",
    "confirm_effort": "only the sponsor confirms the hours",
    "replicate": "the workflow owner or the sponsor starts a replica",
    "take_kit": "the workflow owner or the sponsor takes the implementation kit",
    "register": "people of this workspace can register a use case",
    "configure": "a workspace admin or the programme lead can change the settings",
    "make_token": "the workflow owner makes tokens for their use case, an admin for every open one",
    "import": "a workspace admin or the programme lead imports a portfolio",
}


class Seen(Protocol):
    """What policy has to know of a use case, whole or as a line of a list."""

    @property
    def visibility(self) -> Visibility: ...
    @property
    def accepted(self) -> bool: ...
    @property
    def owner(self) -> PersonId | None: ...
    @property
    def sponsor(self) -> PersonId | None: ...
    @property
    def supporters(self) -> tuple[PersonId, ...]: ...
    @property
    def successors(self) -> frozenset[PersonId]: ...
    @property
    def registrant(self) -> PersonId: ...


def roles(actor: Person, use_case: Seen | None, settings: Settings) -> frozenset[Role]:
    """Every role a person has towards a use case, or towards the workspace when none is named.

    A deputy has the roles of whoever is away and named them, but for accepting an ownership.
    """
    if actor.deactivated or actor.bot:
        return frozenset()
    found = _workspace_roles(actor, settings)
    if use_case is None:
        return frozenset(found)
    found |= _roles_in(actor.id, use_case)
    for person in actor.stands_for:
        found |= _roles_in(person, use_case) - {"named"}
        found |= {"gatekeeper"} if person in settings.gatekeepers else set()
    return frozenset(found)


def _workspace_roles(actor: Person, settings: Settings) -> set[Role]:
    found: set[Role] = {"outsider" if actor.foreign else "member"}
    if actor.admin or actor.id == settings.programme_lead:
        found.add("admin")
    if actor.id in settings.gatekeepers:
        found.add("gatekeeper")
    return found


def _roles_in(person: PersonId, use_case: Seen) -> set[Role]:
    named: tuple[tuple[Role, bool], ...] = (
        ("owner", use_case.accepted and person == use_case.owner),
        ("named", person == use_case.owner and not use_case.accepted or person in use_case.successors),
        ("sponsor", person == use_case.sponsor),
        ("supporter", person in use_case.supporters),
        ("registrant", person == use_case.registrant),
    )
    return {role for role, applies in named if applies}


def can(actor: Person, verb: Verb, use_case: Seen | None, settings: Settings) -> bool:
    """Whether the table lets this person do this; what is not in the table is denied."""
    return _may(verb, actor, use_case, roles(actor, use_case, settings))


def _may(verb: Verb, actor: Person, use_case: Seen | None, held: frozenset[Role]) -> bool:
    if verb in DECIDING and (actor.guest or actor.foreign):
        return False
    if verb == "vote" and use_case and actor.id == use_case.owner:
        return False  # nobody decides on their own pilot, whatever else they are
    if verb in _OF_OTHERS and use_case and actor.id in (use_case.owner, use_case.sponsor):
        return False  # nobody answers for the governance of their own use case
    visibility: Visibility = use_case.visibility if use_case else "open"
    return bool(MAY.get((verb, visibility), frozenset()) & held)


def allowed_verbs(actor: Person, use_case: Seen, settings: Settings) -> frozenset[str]:
    """Everything this person may do with this use case: what its buttons are drawn from."""
    may = rights(actor, use_case, settings)
    return frozenset(verb for verb, seen in MAY if seen == use_case.visibility and may(verb))


def rights(actor: Person, use_case: Seen, settings: Settings) -> Callable[[Verb], bool]:
    """`can` of one person towards one use case, for whoever asks about many verbs."""
    held = roles(actor, use_case, settings)
    return lambda verb: _may(verb, actor, use_case, held)


def check(actor: Person, verb: Verb, use_case: Seen | None, settings: Settings) -> None:
    """Refuse what the table does not allow; a private use case does not even exist for others."""
    if use_case and not can(actor, "see_key" if verb in _BY_KEY else "see", use_case, settings):
        raise NoSuchUseCase
    if not can(actor, verb, use_case, settings):
        raise NotAllowed(f"That is not yours to do: {_WHO_MAY.get(verb, 'you have no role that may')}.")
