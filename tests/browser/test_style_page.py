"""The components in a real browser: what scripts help with, and what works without them."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests import factories


@pytest.fixture
def staff(app: Any) -> Any:
    return factories.a_person("Ilze", Role.ORGANISER)


def test_ballot_bar_counts_while_choosing(browse: Callable[..., Any], staff: Any) -> None:
    page = browse(person=staff)
    page.goto("/styleguide")
    ballot = page.locator("form[data-budget]")
    assert ballot.locator("[data-sum=left]").inner_text() == "€61,500"
    ballot.get_by_label("Brīvdabas skatuve ar amfiteātri").check()
    assert ballot.locator("[data-sum=left]").inner_text() == "€37,500"
    assert ballot.locator("[data-sum=count]").inner_text() == "2"
    points = page.locator("form[data-points]")
    assert not points.locator("[data-over]").is_visible()
    for _ in range(3):
        points.get_by_role("button", name="One point more for Apgaismots ceļš uz skolu").click()
    assert points.locator("[data-sum=points-left]").inner_text() == "-1"
    assert points.locator("[data-over]").is_visible()


def test_textarea_counts_letters_not_code_units(browse: Callable[..., Any], staff: Any) -> None:
    page = browse(person=staff)
    page.goto("/styleguide")
    box = page.locator("textarea[data-counted]").first
    counter = page.locator(f"#{box.get_attribute('data-counted')}")
    box.fill("ā🌲")
    assert counter.inner_text() == "Characters left: 278"
    box.fill("a" * 281)
    assert counter.inner_text() == "Characters too many: 1"


def test_menus_and_questions_open_without_script(browse: Callable[..., Any], staff: Any) -> None:
    page = browse(person=staff, javascript=False)
    page.goto("/styleguide")
    page.get_by_text("Withdraw the idea", exact=True).click()
    assert page.get_by_role("button", name="Withdraw it").is_visible()
    page.locator("summary", has_text="Language").click()
    assert page.get_by_role("link", name="Latviešu").is_visible()


def test_menu_closes_on_escape_and_gives_focus_back(browse: Callable[..., Any], staff: Any) -> None:
    page = browse(person=staff)
    page.goto("/styleguide")
    page.locator("summary", has_text="Language").click()
    page.keyboard.press("Escape")
    assert page.locator("details[data-drop][open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_first_page_brings_only_what_it_needs(browse: Callable[..., Any]) -> None:
    page = browse()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/about", wait_until="networkidle")
    assert not [url for url in asked if "htmx" in url or "leaflet" in url or "cyrillic" in url]
