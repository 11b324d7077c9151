"""A kit as files: Markdown to read, JSON to import, and a manifest with the hash of each.

The same kit gives the same bytes everywhere. What is read back has to be exactly what this kit would be
written as, so that a changed file is found even when somebody changed its hash as well.
"""

import hashlib
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from playbook.kit_pages import pages
from playbook.packed import Kit
from playbook.refusals import Refusal

MANIFEST: Final = "kit/manifest.json"
FORMAT: Final = {"format": "pilotage-kit", "version": 1}
SECTIONS: Final = ("playbook", "templates", "controls", "dashboard")
LARGEST: Final = 2_000_000  # bytes, packed or unpacked
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the first a zip can tell: the same kit is the same bytes
# What the library raises for zips that are spoilt: by itself, and by what unpacks.
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
Files = Mapping[str, bytes]


class NoKit(Refusal):
    """This file is no implementation kit."""


def files(kit: Kit) -> Files:
    """Every file of the kit by its path, the manifest last."""
    told = kit.model_dump(mode="json")
    about = {name: value for name, value in told.items() if name not in SECTIONS}
    found = {f"kit/{name}.json": _json(told[name]) for name in SECTIONS} | {"kit/kit.json": _json(about)}
    found |= {f"kit/{name}": _text(page) for name, page in pages(kit).items()}
    hashes = {path: hashlib.sha256(found[path]).hexdigest() for path in sorted(found)}
    return {path: found[path] for path in sorted(found)} | {MANIFEST: _json(FORMAT | {"files": hashes})}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True) + "\n").encode("ascii")


def _text(page: str) -> bytes:
    return page.encode("utf-8", "backslashreplace")


def packed(kit: Kit) -> bytes:
    """The files in one zip, in their order, without compression or date."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files(kit).items():
            archive.writestr(zipfile.ZipInfo(path, _NO_DATE), content)
    return whole.getvalue()


def digest(kit: Kit) -> str:
    """What tells one kit from another."""
    return hashlib.sha256(files(kit)[MANIFEST]).hexdigest()


def read(content: bytes) -> Kit:
    """The kit in a zip. Refuses whatever is not as it was written, naming the file."""
    found = _unzipped(content)
    _hashes_hold(found)
    kit = _parsed(found)
    written = files(kit)
    for path in sorted({*written, *found}):
        if written.get(path) != found.get(path):
            raise NoKit(f"{path} is not what this kit says: it was changed, or written by another version.")
    return kit


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(content) > LARGEST or sum(one.file_size for one in entries) > LARGEST:
                raise NoKit("This file is too large for a kit.")
            if len({one.filename for one in entries}) < len(entries):
                raise NoKit("This kit holds a file twice.")
            return {one.filename: archive.read(one) for one in entries}
    except BROKEN as error:
        raise NoKit(f"This file cannot be read as a zip: {error}.") from None


def _hashes_hold(found: Files) -> None:
    told = _loaded(found, MANIFEST)
    hashes = told.get("files") if isinstance(told, dict) else None
    if not isinstance(hashes, dict) or {**told, "files": None} != {**FORMAT, "files": None}:
        raise NoKit(f"{MANIFEST} is no manifest of a kit of version {FORMAT['version']}.")
    for path in sorted({*hashes, *found} - {MANIFEST}):
        if path not in found:
            raise NoKit(f"{path} is missing; the manifest names it.")
        if hashes.get(path) != hashlib.sha256(found[path]).hexdigest():
            raise NoKit(f"{path} is not as it was written: its hash is not the one in the manifest.")


def _parsed(found: Files) -> Kit:
    about = _loaded(found, "kit/kit.json")
    if not isinstance(about, dict):
        raise NoKit("kit/kit.json cannot be read by this version.")
    sections = {name: _loaded(found, f"kit/{name}.json") for name in SECTIONS}
    try:
        return Kit.model_validate({**about, **sections})
    except ValidationError as error:
        first = str(error.errors(include_input=False)[0]["loc"][0])
        path = f"kit/{first if first in SECTIONS else 'kit'}.json"
        raise NoKit(f"{path} cannot be read by this version.") from None


def _loaded(found: Files, path: str) -> Any:
    if path not in found:
        raise NoKit(f"{path} is missing.")
    try:
        return json.loads(found[path])
    except ValueError:
        raise NoKit(f"{path} is no JSON any more.") from None
