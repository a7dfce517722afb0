"""Teams, proposals, comments."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.accounts.models import Person
from app.db.session import transaction
from app.domain.proposal_content import CostLine, ProposalContent
from app.domain.proposal_states import PUBLIC, ProposalState
from app.domain.themes import Theme
from app.domain.words import fold, words_of
from app.proposals.models import Comment, Proposal, ProposalTheme, ProposalWord, Version
from app.rounds.models import Round
from app.teams.models import Membership, Team
from tests.factories.people_and_places import a_person
from tests.factories.storing import add, next_number


def a_team(round: Round, founder: Person | None = None, *members: Person, **columns: Any) -> Team:
    """An open team of the round with its founder and members; its code is valid for a week."""
    number = next_number()
    name = columns.pop("name", f"Komanda {number}")
    founder = founder or a_person()
    now = columns.pop("created_at", None) or datetime.now(UTC)
    given = {
        "round_id": round.id,
        "name": name,
        "name_key": fold(name),
        "founder_id": founder.id,
        "join_code": f"TEAM{number:04}".replace("0", "A").replace("1", "B"),
        "join_code_expires_at": now + timedelta(days=7),
        "created_at": now,
    }
    team = add(Team(**{**given, **columns}))
    for person in (founder, *members):
        add(Membership(team_id=team.id, person_id=person.id, joined_at=now))
    return team


def content_with(**fields: Any) -> ProposalContent:
    """What a proposal says that lacks nothing but a place: one cost line of 1,000 €."""
    given = {
        "language": "lv",
        "title": f"Ideja {next_number()}",
        "summary": "Soliņš zem liepām.",
        "description": "Koka soliņš ar atzveltni.",
        "themes": (Theme.GREEN,),
        "cost_lines": (CostLine("Soliņš", 100_000),),
    }
    return ProposalContent(**{**given, **fields})


def a_proposal(
    round: Round,
    author: Person | None = None,
    *,
    state: ProposalState = ProposalState.SUBMITTED,
    content: ProposalContent | None = None,
    at: datetime | None = None,
    **columns: Any,
) -> Proposal:
    """A proposal with its first version, submitted unless ``state`` says otherwise; ``at`` is when (by default now).

    What it says comes from ``content``; columns of the row, such as ``team_id`` or ``official_cost_cents``, win.
    """
    said = content or content_with(**{"title": columns["title"]} if "title" in columns else {})
    moment = at or datetime.now(UTC)
    row = {
        "round_id": round.id,
        "author_id": (author or a_person()).id,
        "state": state,
        "language": said.language,
        "title": said.title,
        "summary": said.summary,
        "neighbourhood_id": said.neighbourhood_id,
        "park_id": said.park_id,
        "themes": [theme.value for theme in said.themes],
        "cost_cents": said.cost_cents,
        "upkeep_cents": said.upkeep_cents,
        "created_at": moment,
        "changed_at": moment,
        "submitted_at": moment if state in PUBLIC else None,
    }
    proposal = add(Proposal(**{**row, **columns}))
    words = words_of(f"{said.title}\n{said.summary}\n{said.description}")
    with transaction() as session:
        session.add(Version(proposal_id=proposal.id, number=1, content=said.as_data(), saved_at=moment))
        session.add_all(ProposalTheme(proposal_id=proposal.id, theme=theme) for theme in said.themes)
        session.add_all(ProposalWord(round_id=round.id, proposal_id=proposal.id, word=word) for word in words)
    return proposal


def a_comment(
    proposal: Proposal, author: Person | None = None, body: str = "Laba doma.", **columns: Any
) -> Comment:
    """A comment that everybody can read."""
    given = {
        "author_id": (author or a_person()).id,
        "body": body,
        "language": "lv",
        "written_at": datetime.now(UTC),
    }
    return add(Comment(**{"proposal_id": proposal.id, **given, **columns}))


def an_entry(round: Round, author: Person | None = None, **columns: Any) -> Proposal:
    """A proposal that was handed in a day after submission began, in time for everybody to judge it."""
    began = datetime.fromisoformat(round.timetable["submission"])
    return a_proposal(round, author, at=began + timedelta(days=1), **columns)
