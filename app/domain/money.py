"""Amounts of money as integer cents, and the one way to read and write them.

No float ever holds an amount: shares of an amount are :class:`fractions.Fraction`.
"""

import re
from fractions import Fraction

from app.domain.errors import RuleBroken

MAX_CENTS = 10**12
"""Ten thousand million euros: above any city's budget, far below the limit of a 64-bit column."""

_AMOUNT = re.compile(r"[0-9]{1,13}(?:[.,][0-9]{1,2})?", re.ASCII)
_GROUPING = str.maketrans("", "", " \u00a0\u202f'€")


def cents_from_text(text: str) -> int:
    """Read an amount typed by a person, such as ``12 500``, ``12500.5`` or ``12500,50 €``, as cents.

    Spaces, apostrophes and the euro sign may group or follow the digits; one comma or point separates at
    most two decimals. Raises ``RuleBroken("money.unreadable")`` for anything else (signs, exponents, NaN) and
    ``RuleBroken("money.too_large")`` above :data:`MAX_CENTS`.

    >>> cents_from_text("287 367,44")
    28736744
    """
    bare = text.translate(_GROUPING)
    if not _AMOUNT.fullmatch(bare):
        raise RuleBroken("money.unreadable")
    whole, _, decimals = bare.replace(",", ".").partition(".")
    cents = int(whole) * 100 + int(decimals.ljust(2, "0") or 0)
    if cents > MAX_CENTS:
        raise RuleBroken("money.too_large", limit=MAX_CENTS)
    return cents


def decimal_text(cents: int | Fraction) -> str:
    """Write cents as a plain decimal in currency units without grouping, for files: ``1250`` → ``"12.50"``.

    Fractions of a cent are rounded half-even; whole units keep no decimals (``"12"``).
    """
    whole_cents = round(cents)
    sign = "-" if whole_cents < 0 else ""
    units, rest = divmod(abs(whole_cents), 100)
    return f"{sign}{units}.{rest:02d}" if rest else f"{sign}{units}"
