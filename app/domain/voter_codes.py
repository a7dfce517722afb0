"""Printed voting codes: how they are made, written on paper and read back from what a person typed."""

import secrets

from app.domain.errors import RuleBroken

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nobody mistakes a letter for a digit."""

CODE_LENGTH = 12
"""Sixty bits: with 10,000 codes in a round, one guess in a hundred million million hits one of them."""

MOST_CODES = 1000
"""Cards in one batch: a school, and a print that a machine finishes."""

PREFIX_LENGTH = 4
"""The part of a code by which wrong tries are counted, besides the address they come from."""

_MISREAD = str.maketrans(
    {"I": "1", "L": "1", "O": "0", "U": "V", " ": None, "-": None, "\u00a0": None, "–": None}
)


def new_code() -> str:
    """A fresh code from the operating system's secure source of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def printed(code: str) -> str:
    """A code or receipt as it stands on paper, in groups of four.

    >>> printed("7H2K9QXW4M3T")
    '7H2K-9QXW-4M3T'
    """
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """The code that a person meant, whatever its case, spaces and hyphens.

    Raises ``RuleBroken("code.unreadable")`` for anything that cannot be a code.

    >>> read_code(" 7h2k 9qxw-4m3t ")
    '7H2K9QXW4M3T'
    """
    code = typed.upper().translate(_MISREAD)
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        raise RuleBroken("code.unreadable", length=CODE_LENGTH)
    return code


def code_prefix(typed: str) -> str:
    """The first characters of what was typed, in the form in which codes are compared."""
    return typed[:64].upper().translate(_MISREAD)[:PREFIX_LENGTH]
