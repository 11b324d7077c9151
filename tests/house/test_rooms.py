"""What may stand where: broad catches, posting, pickles, the size of modules, what importing does."""

import ast
import importlib
import pkgutil
import subprocess
import sys

import pytest

import handlers
from tests.house import tree

BROAD = {"Exception", "BaseException"}
MAY_CATCH_ALL = {
    ("bot/after.py", "_run"),  # nobody waits for what follows an ack
    ("schedules/heart.py", "_guarded"),  # one failing cadence does not stop the others
    ("schedules/postman.py", "_carry"),  # one letter that cannot be drawn does not stop the others
}
LIMIT = 400


def _is_broad(handler):
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return handler.type is None or any(getattr(kind, "id", None) in BROAD for kind in caught)


def test_only_three_places_catch_everything():
    found = {
        (tree.name(path), function)
        for path in tree.modules(*tree.PRODUCT)
        for function, node in tree.functions(path)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    }
    assert found == MAY_CATCH_ALL


@pytest.mark.parametrize("method", ["chat_postMessage", "chat_update"])
def test_only_the_postman_posts(method):
    callers = {
        tree.name(path) for path, node in tree.walk(*tree.PRODUCT) if getattr(node, "attr", None) == method
    }
    assert callers == {"schedules/postman.py"}


def test_slack_is_called_by_name_so_that_scopes_can_be_checked():
    assert not [
        tree.name(path) for path, node in tree.walk(*tree.PRODUCT) if getattr(node, "attr", "") == "api_call"
    ]


def test_nothing_is_pickled_and_no_job_store_is_used():
    forbidden = {"pickle", "cPickle", "dill", "shelve", "marshal", "SQLAlchemyJobStore"}
    found = [
        (tree.name(path), alias.name)
        for path, node in tree.walk(*tree.PACKAGES)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if forbidden & {alias.name.split(".")[0], alias.name}
    ]
    assert not found


def test_whatever_a_conversation_answers_to_is_let_in():
    tables = ("PILOT", "PAGES", "VIEWS", "TYPING", "SHORTCUTS", "EVENTS", "ACTIONS")
    forgotten = {
        (module.name, word)
        for module in pkgutil.iter_modules(handlers.__path__)
        for table in tables
        for word in getattr(importlib.import_module(f"handlers.{module.name}"), table, {})
        if word not in getattr(handlers, table)
    }
    assert not forgotten, "CONVERSATIONS in handlers/__init__.py"


def test_a_module_fits_a_few_screens():
    long = {
        tree.name(path): lines
        for path in tree.modules(*tree.PACKAGES)
        if (lines := path.read_text("utf-8").count("\n")) > LIMIT
    }
    assert not long


def test_every_module_says_what_lives_in_it():
    silent = [
        tree.name(path) for path in tree.modules(*tree.PACKAGES) if not ast.get_docstring(tree.parsed(path))
    ]
    assert not silent


WATCHED = """
import sys, threading
seen = []
def watch(event, args):
    if event == "open" and isinstance(args[0], str | bytes):
        mode, flags = args[1] or "", args[2] or 0
        if set(str(mode)) & set("wax+") or flags & 3:
            seen.append((event, args[0]))
    elif event in {"_thread.start_new_thread", "socket.connect", "socket.bind", "os.mkdir"}:
        seen.append((event, str(args[:1])))
    elif event == "subprocess.Popen":
        seen.append((event, str(args[0])))
import importlib, logging
sys.addaudithook(watch)
for module in sys.argv[1:]:
    importlib.import_module(module)
assert not seen, seen
assert threading.active_count() == 1, threading.enumerate()
assert not logging.getLogger().handlers, logging.getLogger().handlers
"""


def _dotted(path):
    return tree.name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def test_importing_a_module_does_nothing():
    run_by_alembic = "store/migrations/"
    names = [_dotted(p) for p in tree.modules(*tree.PACKAGES) if not tree.name(p).startswith(run_by_alembic)]
    run = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, *names],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
