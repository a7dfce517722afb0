"""An HTML page as a test reads it: parsed once, its words, links and forms by name."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.page_form import Form

UNREAD = frozenset({"script", "style", "template"})
"""Elements whose text nobody reads."""


class Page:
    """A parsed page; ``address`` is the URL it was fetched from."""

    def __init__(self, html: str, address: str = "/", *, fragment: bool = False) -> None:
        self.html = html
        self.address = address
        shell = f"<body>{html}" if fragment else html
        root = LexborHTMLParser(shell).root
        assert root is not None, f"{address} is empty"
        self.tree = _element(root)

    @property
    def title(self) -> str:
        """The words of ``<title>``."""
        return words(self.one("title"))

    @property
    def h1(self) -> str:
        """The words of the heading."""
        return words(self.one("h1"))

    @property
    def lang(self) -> str:
        """The language that the page says it is in."""
        return self.tree.get("lang", "")

    @cached_property
    def text(self) -> str:
        """All words of the page, separated by single spaces."""
        return words(self.tree)

    @cached_property
    def main(self) -> str:
        """The words of ``<main>``, without the frame around it."""
        return words(self.one("main"))

    @property
    def links(self) -> list[str]:
        """Where the page's links lead, in the order of the page."""
        return [element.get("href", "") for element in self.all("a", href=True)]

    @property
    def rows(self) -> list[list[str]]:
        """The body rows of the page's tables, each a list of the words of its cells."""
        bodies = [row for body in self.all("tbody") for row in body.iter("tr")]
        return [[words(cell) for cell in row if cell.tag in ("td", "th")] for row in bodies]

    def all(self, tag: str = "*", **attributes: str | bool) -> list[Element]:
        """Elements by tag and attributes: ``all("a", href=True)``, ``all(class_="card")``.

        ``True`` asks for the attribute with any value, ``False`` for its absence; a class is one of the
        element's classes.
        """
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [element for element in self._elements(tag) if _matches(element, wanted)]

    def one(self, tag: str = "*", **attributes: str | bool) -> Element:
        """The only element that matches; ``AssertionError`` where there are none or several."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements match {tag} {attributes} on {self.address}"
        return found[0]

    def forms(self, method: str = "post") -> list[Form]:
        """The forms with this method, those in ``<main>`` if it has any, else all others."""
        outside = [Form(element, self.tree, self.address) for element in self.all("form")]
        inside = [
            Form(element, self.tree, self.address)
            for main in self.all("main")
            for element in main.iter("form")
        ]
        return [form for form in inside if form.method == method] or [
            form for form in outside if form.method == method
        ]

    def form(self, named: str | None = None, *, fields: tuple[str, ...] = (), method: str = "post") -> Form:
        """The one form meant: by its id, action or a button's words (``named``), or by the fields it must have."""
        every = self.forms(method)
        found = [form for form in every if form.is_called(named)] if named else every
        if len(found) > 1:
            found = [form for form in found if form.has_fields(fields)] or found
        described = "\n".join(f"  {form}" for form in every) or "  none"
        wanted = f"form {named or ''} with {', '.join(fields) or 'any fields'}"
        assert len(found) == 1, f"{len(found)} forms fit: {wanted} on {self.address}; it has\n{described}"
        return found[0]

    def _elements(self, tag: str) -> Iterator[Element]:
        for element in self.tree.iter():
            if isinstance(element.tag, str) and tag in ("*", element.tag):
                yield element


def _element(node: LexborNode) -> Element:
    made = Element(node.tag or "", {name: value or "" for name, value in node.attributes.items()})
    for child in node.iter(include_text=True):
        if child.is_element_node:
            made.append(_element(child))
        elif child.is_text_node and len(made):
            made[-1].tail = (made[-1].tail or "") + (child.text_content or "")
        elif child.is_text_node:
            made.text = (made.text or "") + (child.text_content or "")
    return made


def words(element: Element | None) -> str:
    """The text inside an element as a person reads it: without scripts, with single spaces."""
    return "" if element is None else " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _pieces(child)
        yield f" {child.tail}" if child.tag in _BLOCKS and child.tail else (child.tail or "")
        if child.tag in _BLOCKS:
            yield " "


_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "button",
            "div",
            "fieldset",
            "figure",
            "footer",
            "form",
            "header",
            "main",
            "nav",
        ),
        *("section", "summary", "p", "br", "h1", "h2", "h3", "h4", "title", "label", "legend", "option"),
        *("dd", "dl", "dt", "li", "ol", "ul", "table", "tbody", "td", "th", "thead", "tr"),
    }
)
"""Elements that stand apart from what follows, so that their words do not run together."""


def _matches(element: Element, wanted: dict[str, Any]) -> bool:
    for name, value in wanted.items():
        held = element.get(name)
        if isinstance(value, bool):
            if (held is not None) is not value:
                return False
        elif name == "class":
            if value not in (held or "").split():
                return False
        elif held != value:
            return False
    return True
