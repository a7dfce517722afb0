"""Forms are filled and sent as a browser does it."""

import io

import pytest

from tests.page import Page

PAGE = """<!doctype html><html lang="en"><head><title>T</title></head><body>
<form action="/search"><input name="q"><button>Search</button></form>
<main><h1>T</h1>
<form method="post" action="save?step=2" id="idea"><input type="hidden" name="csrf_token" value="tok">
<input name="title" value="Bench"><textarea name="text">
Two
lines</textarea>
<select name="theme"><option value="">None</option><option value="play" selected>Play</option></select>
<select name="where"><option>North</option><option>South</option></select>
<input type="checkbox" name="agree" value="yes" checked>
<input type="checkbox" name="pick" value="1"><input type="checkbox" name="pick" value="2" checked>
<input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b">
<input type="file" name="photo"><input name="gone" disabled value="x">
<button name="do" value="save">Save draft</button><button name="do" value="send" formaction="/send">Send it</button>
</form>
<input name="far" form="idea" value="away"></main></body></html>"""


def page() -> Page:
    return Page(PAGE, "/rounds/1/new")


def test_defaults_are_what_a_browser_would_send() -> None:
    assert page().form().data.to_dict(flat=False) == {
        "csrf_token": ["tok"],
        "title": ["Bench"],
        "text": ["Two\nlines"],
        "theme": ["play"],
        "where": ["North"],
        "agree": ["yes"],
        "pick": ["2"],
        "far": ["away"],
    }


def test_filling_replaces_defaults() -> None:
    photo = (io.BytesIO(b"x"), "x.png")
    form = (
        page()
        .form()
        .fill(
            {
                "title": 7,
                "theme": "",
                "agree": False,
                "pick": [1, 2],
                "kind": "b",
                "photo": photo,
                "text": None,
            }
        )
    )
    sent = form.data.to_dict(flat=False)
    assert [sent[name] for name in ("title", "theme", "pick", "kind", "photo")] == [
        ["7"],
        [""],
        ["1", "2"],
        ["b"],
        [photo],
    ]
    assert sent.get("agree", []) == sent.get("text", []) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"gone": 1}, "no field gone"), ({"theme": "sport"}, "not 'sport'"), ({"kind": "c"}, "not 'c'")],
)
def test_what_the_form_does_not_offer_cannot_be_filled(fields: dict[str, object], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        page().form().fill(fields)


def test_button_decides_where_it_goes() -> None:
    first, second = page().form(), page().form("Send it")
    assert first.press() == "/rounds/1/save?step=2"
    assert first.data.getlist("do") == ["save"]
    assert second.press("Send it") == "/send"
    assert second.data.getlist("do") == ["send"]


def test_form_is_found_by_method_name_or_fields() -> None:
    assert page().form(method="get").action == "/search"
    assert page().form("idea").names[0] == "csrf_token"
    with pytest.raises(AssertionError, match="0 forms fit"):
        page().form("Delete")
