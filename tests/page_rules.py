"""What holds on every page: a heading, a title, labels, links that say where they lead, nothing inline."""

from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

from tests.page import Page, words

UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})
"""Inputs that need no label: nobody sees them, or they carry their own words."""

REFERENCES = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-errormessage",
    "list",
    "form",
)
"""Attributes that name other elements of the page by their ids."""

LEAKS = ("{{", "{%", "%(", "<Undefined", "lazy_gettext")
"""Text that only a mistake in a template or a catalogue puts on a page."""


def faults(page: Page, *, fragment: bool = False) -> list[str]:
    """Everything that is wrong with the page, in words; a fragment has no frame to be judged."""
    rules: list[Callable[[Page], Iterator[str]]] = [
        _ids,
        _links,
        _buttons,
        _labels,
        _groups,
        _pictures,
        _inline,
        _posts,
        _leaks,
    ]
    return [said for rule in ([] if fragment else [_frame]) + rules for said in rule(page)]


def malformed(page: Page) -> list[str]:
    """What the standard calls a mistake in the page's HTML; takes forty times as long as all that is asked above."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(page.html)
    return [f"the HTML is malformed: {code} at {position}" for position, code, _data in parser.errors]


def _frame(page: Page) -> Iterator[str]:
    if not page.lang:
        yield "<html> has no lang"
    titles, headings = page.all("title"), page.all("h1")
    if not any(words(title) for title in titles):
        yield "there is no title"
    if len(headings) != 1 or not words(headings[0]):
        yield f"there must be one h1 with words, there are {len(headings)}"
    if len(page.all("main")) != 1:
        yield "there must be one main"


def _ids(page: Page) -> Iterator[str]:
    counted = Counter(element.get("id") for element in page.all(id=True))
    yield from (f"the id {name} is there {times} times" for name, times in counted.items() if times > 1)
    for attribute in REFERENCES:
        for element in page.all(**{attribute: True}):
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f"{_describe(element)} names {name} in {attribute}, which is not on the page"


def _links(page: Page) -> Iterator[str]:
    ids = {element.get("id") for element in page.all(id=True)}
    for link in page.all("a"):
        target = link.get("href")
        if not target or target == "#" or target.lower().startswith("javascript:"):
            yield f"{_describe(link)} leads nowhere"
        elif target.startswith("#") and target[1:] not in ids:
            yield f"{_describe(link)} leads to {target}, which is not on the page"
        if not _spoken(link, ids):
            yield f"the link to {target} has no words"


def _buttons(page: Page) -> Iterator[str]:
    ids = {element.get("id") for element in page.all(id=True)}
    for button in page.all("button"):
        if not _spoken(button, ids):
            yield f"{_describe(button)} has no words"


def _labels(page: Page) -> Iterator[str]:
    ids = {element.get("id") for element in page.all(id=True)}
    labels = page.all("label")
    named = {label.get("for") for label in labels if words(label)}
    wrapped = {id(inner) for label in labels if words(label) for inner in label.iter()}
    for control in (*page.all("input"), *page.all("select"), *page.all("textarea")):
        if control.tag == "input" and control.get("type", "text") in UNLABELLED:
            continue
        has_label = control.get("id") in named if control.get("id") else False
        if not (has_label or id(control) in wrapped or _aria_name(control, ids)):
            yield f"{_describe(control)} has no label"


def _groups(page: Page) -> Iterator[str]:
    grouped = {
        id(inner)
        for fieldset in page.all("fieldset")
        if any(child.tag == "legend" and words(child) for child in fieldset)
        for inner in fieldset.iter()
    }
    for radio in page.all("input", type="radio"):
        if id(radio) not in grouped:
            yield f"{_describe(radio)} is in no fieldset with a legend"


def _pictures(page: Page) -> Iterator[str]:
    for picture in page.all("img"):
        if picture.get("alt") is None:
            yield f"{_describe(picture)} has no alt"
        if not picture.get("src"):
            yield f"{_describe(picture)} has no src"


def _inline(page: Page) -> Iterator[str]:
    for element in page.all():
        handlers = [name for name in element.attrib if name == "style" or name.startswith("on")]
        yield from (f"{_describe(element)} has {name}=" for name in handlers)
        if element.tag == "style":
            yield "there is an inline style"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield "there is an inline script"
        source = element.get("src") or (element.get("href") if element.tag == "link" else None)
        if source and element.get("rel") not in ("canonical", "alternate") and urlsplit(source).netloc:
            yield f"{_describe(element)} loads from {urlsplit(source).netloc}"


def _posts(page: Page) -> Iterator[str]:
    for form in page.all("form", method="post"):
        if not any(field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input")):
            yield f"{_describe(form)} has no csrf_token"


def _leaks(page: Page) -> Iterator[str]:
    yield from (f"the page says {leak!r}" for leak in LEAKS if leak in page.text)


def _spoken(element: Element, ids: set[str | None]) -> bool:
    pictures = (picture.get("alt") for picture in element.iter("img"))
    drawings = (drawing.get("aria-label") for drawing in element.iter("svg"))
    return bool(words(element) or _aria_name(element, ids) or any(pictures) or any(drawings))


def _aria_name(element: Element, ids: set[str | None]) -> bool:
    labelled_by = (element.get("aria-labelledby") or "").split()
    return bool((element.get("aria-label") or "").strip() or (labelled_by and set(labelled_by) <= ids))


def _describe(element: Element) -> str:
    shown = ("id", "name", "class", "href", "src", "action", "type")
    inside = " ".join(f'{name}="{element.get(name)}"' for name in shown if element.get(name))
    return f"<{element.tag} {inside}>" if inside else f"<{element.tag}>"
