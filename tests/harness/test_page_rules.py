"""Every rule of a good page refuses the page that breaks it, and lets the good page pass."""

import pytest

from tests.page import Page
from tests.page_rules import faults, malformed

GOOD = """<!doctype html>
<html lang="lv"><head><title>Round</title><link rel="stylesheet" href="/static/talka.css"></head>
<body><a href="#main">Skip</a><main id="main"><h1>Round</h1>
<form method="post"><input type="hidden" name="csrf_token" value="x">
<label for="name">Name</label><input id="name" name="name" aria-describedby="hint"><p id="hint">Short</p>
<label>Text <textarea name="text"></textarea></label>
<fieldset><legend>Choice</legend><label><input type="radio" name="c" value="1"> One</label></fieldset>
<button>Save</button></form>
<a href="/x"><img src="/static/a.svg" alt="Home"></a>
<script type="application/json">{"a": 1}</script></main></body></html>"""


def test_good_page_has_no_faults() -> None:
    assert faults(Page(GOOD)) == []


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (' lang="lv"', "", "no lang"),
        ("<title>Round</title>", "<title> </title>", "no title"),
        ("<h1>Round</h1>", "<h1>Round</h1><h1>Again</h1>", "there are 2"),
        ("<h1>Round</h1>", "<h2>Round</h2>", "there are 0"),
        ("<h1>Round</h1>", "<h1> </h1>", "one h1 with words"),
        ('id="hint"', 'id="name"', "the id name is there 2 times"),
        ('id="hint"', 'id="other"', "names hint in aria-describedby"),
        ('<label for="name">Name</label>', "", "has no label"),
        ('<label for="name">Name</label>', '<label for="name"></label>', "has no label"),
        ("<legend>Choice</legend>", "", "no fieldset with a legend"),
        ("<button>Save</button>", "<button></button>", "has no words"),
        (' alt="Home"', "", "no alt"),
        (' alt="Home"', ' alt=""', "the link to /x has no words"),
        ('href="/x"', 'href="#"', "leads nowhere"),
        ('href="#main"', 'href="#body"', "leads to #body"),
        ('name="csrf_token"', 'name="token"', "no csrf_token"),
        ("<h1>", '<h1 style="color:red">', "has style="),
        ("<h1>", '<h1 onclick="x()">', "has onclick="),
        ("</main>", "<script>x()</script></main>", "inline script"),
        ("</main>", "<style>a{}</style></main>", "inline style"),
        ("/static/talka.css", "https://cdn.example/a.css", "loads from cdn.example"),
        ("Short", "%(count)s left", "the page says '%('"),
        ("<main ", "<div ", "one main"),
    ],
)
def test_each_rule_refuses_the_page_that_breaks_it(good: str, bad: str, said: str) -> None:
    assert good in GOOD
    found = faults(Page(GOOD.replace(good, bad, 1)))
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("good", "bad"), [("</main>", "</main></div>"), ("<ul>", "<ul id=a id=b>"), ("Save", "a < b")]
)
def test_malformed_page_is_refused(good: str, bad: str) -> None:
    page = GOOD.replace("</form>", "</form><ul><li>One</li></ul>")
    assert malformed(Page(page)) == []
    assert malformed(Page(page.replace(good, bad, 1))) != []


def test_fragment_needs_no_frame() -> None:
    page = Page("<li><a href='/x'></a></li>", fragment=True)
    assert faults(page, fragment=True) == ["the link to /x has no words"]


def test_words_do_not_run_together() -> None:
    page = Page("<ul><li>one</li><li>t<b>w</b>o</li></ul><script>no</script>")
    assert page.text == "one two"
