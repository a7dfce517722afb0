"""The style page: every component renders in every language, without a fault that a page may not have."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template

from app.web.samples import style_samples
from app.web.stylesheet import STATIC
from tests.page import Page
from tests.page_rules import faults

NOW = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(params=["lv", "ru", "en"])
def style_page(app: Flask, request: pytest.FixtureRequest) -> Iterator[Page]:
    with app.test_request_context(f"/about?lang={request.param}"):
        yield Page(render_template("hall/styleguide.html", **style_samples(NOW)))


def test_style_page_has_no_faults(style_page: Page) -> None:
    assert faults(style_page) == []


def test_style_page_shows_every_component(style_page: Page) -> None:
    folder = STATIC.parent / "templates" / "hall" / "styleguide"
    shown = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.html"))
    shown += (folder.parent / "styleguide.html").read_text(encoding="utf-8")
    inner = {
        "breadcrumb",
        "csrf",
        "drop",
        "error_summary",
        "field_error",
        "file_drop",
        "grade_scale",
        "logo",
        "map_data",
        "nav_items",
        "rank_tools",
        "social_card",
        "theme_tile",
        "wave",
        "riverside",
    }
    names = {file.stem for file in (folder.parent.parent / "ui").glob("*.html")} - inner
    assert {name for name in names if f'"ui/{name}.html"' not in shown} == set()
