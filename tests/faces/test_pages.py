"""Every page of the application, as everybody who may open it sees it, on a phone and a desk, light and dark."""

from collections.abc import Callable

import pytest

from tests.faces.faces import Face, Gallery, page_routes
from tests.faces.looking import Visit, faults_of

LEADS_ON = frozenset(
    {
        *("voting.review", "voting.cast", "voting.receipt"),
        *("voting.kiosk", "voting.kiosk_waiting", "voting.try_out"),
        "places.logo",
    }
)
"""Addresses that show something only after a form, on a lent device or with a logo, and lead on otherwise."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each route that can be opened, taken from the application itself."""
    if "endpoint" in metafunc.fixturenames:
        from tests.faces.faces import bare_app

        metafunc.parametrize("endpoint", dict.fromkeys(rule.endpoint for rule in page_routes(bare_app())))


def test_page(gallery: Gallery, visit: Callable[[Face], Visit], endpoint: str) -> None:
    faces, kinds = gallery.faces_of(endpoint)
    assert faces or "file" in kinds or (endpoint in LEADS_ON and kinds == {"elsewhere"}), (
        f"nobody gets to see {endpoint}: {kinds}"
    )
    faults = {str(face): found for face in faces if (found := faults_of(visit(face), face))}
    assert not faults, "\n".join(f"{face}\n    " + "\n    ".join(found) for face, found in faults.items())
