"""README.md, "Install it for several workspaces": the five steps as they stand, with a stand-in Slack."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.bot.several import Browser
from tests.house import tree
from tests.house.test_readme import INDENTED, SEVERAL

PROGRAMS = Path(sys.executable).parent
STEPS = INDENTED.findall(SEVERAL.search((tree.ROOT / "README.md").read_text("utf-8"))[0])
PATIENCE = 60.0  # seconds for a process to start on a busy machine


def free_ports(many):
    """So many ports in a row that nobody uses."""
    for first in range(20_000 + os.getpid() % 10_000, 60_000, many):
        try:
            taken = [socket.create_server(("127.0.0.1", first + nth)) for nth in range(many)]
        except OSError:
            continue
        for one in taken:
            one.close()
        return range(first, first + many)
    raise AssertionError("no port is free")


@pytest.fixture
def ports():
    """Of the bot, and of the two companies."""
    return free_ports(3)


@pytest.fixture
def steps(ports):
    """What a reader types, at ports that are free here."""
    bot, slack, _ = ports
    here = [one.partition("   # ")[0].strip().replace("8080", str(bot)) for one in STEPS]
    return [one.replace("-m sandbox", f"-m sandbox --port {slack}") for one in here]


@pytest.fixture
def terminal(tmp_path, ports):
    """How to start a command, in an empty folder; what lasts is ended at the end."""
    told = {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PILOTAGE_PORT": str(ports[0]),
    }
    started = []

    def start(command):
        pipe = subprocess.PIPE
        run = subprocess.Popen(
            ["sh", "-c", command.removesuffix("&").strip()],
            cwd=tmp_path, env=told, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True,
            start_new_session=True,
        )  # fmt: skip
        started.append(run)
        return run

    yield start
    for one in started:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGTERM)
        one.communicate(timeout=PATIENCE)


def until(true):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def ends_well(run):
    shown, errors = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, f"{shown}\n{errors}"
    return shown


def control(port, path, **body):
    address = f"http://127.0.0.1:{port}/sandbox/{path}"
    request = urllib.request.Request(address, json.dumps(body).encode() if body else None)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def test_from_the_readme_alone_a_second_workspace_is_installed(steps, terminal, ports, tmp_path):
    manifest, slack, key, check, run = steps
    env = tmp_path / ".env"
    ends_well(terminal(manifest))
    terminal(slack)
    until(lambda: env.exists() and "PILOTAGE_URL" in env.read_text())
    ends_well(terminal(key))
    assert "mend" not in ends_well(terminal(check))
    bot = terminal(f"exec {run}")
    assert (
        bot.stdout.readline() == f"Install it in a workspace at http://127.0.0.1:{ports[0]}/slack/install.\n"
    )
    assert bot.stdout.readline() == "Pilotage is in 1 workspace. Stop it with Ctrl-C.\n"

    status, page = Browser(ports[0], f"http://127.0.0.1:{ports[0]}").installs("T0KESTREL")
    assert (status, "Pilotage is in Kestrel Partners" in page) == (200, True)
    control(ports[2], "acts/types", person="U0NORA", text="/pilot help", channel="C0KESTREL")
    (said,) = [entry for entry in control(ports[2], "log") if entry["name"] == "/pilot"]
    assert (said["outcome"], "/pilot new" in json.dumps(said["answer"])) == ("ok", True)
    checked = ends_well(terminal("pilotage doctor"))
    assert "Nordwind Components" in checked
    assert "Kestrel Partners" in checked

    bot.send_signal(signal.SIGTERM)
    _, errors = bot.communicate(timeout=PATIENCE)
    assert bot.returncode == 0
    assert not {"Traceback", "xoxb-"} & {word for word in ("Traceback", "xoxb-") if word in errors}
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {"app.yml", ".env", ".local"}  # nothing of the SDK's own stores of installations
