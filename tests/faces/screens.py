"""Pictures of all pages, to be looked at: ``python -m tests.faces.screens [--roles visitor,mentor] [WORD …]``.

Every page as everybody sees it, on a phone and a desk, light and dark, in three languages, into ``screens/``, with an
``index.html`` that shows them side by side. Words choose pages by a part of their route or address.
"""

import argparse
import re
from collections.abc import Iterator
from contextlib import closing
from html import escape
from itertools import groupby, product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from tests.browser.chromium import running_chromium
from tests.database import Cities
from tests.faces.both_cities import open_cities
from tests.faces.faces import Face, Gallery, page_routes
from tests.faces.looking import Visit
from tests.faces.roles import LANGUAGES, ROLES
from tests.faces.weight import SCREENS
from tests.requirements import ROOT

FOLDER = ROOT / "screens"
SCHEMES = ("light", "dark")

ALL_PICTURES = """() => Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.decode().catch(() => null);
}))"""
"""Pictures further down come late otherwise, and would be missing."""

SHEET = """<!doctype html><meta charset="utf-8"><title>Talka, page by page</title>
<style>
  body {{ font: 16px/1.4 system-ui, sans-serif; margin: 1rem; background: #ddd }}
  section {{ display: flex; gap: .75rem; overflow-x: auto; align-items: start }}
  figure {{ margin: 0; flex: none }} img {{ max-height: 46rem; max-width: 40rem; background: white }}
  figcaption {{ font-size: .8rem }}
</style>
{}"""


def main() -> None:
    """Make the pictures that were asked for, and the sheet that shows them."""
    asked = _asked()
    FOLDER.mkdir(exist_ok=True)
    made: list[tuple[Face, str]] = []
    with (
        TemporaryDirectory() as folder,
        closing(Cities()) as cities,
        open_cities(Path(folder), cities) as gallery,
        running_chromium() as browser,
    ):
        for face in _faces(gallery, asked):
            made += [(face, name) for name in _pictures(browser, face, asked)]
            print(face.path, face.role, flush=True)
    (FOLDER / "index.html").write_text(SHEET.format("\n".join(_sections(made))), encoding="utf-8")
    print(f"{len(made)} pictures: {(FOLDER / 'index.html').relative_to(ROOT)}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pictures of all pages in screens/.")
    parser.add_argument("words", nargs="*", help="parts of routes or addresses, such as hall.home or /rounds")
    for name, all_of_them in (
        ("roles", [role.name for role in ROLES]),
        ("sizes", SCREENS),
        ("schemes", SCHEMES),
        ("languages", LANGUAGES),
    ):
        known = ",".join(all_of_them)
        parser.add_argument(f"--{name}", default=known, help=f"some of {known}; default: all")
    return parser.parse_args()


def _faces(gallery: Gallery, asked: argparse.Namespace) -> Iterator[Face]:
    for endpoint in dict.fromkeys(rule.endpoint for rule in page_routes(gallery.demo.app)):
        for face in gallery.faces_of(endpoint)[0]:
            named = not asked.words or any(word in f"{endpoint} {face.path}" for word in asked.words)
            if named and face.role in asked.roles.split(","):
                yield face


def _pictures(browser: Browser, face: Face, asked: argparse.Namespace) -> Iterator[str]:
    choices = (asked.sizes.split(","), asked.schemes.split(","), asked.languages.split(","))
    for size, scheme, language in product(*choices):
        width, _dots = SCREENS[size]
        visit = Visit(browser, face.site, face.person_id, language, width=width, scheme=scheme)
        visit.page.goto(face.path)
        visit.page.evaluate(ALL_PICTURES)
        name = re.sub(r"\W+", "-", face.path).strip("-") or "home"
        file = f"{name}-{face.role}-{language}-{size}-{scheme}.jpg"
        visit.page.screenshot(path=FOLDER / file, full_page=True, type="jpeg", quality=80)
        visit.close()
        yield file


def _sections(made: list[tuple[Face, str]]) -> Iterator[str]:
    """One row of pictures for each page."""
    for face, group in groupby(made, key=lambda each: each[0]):
        shown = "".join(
            f'<figure><a href="{file}"><img src="{file}" alt="" loading="lazy"></a>'
            f"<figcaption>{escape(file)}</figcaption></figure>"
            for _face, file in group
        )
        yield f"<h2>{escape(f'{face.path} ({face.endpoint}) as {face.role}')}</h2><section>{shown}</section>"


if __name__ == "__main__":
    main()
