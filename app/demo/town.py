"""What the loading has made so far: the ids behind the names that the files use."""

from dataclasses import dataclass, field
from datetime import datetime

from app.accounts.models import Person
from app.accounts.queries import actor_of, person_by_id
from app.demo.reading import Calendar
from app.domain.permissions import Actor, Role
from app.rounds.models import Round
from app.rounds.queries import round_by_id
from app.voting.services import Card, Sheet

FOUNDER = Actor(grants=frozenset({(Role.ADMINISTRATOR, None)}))
"""Whoever sets the city up on the server, before it has an administrator."""


@dataclass
class Town:
    """Ids by the keys and slugs of the files; pots, electorates and cards by round and key."""

    calendar: Calendar
    neighbourhoods: dict[str, int] = field(default_factory=dict)
    parks: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    pots: dict[tuple[str, str], int] = field(default_factory=dict)
    electorates: dict[tuple[str, str], int] = field(default_factory=dict)
    cards: dict[tuple[str, str], list[Card]] = field(default_factory=dict)
    kiosks: dict[str, list[tuple[int, datetime]]] = field(default_factory=dict)
    """By round: the ids of its kiosks, and until when each runs."""

    sheets: dict[str, list[Sheet]] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    proposals: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    """Keys of the pictures stored so far, to be removed again if the loading fails."""

    seen_people: dict[str, Person] = field(default_factory=dict)
    seen_rounds: dict[str, Round] = field(default_factory=dict)
    """Rows that were read already, held so that the session does not forget them."""

    @property
    def now(self) -> datetime:
        """The instant of the loading."""
        return self.calendar.today

    def kiosk_at(self, round_key: str, now: datetime) -> int | None:
        """The first kiosk of the round that runs at this instant."""
        return next((each for each, until in self.kiosks.get(round_key, []) if now < until), None)

    def person(self, key: str) -> Person:
        """The account of somebody in the files."""
        person = self.seen_people.get(key) or person_by_id(self.people[key])
        if person is None:
            raise LookupError(key)
        return self.seen_people.setdefault(key, person)

    def actor(self, key: str) -> Actor:
        """Somebody in the files with the roles that they hold by now."""
        return actor_of(self.person(key))

    def round(self, key: str) -> Round:
        """The round with this key."""
        round = self.seen_rounds.get(key) or round_by_id(self.rounds[key])
        if round is None:
            raise LookupError(key)
        return self.seen_rounds.setdefault(key, round)
