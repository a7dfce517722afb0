"""The administrator's pages of places and departments."""

import pytest

from app.accounts.queries import departments
from app.domain.permissions import Role
from app.places import queries
from tests.factories import a_department, a_neighbourhood, a_park, a_person

PAGES = ["/places/", "/places/neighbourhoods/new", "/places/parks/new", "/departments/", "/departments/new"]


@pytest.fixture
def administrator(visitor):
    return visitor().sign_in(a_person("Anna Administratore", Role.ADMINISTRATOR))


def test_places_are_kept_in_the_browser(administrator):
    assert "No place yet" in administrator.get("/places/").page.text
    griva = {"name-lv": "Grīva", "slug": "griva", "lat": "55.86", "lon": "26.5", "population": "9000"}
    assert administrator.submit("/places/neighbourhoods/new", griva).status_code == 303
    place = queries.neighbourhood_by_slug("griva")
    park = {
        "name-lv": "Krasta parks",
        "slug": "krasta-parks",
        "kind": "shore",
        "neighbourhood": str(place.id),
    }
    administrator.submit("/places/parks/new", park)
    page = administrator.get("/places/").page
    assert "Krasta parks" in page.text
    assert "9,000 residents" in page.text
    address = f"/places/neighbourhoods/{place.id}"
    administrator.submit(address, {"name-en": "Griva"}, form_named="Save")
    assert queries.neighbourhood_by_slug("griva").name == {"lv": "Grīva", "en": "Griva"}
    answer = administrator.submit(address, form_named=f"{address}/delete")
    assert "Something belongs to this place" in administrator.follow(answer).page.text
    park = queries.park_by_slug("krasta-parks")
    administrator.submit(f"/places/parks/{park.id}", form_named=f"/places/parks/{park.id}/delete")
    assert queries.parks() == []


@pytest.mark.parametrize(
    "forged",
    [
        {"slug": "Grīva"},
        {"slug": ""},
        {"name-lv": ""},
        {"name-lv": "x" * 5000},
        {"name-lv": "nul\x00"},
        {"lat": "1e999"},
        {"lat": "nan"},
        {"lat": "91"},
        {"lat": ""},
        {"population": "-1"},
        {"population": "1e999"},
        {"population": "9" * 30},
    ],
)
def test_hostile_answers_store_nothing(administrator, forged):
    place = a_neighbourhood("Grīva", slug="griva", lat=55.86, lon=26.5, population=9000)
    answer = administrator.submit(f"/places/neighbourhoods/{place.id}", forged=forged, form_named="Save")
    assert answer.status_code == 422
    found = queries.neighbourhood_by_slug("griva")
    assert (found.name["lv"], found.lat, found.population) == ("Grīva", 55.86, 9000)


@pytest.mark.parametrize("forged", [{"kind": "castle"}, {"neighbourhood": "999"}, {"neighbourhood": "x"}])
def test_a_park_needs_a_real_kind_and_neighbourhood(administrator, forged):
    park = a_park()
    answer = administrator.submit(f"/places/parks/{park.id}", forged=forged, form_named="Save")
    assert answer.status_code == 422


@pytest.mark.parametrize("places", [1, 3])
def test_the_list_takes_as_many_queries_for_three_places_as_for_one(administrator, count_queries, places):
    for _number in range(places):
        a_park()
    with count_queries() as made:
        page = administrator.get("/places/").page
    assert len(page.all("h2")) == places
    assert len(made) == 4, made


def test_departments_are_kept_in_the_browser(administrator):
    answer = administrator.submit(
        "/departments/new", {"name-lv": "Attīstības departaments", "slug": "attistiba"}
    )
    assert "Attīstības departaments" in administrator.follow(answer).page.text
    (office,) = departments()
    person = a_person("Rita Recenzente", Role.REVIEWER, department_id=office.id)
    address = f"/departments/{office.id}"
    assert person.display_name in administrator.get(address).page.text
    answer = administrator.submit(address, form_named=f"{address}/delete")
    assert "cannot be deleted" in administrator.follow(answer).page.text
    answer = administrator.submit("/departments/new", {"name-lv": "Otrs", "slug": "attistiba"})
    assert answer.status_code == 422


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.COUNCIL, Role.REVIEWER, Role.MENTOR])
def test_only_administrators_open_them(visitor, role):
    browser = visitor().sign_in(a_person("", role))
    place, park, office = a_neighbourhood(), a_park(), a_department()
    own = [f"/places/neighbourhoods/{place.id}", f"/places/parks/{park.id}", f"/departments/{office.id}"]
    assert {browser.get(page).status_code for page in [*PAGES, *own]} == {403}


def test_addresses_of_nothing(administrator):
    for page in ("/places/neighbourhoods/99", "/places/parks/99", "/departments/99"):
        assert administrator.get(page).status_code == 404
