"""The limits of a ballot as data: reading what an organiser typed, and which limits hold for which pot."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import RuleBroken

Limits = Mapping[str, Any]
"""JSON-able limits of a round: the fields of the type, optionally ``pots`` (overrides by pot) and ``one_of``."""

_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True)
class LimitField:
    """One number that limits a ballot; ``default`` holds where it is left empty, and None means no limit."""

    name: str
    required: bool = False
    default: int | None = None
    lowest: int = 0


@dataclass(frozen=True)
class LimitText:
    """One limit to put in words: for a pot (empty for the whole ballot), a sentence's code and its numbers."""

    pot: str
    code: str
    params: Mapping[str, Any]


def limits_in_pot(limits: Limits, pot: str) -> dict[str, int]:
    """The plain limits that hold in one pot: those of the round, overridden by those of the pot."""
    plain = {name: value for name, value in limits.items() if name not in ("pots", "one_of")}
    return {**plain, **limits.get("pots", {}).get(pot, {})}


def read_number(value: object, field: str) -> int | None:
    """A whole number typed by a person or found in JSON; None where nothing was typed.

    Raises ``RuleBroken("limits.unreadable", field=…)`` for signs, decimals, other scripts' digits and the like.
    """
    if value is None or value == "":
        return None
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text.strip(" ")):
        raise RuleBroken("limits.unreadable", field=field)
    return int(text)


def read_fields(
    fields: Iterable[LimitField], raw: Mapping[str, Any], *, partial: bool = False
) -> dict[str, int]:
    """Numbers of one set of limits; ``partial`` (the override of a pot) asks for no field and adds no default."""
    read: dict[str, int] = {}
    for limit in fields:
        value = read_number(raw.get(limit.name), limit.name)
        if value is None and not partial:
            if limit.required:
                raise RuleBroken("limits.missing", field=limit.name)
            value = limit.default
        if value is None:
            continue
        if value < limit.lowest:
            raise RuleBroken("limits.too_low", field=limit.name, lowest=limit.lowest)
        read[limit.name] = value
    return read


def read_limits(fields: tuple[LimitField, ...], raw: object) -> dict[str, Any]:
    """All limits of a round as canonical, JSON-able data.

    Raises ``RuleBroken`` with ``limits.unreadable``, ``limits.unknown``, ``limits.missing`` or ``limits.too_low``.
    """
    if not isinstance(raw, Mapping):
        raise RuleBroken("limits.unreadable", field="limits")
    known = {limit.name for limit in fields}
    _refuse_unknown(raw, known | {"pots", "one_of"})
    limits: dict[str, Any] = dict(read_fields(fields, raw))
    pots = raw.get("pots") or {}
    if not isinstance(pots, Mapping):
        raise RuleBroken("limits.unreadable", field="pots")
    overrides = {}
    for pot, own in pots.items():
        if not isinstance(own, Mapping):
            raise RuleBroken("limits.unreadable", field="pots")
        _refuse_unknown(own, known)
        overrides[str(pot)] = read_fields(fields, own, partial=True)
    if overrides:
        limits["pots"] = overrides
    one_of = raw.get("one_of") or []
    if not isinstance(one_of, list | tuple):
        raise RuleBroken("limits.unreadable", field="one_of")
    if one_of:
        limits["one_of"] = sorted({str(pot) for pot in one_of})
    return limits


def refuse_upside_down(limits: Mapping[str, int], low: str, high: str, *, strict: bool = False) -> None:
    """Raise ``RuleBroken("limits.upside_down")`` where the low limit lies above (``strict``: or at) the high one."""
    if low in limits and high in limits:
        gap = limits[high] - limits[low]
        if gap < 0 or (strict and gap == 0):
            raise RuleBroken("limits.upside_down", low=low, high=high)


def _refuse_unknown(raw: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(str(name) for name in raw if name not in known)
    if unknown:
        raise RuleBroken("limits.unknown", field=unknown[0])
