"""Knows how to write an address as a QR code that can be scanned from a screen and from paper."""

from functools import lru_cache

import segno
from markupsafe import Markup


def qr_svg(address: str, label: str = "") -> Markup:
    """The QR code of ``address`` as inline SVG, dark on light in both schemes, read aloud as ``label`` if given.

    Error correction M: a corner may be torn or stained.
    """
    code = segno.make(address, error="m", micro=False)
    size = code.symbol_size(border=2)[0]
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=2))
        for x, dark in enumerate(row)
        if dark
    )
    name = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup(
        '<svg viewBox="0 0 {0} {0}" {1} focusable="false" shape-rendering="crispEdges"><path d="{2}"/></svg>'
    ).format(size, name, path)


@lru_cache(maxsize=2_000)
def page_qr(address: str, label: str) -> Markup:
    """As :func:`qr_svg` for the address of a public page, drawn once: drawing takes as long as half the page.

    Codes, receipts and invitations never come here: they are not to stay in memory.
    """
    return qr_svg(address, label)
