"""What the code itself must not do with what somebody typed: fetch it, let Slack fetch it, run it."""

import ast
import tomllib

from tests.house import tree

FETCHERS = {
    "bot/turned_clock.py",  # the stand-in's clock, on this machine alone
    "handlers/importing.py",  # an uploaded table, from Slack's own hosts, without following a redirect
    "schedules/postman.py",  # a file brought to the address Slack just gave
    "schedules/answers.py",  # only to tell its errors apart
}
CLIENTS = {"urllib.request", "urllib.error", "requests", "httpx", "aiohttp", "urllib3"}
MODELS = {"openai", "anthropic", "mistralai", "transformers", "langchain", "litellm", "google-generativeai"}


def imported():
    """Every module that is imported, with the file that does."""
    for path, node in tree.walk(*tree.PRODUCT):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        yield from ((tree.name(path), name) for name in names)


def calls(*names):
    for path, node in tree.walk(*tree.PRODUCT):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in names:
            yield tree.name(path), node


def test_only_four_modules_reach_out_and_none_to_an_address_that_was_typed():
    assert {file for file, name in imported() if name in CLIENTS} == FETCHERS


def test_slack_is_told_to_unfurl_nothing_wherever_something_is_posted():
    posts = [node for _, node in calls("chat_postMessage")]
    assert posts
    for node in posts:
        said = {one.arg: ast.unparse(one.value) for one in node.keywords}
        assert (said["unfurl_links"], said["unfurl_media"]) == ("False", "False")


def test_no_sql_is_put_together_from_text():
    """ruff S608 looks for it as well; here every argument of text() is seen to be a constant."""
    wrong = [
        (file, ast.unparse(node))
        for file, node in calls("text", "sql", "exec_driver_sql")
        if file.startswith("store/") and not file.startswith("store/migrations/") and node.args
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert wrong == [("store/flood.py", "sql(f'letters.{where}')")]  # of two texts that stand beside it


def test_nothing_is_run_that_came_as_text():
    assert list(calls("eval", "exec", "system", "popen")) == []
    assert not [
        name for _, name in imported() if name.split(".")[0] in {"subprocess", "pickle", "marshal", "shelve"}
    ]


def test_no_language_model_decides_anything():
    wanted = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert not [one for one in wanted if one.split(">")[0] in MODELS]
    assert not [name for _, name in imported() if name.split(".")[0] in MODELS]
