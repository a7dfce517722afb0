"""Looking at one page in a real browser: what keeps anybody from reading it, reaching it, or trusting it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import Watch
from tests.faces.faces import Face
from tests.faces.sites import Site

PHONE, DESK = 320, 1280
HEIGHT = 720
LARGE_TEXT_ON = 360
"""A phone's width, on which text at 200 % still has to fit."""

MOST_SHIFT = 0.02
MOST_TABS, TABS_AT_ONCE = 150, 10
LEAST_TARGET, LEAST_FOR_A_THUMB = 24, 44

LARGE = "html { font-size: 200% !important }"
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
"""The spacing of WCAG 2.2, success criterion 1.4.12."""

WEAR = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

CHECKS = Path(__file__).parent / "checks"
AXE = """async only => (await axe.run(document, {
  resultTypes: ["violations"],
  preload: false,
  rules: { "target-size": { enabled: true } },
  ...(only ? { runOnly: only } : {}),
})).violations"""
"""Every rule that is on by default, WCAG 2.2 A and AA and best practice, and the size of targets, which is not."""

OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that read colours. A scheme changes nothing but colours, so in the second one these are enough."""


@cache
def check_script(name: str) -> str:
    """The JavaScript of a check."""
    return (CHECKS / f"{name}.js").read_text()


class Visit:
    """A browser in one language, in which pages are looked at one after the other."""

    def __init__(
        self,
        browser: Browser,
        site: Site,
        person_id: int | None,
        language: str,
        *,
        width: int = PHONE,
        scheme: str = "light",
        dots: int = 1,
    ) -> None:
        self.site, self.language = site, language
        self.width, self.scheme = width, scheme
        self.context: BrowserContext = browser.new_context(
            base_url=site.address,
            device_scale_factor=dots,
            locale=language,
            timezone_id="Europe/Riga",
        )
        self.context.set_default_timeout(15_000)
        self.watch = Watch(self.context, urlsplit(site.address).netloc)
        self.context.add_init_script(check_script("shift"))
        self.page: Page = self.context.new_page()
        self._devtools = self.context.new_cdp_session(self.page)
        self.begin_as(person_id)

    def begin_as(self, person_id: int | None) -> None:
        """Be this person, who has never been here: nothing is in any cache. New browsers would cost four times that."""
        self.page.goto("about:blank")
        self._devtools.send("Network.clearBrowserCache")
        self._devtools.send(
            "Storage.clearDataForOrigin", {"origin": self.site.address, "storageTypes": "all"}
        )
        self.context.clear_cookies()
        cookies = [{"name": "language", "value": self.language, "url": self.site.address}]
        if (session := self.site.cookie(person_id)) is not None:
            cookies.append({"name": session.key, "value": session.value, "url": self.site.address})
        self.context.add_cookies(cookies)  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
        self.page.emulate_media(
            color_scheme=self.scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            forced_colors="none",
        )
        self.watch.problems.clear()

    def close(self) -> None:
        """End the visit."""
        self.context.close()


def faults_of(visit: Visit, face: Face) -> list[str]:
    """Open the page and say everything that is wrong with it, one line for each thing."""
    visit.page.goto(face.path)
    return faults_on(visit)


def faults_on(visit: Visit) -> list[str]:
    """Everything that is wrong with the page that is open, on a phone of 320 pixels in light colours."""
    page = visit.page
    page.evaluate("document.fonts.ready")
    found = [*_while_loading(page), *_by_reading(page), *_by_tabbing(page)]
    found += [
        *_with_large_text(page),
        *_with_spaced_text(page),
        *_with_forced_colours(page),
        *_with_motion(page),
    ]
    found += _barriers(page)
    return found + visit.watch.problems


def _while_loading(page: Page) -> Iterator[str]:
    shift, moved = page.evaluate("[window.layoutShift, window.layoutShifted]")
    if shift > MOST_SHIFT:
        yield f"layout: moved by {shift:.3f} while loading: {moved[:3]}"


def _by_reading(page: Page) -> Iterator[str]:
    for name in ("wide", "broken_words", "clipped", "foreign"):
        yield from _found_by(page, name)
    yield from _found_by(page, "targets", [LEAST_TARGET, LEAST_FOR_A_THUMB])
    headings = page.locator("h1:visible").count()
    if headings != 1:
        yield f"headings: {headings} of the first level"


def _by_tabbing(page: Page) -> Iterator[str]:
    """Press Tab until it leaves the page, and look where the focus went."""
    page.evaluate(check_script("tabbing"))
    for _turn in range(MOST_TABS // TABS_AT_ONCE):
        for _press in range(TABS_AT_ONCE):
            page.keyboard.press("Tab")
        if page.evaluate("window.tabbedThrough"):
            break
    yield from (f"keyboard: {fault}" for fault in page.evaluate("window.tabFaults"))
    page.evaluate("window.tabEnd()")


def _with_large_text(page: Page) -> Iterator[str]:
    page.set_viewport_size({"width": LARGE_TEXT_ON, "height": HEIGHT})
    yield from (f"at {LARGE_TEXT_ON}: {fault}" for fault in _found_by(page, "broken_words"))
    yield from (f"at 200 %: {fault}" for fault in _styled(page, LARGE, "wide", "clipped"))
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})


def _with_spaced_text(page: Page) -> Iterator[str]:
    yield from (f"spaced: {fault}" for fault in _styled(page, SPACED, "wide", "clipped"))


def _styled(page: Page, css: str, *checks: str) -> Iterator[str]:
    """What the checks find while the page wears more style."""
    page.evaluate(WEAR, css)
    for name in checks:
        yield from _found_by(page, name)
    page.evaluate("document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)")


def _with_forced_colours(page: Page) -> Iterator[str]:
    bars = page.evaluate(check_script("bars"))
    page.emulate_media(forced_colors="active")
    yield from _found_by(page, "forced")
    yield from (f"forced: nothing left of {bar}" for bar in page.evaluate(check_script("bars_gone"), bars))
    page.emulate_media(forced_colors="none")


def _with_motion(page: Page) -> Iterator[str]:
    yield from (f"motion, though less is wished: {fault}" for fault in _found_by(page, "motion", 0))
    page.emulate_media(reduced_motion="no-preference")
    yield from _found_by(page, "motion", 200)
    page.emulate_media(reduced_motion="reduce")


def _barriers(page: Page) -> Iterator[str]:
    page.evaluate(axe_script())
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if width != PHONE:
            yield from (f"at {width}: {fault}" for fault in _found_by(page, "wide"))
        for scheme, rules in (("light", None), ("dark", OF_COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for violation in page.evaluate(AXE, rules):
                for node in violation["nodes"]:
                    yield f"axe at {width} {scheme}: {violation['id']}: {node['html'][:160]}: {_said(node)}"
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.emulate_media(color_scheme="light")


def _said(node: dict[str, Any]) -> str:
    return " ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])[:200]


@cache
def axe_script() -> str:
    """The source of axe-core."""
    return str(Axe().axe_script)


def _found_by(page: Page, name: str, argument: Any = None) -> list[str]:
    return [f"{name.replace('_', ' ')}: {fault}" for fault in page.evaluate(check_script(name), argument)]
