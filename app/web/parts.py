"""Knows the parts that later rooms add to pages of earlier ones, which cannot ask what comes after them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

PARTS = "page_parts"


@dataclass(frozen=True)
class Part:
    """One part of a page: the template that the page includes, and the ``values`` that it reads from ``part``."""

    template: str
    values: Mapping[str, Any]


Draw = Callable[[Any], Part | None]


def add_part(app: Flask, page: str, draw: Draw) -> None:
    """Let ``draw`` add to a page: it gets what the page is about, and gives back a part or nothing."""
    app.extensions.setdefault(PARTS, {}).setdefault(page, []).append(draw)


def parts_of(page: str, thing: Any) -> list[Part]:
    """What later rooms show of ``thing`` on its page, in their order."""
    drawn = (draw(thing) for draw in current_app.extensions.get(PARTS, {}).get(page, ()))
    return [part for part in drawn if part is not None]
