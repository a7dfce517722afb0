"""A city for measuring: many proposals in a round that takes ideas, 40 on the ballot of one that votes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

from app.db.base import db, is_sqlite
from app.db.session import transaction
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from app.domain.words import words_of
from app.places.models import Neighbourhood
from app.proposals.models import Proposal, ProposalTheme, ProposalWord, Version
from tests.factories import a_neighbourhood, a_person, a_pot, an_electorate, content_with, round_in

SUBJECTS = (
    "Soliņi",
    "Apgaismojums",
    "Strītbola laukums",
    "Bērnu šūpoles",
    "Skatuve",
    "Velosipēdu novietne",
    "Puķu dobes",
)
PLACES = ("parkā", "skolas pagalmā", "pie ezera", "Daugavas krastā", "skvērā", "pie bibliotēkas")
ON_BALLOT = 40
AT_ONCE = 2000


def seed_city(app: Flask, n_proposals: int, n_voters: int) -> dict[str, Any]:
    """Fill the database; returns slugs and ids, among them those of voters with accounts."""
    with app.app_context():
        places = [a_neighbourhood(f"Apkaime {number}") for number in range(25)]
        author = a_person("Autore")
        ideas = round_in(Phase.SUBMISSION, skipped=[Phase.SCORING])
        vote = round_in(Phase.VOTING, skipped=[Phase.SCORING], ballot_limits={"min": 1, "max": 5})
        a_pot(vote, 30_000_000)
        electorate = an_electorate(vote)
        first = (db.session.scalar(select(func.max(Proposal.id))) or 0) + 1
        _add_proposals(ideas.id, author.id, places, n_proposals, ProposalState.SUBMITTED, first)
        _add_proposals(vote.id, author.id, places, ON_BALLOT, ProposalState.FEASIBLE, first + n_proposals)
        voters = [a_person(f"Balsotājs {number}").id for number in range(n_voters)]
        _let_settle()
        return {
            "ideas": ideas.slug,
            "vote": vote.slug,
            "ideas_id": ideas.id,
            "electorate_id": electorate.id,
            "proposal": first + n_proposals // 2,
            "voters": voters,
        }


def _let_settle() -> None:
    """What PostgreSQL does by itself within minutes, so that it plans as it would in a city that has grown."""
    if not is_sqlite(db.engine):
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _add_proposals(
    round_id: int,
    author_id: int,
    places: list[Neighbourhood],
    count: int,
    state: ProposalState,
    first_id: int,
) -> None:
    for start in range(0, count, AT_ONCE):
        rows = list(
            _proposals(round_id, author_id, places, state, first_id + start, min(AT_ONCE, count - start))
        )
        with transaction() as session:
            for model, number in ((Proposal, 0), (Version, 1)):
                session.execute(insert(model), [row[number] for row in rows])
            session.execute(insert(ProposalTheme), [theme for row in rows for theme in row[2]])
            session.execute(insert(ProposalWord), [word for row in rows for word in row[3]])


def _proposals(
    round_id: int,
    author_id: int,
    places: list[Neighbourhood],
    state: ProposalState,
    first_id: int,
    count: int,
) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]]:
    now = datetime.now(UTC)
    for proposal_id in range(first_id, first_id + count):
        rng = Random(proposal_id)
        title = f"{rng.choice(SUBJECTS)} {rng.choice(PLACES)} {proposal_id}"
        theme = rng.choice(list(Theme))
        place = rng.choice(places).id
        said = content_with(title=title, themes=(theme,), neighbourhood_id=place)
        moment = now - timedelta(minutes=proposal_id)
        row = {
            "id": proposal_id,
            "round_id": round_id,
            "author_id": author_id,
            "state": state,
            "language": "lv",
            "title": title,
            "summary": said.summary,
            "neighbourhood_id": place,
            "themes": [theme.value],
            "cost_cents": rng.randrange(100_000, 5_000_000),
            "upkeep_cents": 0,
            "created_at": moment,
            "changed_at": moment,
            "submitted_at": moment,
        }
        version = {"proposal_id": proposal_id, "number": 1, "content": said.as_data(), "saved_at": moment}
        themes = [{"proposal_id": proposal_id, "theme": theme}]
        words = [
            {"round_id": round_id, "word": word, "proposal_id": proposal_id}
            for word in words_of(f"{title}\n{said.summary}\n{said.description}")
        ]
        yield row, version, themes, words
