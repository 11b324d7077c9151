"""The campaign of real copies: python -m tests.replicas --letters 2000 --copies 4. It takes minutes."""

import argparse
import os
import sys
from tempfile import TemporaryDirectory

from sandbox.server import SandboxThread
from tests.house.tree import ROOT
from tests.replicas.database import Cluster
from tests.replicas.fleet import sail, wide


def main() -> int:
    """Sail once; 1 when anything was lost or doubled."""
    asked = argparse.ArgumentParser("python -m tests.replicas", description="Copies killed on a PostgreSQL.")
    asked.add_argument("--letters", type=int, default=2000)
    asked.add_argument("--copies", type=int, default=4)
    asked.add_argument("--kill-every", type=float, default=10, help="seconds")
    given = asked.parse_args()
    with TemporaryDirectory(prefix="pilotage-replicas-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        cluster = Cluster(folder)
        blows = (cluster.crash, cluster.crash, cluster.fail_over)
        with SandboxThread(seed=wide, manifest=ROOT / "manifest.yml") as slack:
            sizes = {"number": given.letters, "copies": given.copies, "kill_every": given.kill_every}
            count = sail(cluster.url, slack, blows=blows, **sizes)
        cluster.close()
    print(f"{given.copies} copies, {count}")
    return int(bool(count.lost or count.doubled))


if __name__ == "__main__":
    sys.exit(main())
