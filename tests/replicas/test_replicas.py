"""Real copies on a real PostgreSQL, killed while they carry letters: each letter arrives, once."""

import os
import shutil
import tempfile

import pytest

from sandbox.server import SandboxThread
from tests.house.tree import ROOT
from tests.replicas.database import Cluster
from tests.replicas.fleet import sail, wide

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]


@pytest.fixture
def cluster():
    """A PostgreSQL of its own: this one is made to crash, and lost."""
    folder = tempfile.mkdtemp(prefix="pilotage-replicas-")
    os.chmod(folder, 0o755)
    cluster = Cluster(folder)
    yield cluster
    cluster.close()
    shutil.rmtree(folder, ignore_errors=True)


def test_each_letter_arrives_once_although_copies_crash_and_the_database_moves_elsewhere(cluster):
    """The clocks of the two machines are ten minutes apart as well."""
    blows = (cluster.crash, cluster.fail_over)
    with SandboxThread(seed=wide, manifest=ROOT / "manifest.yml") as slack:
        count = sail(cluster.url, slack, number=40, copies=2, kill_every=4, blows=blows)
    assert (count.lost, count.doubled) == (0, 0), str(count)
    assert count.kills > 0
    assert count.blows == 2
