"""Static files: kept for ever under an address that changes with what they hold."""

import re

import pytest

from app.web.static_files import versioned_address


@pytest.fixture
def folder(tmp_path):
    """Two files, one of them in a folder."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "a.css").write_text("a { color: red }")
    (tmp_path / "fonts" / "b.woff2").write_bytes(b"font")
    return tmp_path


def test_the_address_is_of_the_content(folder):
    before = versioned_address(folder)
    assert re.fullmatch(r"/static/[0-9a-f]{8}", before)
    assert versioned_address(folder) == before


def test_the_address_changes_with_any_file(folder):
    seen = {versioned_address(folder)}
    (folder / "fonts" / "b.woff2").write_bytes(b"another")
    seen.add(versioned_address(folder))
    (folder / "fonts" / "b.woff2").rename(folder / "fonts" / "c.woff2")
    seen.add(versioned_address(folder))
    (folder / "a.css").unlink()
    seen.add(versioned_address(folder))
    assert len(seen) == 4


def test_pages_name_files_that_may_be_kept_for_ever(client, app):
    page = client.get("/about")
    named = re.findall(r'(?:href|src)="(/static/[^"#]+)"', page.text)
    assert len(named) >= 4
    for address in set(named):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff"), address
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers


def test_fonts_that_the_stylesheet_names_are_kept_too(client, app):
    address = f"{app.static_url_path}/vendor/talka-sans/talka-sans-latin.woff2"
    assert address in client.get("/about").text
    assert (
        'url("vendor/talka-sans/talka-sans-latin.woff2")'
        in client.get(f"{app.static_url_path}/talka.css").text
    )


def test_without_the_version_a_file_is_kept_for_an_hour(client):
    assert client.get("/static/talka.css").headers["Cache-Control"] == "max-age=3600, public"


def test_another_version_is_not_answered(client):
    assert client.get("/static/00000000/talka.css").status_code == 404
