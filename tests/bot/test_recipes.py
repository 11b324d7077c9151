"""The recipes for readings that arrive by themselves, run as they are against the bot."""

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from bot import api, web
from tests.bot.test_api import Turned, company, made, readings

__all__ = ["company"]
ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "recipes"


@pytest.fixture
def told(company):
    """The environment a recipe finds."""
    server = web.Server(
        web.website(lambda: (True, {}), routes=[api.mounted(company, Turned())]), "127.0.0.1", 0
    )
    server.start()
    address = f"http://127.0.0.1:{server.port}"
    yield {**os.environ, "PILOTAGE_URL": address, "PILOTAGE_TOKEN": made(company), "USE_CASE": "UC-1"}
    server.stop()


def needs(*programs):
    missing = [one for one in programs if shutil.which(one) is None]
    return pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}")


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "crm.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE quotes (days REAL, wrong INT)")
        connection.executemany("INSERT INTO quotes VALUES (?, ?)", [(3.9, 0), (4.3, 0), (4.1, 1)])
    connection.close()
    return path


def query(told, database, sql, **more):
    asked = {"DATABASE": str(database), "QUERY": sql, **more}
    return subprocess.run(
        ["sh", RECIPES / "database.sh"], env=told | asked, capture_output=True, text=True, timeout=60
    )


@needs("curl", "sqlite3")
def test_a_query_is_a_reading_of_last_week_and_twice_is_once(company, told, database):
    for status in ("taken", "on record already"):
        ran = query(told, database, "SELECT avg(days) FROM quotes", PERIOD="last week")
        assert (ran.returncode, json.loads(ran.stdout)["readings"][0]["status"]) == (0, status), ran.stderr
    (reading,) = readings(company)
    assert (round(reading.value, 6), reading.weekly, reading.by) == (4.1, True, "api:Sheet")


@needs("curl", "sqlite3")
def test_two_columns_are_n_of_m_of_a_guardrail(company, told, database):
    ran = query(told, database, "SELECT sum(wrong), count(*) FROM quotes", METRIC="error rate")
    assert ran.returncode == 0, ran.stderr
    assert [(one.num, one.den, one.metric) for one in readings(company)] == [(1, 3, "error rate")]


@needs("curl", "sqlite3")
@pytest.mark.parametrize(
    "sql", ["SELECT days FROM quotes WHERE 0", "SELECT 'n/a'", "SELECT avg(days) FROM quotes WHERE 0"]
)
def test_a_query_without_a_number_sends_nothing_and_fails(company, told, database, sql):
    ran = query(told, database, sql)
    assert ran.returncode != 0
    assert "no number" in ran.stderr
    assert readings(company) == ()


@needs("curl", "sqlite3")
def test_what_is_refused_fails_and_says_why(told, database):
    ran = query(told, database, "SELECT 4.1", METRIC='joy "and" more')
    assert ran.returncode != 0
    assert "measures no" in ran.stdout


def sends(told, *rows, **more):
    """What stands in the third column after the script ran."""
    sheet = json.dumps([["day", "value", "sent"], *rows])
    ran = subprocess.run(
        ["node", ROOT / "tests" / "bot" / "sheet.js", RECIPES / "spreadsheet.gs", sheet],
        env=told | more,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(ran.stdout)


@needs("curl", "node")
def test_the_new_rows_of_a_sheet_are_sent_once(company, told):
    rows = [["2026-01-26", 4.2, "taken"], [{"date": "2026-01-26T23:30:00Z"}, 4.0, ""], ["2026-01-28", "", ""]]
    assert sends(told, *rows) == ["taken", "taken", ""]
    assert [(str(one.day), one.value) for one in readings(company)] == [("2026-01-27", 4.0)]
    assert sends(told, rows[1]) == ["on record already"]


@needs("curl", "node")
def test_a_row_that_does_not_fit_is_told_beside_it_and_the_others_wait(company, told):
    said = sends(told, ["2026-01-26", 4.2, ""], ["2026-12-24", 4.0, ""])
    assert said[0] == "waits for the rows that do not fit"
    assert "has not come yet" in said[1]
    assert readings(company) == ()
    (refused,) = sends(told, ["2026-01-26", 4.2, ""], PILOTAGE_TOKEN="pil_x")
    assert "not known here" in refused
