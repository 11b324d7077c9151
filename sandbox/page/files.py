"""Files in a message, as Slack shows them: pictures drawn, tables and texts with their first lines."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

FIRST_LINES = 6
MOST_COLUMNS = 8
SIZES = (("GB", 2**30), ("MB", 2**20), ("KB", 2**10))


def drawn(file: Mapping[str, Any], workspace: Workspace) -> dict[str, Any]:
    """One file object for the template; a file whose content is not here is only named."""
    stored = workspace.files.get(str(file.get("id", "")))
    kind, mimetype = str(file.get("filetype") or ""), str(file.get("mimetype") or "")
    text = _text(stored.content if stored else None, mimetype)
    return {
        "title": file.get("title") or file.get("name") or "File",
        "address": _here(str(file.get("url_private_download") or file.get("url_private") or "")),
        "type": file.get("pretty_type") or kind.upper() or "File",
        "kind": kind if kind.isalnum() else "",
        "size": in_words(int(file.get("size") or 0)),
        "image": mimetype.startswith("image/") and stored is not None,
        "rows": _rows(text) if kind == "csv" else [],
        "lines": text.splitlines()[:FIRST_LINES],
    }


def in_words(size: int) -> str:
    """Bytes as people read them: 1.5 KB; nothing for a size that is not known."""
    for unit, bytes_in_it in SIZES:
        if size >= bytes_in_it:
            return f"{size / bytes_in_it:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} bytes" if size else ""


def _here(address: str) -> str:
    """The path alone: whoever calls the page by another name of this machine gets the file too."""
    return urlsplit(address).path


def _text(content: bytes | None, mimetype: str) -> str:
    is_text = mimetype.startswith("text/") or mimetype == "application/json"
    return content[:20_000].decode(errors="replace") if content and is_text else ""


def _rows(text: str) -> list[list[str]]:
    return [row[:MOST_COLUMNS] for row in islice(csv.reader(text.splitlines()), FIRST_LINES)]
