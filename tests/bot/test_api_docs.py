"""The examples of docs/api.md, run as they stand there, answer as they stand there."""

import json
import os
import re
import subprocess
from pathlib import Path

from bot import api, web
from tests.bot.test_api import Turned, company, made

__all__ = ["company"]
PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
EXAMPLE = re.compile(r"```sh\n(curl .+?)```\s+```json\n(.+?)```", re.S)


def holds(answer, expected):
    """Whether an answer says all that is expected of it."""
    if isinstance(expected, dict):
        return all(name in answer and holds(answer[name], part) for name, part in expected.items())
    if isinstance(expected, list):
        return len(answer) == len(expected) and all(map(holds, answer, expected))
    return answer == expected


def test_every_example_runs_and_answers_as_the_page_says(company):
    server = web.Server(
        web.website(lambda: (True, {}), routes=[api.mounted(company, Turned())]), "127.0.0.1", 0
    )
    server.start()
    told = {"PILOTAGE_URL": f"http://127.0.0.1:{server.port}", "PILOTAGE_TOKEN": made(company)}
    found = EXAMPLE.findall(PAGE)
    for command, expected in found:
        ran = subprocess.run(["bash", "-c", command], env=os.environ | told, capture_output=True, check=True)
        assert holds(json.loads(ran.stdout), json.loads(expected)), ran.stdout.decode()
    server.stop()
    assert len(found) == 4
