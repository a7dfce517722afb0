"""The site as a process of its own, to be killed: ``python -m tests.voting.site FOLDER DATABASE_URL PORT``."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from app.config import DEFAULTS
from tests.database import SECRET
from tests.requirements import ROOT

STARTS_WITHIN = 60
"""Seconds; a machine that does something else at the same time is slow."""


class Site:
    """A server process that can be started, killed without warning, and started again on the same port."""

    def __init__(self, folder: str, database_url: str, port: int) -> None:
        self.command = [sys.executable, "-m", "tests.voting.site", folder, database_url, str(port)]
        self.address = f"http://127.0.0.1:{port}"
        self.log = Path(folder) / "site.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=log, stderr=log)
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/static/favicon.svg", timeout=5).read()
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"the site did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """Kill the process as a power cut would: it gets no chance to finish anything."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def main() -> None:
    """Serve the site until somebody kills it."""
    from waitress import serve

    from app.factory import create_app

    folder, url, port = sys.argv[1:]
    settings = {"TALKA_ENV": "testing", "INSTANCE_PATH": folder, "DATABASE_URL": url, "SECRET_KEY": SECRET}
    serve(create_app({**DEFAULTS, **settings}), host="127.0.0.1", port=int(port), threads=16)


if __name__ == "__main__":
    main()
