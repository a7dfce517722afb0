"""One small city with something of every kind in every phase, so that each address leads somewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from app.accounts.models import Department, GuardianConsent, Person
from app.accounts.queries import actor_of, person_by_id
from app.db.base import db
from app.db.session import transaction
from app.delivery.models import Funding, Milestone, Photo, Project
from app.delivery.services import decide_winner
from app.domain.board import PostKind
from app.domain.people import AgeBand
from app.domain.permissions import VISITOR, Actor, Relation, Role
from app.domain.phases import Phase
from app.domain.project_states import PhotoMoment
from app.domain.proposal_content import AttachmentKind
from app.domain.proposal_states import ProposalState
from app.domain.questionnaires import QuestionKind
from app.domain.rounds import Evidence
from app.domain.screening import Verdict
from app.domain.sheets import SheetKind
from app.places.models import Neighbourhood
from app.proposals.models import Attachment, CommentReport, ConflictGroup, Proposal
from app.results.services import publish_result, run_tally
from app.rounds.models import Electorate, Pot, Round
from app.teams.models import (
    BoardPost,
    Credit,
    JoinRequest,
    MentorSlot,
    Question,
    Questionnaire,
    SheetVersion,
    Team,
)
from app.voting.services import close_poll, count_box, create_codes, print_paper, start_kiosk
from app.web.uploads import store_image
from tests import factories
from tests.standstill import Standstill

PHASES = (
    Phase.SUBMISSION,
    Phase.SCORING,
    Phase.SCREENING,
    Phase.VOTING,
    Phase.DECISION,
    Phase.DELIVERY,
    Phase.DRAFT,
)
"""The phases that have a round, the one that allows most first."""

BEFORE_THE_CHECK = (Phase.DRAFT, Phase.SUBMISSION)
COUNTED = (Phase.DECISION, Phase.DELIVERY)

IN_THE_ROUND = {
    "mentor": Role.MENTOR,
    "reviewer": Role.REVIEWER,
    "council": Role.COUNCIL,
    "organiser": Role.ORGANISER,
}
"""People who hold a role in every round of this world but the one elsewhere."""

EVERYWHERE = {"organiser of all": Role.ORGANISER, "administrator": Role.ADMINISTRATOR}
IN_THE_TEAM = ("founder", "author", "member")

PEOPLE = (
    "visitor",
    "resident",
    *IN_THE_TEAM,
    *IN_THE_ROUND,
    "organiser elsewhere",
    *EVERYWHERE,
)
"""Everybody who tries every address; the visitor has no account."""

ROLES_OF_A_TEAM = {
    "founder": frozenset({Relation.FOUNDER, Relation.MEMBER}),
    "author": frozenset({Relation.AUTHOR, Relation.MEMBER}),
    "member": frozenset({Relation.MEMBER}),
}
ASSIGNED = frozenset({Relation.ASSIGNED})


@dataclass
class Scene:
    """One round in one phase: the values that addresses of its things hold.

    ``values`` are by the name in the address; those of ``of`` are for single endpoints. ``hidden`` holds things that
    only some may see: a draft, a withdrawn proposal, a hidden comment.
    """

    phase: Phase
    round_id: int
    values: dict[str, Any] = field(default_factory=dict)
    of: dict[str, dict[str, Any]] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)

    def fill(self, endpoint: str, names: frozenset[str] | set[str]) -> dict[str, Any] | None:
        """Values for an address of this endpoint, or ``None`` where this scene has nothing of the kind."""
        known = {**self.values, **self.of.get(endpoint, {})}
        return {name: known[name] for name in names} if names <= known.keys() else None


@dataclass(frozen=True)
class World:
    """The people by what they are, and the scenes by phase."""

    ids: Mapping[str, int]
    scenes: Mapping[Phase, Scene]

    def person(self, name: str) -> Person:
        """The account of somebody."""
        person = person_by_id(self.ids[name])
        assert person is not None
        return person

    def actor(self, name: str) -> Actor:
        """Somebody as the table of permissions knows them."""
        return VISITOR if name == "visitor" else actor_of(self.person(name))

    def relations(self, name: str, endpoint: str, values: Mapping[str, Any]) -> frozenset[Relation]:
        """How somebody stands to the thing that an address names."""
        if "certificate_code" in values:
            return frozenset({Relation.HOLDER}) if name == "author" else frozenset()
        if "slot_id" in values and name == "mentor":
            return ASSIGNED
        if endpoint == "screening.answer" or not {"screening_id", "project_id", "assignment_id"} & set(
            values
        ):
            return ROLES_OF_A_TEAM.get(name, frozenset())
        keeper = "mentor" if "assignment_id" in values else "reviewer"
        return ASSIGNED if name == keeper else frozenset()


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
    pot = db.session.query(Pot).filter_by(round_id=round.id).one()
    factories.an_electorate(round, "school", evidence=Evidence.CODE)
    grants = {name: factories.a_grant(people[name], role, round) for name, role in IN_THE_ROUND.items()}
    scene = Scene(phase, round.id, {**common, "slug": round.slug})
    scene.of["rounds.dismiss"] = {"grant_id": grants["mentor"].id}
    scene.of["people.revoke"] = {"grant_id": grants["council"].id, "person_id": people["council"].id}
    _add_team(scene, round, people)
    _add_proposals(scene, round, pot, people)
    _add_judging(scene, people)
    _add_certificate(scene, round, people)
    _add_codes(round, people)
    if phase is Phase.VOTING:
        _add_channels(scene, round, people)
    if phase in COUNTED:
        _count(scene, round, people)
    if phase is Phase.DELIVERY:
        _add_project(scene, people)
    return scene


def _add_team(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
    team = factories.a_team(round, people["founder"], people["author"], people["member"])
    scene.values |= {"team_id": team.id, "code": team.join_code}
    for endpoint in ("teams.remove", "teams.hand_over"):
        scene.of[endpoint] = {"person_id": people["member"].id}
    now = datetime.now(UTC)
    add = factories.add
    asked = {"team_id": team.id, "person_id": people["resident"].id, "asked_at": now}
    add(JoinRequest(**asked))
    credit = {"shown_name": "Keita", "age_band": AgeBand.FROM_16, "has_agreed": True, "added_at": now}
    scene.values["credit_id"] = add(Credit(team_id=team.id, **credit)).id
    saved = {"number": 1, "cells": {"see": "Soli"}, "clashes": [], "saved_at": now}
    add(SheetVersion(team_id=team.id, kind=SheetKind.EMPATHY_MAP, **saved))
    scene.values["kind"] = "empathy-map"
    post = {"kind": PostKind.NEED, "body": "Meklējam zīmētāju", "language": "lv", "written_at": now}
    scene.values["post_id"] = add(BoardPost(round_id=round.id, author_id=people["author"].id, **post)).id
    _add_slots(scene, round, team, people)
    _add_questions(scene, round)


def _add_slots(scene: Scene, round: Round, team: Team, people: Mapping[str, Person]) -> None:
    """A free session tomorrow, one that the team has booked, and one that has taken place."""
    now, slots = datetime.now(UTC), []
    offered = {"round_id": round.id, "mentor_id": people["mentor"].id, "minutes": 20}
    days = {Phase.SUBMISSION: 1}.get(scene.phase, PHASES.index(scene.phase) + 2)
    for hours, team_id in ((24 * days, None), (24 * days + 1, team.id), (-24 * days, team.id)):
        starts_at = now + timedelta(hours=hours)
        slots.append(factories.add(MentorSlot(starts_at=starts_at, team_id=team_id, **offered)))
    free, booked, past = (slot.id for slot in slots)
    scene.values["slot_id"] = free
    scene.of |= {"teams.free_slot": {"slot_id": booked}, "teams.note_session": {"slot_id": past}}


def _add_questions(scene: Scene, round: Round) -> None:
    asked = {"position": 1, "kind": QuestionKind.SCALE, "text": {"lv": "Vai pilsēta klausās?"}, "options": []}
    question = factories.add(Question(round_id=round.id, is_before=True, is_after=True, **asked))
    factories.add(Questionnaire(round_id=round.id, takes_before=True, takes_after=False, is_public=True))
    scene.values |= {"question_id": question.id, "sitting": "before", "place": 1}


def _add_proposals(scene: Scene, round: Round, pot: Pot, people: Mapping[str, Person]) -> None:
    state = ProposalState.SUBMITTED if scene.phase in BEFORE_THE_CHECK else ProposalState.FEASIBLE
    said = factories.content_with(neighbourhood_id=scene.values["neighbourhood_id"])
    given = {"pot_id": pot.id, "state": state, "content": said}
    proposal = factories.an_entry(round, people["author"], team_id=scene.values["team_id"], **given)
    rival = factories.an_entry(round, **given)
    group = factories.add(ConflictGroup(round_id=round.id, name={"lv": "Viena vieta"}, at_most=1))
    proposal.conflict_group_id = rival.conflict_group_id = group.id
    picture = store_image(a_picture(), "parks.png")
    columns = {
        "kind": AttachmentKind.IMAGE,
        "name": "parks.png",
        "alt": "Parks",
        "size_bytes": picture.size_bytes,
    }
    at = proposal.created_at
    factories.add(Attachment(proposal_id=proposal.id, file_key=picture.key, added_at=at, **columns))
    comment = factories.a_comment(proposal)
    scene.values |= {"proposal_id": proposal.id, "group_id": group.id, "comment_id": comment.id}
    scene.of["proposals.file"] = {"key": picture.key}
    _hide(scene, round, proposal, people)


def _hide(scene: Scene, round: Round, proposal: Any, people: Mapping[str, Person]) -> None:
    """What the public may not see: an idea in writing, one that was taken back, a comment that was hidden."""
    now = datetime.now(UTC)
    draft = factories.a_proposal(round, people["author"], state=ProposalState.DRAFT)
    withdrawn = factories.a_proposal(round, people["author"], state=ProposalState.WITHDRAWN)
    comment = factories.a_comment(proposal, hidden_at=now, hidden_reason="Apvainojošs.")
    report = CommentReport(
        comment_id=comment.id, person_id=people["resident"].id, reason="Rupji.", reported_at=now
    )
    factories.add(report)
    scene.hidden = {"draft": draft.id, "withdrawn": withdrawn.id, "comment": comment.id}


def _add_judging(scene: Scene, people: Mapping[str, Person]) -> None:
    proposal = db.session.get_one(Proposal, scene.values["proposal_id"])
    department = people["reviewer"].department
    task = factories.a_screening(proposal, department)
    said = {"verdict": Verdict.FEASIBLE, "reason": "Var.", "language": "lv", "decided_at": datetime.now(UTC)}
    answered = factories.a_screening(proposal, factories.a_department(), **said)
    assignment = factories.an_assignment(proposal, people["mentor"])
    motion = factories.a_motion(
        proposal.round, proposal, closed_at=datetime.now(UTC) if scene.phase in COUNTED else None
    )
    factories.an_assignment(proposal, people["council"], is_calibration=True)
    scene.values |= {"screening_id": task.id, "assignment_id": assignment.id, "key": "feasibility"}
    scene.values |= {"mentor_id": people["mentor"].id, "motion_id": motion.id}
    scene.of["screening.answer"] = {"screening_id": answered.id}


def _add_certificate(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
    certificate = factories.a_certificate(round, people["author"])
    scene.values["certificate_code"] = certificate.code


def _add_codes(round: Round, people: Mapping[str, Person]) -> None:
    school = db.session.query(Electorate).filter_by(round_id=round.id, key="school").one()
    organiser = actor_of(people["organiser"])
    create_codes(organiser, round, school.id, "skola", 1, now=datetime.now(UTC))


def _add_channels(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
    """A kiosk that runs, and a box of paper ballots that is counted and not keyed yet."""
    organiser, now = actor_of(people["organiser"]), datetime.now(UTC)
    kiosk = start_kiosk(organiser, round, "Bibliotēka", "2468", now + timedelta(hours=8), now=now)
    school = db.session.query(Electorate).filter_by(round_id=round.id, key="school").one()
    box, _sheets = print_paper(organiser, round, school.id, None, "Bibliotēka", 3, now=now)
    count_box(organiser, round, box.id, 2, now=now)
    scene.values |= {"kiosk_id": kiosk.id, "batch_id": box.id}


def _count(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
    """The vote is closed, counted and published; in delivery the council has spoken too."""
    proposal = db.session.get_one(Proposal, scene.values["proposal_id"])
    electorate = db.session.query(Electorate).filter_by(round_id=round.id, key="residents").one()
    factories.a_counted_ballot(round, electorate, proposal)
    organiser, now = actor_of(people["organiser"]), datetime.now(UTC)
    close_poll(organiser, round)
    run = run_tally(organiser, round, now=now)
    publish_result(organiser, round, run.id, now=now)
    scene.values["name"] = "projects.csv"
    if scene.phase is Phase.DELIVERY:
        decide_winner(actor_of(people["council"]), proposal.id, "confirmed", now=now)


def _add_project(scene: Scene, people: Mapping[str, Person]) -> None:
    project = db.session.query(Project).filter_by(proposal_id=scene.values["proposal_id"]).one()
    project.department_id = people["reviewer"].department_id
    soon = (datetime.now(UTC) + timedelta(days=30)).date()
    milestone = factories.add(Milestone(project_id=project.id, name="Projektēšana", planned_on=soon))
    funding = factories.add(Funding(project_id=project.id, source="Pašvaldība", planned_cents=100_000))
    photo = store_image(a_picture(), "pirms.png")
    shown = {"alt": "Tukšs laukums", "moment": PhotoMoment.BEFORE, "added_at": datetime.now(UTC)}
    factories.add(Photo(project_id=project.id, file_key=photo.key, **shown))
    scene.values |= {"project_id": project.id, "milestone_id": milestone.id, "funding_id": funding.id}
    scene.of["delivery.photo"] = {"key": photo.key}
    scene.of["delivery.change_state"] = {"move": "start"}


def a_picture(colour: str = "green", size: tuple[int, int] = (40, 30)) -> BytesIO:
    """A small picture as a phone would send it."""
    sent = BytesIO()
    Image.new("RGB", size, colour).save(sent, "PNG")
    sent.seek(0)
    return sent
