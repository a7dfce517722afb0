"""The nine pages that matter most arrive quickly, also on a bad line."""

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.faces.faces import Gallery
from tests.faces.weight import MOST_BYTES, MOST_REQUESTS, NINE, SCREENS, faces_of_the, weigh

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize("name", NINE)
def test_first_view_is_light(browser: "Browser", gallery: Gallery, name: str) -> None:
    faces = faces_of_the(name, gallery)
    assert faces
    for face, screen in product(faces, SCREENS):
        weight = weigh(browser, face, screen)
        assert weight.total <= MOST_BYTES, f"{face}, {screen}: {weight}"
        assert weight.requests <= MOST_REQUESTS, f"{face}, {screen}: {weight}"
