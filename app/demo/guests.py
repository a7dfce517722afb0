"""The people of the demo city whom a guest can be, as the files describe them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.demo.reading import read_content


@dataclass(frozen=True)
class Guest:
    """Somebody to be: ``roles`` by their codes, ``blurb`` by language; featured ones are shown first."""

    email: str
    name: str
    roles: tuple[str, ...]
    blurb: Mapping[str, str]
    is_featured: bool


def guests() -> dict[str, Guest]:
    """Everybody, by address: the featured ones first, in the order of the files."""
    found = [
        Guest(
            email=facts["email"],
            name=facts["name"],
            roles=tuple(dict.fromkeys(grant["role"] for grant in facts["roles"])),
            blurb=facts["blurb"],
            is_featured=facts["featured"],
        )
        for facts in read_content().people
    ]
    return {guest.email: guest for guest in sorted(found, key=lambda guest: not guest.is_featured)}
