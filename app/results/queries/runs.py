"""Runs of the tally, and who is told of what came out."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from app.accounts.models import Person
from app.db.base import db
from app.domain.phases import Phase
from app.proposals.models import Follow, Proposal
from app.results.models import TallyRun
from app.rounds.models import Round
from app.rounds.queries import has_timetable, timetable_of
from app.teams.models import Membership


def is_decided_by_vote(round: Round) -> bool:
    """Whether the round's winners come from ballots; a round without voting is decided by its jury."""
    return has_timetable(round) and Phase.VOTING in timetable_of(round).phases


def run_by_id(run_id: int) -> TallyRun | None:
    """The run with this id."""
    return db.session.get(TallyRun, run_id)


def latest_run(round_id: int) -> TallyRun | None:
    """The newest run of the round, which is the one that can be published."""
    found = select(TallyRun).where(TallyRun.round_id == round_id).order_by(TallyRun.id.desc())
    return db.session.scalar(found.limit(1))


def run_of_input(round_id: int, input_sha256: str, algorithm: str, version: str) -> TallyRun | None:
    """The run of exactly this input by this rule and version, if there was one."""
    same = (
        TallyRun.input_sha256 == input_sha256,
        TallyRun.algorithm == algorithm,
        TallyRun.version == version,
    )
    return db.session.scalar(select(TallyRun).where(TallyRun.round_id == round_id, *same))


def people_to_tell(proposal_ids: Collection[int]) -> dict[int, list[Person]]:
    """Who is to hear what became of these proposals: authors, present team members, followers; each once a proposal."""
    chosen = Proposal.id.in_(proposal_ids)
    alone = select(Proposal.id, Person).join(Person, Person.id == Proposal.author_id)
    members = (
        select(Proposal.id, Person)
        .join(Membership, Membership.team_id == Proposal.team_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.left_at.is_(None))
    )
    followers = select(Follow.proposal_id, Person).join(Person, Person.id == Follow.person_id)
    found: dict[int, dict[int, Person]] = {proposal_id: {} for proposal_id in proposal_ids}
    for rows in (
        alone.where(chosen, Proposal.team_id.is_(None)),
        members.where(chosen),
        followers.where(Follow.proposal_id.in_(proposal_ids)),
    ):
        _note(found, db.session.execute(rows.where(Person.closed_at.is_(None))))
    return {proposal_id: list(people.values()) for proposal_id, people in found.items()}


def _note(found: dict[int, dict[int, Person]], rows: Iterable[tuple[int, Person]]) -> None:
    for proposal_id, person in rows:
        found[proposal_id].setdefault(person.id, person)
