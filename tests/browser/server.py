"""The application behind a real server, in a thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress import create_server


@contextmanager
def served(app: Any, *, threads: int = 4) -> Iterator[str]:
    """Serve a WSGI application with waitress on a free port of loopback; yields the site's address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=threads, ident="talka")
    thread = threading.Thread(target=server.run, name="site", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(server.close)  # runs in the server's own thread
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
