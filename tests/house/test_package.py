"""The package as somebody else gets it: built, installed apart from this folder, and tried there."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.house import tree

PROJECT = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OTHERS = ("3.12", "3.13", "3.14")
SENTENCE = "Cut quote approval from 9 days to 4 days by 30 June while keeping CSAT at least 4.2"


def run(*command, **more):
    """A command in an environment where nothing points back to this folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env=clean | more.pop("env", {}), **more
    ).stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the sdist."""
    folder = tmp_path_factory.mktemp("built")
    for kind in ("wheel", "sdist"):
        call = f"import hatchling.build as b; b.build_{kind}({str(folder)!r})"
        run(sys.executable, "-c", call, cwd=tree.ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The programs of an environment that has the wheel, and the libraries of this one."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", str(home / "venv"))
    python = home / "venv" / "bin" / "python"
    (wheel,) = built.glob("*.whl")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
    )
    site = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return home / "venv" / "bin"


def test_what_is_run_is_what_was_installed(installed, tmp_path):
    found = run(str(installed / "python"), "-c", "import bot, sandbox; print(bot.__file__)", cwd=tmp_path)
    assert str(installed.parent) in found


def test_the_version_stands_in_one_place(installed, tmp_path):
    assert (
        run(str(installed / "pilotage"), "--version", cwd=tmp_path).strip()
        == f"pilotage {PROJECT['version']}"
    )
    names = [path for path in tree.tracked() if path.suffix == ".py"]
    said = [
        tree.name(one) for one in names if re.search(r"^__version__", one.read_text("utf-8"), re.MULTILINE)
    ]
    assert not said


def test_a_sentence_is_compiled_and_the_manifest_is_there(installed, tmp_path):
    assert (
        json.loads(run(str(installed / "pilotage"), "parse", SENTENCE, cwd=tmp_path))["status"] == "complete"
    )
    assert "slash_commands" in run(str(installed / "pilotage"), "manifest", cwd=tmp_path)


def test_a_database_is_made_by_the_migrations_inside(installed, tmp_path):
    where = {"DATABASE_URL": f"sqlite:///{tmp_path / 'pilotage.db'}"}
    run(str(installed / "pilotage"), "migrate", cwd=tmp_path, env=where)
    assert run(str(installed / "pilotage"), "verify", cwd=tmp_path, env=where).strip()


def test_the_demo_comes_along(installed, tmp_path):
    assert "--empty" in run(str(installed / "pilotage-demo"), "--help", cwd=tmp_path)
    look = "from sandbox.page import routes; import os; print(os.listdir(os.path.dirname(routes.__file__)))"
    assert "static" in run(str(installed / "python"), "-c", look, cwd=tmp_path)


def test_without_its_extra_the_demo_says_what_it_needs(installed, tmp_path):
    bare = "import sys; sys.modules['aiohttp'] = None; from sandbox.demo import main; sys.exit(main())"
    python = str(installed / "python")
    told = subprocess.run([python, "-c", bare], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert told.stderr.startswith("The demo needs aiohttp. Install the wheel with its extra")


def test_the_sdist_alone_builds_the_same_wheel(built, tmp_path):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    run(sys.executable, "-c", "import hatchling.build as b; b.build_wheel('dist')", cwd=source)
    (wheel,), (again,) = built.glob("*.whl"), (source / "dist").glob("*.whl")
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()


def test_the_wheel_holds_every_file_of_every_package(built):
    (wheel,) = built.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    ours = {tree.name(path) for path in tree.tracked() if tree.name(path).split("/")[0] in tree.PACKAGES}
    assert ours <= held


def test_the_sdist_is_enough_to_build_from_and_holds_nothing_private(built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"pyproject.toml", "README.md", "manifest.yml", "sandbox/page/static/app.css"} <= held
    assert not {name for name in held if name.startswith((".venv", "var/", ".git/")) or name.endswith(".env")}


@pytest.mark.parametrize("version", OTHERS)
def test_newer_pythons_read_every_module_without_a_warning(version, tmp_path):
    """The libraries for them are not here; `make PYTHON=python3.13 test` runs everything with them."""
    python = _python(version)
    if not python:
        pytest.skip(f"no Python {version} on this machine")
    cache = {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    folders = [str(tree.ROOT / name) for name in tree.PACKAGES]
    run(python, "-W", "error", "-m", "compileall", "-q", "-f", *folders, env=cache)


def _python(version):
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(kept[-1]) if kept else shutil.which(f"python{version}")
