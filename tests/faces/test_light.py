"""The nine pages that matter most arrive quickly, also on a bad line."""

from typing import TYPE_CHECKING

import pytest

from tests.faces.faces import Gallery
from tests.faces.weight import MOST_BYTES, MOST_REQUESTS, NINE, SCREENS, faces_of_the_nine, weigh

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize("name", NINE)
@pytest.mark.parametrize("screen", SCREENS)
def test_first_view_is_light(browser: "Browser", gallery: Gallery, name: str, screen: str) -> None:
    faces = [face for each, face in faces_of_the_nine(gallery) if each == name]
    assert faces
    for face in faces:
        weight = weigh(browser, face, screen)
        assert weight.total <= MOST_BYTES, f"{face}: {weight}"
        assert weight.requests <= MOST_REQUESTS, f"{face}: {weight}"
