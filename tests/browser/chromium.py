"""A Chromium that watches the site: errors, broken files, requests to other hosts, barriers to people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.requirements import chromium

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""Chromium runs as root in containers, and looks for nothing outside."""

ANSWERS = frozenset({"document", "xhr", "fetch"})
"""Requests that a page may rightly refuse with 403 or 422; files may not be missing."""

REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event =>
  console.error(`content policy: ${event.violatedDirective} forbids ${event.blockedURI} in ${event.sourceFile}`))
"""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start Chromium without a window; skips the test where there is none."""
    program = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(SWITCHES))
        try:
            yield browser
        finally:
            browser.close()


OFFLINE = "ERR_INTERNET_DISCONNECTED"
"""Only a test that takes the connection away itself meets this."""


class Watch:
    """Collects what goes wrong in the pages of a context; ``problems`` is empty where all is well."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.host = host
        self.problems: list[str] = []
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        split = urlsplit(request.url)
        if split.scheme in ("http", "https", "ws", "wss") and split.netloc != self.host:
            self.problems.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        refused = 500 if response.request.resource_type in ANSWERS else 400
        if response.status >= refused:
            self.problems.append(f"{response.status} for {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        reason = request.failure or ""
        # Aborted: the page was left before it had everything.
        if "ERR_ABORTED" not in reason and OFFLINE not in reason:
            self.problems.append(f"{reason} for {request.url}")


def barriers(page: Page, *, within: str | None = None) -> list[str]:
    """What axe-core finds on the page as it stands (inside a selector, if given), one line for each element."""
    found: dict[str, Any] = Axe().run(page, context=within).response
    return [
        f"{violation['id']}: {violation['help']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
