"""Who looks at the pages: one person of every role, in the demo city and in the small world of the other tests."""

from dataclasses import dataclass
from zlib import crc32

LANGUAGES = ("lv", "ru", "en")


@dataclass(frozen=True)
class Role:
    """People who hold a role: ``guests`` of the demo city by the first part of their address, best first."""

    name: str
    guests: tuple[str, ...]
    in_the_world: tuple[str, ...]


ROLES = (
    Role("visitor", (), ("visitor",)),
    Role("resident", ("janis.udrans", "alise.petranuka", "anna.zalkalne"), ("author", "resident")),
    Role("founder", ("darja.lukosuna", "elina.kalvane"), ("founder",)),
    Role("mentor", ("dace.liepkalne", "marina.saulgrieze"), ("mentor",)),
    Role("reviewer", ("viktors.lapsans", "evita.murniece"), ("reviewer",)),
    Role("council", ("guntars.vitols-rudzis",), ("council",)),
    Role("organiser", ("laura.sprudzane", "deniss.arbuzans"), ("organiser",)),
    Role("administrator", ("inga.vilcina",), ("administrator",)),
)


def language_for(endpoint: str, turn: int) -> str:
    """The language of a page's ``turn``-th face: languages take turns over roles, and start elsewhere on every page."""
    return LANGUAGES[(crc32(endpoint.encode()) + turn) % len(LANGUAGES)]
