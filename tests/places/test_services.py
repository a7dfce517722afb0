"""Keeping the list of the city's places."""

import pytest
from sqlalchemy import func, select

from app.accounts import services as accounts
from app.accounts.queries import department_by_id, departments
from app.audit.models import Entry
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.places import ParkKind
from app.places import queries, services
from app.places.services import NeighbourhoodFacts, ParkFacts
from tests.factories import NOW, a_department, a_neighbourhood, a_park, a_person, an_actor


@pytest.fixture
def administrator(app):
    return an_actor(Role.ADMINISTRATOR)


def facts(**columns):
    given = {"slug": "griva", "name": {"lv": "Grīva"}, "population": 9000, "lat": 55.86, "lon": 26.5}
    return NeighbourhoodFacts(**{**given, "is_approximate": True, **columns})


def park_facts(neighbourhood_id, **columns):
    given = {
        "slug": "esplanade",
        "name": {"lv": "Esplanāde"},
        "kind": ParkKind.PARK,
        "lat": None,
        "lon": None,
    }
    return ParkFacts(**{**given, "neighbourhood_id": neighbourhood_id, "is_approximate": False, **columns})


def test_places_are_added_and_changed(administrator, session):
    place = services.save_neighbourhood(administrator, None, facts(), now=NOW)
    services.save_neighbourhood(administrator, place.id, facts(population=None), now=NOW)
    park = services.save_park(administrator, None, park_facts(place.id), now=NOW)
    assert queries.neighbourhood_by_slug("griva").population is None
    assert [found.id for found in queries.parks()] == [park.id]
    actions = [(entry.action, entry.after) for entry in session.scalars(select(Entry).order_by(Entry.id))]
    assert actions[1] == ("save_neighbourhood", {"population": None})
    assert [action for action, _ in actions] == ["save_neighbourhood", "save_neighbourhood", "save_park"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"slug": "Grīva"}, "place.slug_invalid"),
        ({"slug": ""}, "place.slug_invalid"),
        ({"slug": "x" * 61}, "place.slug_invalid"),
        ({"name": {}}, "place.nameless"),
        ({"lon": None}, "place.half_a_point"),
    ],
)
def test_places_that_are_refused(administrator, columns, code):
    with pytest.raises(RuleBroken) as broken:
        services.save_neighbourhood(administrator, None, facts(**columns), now=NOW)
    assert broken.value.code == code
    assert queries.neighbourhoods() == []


def test_a_short_name_is_given_once(administrator):
    services.save_neighbourhood(administrator, None, facts(), now=NOW)
    with pytest.raises(RuleBroken) as broken:
        services.save_neighbourhood(administrator, None, facts(), now=NOW)
    assert broken.value.code == "place.slug_taken"


def test_a_park_lies_in_a_neighbourhood(administrator):
    with pytest.raises(RuleBroken) as broken:
        services.save_park(administrator, None, park_facts(999), now=NOW)
    assert broken.value.code == "place.unknown"


def test_only_places_that_nothing_belongs_to_are_deleted(administrator):
    place = a_neighbourhood()
    park = a_park(place)
    with pytest.raises(RuleBroken) as broken:
        services.delete_neighbourhood(administrator, place.id, now=NOW)
    assert broken.value.code == "place.in_use"
    services.delete_park(administrator, park.id, now=NOW)
    services.delete_neighbourhood(administrator, place.id, now=NOW)
    assert (queries.parks(), queries.neighbourhoods()) == ([], [])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_keep_places_and_departments(app, role):
    actor = an_actor(role)
    place, park, department = a_neighbourhood(), a_park(), a_department()
    for act in (
        lambda: services.save_neighbourhood(actor, place.id, facts(), now=NOW),
        lambda: services.save_park(actor, park.id, park_facts(place.id), now=NOW),
        lambda: services.delete_neighbourhood(actor, place.id, now=NOW),
        lambda: services.delete_park(actor, park.id, now=NOW),
        lambda: accounts.save_department(actor, department.id, slug="x", name={"lv": "X"}, now=NOW),
        lambda: accounts.delete_department(actor, department.id, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.both_databases
def test_departments_are_kept(app, session):
    administrator = an_actor(Role.ADMINISTRATOR)
    office = accounts.save_department(administrator, None, slug="jaunatne", name={"lv": "Jaunatne"}, now=NOW)
    accounts.save_department(administrator, office.id, slug="jaunatne", name={"lv": "Jauniešiem"}, now=NOW)
    assert department_by_id(office.id).name == {"lv": "Jauniešiem"}
    with pytest.raises(RuleBroken) as broken:
        accounts.save_department(administrator, None, slug="jaunatne", name={"lv": "Cita"}, now=NOW)
    assert broken.value.code == "department.slug_taken"
    reviewer = a_person(department_id=office.id)
    with pytest.raises(RuleBroken) as broken:
        accounts.delete_department(administrator, office.id, now=NOW)
    assert broken.value.code == "department.in_use"
    accounts.place_in_department(administrator, reviewer.id, None, now=NOW)
    accounts.delete_department(administrator, office.id, now=NOW)
    assert departments() == []
    assert session.scalar(select(func.count()).select_from(Entry)) == 4
