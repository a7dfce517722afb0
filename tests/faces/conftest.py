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
def gallery(demo_folder: Path, cities: "Cities") -> "Iterator[Gallery]":
    """All faces of both cities, served."""
    from tests.faces.both_cities import open_cities

    with open_cities(demo_folder, cities) as gallery:
        yield gallery


@pytest.fixture(scope="session")
def visit(browser: "Browser") -> "Callable[[Face], Visit]":
    """Makes whoever sees a face begin a visit; all who read a language share a browser, and find nothing kept in it."""
    from tests.faces.looking import Visit

    opened = cache(lambda site, language: Visit(browser, site, None, language))

    def begun(face: "Face") -> "Visit":
        made: Visit = opened(face.site, face.language)
        made.begin_as(face.person_id)
        return made

    return begun
