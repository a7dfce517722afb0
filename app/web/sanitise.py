"""Text written by people, made safe: the one door from Markdown to HTML."""

import re
import unicodedata
from functools import lru_cache

import bleach
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = frozenset(
    {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "h3", "h4", "h5", "hr"}
)
"""What a description may contain. Headings start below the page's own."""

_reader = MarkdownIt("commonmark", {"html": False}).disable("image")
_unsafe = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=512)
def markdown_html(text: str) -> Markup:
    """Markdown as clean HTML: raw HTML shows as text, links open safely, pictures are left out."""
    html = _reader.render(text)
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    clean = bleach.clean(
        html,
        tags=TAGS,
        attributes={"a": ["href", "title"]},
        protocols={"http", "https", "mailto"},
        strip=True,
    )
    return Markup(clean.replace("<a ", '<a rel="nofollow ugc noopener" '))


def has_unsafe_characters(text: str) -> bool:
    """Whether the text holds control characters, direction overrides or lone surrogates.

    They cannot be stored or would make a page say something else than it seems to.
    """
    return bool(_unsafe.search(text))


def without_unsafe_characters(text: str) -> str:
    """The text without them, so that a refused answer can be shown again."""
    return _unsafe.sub("", text)


def tidy_line(text: str) -> str:
    """One line as people see it: composed characters, single spaces, no edges."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_text(text: str) -> str:
    """Several lines: composed characters, plain line ends, no trailing space."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
