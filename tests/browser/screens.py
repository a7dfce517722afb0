"""Pictures of the demo city's pages, to be looked at: ``python -m tests.browser.screens [--person EMAIL] [PATH …]``.

Without paths, one page of every kind that can be reached from the home page by links. Each page is pictured at 360
and 1280 pixels, light and dark, in the languages asked for, into ``screens/``.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.factory import create_app
from tests.browser.chromium import Watch, running_chromium
from tests.browser.server import served
from tests.client import PageClient
from tests.requirements import ROOT

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
FOLDER = ROOT / "screens"


def main() -> int:
    """Make the pictures and print what the browser complained about; the status is 1 if it did."""
    asked = _asked()
    app = create_app({"TALKA_ENV": "demo"})
    with app.app_context():
        visitor = _visitor(app, asked.person)
        paths = asked.paths or list(_one_of_each(visitor, app))
        cookie = visitor.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with served(app) as address, running_chromium() as browser:
        problems = [
            problem
            for language, width, scheme in product(asked.languages.split(","), WIDTHS, SCHEMES)
            for problem in _picture(browser, address, paths, language, width, scheme, cookie)
        ]
    print(f"{len(paths)} pages in {FOLDER.relative_to(ROOT)}/")
    print(*sorted(set(problems)), sep="\n")
    return 1 if problems else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pictures of the demo city's pages in screens/.")
    parser.add_argument(
        "paths", nargs="*", help="addresses such as /rounds; without any, one page of each kind"
    )
    parser.add_argument("--person", help="e-mail address of the demo person who looks")
    parser.add_argument("--languages", default="lv,en", help="default: lv,en")
    return parser.parse_args()


def _visitor(app: Flask, email: str | None) -> PageClient:
    from app.accounts.queries import person_by_email

    visitor = PageClient(app)
    visitor.checks_pages = False
    if email:
        person = person_by_email(email)
        if person is None:
            sys.exit(f"nobody here has the address {email}")
        visitor.sign_in(person)
    return visitor


def _one_of_each(visitor: PageClient, app: Flask) -> Iterator[str]:
    """Paths reachable from the home page, one for each route."""
    waiting, seen = ["/"], set()
    routes = app.url_map.bind("localhost")
    while waiting:
        path = waiting.pop(0)
        try:
            endpoint, _values = routes.match(path, method="GET")
        except (HTTPException, RequestRedirect):
            continue
        if endpoint in seen or endpoint == "static":
            continue
        seen.add(endpoint)
        answer = visitor.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield path
            waiting += [urlsplit(link).path for link in answer.page.links if link.startswith("/")]


def _picture(
    browser: Browser, address: str, paths: list[str], language: str, width: int, scheme: str, cookie: Any
) -> list[str]:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=language,
        reduced_motion="reduce",
    )
    watch = Watch(context, urlsplit(address).netloc)
    if cookie:
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page = context.new_page()
    for path in paths:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        page.screenshot(path=FOLDER / _file_name(path, language, width, scheme), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            watch.problems.append(f"{path} is {wide} pixels wide in {language} on a screen of {width}")
    context.close()
    return watch.problems


def _file_name(path: str, language: str, width: int, scheme: str) -> Path:
    name = path.strip("/").replace("/", "_").replace("?", "_") or "home"
    return Path(f"{name}-{language}-{width}-{scheme}.png")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    sys.exit(main())
