"""The container, as far as it can be seen without an engine: its files read, its commands run as its user.

They run on a root filesystem that nobody can write to and without any capability, where this machine lets
us make one; that a registry hands out the base images and an engine builds the layers is not tested here.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot.settings import Settings
from sandbox import seed
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from tests.house import run_lock
from tests.house.tree import PRODUCT, ROOT

USER = 10001


class Instruction(NamedTuple):
    word: str
    rest: str


def instructions():
    """The Dockerfile without comments, one instruction each, continued lines joined."""
    lines = [
        line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#")
    ]
    whole = "\n".join(lines).replace("\\\n", " ")
    return [Instruction(*line.split(maxsplit=1)) for line in whole.splitlines() if line.strip()]


def last_stage():
    all_of_it = instructions()
    start = max(number for number, one in enumerate(all_of_it) if one.word == "FROM")
    return all_of_it[start:]


def said(word, where=None):
    return [one.rest for one in where or instructions() if one.word == word]


def environment():
    return dict(pair.split("=", 1) for rest in said("ENV", last_stage()) for pair in rest.split())


# --- the Dockerfile, read


def test_every_word_is_one_that_docker_knows():
    words = "FROM RUN COPY ENV WORKDIR USER VOLUME EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD"
    assert {one.word for one in instructions()} <= set(words.split())


def test_it_runs_as_nobody_in_particular_and_never_as_root():
    assert said("USER", last_stage()) == [f"{USER}:{USER}"]
    after = [one.word for one in last_stage()]
    assert "RUN" not in after[after.index("USER") :]


def test_the_base_is_pinned_to_a_version_and_slim():
    assert [rest.split()[0] for rest in said("FROM")] == ["python:3.11-slim", "python:3.11-slim"]


def test_every_package_is_checked_against_its_hash():
    (install,) = [rest for rest in said("RUN") if "pip install" in rest]
    assert "--require-hashes" in install
    assert "requirements-run.lock" in install


def test_no_secret_is_built_in():
    told = " ".join(rest for one in ("ENV", "RUN", "COPY") for rest in said(one))
    assert not re.search(r"(?i)token|secret|password|xox|\.env\b", told)


def test_all_that_runs_is_in_it_and_the_stand_in_slack_is_not():
    copied = {rest.split()[0] for rest in said("COPY") if not rest.startswith("--from")}
    assert copied == {*PRODUCT, "manifest.yml", "requirements-run.lock"}
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {f"!{one}" for one in copied} <= set(ignored)
    assert ignored[0] == "*"


def test_its_packages_are_those_of_the_lock_and_no_more():
    assert run_lock.RUN_LOCK.read_text("utf-8") == run_lock.written(), "make lock"
    assert {"pytest", "playwright", "aiohttp"}.isdisjoint(run_lock.entries(run_lock.written()))


def test_health_and_start_are_commands_without_a_shell():
    (health,) = said("HEALTHCHECK")
    assert json.loads(health[health.index("[") :])[0] == "/opt/pilotage/bin/python"
    assert json.loads(said("ENTRYPOINT")[0]) == ["/opt/pilotage/bin/python", "-m", "bot"]
    assert json.loads(said("CMD", last_stage())[-1]) == ["run"]


# --- compose.yml, read


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "compose.yml").read_text("utf-8"))


def test_two_copies_and_a_database_each_with_nothing_it_does_not_need(compose):
    assert compose["services"]["bot"]["deploy"]["replicas"] == 2
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "/tmp" in service["tmpfs"]
        assert "privileged" not in service
        assert "ports" not in service
    assert compose["services"]["bot"]["user"] == f"{USER}:{USER}"
    assert "cap_add" not in compose["services"]["bot"]


def test_secrets_come_by_file_and_by_names_the_settings_know(compose):
    for name, service in compose["services"].items():
        assert set(service["secrets"]) <= set(compose["secrets"])
        assert not re.search(r"xox|xapp|PASSWORD: ", yaml.safe_dump(service["environment"])), name
    assert set(compose["services"]["bot"]["secrets"]) <= set(Settings.model_fields)
    assert all(one["file"].startswith("./secrets/") for one in compose["secrets"].values())
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_copies_wait_for_a_database_that_answers_and_keep_nothing_themselves(compose):
    bot, database = compose["services"]["bot"], compose["services"]["database"]
    assert bot["depends_on"]["database"]["condition"] == "service_healthy"
    assert database["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert bot["environment"]["DATABASE_URL"] == ""
    assert "volumes" not in bot
    assert database["volumes"] == ["database:/var/lib/postgresql"]


# --- its commands, run as its user


def interpreter():
    """A Python that the container's user may run, and what it needs to find our packages."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    for python in (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"):
        try:
            tried = subprocess.run([python, "-c", ""], user=USER, group=USER, extra_groups=[], check=False)
        except (PermissionError, FileNotFoundError):
            continue
        if tried.returncode == 0:
            return python, packages
    pytest.skip("no Python here that another user may run")


class Container:
    """The folders of the image laid out as the Dockerfile says, and its commands run in them."""

    def __init__(self, folder):
        self.app, self.data, self.tmp = folder / "app", folder / "data", folder / "tmp"
        self.python, packages = interpreter()
        for rest in said("COPY"):
            source, target = rest.split()[-2:]
            if target.startswith("/app") and not rest.startswith("--from"):
                self._copy(ROOT / source, folder / target.lstrip("/"))
        for path in (self.data, self.tmp):
            path.mkdir(mode=0o700)
            os.chown(path, USER, USER)
        database = environment()["DATABASE_URL"].replace("/data/", f"{self.data}/")
        self.variables = environment() | {"DATABASE_URL": database, "PYTHONPATH": f"{self.app}:{packages}"}
        self.variables |= {"HOME": "/nonexistent", "PATH": os.environ["PATH"], "TMPDIR": str(self.tmp)}

    def _copy(self, source, target):
        if source.is_file():
            shutil.copy(source, target / source.name)
        else:
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))

    def command(self, *words):
        """As the engine would start it: nothing to write to but /data and /tmp, no capability, no root."""
        writable = " && ".join(f"mount --bind {one} {one}" for one in (self.data, self.tmp))
        nobody = f"--reuid {USER} --regid {USER} --clear-groups --bounding-set=-all --no-new-privs"
        inside = f'{writable} && mount -o remount,ro,bind / && exec setpriv {nobody} "$@"'
        return ["unshare", "--mount", "sh", "-c", inside, "sh", self.python, *words]

    def start(self, *words, **more):
        return subprocess.Popen(
            self.command(*words),
            cwd=self.app,
            env=self.variables | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words, **more):
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=60)
        return process.returncode, out + err


@pytest.fixture(scope="module")
def container():
    if os.getuid() != 0:
        pytest.skip("only root may become another user")
    folder = Path(tempfile.mkdtemp(prefix="pilotage-container-"))
    folder.chmod(0o755)
    made = Container(folder)
    code, words = made.run("-c", "print('up')")
    if code:
        shutil.rmtree(folder)
        pytest.skip(f"no namespaces here: {words.strip()}")
    yield made
    shutil.rmtree(folder)


ENTRYPOINT = json.loads(said("ENTRYPOINT")[0])[1:]
HEALTH = json.loads(said("HEALTHCHECK")[0].partition("CMD ")[2])[1:]


def test_its_user_is_not_root_and_writes_nowhere_but_to_its_data(container):
    tries = (
        "import os, pathlib; assert os.getuid() != 0; pathlib.Path(os.environ['DATABASE_URL'][10:]).touch()\n"
        "for place in ('/app', '/etc', '/usr', '/', os.getcwd()):\n"
        "    try: open(place + '/planted', 'w'); print('wrote to', place)\n"
        "    except OSError: pass"
    )
    assert container.run("-c", tries) == (0, "")


@pytest.mark.parametrize(
    "words", [["--help"], ["manifest"], ["migrate"], ["verify"], ["parse", "from 5 to 3"]]
)
def test_its_commands_run_in_it(container, words):
    code, told = container.run(*ENTRYPOINT, *words)
    assert code == 0, told


def test_it_starts_with_its_secrets_by_file_says_that_it_is_well_and_ends_when_told(container):
    secrets = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    for name, value in secrets.items():
        (container.data / name).write_text(value)
    named = {f"{name}_FILE": str(container.data / name) for name in secrets}
    with SandboxThread(seed=seed.company, manifest=ROOT / "manifest.yml") as slack, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        more = {"PILOTAGE_PORT": str(free.getsockname()[1]), "SLACK_API_URL": slack.api_url, **named}
        free.close()
        bot = container.start(*ENTRYPOINT, "run", **more)
        try:
            slack.wait_for(lambda: slack.sandbox.connected, timeout=60)
            slack.wait_for(lambda: container.run(*HEALTH, **more)[0] == 0, timeout=30)
        finally:
            bot.send_signal(signal.SIGTERM)
            _, said_last = bot.communicate(timeout=60)
    assert bot.returncode == 0, said_last
