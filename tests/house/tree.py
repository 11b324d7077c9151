"""The tree as the house rules see it: which files are ours, and what stands in them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("playbook", "blocks", "store", "handlers", "schedules", "bot")
PACKAGES = (*PRODUCT, "sandbox")


def modules(*packages: str) -> list[Path]:
    """All Python files of these packages."""
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def name(path: Path) -> str:
    """A file as it is spoken of: bot/clock.py."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def walk(*packages: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every file."""
    for path in modules(*packages):
        for node in ast.walk(parsed(path)):
            yield path, node


def functions(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Every node inside a function, with the name of the innermost function around it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((node.name, inner) for inner in ast.walk(node))


def tracked() -> list[Path]:
    """Every file that belongs to the project: what git tracks, or in an unpacked archive everything."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [path for line in listed.stdout.split("\0") if line and (path := ROOT / line).is_file()]
    hidden = {".git", ".venv", "__pycache__"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not hidden & set(p.relative_to(ROOT).parts)]
