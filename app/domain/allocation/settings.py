"""Reading the settings of a rule from a form or JSON."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from app.domain.errors import RuleBroken

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


def known_only(raw: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise ``RuleBroken("rule.unknown_setting")`` for a setting that the rule does not have."""
    for name in raw:
        if name not in known:
            raise RuleBroken("rule.unknown_setting", setting=str(name))


def whole(raw: Mapping[str, Any], name: str, *, default: int, lowest: int = 0) -> int:
    """A whole number. Raises ``RuleBroken("rule.unreadable_setting")``."""
    value = raw.get(name)
    if value is None or value == "":
        return default
    text = str(value) if type(value) is int else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text) or int(text) < lowest:
        raise RuleBroken("rule.unreadable_setting", setting=name)
    return int(text)


def flag(raw: Mapping[str, Any], name: str) -> bool:
    """A yes or no, as JSON or as a checkbox sends it."""
    value = raw.get(name, False)
    if value in (True, "1", "on", "y", "true"):
        return True
    if value in (False, None, "", "0", "false"):
        return False
    raise RuleBroken("rule.unreadable_setting", setting=name)


def one_of(raw: Mapping[str, Any], name: str, known: Collection[str], default: str) -> str:
    """One word of a list. Raises ``RuleBroken("rule.unreadable_setting")``."""
    value = raw.get(name) or default
    if value not in known:
        raise RuleBroken("rule.unreadable_setting", setting=name, known=sorted(known))
    return str(value)
