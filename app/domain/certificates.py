"""Certificates of thanks: what for, and how their codes look."""

import secrets
from enum import StrEnum

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No 0 and O, no 1 and I: a code is typed from paper."""

GROUPS, GROUP = 3, 4
MOST_HOURS = 2000
"""More hours than a year of work are a slip of the keyboard."""


class CertificateKind(StrEnum):
    """What somebody is thanked for."""

    PARTICIPANT = "participant"
    MENTOR = "mentor"
    VOLUNTEER = "volunteer"


def new_code() -> str:
    """A random code such as ``K7QM-2XPA-9RTB``: 60 bits, so that nobody finds a certificate by trying."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))


def read_code(text: str) -> str:
    """What somebody typed, as codes are stored: capitals in groups of four; other signs are left out.

    >>> read_code("k7qm 2xpa9rtb")
    'K7QM-2XPA-9RTB'
    """
    letters = "".join(letter for letter in text.upper() if letter in ALPHABET)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
