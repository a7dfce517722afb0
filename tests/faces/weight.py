"""What the first view of a page costs a phone and a desk: bytes as a compressing proxy sends them, and requests."""

import gzip
from dataclasses import dataclass

from playwright.sync_api import Browser, Response

from tests.faces.faces import Face, Gallery
from tests.faces.looking import Visit

MOST_BYTES = 120_000
MOST_REQUESTS = 12

NINE = {
    "Home": ("hall.home", "visitor"),
    "Round": ("hall.round", "visitor"),
    "Proposal": ("hall.proposal", "visitor"),
    "Ballot": ("voting.ballot", "resident"),
    "Results": ("results.show", "visitor"),
    "Project": ("delivery.project", "visitor"),
    "Mentor's desk": ("judging.desk", "mentor"),
    "Organiser's desk": ("hall.desk", "organiser"),
    "Team": ("teams.show", "founder"),
}
"""The pages that matter most: their routes, and who looks."""

SCREENS = {"phone": (360, 2), "desk": (1280, 1)}
"""Widths in pixels of the page, and dots in each."""

BELOW = """() => [...document.images].filter(
  image => image.getBoundingClientRect().top >= innerHeight).map(image => image.currentSrc)"""
"""The addresses of pictures that nobody sees without scrolling."""

COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "application/geo+json",
    "application/manifest",
    "image/svg",
)
"""What a proxy compresses; pictures and fonts are compressed already."""


@dataclass(frozen=True)
class Weight:
    """What one first view took: bytes of pages, styles and scripts; of fonts; of pictures in the window; and requests.

    ``ahead`` counts the bytes of pictures further down that the browser fetched already, for whoever scrolls.
    """

    text: int
    fonts: int
    pictures: int
    requests: int
    ahead: int

    @property
    def total(self) -> int:
        """Bytes in all of what is seen first."""
        return self.text + self.fonts + self.pictures


def faces_of_the(name: str, gallery: Gallery) -> list[Face]:
    """One of the nine pages as it is in every round."""
    endpoint, role = NINE[name]
    return [face for face in gallery.faces_of(endpoint)[0] if face.role == role]


def weigh(browser: Browser, face: Face, screen: str) -> Weight:
    """Open the page in a browser that has been nowhere before."""
    width, dots = SCREENS[screen]
    visit = Visit(browser, face.site, face.person_id, face.language, width=width, dots=dots)
    answers: list[Response] = []
    visit.page.on("response", lambda answer: answers.append(answer))
    visit.page.goto(face.path, wait_until="networkidle")
    below = set(visit.page.evaluate(BELOW))
    sizes = [
        ("ahead" if answer.url in below else answer.request.resource_type, _size(answer))
        for answer in answers
    ]
    visit.close()
    fonts, pictures, ahead = (
        sum(size for kind, size in sizes if kind == which) for which in ("font", "image", "ahead")
    )
    seen = [size for kind, size in sizes if kind != "ahead"]
    return Weight(sum(seen) - fonts - pictures, fonts, pictures, len(seen), ahead)


def _size(answer: Response) -> int:
    body = answer.body() if answer.status < 300 else b""
    kind = answer.headers.get("content-type", "")
    return len(gzip.compress(body, 6)) if kind.startswith(COMPRESSED) else len(body)
