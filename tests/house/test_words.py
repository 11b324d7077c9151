"""The words of the house: what is not said in names, and what no file may hold."""

import ast
import re

import pytest
from slack_sdk import WebClient

from tests.house import tree

NOT_USED = {
    "manager",
    "service",
    "helper",
    "helpers",
    "utils",
    "common",
    "process",
    "data",
    "info",
    "item",
    "approve",
}
SLACKS_OWN = {name for name in dir(WebClient) if not name.startswith("_")}
SQLALCHEMYS_OWN = {"process_bind_param", "process_result_value"}
THE_BUSINESS_PROCESS = {"ProcessForm", "describe_process", "_process", "_process_missing"}
OF_THE_TRADE = ("data_sensitivity", "data_path", "process_profile", "data_visualization", "data_table")


def _bound(node):
    """The names a piece of code gives to things."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            return [name]
        case ast.alias(asname=str(name)):
            return [name]
    return []


def _words(name):
    """snake_case and CamelCase taken apart."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def _is_ours(name):
    known = SLACKS_OWN | SQLALCHEMYS_OWN | THE_BUSINESS_PROCESS
    return name not in known and not any(term in name for term in OF_THE_TRADE)


def test_names_say_what_a_thing_is():
    vague = {
        (tree.name(path), name)
        for path, node in tree.walk(*tree.PACKAGES)
        for name in _bound(node)
        if _is_ours(name) and NOT_USED & _words(name)
    }
    files = {tree.name(path) for path in tree.modules(*tree.PACKAGES) if NOT_USED & _words(path.stem)}
    assert not vague | {(file, "") for file in files}


FORBIDDEN = {
    "registry address": r"(?i)(pypi|pythonhosted)\.org|index[-_]url[= ]+\S*//|npmjs\.|/simple/?['\"\s]",
    "real token": r"xox[abeoprs]-[0-9]{6,}-[A-Za-z0-9-]{10,}|xapp-1-[A-Z0-9]{8,}-",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds_a(what):
    texts = {tree.name(path): path.read_bytes().decode("utf-8", "ignore") for path in tree.tracked()}
    found = {name: hit[0] for name, text in texts.items() if (hit := re.search(FORBIDDEN[what], text))}
    assert not found


def test_the_lock_pins_every_package_with_its_hashes_and_no_address():
    lock = (tree.ROOT / "requirements.lock").read_text()
    pinned = re.findall(r"^[a-z0-9._-]+==[^ ]+.*\\$", lock, re.MULTILINE)
    assert len(pinned) > 30
    assert "://" not in lock
    assert all(
        "--hash=sha256:" in part for part in re.split(r"^(?=[a-z0-9._-]+==)", lock, flags=re.MULTILINE)[1:]
    )
