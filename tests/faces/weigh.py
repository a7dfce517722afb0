"""Writes ``docs/light.md``: what the first view of the nine pages costs. ``python -m tests.faces.weigh``."""

from contextlib import closing
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.chromium import running_chromium
from tests.database import Cities
from tests.faces.both_cities import open_cities
from tests.faces.weight import MOST_BYTES, MOST_REQUESTS, NINE, SCREENS, Weight, faces_of_the, weigh
from tests.requirements import ROOT

PAGE = ROOT / "docs" / "light.md"

TEXT = f"""# How light the pages are

What the first view of a page costs somebody who has never been here, in the demo city: bytes as a proxy sends
them that compresses with gzip at level 6 (see
[0007](decisions/0007-files-kept-for-ever-pages-compressed-by-the-proxy.md)), and requests. Of pages that look
different in every phase the heaviest is shown. A phone is 360 pixels wide with two dots to a pixel, a desk 1280 with
one. Pictures below the window are fetched ahead by some browsers and not by others; they stand in the last column.

The limits are {MOST_BYTES // 1000} kB and {MOST_REQUESTS} requests; `make faces` holds every page of the table to them.
`make weigh` writes this page anew.

| page | screen | page, styles, scripts | fonts | pictures | in all | requests | fetched ahead |
|---|---|--:|--:|--:|--:|--:|--:|
{{}}
"""


def main() -> None:
    """Weigh the pages and write the table."""
    rows: dict[tuple[str, str], Weight] = {}
    with (
        TemporaryDirectory() as folder,
        closing(Cities()) as cities,
        open_cities(Path(folder), cities) as gallery,
        running_chromium() as browser,
    ):
        for name, screen in product(NINE, SCREENS):
            weights = [weigh(browser, face, screen) for face in faces_of_the(name, gallery)]
            rows[name, screen] = max(weights, key=lambda each: each.total)
    PAGE.write_text(
        TEXT.format("\n".join(_row(*key, weight) for key, weight in rows.items())), encoding="utf-8"
    )
    print(PAGE.relative_to(ROOT))


def _row(name: str, screen: str, weight: Weight) -> str:
    kilobytes = " | ".join(
        f"{size / 1000:.1f} kB" for size in (weight.text, weight.fonts, weight.pictures, weight.total)
    )
    return f"| {name} | {screen} | {kilobytes} | {weight.requests} | {weight.ahead / 1000:.1f} kB |"


if __name__ == "__main__":
    main()
