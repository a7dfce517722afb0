"""The awards of a round in which mentors score and people vote: two, or one where its rules declare a formula."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.domain.aggregation import combine
from app.judging.queries import JuryPlace, has_scoring, jury_result
from app.rounds.models import Round

DEFAULT_PLACES = 3


def awards_of(round: Round, output: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """What jury and people chose, beside the tally's ``output``; ``None`` where mentors score nothing.

    ``{"places", "jury": [{id, place, score}], "people": [{id, place, votes}]}``, best first; with a formula also
    ``"formula"`` (the rule) and ``"combined": [{id, place, value}]`` over the entries that have both a place before the
    jury and a line on the ballot; values are fractions in text. Raises as ``jury_result`` and ``combine``.
    """
    if not has_scoring(round):
        return None
    jury = [each for each in jury_result(round, now) if each.position is not None]
    votes = votes_in(output)
    if not jury or not votes:
        return None
    awards: dict[str, Any] = {
        "places": round.judging.get("places") or DEFAULT_PLACES,
        "jury": [_jury_line(each) for each in jury],
        "people": _ranked({key: Fraction(count) for key, count in votes.items()}, "votes"),
    }
    formula = round.judging.get("combination")
    if formula:
        awards["formula"] = formula
        awards["combined"] = _ranked(_combined(jury, votes, formula), "value")
    return awards


def votes_in(output: Mapping[str, Any]) -> dict[str, int]:
    """Votes of the electorate that decides, by proposal id, over all pots."""
    deciding = next((each for each in output["electorates"] if each["decides"]), None)
    pots = deciding["pots"] if deciding else []
    return {key: int(line["votes"]) for pot in pots for key, line in pot["allocation"]["projects"].items()}


def _jury_line(found: JuryPlace) -> dict[str, Any]:
    return {"id": str(found.proposal_id), "place": found.place, "score": str(found.score)}


def _combined(
    jury: list[JuryPlace], votes: Mapping[str, int], formula: Mapping[str, Any]
) -> dict[str, Fraction]:
    scores = {str(each.proposal_id): each.score or Fraction(0) for each in jury}
    both = sorted(scores.keys() & votes.keys())
    return combine(
        {key: scores[key] for key in both},
        {key: votes[key] for key in both},
        jury_share=Fraction(formula["jury_percent"], 100),
        jury_scaling=formula["jury_scaling"],
        vote_scaling=formula["vote_scaling"],
    )


def _ranked(values: Mapping[str, Fraction], name: str) -> list[dict[str, Any]]:
    """Best first; equal values share a place (1, 2, 2, 4)."""
    ordered = sorted(values, key=lambda key: (-values[key], int(key)))
    return [
        {
            "id": key,
            "place": 1 + sum(other > values[key] for other in values.values()),
            name: str(values[key]),
        }
        for key in ordered
    ]
