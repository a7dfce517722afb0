"""Walking through a site by its links, with a bound on how many pages of one kind are opened."""

from collections import Counter
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.client import PageClient
from tests.page import Page

LEFT_OUT = ("static",)


def walk(
    app: Flask,
    client: PageClient,
    *start: str,
    of_a_kind: int,
    files: dict[str, bytes] | None = None,
) -> dict[str, str]:
    """Open the pages of ``start`` and whatever they lead to, at most ``of_a_kind`` more pages of each route.

    Every page is checked by the client; what is no page (pictures, feeds, downloads) goes into ``files``, where given.
    Returns the text of each page by its path; raises ``AssertionError`` with all links that do not lead to an answer
    of 200, directly or by redirects, and with all pages that break a rule.
    """
    routes = app.url_map.bind("localhost")
    waiting, known, opened = list(start), set(start), Counter[str]()
    pages: dict[str, str] = {}
    broken: list[str] = []
    while waiting:
        path = waiting.pop(0)
        try:
            endpoint = routes.match(path.partition("?")[0], method="GET")[0]
        except (HTTPException, RequestRedirect) as error:
            broken.append(f"{path} is no address: {error}")
            continue
        opened[endpoint] += path not in start
        if endpoint in LEFT_OUT or opened[endpoint] > of_a_kind:
            continue
        try:
            answer = client.get(path)
        except AssertionError as error:
            broken.append(f"{path}: {error}")
            continue
        while 300 <= answer.status_code < 400:
            answer = client.get(answer.leads_to)
        if answer.status_code != 200:
            broken.append(f"{path} answered {answer.status}")
            continue
        if answer.mimetype != "text/html":
            if files is not None:
                files[path] = answer.data
            continue
        pages[path] = answer.page.text
        fresh = [link for link in _inside(answer.page) if link not in known]
        known.update(fresh)
        waiting += dict.fromkeys(fresh)
    assert not broken, "\n".join(broken)
    return pages


def _inside(page: Page) -> list[str]:
    """The addresses of this site that a page links to or shows as pictures; other languages are left out."""
    pictures = [element.get("src", "") for element in page.all("img")]
    links = [urlsplit(link) for link in (*page.links, *pictures)]
    return [
        split.path + (f"?{split.query}" if split.query else "")
        for split in links
        if not split.netloc and not split.scheme and split.path.startswith("/") and "lang=" not in split.query
    ]
