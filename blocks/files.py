"""What an export holds: which files, under which names."""

from collections.abc import Mapping, Sequence

from blocks.audit_pack import pack
from blocks.contract_pdf import contract_pdf
from blocks.dossier import dossier
from playbook import portfolio, record
from playbook.known import Around
from playbook.record import Recorded

Files = Mapping[str, bytes]


def of_use_case(one: Recorded, around: Around) -> Files:
    """Everything about one use case."""
    page = contract_pdf(one.use_case, one.name, around.now)
    return _named(one, _texts(one) | {"contract.pdf": page}) | of_audit(one, around)


def _texts(one: Recorded) -> dict[str, str | bytes]:
    return {
        "dossier.md": dossier(one),
        "readings.csv": record.readings(one),
        "decisions.csv": record.decisions([one]),
        "record.jsonl": record.lines([one]),
    }


def of_audit(one: Recorded, around: Around) -> dict[str, bytes]:
    """What an auditor asks for: the pack by control, and every event."""
    return _named(one, {"audit-pack.md": pack(one, around), "audit.csv": record.events(one)})


def of_portfolio(recorded: Sequence[Recorded], around: Around) -> Files:
    """The tables over all use cases, and a folder for each."""
    names = {person: name for one in recorded for person, name in one.names.items()}
    texts = {
        "use-cases.csv": record.use_cases(recorded),
        "decisions.csv": record.decisions(recorded),
        "drafts.csv": portfolio.drafts([one.use_case for one in recorded], names, around.today),
    }
    files = {name: text.encode() for name, text in texts.items()}
    for one in recorded:
        folder = one.use_case.key
        files |= {f"{folder}/{name}": held for name, held in of_use_case(one, around).items()}
    return files


def _named(one: Recorded, held: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """A file found alone still says which use case it is about."""
    key = one.use_case.key
    return {f"{key}-{name}": it.encode() if isinstance(it, str) else it for name, it in held.items()}
