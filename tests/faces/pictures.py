"""The pictures of the README: ``python -m tests.faces.pictures`` takes them anew into ``docs/pictures/``."""

from contextlib import closing
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import running_chromium
from tests.database import Cities
from tests.faces.both_cities import open_cities
from tests.faces.faces import Gallery
from tests.faces.looking import Visit
from tests.faces.roles import ROLES
from tests.requirements import ROOT

FOLDER = ROOT / "docs" / "pictures"

SHOWN = {
    "home": ("visitor", "/", 1280, 860, "light"),
    "ballot": ("resident", "/rounds/budget-now/ballot", 390, 780, "light"),
}
"""Who looks where, how wide and high the window is, and in which scheme."""

CHOSEN = 3
"""How many ideas are ticked on the ballot."""


def main() -> None:
    """Take all pictures, in English."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        closing(Cities()) as cities,
        open_cities(Path(folder), cities) as gallery,
        running_chromium() as browser,
    ):
        for name in SHOWN:
            _take(browser, gallery, name)
            print(f"docs/pictures/{name}.webp")


def _take(browser: Browser, gallery: Gallery, name: str) -> None:
    who, path, width, height, scheme = SHOWN[name]
    role = next(role for role in ROLES if role.name == who)
    person_id = gallery.demo.people(role)[0]
    visit = Visit(
        browser, gallery.demo, person_id, "en", width=width, scheme=scheme, dots=2 if width < 500 else 1
    )
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.page.goto(path, wait_until="networkidle")
    _prepare(visit.page)
    shot = Image.open(BytesIO(visit.page.screenshot()))
    shot.save(FOLDER / f"{name}.webp", quality=82, method=6)
    visit.close()


def _prepare(page: Page) -> None:
    for box in page.locator("form#ballot input[type=checkbox]").all()[:CHOSEN]:
        box.check()


if __name__ == "__main__":
    main()
