"""The value contract as people see it: the one page, the request to sign, the promise in the home channel."""

from collections.abc import Iterable
from datetime import date

from blocks.actions import Actions, Target, opens
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    confirm,
    context,
    cut,
    day,
    drawn,
    escape,
    fields,
    for_whom,
    header,
    mention,
    moment,
    one_line,
    quote,
    section,
    strong,
    text_cell,
    titled,
)
from blocks.promise import Row, promise, rows, signed
from blocks.readings import baseline_button
from playbook import contract as rules
from playbook.facts import Contract, Signature, Terms, UseCase
from playbook.letters import ContractAmended, ContractLocked, SignatureAsked


def page(
    use_case: UseCase,
    contract: Contract,
    may: frozenset[str] = frozenset(),
    feasible: str = "",
    cautions: tuple[str, ...] = (),
    *,
    offered: int = 0,
) -> Drawn:
    """The one-page value contract; an amendment stands beside the version it replaces.

    `feasible` says what can be seen of it, `cautions` what is wrong with its baseline; both unescaped.
    `offered`: how many readings could become the draft's baseline.
    """
    older = next((c for c in use_case.contracts if c.version == contract.version - 1), None)
    return drawn(
        [
            header(f"{use_case.key} value contract"),
            _headline(use_case.title, contract.terms, use_case.day_one),
            *_terms(contract.terms, use_case.day_one),
            *(_amendment(older, contract, use_case.day_one) if older else []),
            *_feasibility(feasible, cautions),
            context(signed(contract), *map(_signature, contract.signatures), *_accepted(contract)),
            *_page_buttons(use_case, contract, may, offered),
        ]
    )


def _headline(title: str, terms: Terms, day_one: date | None = None) -> Block:
    return section(f"{strong(title)}\n{promise(terms, day_one, title)}")


def _terms(terms: Terms, day_one: date | None) -> list[Block]:
    shown = rows(terms, day_one)
    return [fields(*((label, cut(escape(text), 600)) for label, text in shown[:6])), *map(_wide, shown[6:])]


def _wide(row: Row) -> Block:
    label, text = row
    lines = [cut(one_line(line), 300) for line in text.split("\n")]
    return section(f"*{label}*\n" + (bullets(lines) if len(lines) > 1 else lines[0]))


def _feasibility(feasible: str, cautions: tuple[str, ...] = ()) -> list[Block]:
    lines = [*([feasible] if feasible else []), *(f"⚠️ {caution}" for caution in cautions)]
    said = "\n".join(cut(escape(line), 900) for line in lines)
    return [section(f"*What can be seen*\n{said}")] if lines else []


def _accepted(contract: Contract) -> list[str]:
    """What the sponsor was told and signed for all the same."""
    by = contract.unclear_accepted_by
    return [f"⚠️ {mention(by)} accepted that it will probably stay unclear"] if by else []


def _signature(signature: Signature) -> str:
    return f"{signature.role.capitalize()} {mention(signature.by)} signed {moment(signature.at)}"


def _page_buttons(use_case: UseCase, contract: Contract, may: frozenset[str], offered: int) -> list[Block]:
    key = Target(uc=use_case.number).write()
    newest = contract.version == use_case.contract.version
    draft = newest and not contract.locked
    acts = [
        *(
            [sign_button(use_case.number, contract)]
            if draft and "sign" in may and rules.complete(use_case)
            else []
        ),
        *([baseline_button(use_case.number, offered)] if offered and "describe" in may else []),
        *(_edit_buttons(key) if draft and use_case.proposed and "describe" in may else []),
        *(_amend_buttons(key) if use_case.in_force and "amend" in may else []),
    ]
    return [actions(*acts)] if acts else []


def _edit_buttons(key: str) -> list[Block]:
    return [
        button("Change KPI and target", opens("contract.kpi"), key),
        button("Change range and rollback", opens("contract.safety"), key),
        button("Change defaults", opens("contract.defaults"), key),
    ]


def _amend_buttons(key: str) -> list[Block]:
    return [
        button("Amend", opens("contract.amend"), key),
        button("Amend defaults", opens("contract.amend_defaults"), key),
    ]


def sign_button(use_case: int, contract: Contract) -> Block:
    """The button that signs just this version, after a question: a signature is not taken back."""
    asked = confirm(
        f"Sign UC-{use_case}?",
        f"You sign version {contract.version} as shown. With both signatures it is locked; "
        "from then on only an amendment changes it.",
        "Sign",
    )
    value = Target(uc=use_case, version=contract.version, extra=f"r{contract.round}").write()
    return button("Sign", Actions.CONTRACT_SIGN, value, "primary", asked)


def _open_button(use_case: int) -> Block:
    return button("Open the page", Actions.CONTRACT_SHOW, Target(uc=use_case).write())


def _amendment(older: Contract, newer: Contract, day_one: date | None = None) -> list[Block]:
    """The old promise beside the new one, changed terms only, and why."""
    before, after = rows(older.terms, day_one), rows(newer.terms, day_one)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    same = ", ".join(old[0] for old, new in zip(before, after, strict=True) if old == new)
    return [
        *_reason(newer),
        *([_side_by_side(changed, older, newer)] if changed else []),
        *([context(f"Unchanged: {same}")] if same else []),
    ]


def _reason(contract: Contract) -> list[Block]:
    return [section(f"*Why*\n{quote(contract.reason)}")] if contract.reason else []


def _side_by_side(changed: Iterable[tuple[Row, Row]], older: Contract, newer: Contract) -> Block:
    head = ("Term", f"Version {older.version} (old)", f"Version {newer.version} (new)")
    body = [(old[0], old[1], new[1]) for old, new in changed]
    wrapped = {"is_wrapped": True}
    lines = [[text_cell(text, 500) for text in line] for line in (head, *body)]
    return {"type": "table", "rows": lines, "column_settings": [wrapped, wrapped, wrapped]}


_OUTCOMES = {
    "signed": "✅ *Signed.* The other signature is still to come.",
    "locked": "🔒 *Locked.* Both have signed. From here only an amendment changes the promise.",
    "changed": "↩️ *Withdrawn.* The terms or the people changed; what has to be signed now is asked anew.",
}


def signature_asked(notice: SignatureAsked) -> Drawn:
    """The contract in short, with the button that signs it; after its outcome the outcome stands."""
    what = "amendment" if notice.before else "value contract"
    title = titled(notice.key, notice.title)
    asked = f"✍️ *Please sign the {what}* of {title}"
    return drawn(
        [
            section(f"{_OUTCOMES[notice.outcome]}\nThe {what} of {title}" if notice.outcome else asked),
            *for_whom(notice.stands_for),
            section(promise(notice.contract.terms)),
            *_short_terms(notice.contract.terms),
            *(_amendment(notice.before, notice.contract) if notice.before else []),
            *_feasibility(notice.feasibility),
            *(
                [actions(sign_button(notice.use_case, notice.contract), _open_button(notice.use_case))]
                if notice.outcome is None
                else []
            ),
        ]
    )


def _short_terms(terms: Terms) -> list[Block]:
    wanted = ("Baseline", "Confidence range", "Guardrails", "Rollback trigger")
    return [fields(*((label, cut(escape(text), 500)) for label, text in rows(terms) if label in wanted))]


def contract_locked(notice: ContractLocked) -> Drawn:
    """The promise, for the whole channel: good enough to forward."""
    return drawn(
        [
            header(f"{notice.key}: value contract locked"),
            _headline(notice.title, notice.contract.terms, notice.day_one),
            fields(("Workflow owner", mention(notice.owner)), ("Sponsor", mention(notice.sponsor))),
            *_terms(notice.contract.terms, notice.day_one),
            *_feasibility(notice.feasibility),
            context(
                f"🔒 {_locked_when(notice.contract)} · Day 1 is {day(notice.day_one)}",
                *_accepted(notice.contract),
                "Signed before any build. From here only an amendment signed by both changes the promise.",
            ),
            actions(_open_button(notice.use_case)),
        ]
    )


def _locked_when(contract: Contract) -> str:
    when = f" {moment(contract.locked_at)}" if contract.locked_at else ""
    return f"Version {contract.version}, locked{when}"


def _attempt(notice: ContractAmended) -> list[str]:
    """In a later attempt: which, and when its plan began."""
    if not notice.attempt or notice.day_one is None:
        return []
    return [f"Attempt {escape(notice.attempt)}, Day 1 of this attempt is {day(notice.day_one)}"]


def contract_amended(notice: ContractAmended) -> Drawn:
    """The old promise beside the new, for the whole channel."""
    return drawn(
        [
            header(f"{notice.key}: value contract amended to version {notice.contract.version}"),
            _headline(notice.title, notice.contract.terms),
            *_amendment(notice.before, notice.contract),
            context(
                f"🔒 {_locked_when(notice.contract)}",
                f"Signed by {mention(notice.owner)} and {mention(notice.sponsor)}",
                *_attempt(notice),
                *_accepted(notice.contract),
                "The old target stays beside the new one in every later review.",
            ),
            actions(_open_button(notice.use_case)),
        ]
    )
