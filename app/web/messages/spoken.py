"""Parameters of sentences as people read them."""

from collections.abc import Mapping
from typing import Any

from app.web.formats import local, money
from app.web.labels import phase_label


def spoken(params: Mapping[str, Any]) -> dict[str, Any]:
    """The same parameters with money, phases and texts in several languages written out.

    Names ending in ``_cents`` are money, ``phase`` and ``after`` are phases, dictionaries are texts by language.
    """
    return {name: _value(name, value) for name, value in params.items()}


def _value(name: str, value: Any) -> Any:
    if name.endswith("_cents"):
        return money(value)
    if name in ("phase", "after") and value:
        return phase_label(value)
    return local(value) if isinstance(value, Mapping) else value
