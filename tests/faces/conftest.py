"""What the looking tests ask for: both cities behind real servers, and visits of their people."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.database import Cities
    from tests.faces.faces import Face, Gallery
    from tests.faces.looking import Visit
    from tests.faces.sites import Site

HERE = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Nothing here is even read where it is not asked for: to list the pages takes an application."""
    return True if "not faces" in config.getoption("markexpr") else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder looks at faces."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faces)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all pages."""
    from tests.browser.chromium import running_chromium

    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def gallery(demo_folder: Path, cities: "Cities") -> "Iterator[Gallery]":
    """All faces of both cities, served."""
    from tests.faces.both_cities import open_cities

    with open_cities(demo_folder, cities) as gallery:
        yield gallery


@pytest.fixture
def visit(browser: "Browser") -> "Iterator[Callable[[Face], Visit]]":
    """Makes the browser of whoever sees a face; each person of a city has one."""
    from tests.faces.looking import Visit

    made: list[Visit] = []

    @cache
    def opened(site: "Site", person_id: int | None, language: str) -> Visit:
        made.append(Visit(browser, site, person_id, language))
        return made[-1]

    yield lambda face: opened(face.site, face.person_id, face.language)
    for each in made:
        each.close()
