"""The bundle from which anybody recomputes a jury's decision: scorecards without names, and what was announced."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from app.domain.aggregation import RankingRules
from app.domain.rubric import Rubric
from app.domain.scorecard_states import ScoringState, levels_under
from app.judging.queries import assignments_in, jury_result, ranking_of, sheets_of
from app.judging.queries.deliberation import carried_orders
from app.results.queries.published import Published
from app.rounds.models import Round
from app.rounds.queries import canonical_json, domain_rubric, latest_rubric

Levels = Mapping[str, int | None]


def jury_bundle(round: Round, result: Published, now: datetime) -> dict[str, Any] | None:
    """Everything that the jury's published decision or award follows from; ``None`` for a round without one.

    Mentors are called M1, M2 … in an order that follows from the published seed and what they gave, so that neither
    their accounts nor their names can be found from it. Notes and comments are left out, and so is everything about
    people and teams.
    """
    jury = _announced(result.output)
    rubric, found = latest_rubric(round.id), ranking_of(round, now)
    if jury is None or rubric is None or found is None:
        return None
    known = domain_rubric(rubric.id)
    return {
        "round": {"id": round.id, "slug": round.slug, "title": round.title},
        "rules": _rules(found.rules, jury.prizes),
        "rubric": [
            {"key": each.key, "weight": each.weight, "lo": each.lo, "hi": each.hi} for each in known.criteria
        ],
        "entries": [{"id": entry, "title": each.title} for entry, each in sorted(found.proposals.items())],
        "scorecards": pseudonymous(_cards(round, known, found.proposals, now), found.rules.seed),
        "motions": carried_orders(round.id),
        "announced": {
            "prizes": jury.selected,
            "entries": {
                str(each.proposal_id): {
                    "place": each.place,
                    "position": each.position,
                    "score": None if each.score is None else str(each.score),
                    "scorecards": each.n_scorecards,
                }
                for each in jury_result(round, now)
            },
        },
    }


class Announced(NamedTuple):
    """How many entries the jury gives a prize to, and which, best first."""

    prizes: int
    selected: list[str]


def _announced(output: Mapping[str, Any]) -> Announced | None:
    """Where people voted too, the jury's award; the decision itself where only mentors scored."""
    jury, awards = output.get("jury"), output.get("awards")
    if jury is not None:
        return Announced(jury["prizes"], list(jury["selected"]))
    if awards is None:
        return None
    return Announced(awards["places"], [line["id"] for line in awards["jury"][: awards["places"]]])


def pseudonymous(cards: Iterable[tuple[int, str, Levels]], seed: str) -> list[dict[str, Any]]:
    """The scorecards (mentor, entry, levels) under pseudonyms, by mentor and entry.

    M1 is the mentor whose scorecards, hashed with the seed, come first. The accounts' own numbers are not part of it:
    they are few, and with a published seed somebody could try them all.
    """
    own: dict[int, dict[str, Levels]] = {}
    for mentor, entry, levels in cards:
        own.setdefault(mentor, {})[entry] = dict(levels)
    hashed = {
        mentor: sha256(f"{seed}:{canonical_json(given)}".encode()).hexdigest()
        for mentor, given in own.items()
    }
    order = sorted(own, key=lambda mentor: hashed[mentor])
    return [
        {"mentor": f"M{number}", "entry": entry, "levels": dict(own[mentor][entry])}
        for number, mentor in enumerate(order, start=1)
        for entry in sorted(own[mentor])
    ]


def _rules(rules: RankingRules, prizes: int) -> dict[str, Any]:
    told = asdict(rules)
    return {
        "min_scorecards": told["min_scorecards"],
        "tie_order": list(rules.tie_order),
        "seed": rules.seed,
        "ridge": str(rules.ridge),
        "adjusted_decides": rules.adjusted_decides,
        "prizes": prizes,
    }


def _cards(
    round: Round, rubric: Rubric, entries: Mapping[str, object], now: datetime
) -> Iterable[tuple[int, str, Levels]]:
    """The scorecards that count."""
    for sheet in sheets_of(assignments_in(round.id), round, now):
        assignment, entry = sheet.assignment, str(sheet.assignment.proposal_id)
        counts = not (assignment.is_trainee or assignment.is_calibration) and entry in entries
        if sheet.counted is not None and counts and sheet.state is not ScoringState.RECUSED:
            yield assignment.mentor_id, entry, levels_under(rubric, sheet.counted.levels)
