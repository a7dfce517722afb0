"""Parameters of sentences as people read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.screening import Verdict
from app.web.formats import day, local, money
from app.web.labels import label, phase_label


def spoken(params: Mapping[str, Any]) -> dict[str, Any]:
    """The same parameters with money, phases and texts in several languages written out.

    Names ending in ``_cents`` are money, those ending in ``_on`` ISO days, ``phase`` and ``after`` are phases,
    ``verdict`` is a department's, dictionaries are texts by language.
    """
    return {name: _value(name, value) for name, value in params.items()}


def _value(name: str, value: Any) -> Any:
    if name.endswith("_cents"):
        return money(value)
    if name in ("phase", "after") and value:
        return phase_label(value)
    if name.endswith("_on") and value:
        return day(date.fromisoformat(value))
    if name == "verdict":
        return label(Verdict(value))
    return local(value) if isinstance(value, Mapping) else value
