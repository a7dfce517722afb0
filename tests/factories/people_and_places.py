"""Neighbourhoods, parks, departments, people and their roles."""

from typing import Any

from app.accounts.models import Department, Grant, Person
from app.accounts.queries import actor_of
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Role
from app.places.models import Neighbourhood, Park, ParkKind
from app.rounds.models import Round
from tests.factories.storing import NOW, add, next_number


def a_neighbourhood(name: str = "", **columns: Any) -> Neighbourhood:
    """A neighbourhood."""
    number = next_number()
    name = name or f"Apkaime {number}"
    return add(Neighbourhood(**{"slug": f"apkaime-{number}", "name": {"lv": name, "en": name}, **columns}))


def a_park(neighbourhood: Neighbourhood | None = None, name: str = "", **columns: Any) -> Park:
    """A park, in a neighbourhood of its own unless one is given."""
    number = next_number()
    name = name or f"Parks {number}"
    place = neighbourhood or a_neighbourhood()
    given = {"slug": f"parks-{number}", "name": {"lv": name, "en": name}, "kind": ParkKind.PARK}
    return add(Park(**{**given, "neighbourhood_id": place.id, **columns}))


def a_department(name: str = "", **columns: Any) -> Department:
    """A department."""
    number = next_number()
    name = name or f"Pārvalde {number}"
    return add(Department(**{"slug": f"parvalde-{number}", "name": {"lv": name, "en": name}, **columns}))


def a_person(name: str = "", *roles: Role, round: Round | None = None, **columns: Any) -> Person:
    """A person who reads English and is an adult, with these roles everywhere or in one round."""
    number = next_number()
    email = columns.pop("email", f"person{number}@example.com")
    given = {"display_name": name or f"Person {number}", "language": "en", "age_band": AgeBand.ADULT}
    keys = {"email": email, "email_key": email.casefold(), "created_at": NOW}
    person = add(Person(**{**given, **keys, **columns}))
    for role in roles:
        a_grant(person, role, round)
    return person


def a_grant(person: Person, role: Role, round: Round | None = None) -> Grant:
    """A role of a person, everywhere or in one round."""
    return add(Grant(person_id=person.id, role=role, round_id=round and round.id, granted_at=NOW))


def an_actor(*roles: Role, round: Round | None = None, **columns: Any) -> Actor:
    """A new person as services know them."""
    return actor_of(a_person("", *roles, round=round, **columns))


def a_reviewer(department: Department | None = None, round: Round | None = None) -> Person:
    """Somebody who answers for a department, everywhere or in one round."""
    place = department or a_department()
    return a_person("", Role.REVIEWER, round=round, department_id=place.id)


def a_mentor(name: str = "", round: Round | None = None, **columns: Any) -> Person:
    """Somebody who scores, everywhere or in one round."""
    return a_person(name, Role.MENTOR, round=round, **columns)
