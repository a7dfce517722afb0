"""The production server for a measurement: gunicorn with two workers, on an empty or seeded database."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rig.load import wait_until
from tests.postgres import fresh_database, postgres_server

ROOT = Path(__file__).parent.parent.parent
WORKERS, THREADS = 2, 8
SECRET = "a secret for measuring, not for serving anyone"


@dataclass(frozen=True)
class Gunicorn:
    """A running server: where it listens, and its main process."""

    address: str
    process_id: int

    def cpu_seconds(self) -> float:
        """The processor time of its workers so far, in their own code and in the system's; read as Linux tells it."""
        children = Path(f"/proc/{self.process_id}/task/{self.process_id}/children").read_text().split()
        stats = (Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children)
        return sum(int(fields[11]) + int(fields[12]) for fields in stats) / os.sysconf("SC_CLK_TCK")


@contextmanager
def gunicorn(target: str, settings: Mapping[str, str]) -> Iterator[Gunicorn]:
    """Serve ``module:app`` with two workers on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--threads", str(THREADS)]
    command += ["--bind", f"127.0.0.1:{port}", "--keep-alive", "30", "--log-level", "warning", target]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
    try:
        wait_until(lambda: _answers(port))
        yield Gunicorn(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def scratch_settings(kind: str) -> Iterator[dict[str, str]]:
    """Environment of an application on a fresh ``sqlite`` or ``postgres`` database, durable as in production."""
    with tempfile.TemporaryDirectory(prefix="talka-bench-") as folder:
        settings = {"TALKA_ENV": "production", "SECRET_KEY": SECRET, "TALKA_INSTANCE": folder}
        settings["TALKA_BASE_URL"] = "http://127.0.0.1"
        if kind == "sqlite":
            yield settings | {"DATABASE_URL": f"sqlite:///{folder}/talka.sqlite"}
            return
        with postgres_server(durable=True) as server, fresh_database(server, "talka_bench") as url:
            yield settings | {"DATABASE_URL": url}
