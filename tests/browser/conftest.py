"""What browser tests ask for: the served site, and visitors' pages that are watched for errors."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Page

    from tests.database import Cities

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def serve(cities: "Cities") -> Iterator[Callable[[str], str]]:
    """Serves the site on one kind of database as long as the tests run; returns its address."""
    from tests.browser.server import served

    with ExitStack() as running:
        yield lru_cache(maxsize=None)(lambda kind: running.enter_context(served(cities.on(kind).app)))


@pytest.fixture
def site_address(app: "Flask", serve: Callable[[str], str], database_kind: str) -> str:
    """The address of the site that serves ``app``."""
    return serve(database_kind)


@pytest.fixture
def browse(app: "Flask", browser: "Browser", site_address: str) -> "Iterator[Callable[..., Page]]":
    """Makes pages of visitors who share nothing: ``browse(person=anna, width=360, scheme="dark", language="lv")``.

    ``javascript=False`` is a browser without scripts. Addresses may be paths: ``page.goto("/rounds")``. When the test
    ends, any script error, missing file, refused content or request to another host fails it.
    """
    from tests.browser.chromium import Watch
    from tests.client import PageClient

    contexts, watches = [], []

    def open_page(
        *, person: Any = None, width: int = 1280, height: int = 900, scheme: str = "light", language: str = "en",
        javascript: bool = True,
    ) -> "Page":  # fmt: skip
        context = browser.new_context(
            base_url=site_address,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale=language,
            timezone_id="Europe/Riga",
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        watches.append(Watch(context, site_address.removeprefix("http://")))
        if person is not None:
            cookie = PageClient(app).sign_in(person).get_cookie(app.config["SESSION_COOKIE_NAME"])
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site_address}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    problems = [problem for watch in watches for problem in watch.problems]
    assert not problems, "in the browser:\n  " + "\n  ".join(problems)


@pytest.fixture
def page(browse: "Callable[..., Page]") -> "Page":
    """The page of a visitor with a wide screen."""
    return browse()


@pytest.fixture
def assert_accessible() -> "Callable[..., None]":
    """Fails with what axe-core finds: ``assert_accessible(page)``, ``assert_accessible(page, within="main")``."""
    from tests.browser.chromium import barriers

    def check(page: "Page", within: str | None = None) -> None:
        found = barriers(page, within=within)
        assert not found, f"barriers on {page.url}:\n  " + "\n  ".join(found)

    return check
