"""Where and when journeys begin."""

import pytest

from app.domain.permissions import Role
from tests.factories import a_person
from tests.journeys.city import City
from tests.journeys.organising import adds_a_department, adds_a_neighbourhood, grants


@pytest.fixture
def city(visitor, clock, instance):
    """The city, on the first day of 2031."""
    city = City(visitor, clock, instance)
    city.it_is("2031-01-01")
    return city


@pytest.fixture
def people(city):
    """Residents of every age make accounts; the administrator says who works for the city."""
    names = {
        "anna": ("Anna Ozola", "18_plus"),
        "janis": ("Jānis Kalns", "16_17"),
        "liga": ("Līga Bērza", "13_15"),
        "peteris": ("Pēteris Vītols", "under_13"),
        "olegs": ("Oļegs Rīkotājs", "18_plus"),
        "inese": ("Inese Rīkotāja", "18_plus"),
        "ruta": ("Ruta Vērtētāja", "18_plus"),
        "dome": ("Daina Deputāte", "18_plus"),
        "marta": ("Marta Mentore", "18_plus"),
    }
    people = {key: city.signs_up(name, age) for key, (name, age) in names.items()}
    people["admin"] = city.knows("Administrators", a_person("Administrators", Role.ADMINISTRATOR))
    adds_a_neighbourhood(people["admin"], "Grīva")
    adds_a_department(people["admin"], "Saimniecība")
    for key in ("olegs", "inese"):
        grants(people["admin"], people[key], "organiser")
    grants(people["admin"], people["dome"], "council")
    grants(people["admin"], people["ruta"], "reviewer", department="Saimniecība")
    people["anna"].is_refused("/people/", "/rounds/new", "/desk", "/audit")
    return people
