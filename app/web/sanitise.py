"""Text written by people, made safe: the one door from Markdown to HTML."""

import re
import unicodedata
from functools import lru_cache

import bleach
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = frozenset(
    {
        "p",
        "br",
        "strong",
        "em",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    }
)
"""What a description may contain."""

HIGHEST = 3
"""The level of a text's highest headings, whatever their author chose: they stand below the page's own."""

_reader = MarkdownIt("commonmark", {"html": False}).disable("image")
_unsafe = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=512)
def markdown_html(text: str) -> Markup:
    """Markdown as clean HTML: raw HTML shows as text, links open safely, pictures are left out."""
    tokens = _reader.parse(text)
    _set_in_order([token for token in tokens if token.type in ("heading_open", "heading_close")])
    html = _reader.renderer.render(tokens, _reader.options, {})
    clean = bleach.clean(
        html,
        tags=TAGS,
        attributes={"a": ["href", "title"]},
        protocols={"http", "https", "mailto"},
        strip=True,
    )
    return Markup(clean.replace("<a ", '<a rel="nofollow ugc noopener" '))


def _set_in_order(headings: list[Token]) -> None:
    """Give headings the levels from ``HIGHEST`` on without a gap, which would be a step missing to whoever listens."""
    levels = sorted({heading.tag for heading in headings})
    for heading in headings:
        heading.tag = f"h{min(HIGHEST + levels.index(heading.tag), 6)}"


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
