"""Ballots, winners, decisions, projects, certificates."""

from datetime import UTC, date, datetime
from typing import Any

from app.accounts.models import Department, Person
from app.db.session import transaction
from app.delivery.models import Milestone, Project
from app.domain import ledger
from app.domain.ballots import ballot_type
from app.domain.certificates import CertificateKind
from app.domain.decisions import CouncilWord
from app.proposals.models import Proposal
from app.results.models import Certificate, Decision, Publication, Winner
from app.rounds.models import Electorate, Round
from app.voting.models import Ballot, Channel
from tests.factories.proposals import a_proposal
from tests.factories.storing import add, next_number


def a_certificate(round: Round, holder: Person | None = None, **columns: Any) -> Certificate:
    """A participant's certificate in English that shows no name."""
    number = next_number()
    code = f"TEST-{number % 10_000:04}-AAAA".replace("0", "X").replace("1", "Y")
    given = {
        "kind": CertificateKind.PARTICIPANT,
        "code": code,
        "person_id": holder and holder.id,
        "language": "en",
        "issued_at": datetime.now(UTC),
    }
    return add(Certificate(**{"round_id": round.id, **given, **columns}))


def a_counted_ballot(
    round: Round,
    electorate: Electorate,
    *proposals: Proposal,
    channel: Channel = Channel.ONLINE,
    **columns: Any,
) -> Ballot:
    """An approval ballot in the box that names these proposals; nobody on the roll has cast it."""
    number = next_number()
    choices = ballot_type("approval").canonical(tuple(sorted(str(each.id) for each in proposals)))
    hashed = ledger.receipt_hash(round.id, f"RECEIPT{number}")
    given = {
        "id": f"ballot-{number}",
        "voter_tag": f"tag-{number}",
        "revision": 1,
        "cast_key": f"key-{number}",
        "receipt_hash": hashed,
        "channel": channel,
        "choices": choices,
        "leaf_hash": ledger.leaf_hash(round.id, hashed, channel.value, choices),
    }
    return add(Ballot(**{"round_id": round.id, "electorate_id": electorate.id, **given, **columns}))


def a_winner(round: Round, place: int = 1, *, proposal: Proposal | None = None, **columns: Any) -> Proposal:
    """A proposal that won by the published result of the round; the result is made with its first winner."""
    won = proposal or a_proposal(round, **columns)
    with transaction() as session:
        if session.get(Publication, round.id) is None:
            session.add(Publication(round_id=round.id, winners={}, published_at=datetime.now(UTC)))
            session.flush()
        session.add(Winner(proposal_id=won.id, round_id=round.id, place=place))
    return won


def a_decision(proposal: Proposal, word: CouncilWord = CouncilWord.CONFIRMED, **columns: Any) -> Decision:
    """The council's word on a winner."""
    given = {"word": word, "reason": "Tā nolēmusi dome.", "decided_at": datetime.now(UTC)}
    whose = {"round_id": proposal.round_id, "proposal_id": proposal.id}
    return add(Decision(**{**whose, **given, **columns}))


def a_project(proposal: Proposal, department: Department | None = None, **columns: Any) -> Project:
    """A project made from a winner that the council has confirmed."""
    a_decision(proposal)
    whose = {"round_id": proposal.round_id, "proposal_id": proposal.id}
    given = {"department_id": department and department.id, "promised_at": datetime.now(UTC)}
    return add(Project(**{**whose, **given, **columns}))


def a_milestone(project: Project, planned_on: date, name: str = "", **columns: Any) -> Milestone:
    """A step of a project."""
    given = {"name": name or f"Solis {next_number()}", "planned_on": planned_on}
    return add(Milestone(**{"project_id": project.id, **given, **columns}))
