"""requirements-run.lock: what the bot itself needs of requirements.lock. Written by `make lock`."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

LOCK, RUN_LOCK = ROOT / "requirements.lock", ROOT / "requirements-run.lock"
MACHINES = [
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine}
    for machine in ("x86_64", "aarch64")
]


def entries(text: str) -> dict[str, str]:
    """Each package with its pin and its hashes, as they are written."""
    blocks = re.split(r"\n(?=\S)", text.strip())
    return {canonicalize_name(re.match(r"[\w.-]+", block)[0]): block for block in blocks}


def written() -> str:
    """What requirements-run.lock has to say."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    needed = set(_needed(map(Requirement, wanted)))
    locked = entries(LOCK.read_text("utf-8"))
    return "".join(f"{block}\n" for name, block in locked.items() if name in needed)


def _needed(wanted: Iterable[Requirement]) -> Iterator[str]:
    """Everything that comes with what is wanted, on the machines a container runs on."""
    todo, seen = list(wanted), set()
    while todo:
        one = todo.pop()
        if (key := (one.name, frozenset(one.extras))) in seen:
            continue
        seen.add(key)
        yield canonicalize_name(one.name)
        along = map(Requirement, requires(one.name) or ())
        todo += [each for each in along if _comes_along(each, one.extras)]


def _comes_along(one: Requirement, extras: Iterable[str]) -> bool:
    where = [machine | {"extra": extra} for machine in MACHINES for extra in ("", *extras)]
    return one.marker is None or any(map(one.marker.evaluate, where))


if __name__ == "__main__":
    RUN_LOCK.write_text(written(), "utf-8")
