"""Knows which parts, in which cascade layers, make up the stylesheet of every page and that of maps.

Run ``python -m app.web.stylesheet`` after changing anything under ``app/static/css/``; a test compares the two.
"""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
BUILT = STATIC / "talka.css"
MAP_BUILT = STATIC / "map.css"

PARTS: dict[str, tuple[str, ...]] = {
    "tokens": ("palette", "measures", "light", "dark", "contrast", "bridge"),
    "base": ("base", "frame", "layout"),
    "components": (
        "badges",
        "cards",
        "forms",
        "process",
        "money",
        "ballot",
        "judging",
        "channels",
        "teams",
        "tables",
        "charts",
        "feedback",
        "after",
        "ledger",
        "map",
        "poster",
        "style-page",
    ),
    "utilities": ("utilities", "print"),
}
"""Cascade layer → file names under ``static/css/``, weakest first; Pico lies below all of them."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PICTURE = re.compile(r"background-image:\s*url\(images/[^)]*\);")
"""Leaflet's own pictures: buttons and marks that we draw ourselves."""

_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*")
_AFTER_COLON = re.compile(r":\s+(?=[^{}]*[;}])")


def squeezed(css: str) -> str:
    """The same rules without comments, line breaks and the spaces that mean nothing."""
    flat = _SPACE.sub(" ", _COMMENT.sub("", css))
    return _AFTER_COLON.sub(":", _AROUND.sub(r"\1", flat)).replace(";}", "}").strip()


def dark_rules(declarations: str) -> str:
    """The dark scheme, written once on ``:root``, applied by the device's wish and by an explicit choice."""
    body = declarations.replace(":root", ':root:not([data-theme="light"])', 1)
    chosen = declarations.replace(":root", '[data-theme="dark"]', 1)
    return f"@media (prefers-color-scheme: dark) {{ {body} }} {chosen}"


def _part(name: str) -> str:
    text = (STATIC / "css" / f"{name}.css").read_text(encoding="utf-8")
    if name == "light":
        return text.replace(":root", ':root, [data-theme="light"]', 1)
    return dark_rules(text) if name == "dark" else text


def stylesheet() -> str:
    """The whole stylesheet as text: font faces, then Pico and our parts, each in its cascade layer."""
    pico = (STATIC / "vendor/pico/pico.classless.min.css").read_text(encoding="utf-8")
    pieces = [
        "@layer pico,tokens,base,components,utilities;",
        squeezed(_part("faces")),
        "@layer pico{"
        + _COMMENT.sub("", pico.replace('@charset "UTF-8";', "").lstrip("\ufeff")).strip()
        + "}",
    ]
    for layer, names in PARTS.items():
        pieces.append(f"@layer {layer}{{" + "".join(squeezed(_part(name)) for name in names) + "}")
    return "\n".join(pieces) + "\n"


def map_stylesheet() -> str:
    """What pages with a map load besides: Leaflet's own rules in the lowest layer, ours above them."""
    leaflet = _PICTURE.sub("", (STATIC / "vendor/leaflet/leaflet.css").read_text(encoding="utf-8"))
    return f"@layer pico{{{squeezed(leaflet)}}}\n@layer components{{{squeezed(_part('map-drawn'))}}}\n"


if __name__ == "__main__":
    BUILT.write_text(stylesheet(), encoding="utf-8")
    MAP_BUILT.write_text(map_stylesheet(), encoding="utf-8")
