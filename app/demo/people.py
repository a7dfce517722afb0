"""Founding the city: neighbourhoods, parks, departments, and the people with their roles."""

from datetime import datetime, timedelta
from functools import partial

from app.accounts import services as accounts
from app.demo.reading import Content, Facts
from app.demo.story import Stage, Story
from app.demo.town import FOUNDER, Town
from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.places import ParkKind
from app.places import services as places

DAYS_BEFORE = 21
"""How long before the first round the city was set up."""


def tell_founding(story: Story, town: Town, content: Content, first_round: datetime) -> None:
    """Places, offices and accounts, ``DAYS_BEFORE`` days before anything else."""
    start = first_round - timedelta(days=DAYS_BEFORE)
    story.add(start, Stage.PLACES, partial(_show_city, content))
    story.add(start, Stage.PLACES, partial(_found_places, town, content.city))
    for number, facts in enumerate(content.people, start=1):
        story.add(start + timedelta(minutes=7 * number), Stage.PLACES, partial(_welcome, town, facts))


def _show_city(content: Content, now: datetime) -> None:
    """The city's name in every language, and the drawing of its river, lakes and neighbourhoods."""
    languages = content.city["languages"]
    facts = places.CityFacts(content.city["name"], None, languages, content.city["contact"])
    places.save_city(FOUNDER, facts, known=languages, logo_key=None, now=now)
    places.save_city_map(FOUNDER, content.city_map, "city_map.geojson", now=now)


def _found_places(town: Town, city: Facts, now: datetime) -> None:
    for facts in city["neighbourhoods"]:
        population = facts["population_estimate"]
        told = places.NeighbourhoodFacts(
            slug=facts["slug"],
            name=facts["name"],
            population=population["people"] if population else None,
            lat=facts["lat"],
            lon=facts["lon"],
            is_approximate=facts["approximate"],
        )
        town.neighbourhoods[facts["slug"]] = places.save_neighbourhood(FOUNDER, None, told, now=now).id
    for facts in city["parks"]:
        park = places.ParkFacts(
            slug=facts["slug"],
            name=facts["name"],
            kind=ParkKind(facts["kind"]),
            neighbourhood_id=town.neighbourhoods[facts["neighbourhood"]],
            lat=facts["lat"],
            lon=facts["lon"],
            is_approximate=facts["approximate"],
        )
        town.parks[facts["slug"]] = places.save_park(FOUNDER, None, park, now=now).id
    for facts in city["departments"]:
        office = accounts.save_department(FOUNDER, None, slug=facts["slug"], name=facts["name"], now=now)
        town.departments[facts["slug"]] = office.id


def _welcome(town: Town, facts: Facts, now: datetime) -> None:
    """One account, with the roles that hold everywhere; those of one round come with the round."""
    registration = accounts.Registration(
        email=facts["email"],
        display_name=facts["name"],
        language=facts["language"],
        neighbourhood_id=town.neighbourhoods[facts["neighbourhood"]],
        age_band=AgeBand(facts["age_band"]),
    )
    person_id = accounts.create_person(FOUNDER, registration, now=now, is_demo=True).id
    town.people[facts["key"]] = person_id
    for grant in facts["roles"]:
        if grant["role"] != Role.RESIDENT and grant["round"] is None:
            accounts.grant_role(FOUNDER, facts["email"], Role(grant["role"]), None, now=now)
    if facts["department"]:
        accounts.place_in_department(FOUNDER, person_id, town.departments[facts["department"]], now=now)
    if facts["shows_name"]:
        _show_name(town, facts, registration, now)


def _show_name(town: Town, facts: Facts, registration: accounts.Registration, now: datetime) -> None:
    accounts.change_person(
        town.actor(facts["key"]),
        display_name=registration.display_name,
        language=registration.language,
        neighbourhood_id=registration.neighbourhood_id,
        age_band=registration.age_band,
        shows_name=True,
        now=now,
    )
