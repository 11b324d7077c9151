"""The links of docs/operating-model.md from each rule to the lines that hold it, for `make reference`."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operating-model.md"
HOLDER = re.compile(r"\[(\w+)\.(\w+)\]\(\.\./([\w/]+\.py)(?:#L(\d+))?\)")


def renewed(text: str) -> str:
    """The page with every link leading to where its name stands today. Raises KeyError where it is gone."""
    return HOLDER.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    module, name, path, _ = found.groups()
    return f"[{module}.{name}](../{path}#L{lines(path)[name]})"


@cache
def lines(path: str) -> dict[str, int]:
    """Every function and class of a module, by name, with the line it begins at."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name: node.lineno for node in ast.walk(tree) if isinstance(node, kinds)}


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} leads to the lines that hold its rules\n")
