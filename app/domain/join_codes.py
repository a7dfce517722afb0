"""Codes by which people join a team: short, read aloud and typed without mistakes."""

from datetime import timedelta
from random import Random, SystemRandom

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0, O, 1, I and L, which look alike."""

LENGTH = 8
"""31 ** 8 is more than 8 · 10¹¹: a code is not found by trying."""

VALID_FOR = timedelta(days=7)


def new_join_code(rng: Random | None = None) -> str:
    """A new code of eight letters and digits; by default from the system's own chance."""
    return "".join((rng or SystemRandom()).choices(LETTERS, k=LENGTH))


def read_join_code(text: str) -> str:
    """A code as people type it, with small letters, spaces and hyphens.

    >>> read_join_code(" abcd-2345 ")
    'ABCD2345'
    """
    return "".join(letter for letter in text.upper() if letter in LETTERS)[: LENGTH + 1]


def shown_join_code(code: str) -> str:
    """A code as it is printed: ``ABCD-2345``."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
