"""What comes of an idea in the world: scores, codes, counted ballots, a project."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from app.accounts.models import Person
from app.accounts.queries import actor_of
from app.db.base import db
from app.delivery.models import Funding, Milestone, Photo, Project
from app.delivery.services import decide_winner
from app.domain.phases import Phase
from app.domain.project_states import PhotoMoment
from app.domain.screening import Verdict
from app.proposals.models import Proposal
from app.results.services import publish_result, run_tally
from app.rounds.models import Electorate, Round
from app.voting.services import close_poll, count_box, create_codes, print_paper, start_kiosk
from app.web.uploads import store_image
from tests import factories
from tests.world.pictures import a_picture
from tests.world.scenes import COUNTED, Scene


def add_judging(scene: Scene, people: Mapping[str, Person]) -> None:
    """A department's task and answer, a mentor's assignment, a motion; the council calibrates."""
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


def add_certificate(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
    """A participant's certificate, and one without a name."""
    factories.a_certificate(round)
    certificate = factories.a_certificate(round, people["author"])
    scene.values["certificate_code"] = certificate.code


def add_codes(round: Round, people: Mapping[str, Person]) -> None:
    """One printed code for the school."""
    school = db.session.query(Electorate).filter_by(round_id=round.id, key="school").one()
    organiser = actor_of(people["organiser"])
    create_codes(organiser, round, school.id, "skola", 1, now=datetime.now(UTC))


def add_channels(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
    """A kiosk that runs, and a box of paper ballots that is counted and not keyed yet."""
    organiser, now = actor_of(people["organiser"]), datetime.now(UTC)
    kiosk = start_kiosk(organiser, round, "Bibliotēka", "2468", now + timedelta(hours=8), now=now)
    school = db.session.query(Electorate).filter_by(round_id=round.id, key="school").one()
    box, _sheets = print_paper(organiser, round, school.id, None, "Bibliotēka", 3, now=now)
    count_box(organiser, round, box.id, 2, now=now)
    scene.values |= {"kiosk_id": kiosk.id, "batch_id": box.id}


def count_votes(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
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


def add_project(scene: Scene, people: Mapping[str, Person]) -> None:
    """The project of the winner: a step, money, a photo."""
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
