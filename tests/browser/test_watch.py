"""The browser's watch sees what goes wrong; a page without faults passes it."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Watch, barriers

pytestmark = pytest.mark.faces


def watched(browser: Browser, site_address: str, script: str) -> list[str]:
    """The problems after this script ran on a page of the site."""
    context = browser.new_context(base_url=site_address)
    watch = Watch(context, urlsplit(site_address).netloc)
    page = context.new_page()
    page.goto("/about")
    page.evaluate(script)
    page.wait_for_load_state("networkidle")
    context.close()
    return watch.problems


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("console.error('boom')", "console: boom"),
        ("setTimeout(() => { throw Error('late') }, 0)", "script error: late"),
        ("fetch('/static/none.js').then(() => document.head.append(Object.assign(document.createElement('script'), "
         "{src: '/static/none.js'})))", "404 for GET"),
        ("document.body.append(Object.assign(document.createElement('img'), {src: 'http://example.com/x.png'}))",
         "img-src forbids http://example.com/x.png"),
        ("document.body.append(Object.assign(document.createElement('script'), {text: 'x = 1'}))",
         "script-src-elem forbids inline"),
    ],
)  # fmt: skip
def test_watch_sees(browser: Browser, site_address: str, script: str, said: str) -> None:
    problems = watched(browser, site_address, script)
    assert any(said in problem for problem in problems), problems


def test_watch_is_silent_where_all_is_well(browser: Browser, site_address: str) -> None:
    assert watched(browser, site_address, "document.title = 'Talka'") == []


def test_barriers_are_found(browse: Any) -> None:
    page = browse()
    page.goto("/about")
    assert barriers(page) == []
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [barrier.partition(":")[0] for barrier in barriers(page)] == ["button-name"]
