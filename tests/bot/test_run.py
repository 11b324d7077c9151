"""`pilotage run` as a process of its own, as an engineer starts it."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from sandbox import seed
from sandbox.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SandboxThread
from tests.house.tree import ROOT


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company, manifest=ROOT / "manifest.yml") as thread:
        yield thread


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture(params=[[], ["--http"]], ids=["socket", "http"])
def process(request, slack, tmp_path):
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/pilotage.db",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
    } | ({"PILOTAGE_PORT": str(port)} if request.param else {})
    run = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *request.param],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    run.door = f"http://127.0.0.1:{port}/slack/events" if request.param else None
    yield run
    run.kill()
    run.communicate()


def test_it_says_where_it_is_answers_and_ends_when_it_is_told_to(slack, process):
    assert process.stdout.readline() == "Pilotage is in Nordwind Components. Stop it with Ctrl-C.\n"
    if process.door:
        slack.deliver_to(process.door)
    slack.person("anna").types("/pilot help", in_="#ai-pilots").sees("/pilot new", in_="#ai-pilots")
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert BOT_TOKEN not in errors
    assert "WARNING" not in errors
