"""The command line, as a person or a script meets it."""

import json
import subprocess
import sys

import pytest
import yaml

from bot.__main__ import COMMANDS, main
from tests.house.tree import ROOT

ARTICLE = (
    "Reduce average proposal turnaround time from 5 days to 3 days in 8 weeks, "
    "while maintaining error rate below 2%."
)


def pilotage(*words, stdin=None):
    run = [sys.executable, "-m", "bot", *words]
    return subprocess.run(run, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False)


def test_alone_it_lists_what_it_can_do(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(f"  {name}" in shown for name in COMMANDS)


def test_an_unknown_command_is_told_the_known_ones(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["dcotor"])
    assert ended.value.code == 2
    assert "'doctor'" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert COMMANDS[command] in " ".join(capsys.readouterr().out.split())


def test_whoever_asks_it_for_the_demo_is_told_where_that_is(capsys):
    assert main(["demo"]) == 2
    assert "`pilotage-demo`" in capsys.readouterr().err


def test_a_package_that_came_with_a_newer_version_is_named_with_what_renews_it():
    older = "import sys; sys.modules['sqlalchemy'] = None; from bot.__main__ import main; sys.exit(main())"
    run = subprocess.run([sys.executable, "-c", older, "verify"], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith("The package sqlalchemy is not installed.")
    assert "`make check` renews .venv" in run.stderr


def test_run_without_tokens_says_all_that_is_missing_and_exits_with_2(monkeypatch, tmp_path, capsys):
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 2
    error = capsys.readouterr().err
    assert "SLACK_BOT_TOKEN is missing" in error
    assert "SLACK_APP_TOKEN is missing" in error


class TestParse:
    def test_a_sentence_becomes_one_json_object(self):
        run = pilotage("parse", "--today", "2026-01-05", *ARTICLE.split())
        assert run.returncode == 0
        parts = json.loads(run.stdout)
        assert parts["status"] == "complete"
        assert parts["deadline"]["date"] == "2026-03-02"

    def test_each_line_of_input_becomes_one_line_of_output_whatever_it_holds(self):
        lines = [ARTICLE, "", "improve efficiency", "a" * 10_000, "🚀 ‮right to left", "<!channel> & co"]
        run = pilotage("parse", "--today", "2026-01-05", "-", stdin="\n".join(lines) + "\n")
        assert run.returncode == 0
        parts = [json.loads(line) for line in run.stdout.splitlines()]
        assert len(parts) == len(lines)
        assert parts[0]["status"] == "complete"
        assert parts[3]["status"] == "too_long"
        assert "500" in parts[3]["problem"]

    def test_a_wrong_date_is_refused_with_the_right_form(self):
        run = pilotage("parse", "--today", "5.1.2026", ARTICLE)
        assert run.returncode == 2
        assert "--today" in run.stderr

    def test_it_starts_fast_because_it_imports_nothing_heavy(self):
        script = f"""
import sys
from bot.__main__ import main
main(["parse", "--today", "2026-01-05", {ARTICLE!r}])
heavy = {{"sqlalchemy", "sqlmodel", "slack_bolt", "slack_sdk", "pydantic", "pydantic_settings", "holidays",
         "apscheduler", "starlette", "uvicorn", "alembic", "yaml", "logging", "urllib.request", "asyncio"}}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert run.stderr.strip() == "[]"


def test_a_bot_that_serves_nothing_and_finds_its_database_up_to_date_loads_neither_web_server_nor_migrations(
    migrated_sqlite_url,
):
    script = f"""
import sys
import bot.commands.run
from store import Store
Store({migrated_sqlite_url!r}).migrate()
print(sorted({{"starlette", "uvicorn", "alembic", "mako", "cryptography", "psycopg"}} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


class TestManifest:
    def test_it_prints_the_manifest_as_it_is_kept(self, capsys):
        assert main(["manifest"]) == 0
        assert capsys.readouterr().out == (ROOT / "manifest.yml").read_text()

    def test_with_an_address_it_is_the_http_variant(self, capsys):
        assert main(["manifest", "--url", "https://pilotage.example.com"]) == 0
        printed = yaml.safe_load(capsys.readouterr().out)
        assert (
            printed["settings"]["interactivity"]["request_url"] == "https://pilotage.example.com/slack/events"
        )
        assert printed["settings"]["socket_mode_enabled"] is False

    def test_json_for_scripts(self, capsys):
        assert main(["manifest", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["display_information"]["name"] == "Pilotage"

    @pytest.mark.parametrize("address", ["http://pilotage.example.com", "pilotage.example.com", "https://"])
    def test_slack_calls_only_https(self, address, capsys):
        with pytest.raises(SystemExit) as ended:
            main(["manifest", "--url", address])
        assert ended.value.code == 2
        assert "https://" in capsys.readouterr().err
