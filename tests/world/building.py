"""The world built once, and laid back as it was for every test after the first."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.accounts.models import Department, GuardianConsent, Person
from app.db.base import db
from app.db.session import transaction
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.rounds import Evidence
from app.places.models import Neighbourhood
from app.rounds.models import Pot
from tests import factories
from tests.standstill import Standstill
from tests.world.deciding import (
    add_certificate,
    add_channels,
    add_codes,
    add_judging,
    add_project,
    count_votes,
)
from tests.world.scenes import COUNTED, EVERYWHERE, IN_THE_ROUND, IN_THE_TEAM, PHASES, Scene, World
from tests.world.working import add_proposals, add_team

_kept: list[tuple[World, Standstill]] = []


def kept_world() -> World:
    """The world, built by the first test that asks, and laid back as it was for every other one."""
    if not _kept:
        world = a_world()
        _kept.append((world, Standstill()))
    world, moment = _kept[0]
    moment.restore()
    return world


def a_world() -> World:
    """Build it: some three hundred rows."""
    with transaction():  # one commit for all of them
        department, place = factories.a_department(), factories.a_neighbourhood()
        people = _people(department)
        common = _common(department, place, people)
        scenes = {phase: _scene(phase, people, common) for phase in PHASES}
        _ask_a_guardian(scenes, people["resident"])
        return World({name: person.id for name, person in people.items()}, scenes)


def _ask_a_guardian(scenes: Mapping[Phase, Scene], person: Person) -> None:
    asked = {"person_id": person.id, "age_band": person.age_band, "asked_at": datetime.now(UTC)}
    token = factories.add(GuardianConsent(token="G" * 22, **asked)).token
    for scene in scenes.values():
        for endpoint in ("guardian.answer", "guardian.agree", "guardian.withdraw"):
            scene.of[endpoint] = {"token": token}


def _people(department: Department) -> dict[str, Person]:
    people = {name: factories.a_person(name.title()) for name in ("resident", *IN_THE_TEAM, *IN_THE_ROUND)}
    people |= {name: factories.a_person(name.title(), role) for name, role in EVERYWHERE.items()}
    people["reviewer"].department_id = department.id
    people["organiser elsewhere"] = factories.a_person("Elsewhere")
    factories.a_grant(people["organiser elsewhere"], Role.ORGANISER, factories.round_in(Phase.SUBMISSION))
    return people


def _common(department: Department, place: Neighbourhood, people: Mapping[str, Person]) -> dict[str, Any]:
    return {
        "department_id": department.id,
        "neighbourhood_id": place.id,
        "park_id": factories.a_park(place).id,
        "person_id": people["resident"].id,
        "token": "A" * 43,
    }


def _scene(phase: Phase, people: Mapping[str, Person], common: Mapping[str, Any]) -> Scene:
    round = factories.ready_round_in(phase)
    round.judging = {**round.judging, "advisers_score": True}  # its mentor holds sessions with its team, too
    pot = db.session.query(Pot).filter_by(round_id=round.id).one()
    factories.an_electorate(round, "school", evidence=Evidence.CODE)
    grants = {name: factories.a_grant(people[name], role, round) for name, role in IN_THE_ROUND.items()}
    scene = Scene(phase, round.id, {**common, "slug": round.slug})
    scene.of["rounds.dismiss"] = {"grant_id": grants["mentor"].id}
    scene.of["people.revoke"] = {"grant_id": grants["council"].id, "person_id": people["council"].id}
    add_team(scene, round, people)
    add_proposals(scene, round, pot, people)
    add_judging(scene, people)
    add_certificate(scene, round, people)
    add_codes(round, people)
    if phase is Phase.VOTING:
        add_channels(scene, round, people)
    if phase in COUNTED:
        count_votes(scene, round, people)
    if phase is Phase.DELIVERY:
        add_project(scene, people)
    return scene
