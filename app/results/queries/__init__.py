"""What can be asked about tallies, published results and the council's decisions."""

from app.results.queries.decisions import decision_of, decisions_of, decisions_on
from app.results.queries.published import (
    Published,
    Standing,
    Won,
    is_published,
    latest_publications,
    published_result,
    result_of_proposal,
    winner_of,
    winners_of,
)
from app.results.queries.runs import (
    is_decided_by_vote,
    latest_run,
    people_to_tell,
    run_by_id,
    run_of_input,
)

__all__ = [
    "Published",
    "Standing",
    "Won",
    "decision_of",
    "decisions_of",
    "decisions_on",
    "is_decided_by_vote",
    "is_published",
    "latest_publications",
    "latest_run",
    "people_to_tell",
    "published_result",
    "result_of_proposal",
    "run_by_id",
    "run_of_input",
    "winner_of",
    "winners_of",
]
