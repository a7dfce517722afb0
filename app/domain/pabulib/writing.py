"""Writing a .pb file that Pabulib's own checker accepts and that reads back to the same tally."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.money import decimal_text
from app.domain.pabulib.file import PbBallot, PbFile, PbProject
from app.domain.tally import Election, TieOrder

META_ORDER = (
    "description", "country", "unit", "district", "subunit", "instance", "num_projects", "num_votes", "budget",
    "vote_type", "rule", "date_begin", "date_end", "min_length", "max_length", "max_sum_cost", "min_points",
    "max_points", "max_sum_points", "min_project_score_threshold", "edition", "language", "currency",
    "fully_funded", "comment", "acknowledgments",
)  # fmt: skip
"""Keys of META that the checker knows and a city has a use for, in its order."""

PROJECT_ORDER = (
    "name", "category", "beneficiaries", "selected", "neighborhood", "subunit", "district", "description",
    "proposer", "public_id", "latitude", "longitude",
)  # fmt: skip
"""Further columns of PROJECTS, in the checker's order after project_id, cost, votes and score."""

_MAY_BE_EMPTY = ("category", "beneficiaries", "latitude", "longitude")
_LISTS = ("category", "beneficiaries")
_METHODS = ("internet", "paper")
_VOTE_TYPES = {"approval": "approval", "ranking": "ordinal", "points": "cumulative", "grades": "scoring"}
_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)


def write(pb: PbFile) -> str:
    """The file as text. Projects follow by score, votes in the order given, with only the columns that Pabulib knows.

    Of a ballot nothing is written but the voter's id, the choices and ``voting_method``: no age, sex or place.
    Two things the checker dislikes are written all the same, since the tally hangs on them: blank ballots, and
    a ranking longer than the list of projects.
    """
    election = pb.election(TieOrder.parse("votes,cost,id"))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], ["key", "value"], *_meta(pb, election).items()])
    writer.writerow(["PROJECTS"])
    writer.writerows(_projects(pb, election))
    writer.writerow(["VOTES"])
    writer.writerows(_votes(pb, election))
    return text.getvalue()


def _meta(pb: PbFile, election: Election) -> dict[str, str]:
    kept = {key: _cell(value) for key, value in pb.meta.items() if key in META_ORDER and _cell(value)}
    for stale in ("min_length", "max_length", "min_points", "max_points", "max_sum_points", "fully_funded"):
        kept.pop(stale, None)
    kept |= {
        "num_projects": str(len(pb.projects)),
        "num_votes": str(len(pb.ballots)),
        "budget": decimal_text(pb.budget),
        "rule": kept.get("rule", "unknown"),
        **_vote_type(pb),
    }
    if pb.budget >= sum(project.cost for project in pb.projects):
        kept["fully_funded"] = "1"
    if "comment" in kept and not kept["comment"].startswith("#1: "):
        kept["comment"] = f"#1: {kept['comment']}"
    for key in ("date_begin", "date_end"):
        date = _DATE.fullmatch(kept.get(key, ""))
        if date:
            kept[key] = f"{int(date[1]):02d}.{int(date[2]):02d}.{date[3]}"
    return {key: kept[key] for key in META_ORDER if key in kept}


def _vote_type(pb: PbFile) -> dict[str, str]:
    limits = pb.limits
    stated = {"vote_type": _VOTE_TYPES[pb.type_key]}
    names = {"min": "min_length", "max": "max_length", "total": "max_sum_points", "max_each": "max_points"}
    if pb.type_key == "grades":
        names |= {"lowest": "min_points", "highest": "max_points"}
    stated |= {names[key]: str(value) for key, value in limits.items() if key in names}
    if pb.type_key != "ranking" and limits.get("max", 0) > len(pb.projects):
        stated["max_length"] = str(len(pb.projects))
    one_each = all(len(ballot.choices) == 1 for ballot in pb.ballots)
    if pb.type_key == "approval" and limits.get("max") == 1 and one_each:
        stated |= {"vote_type": "choose-1", "min_length": "1"}
    return stated


def _projects(pb: PbFile, election: Election) -> Iterable[list[str]]:
    scored = ["score"] if pb.type_key != "approval" else []
    further = [name for name in PROJECT_ORDER if _can_be_written(name, pb.projects)]
    yield ["project_id", "cost", "votes", *scored, *further]
    by_id = {project.id: project for project in pb.projects}
    for project_id in election.order:
        project = by_id[project_id]
        scores = [str(election.scores[project_id])] if scored else []
        cells = [_project_cell(name, project.columns) for name in further]
        yield [project_id, decimal_text(project.cost), str(election.facts.votes[project_id]), *scores, *cells]


def _can_be_written(name: str, projects: tuple[PbProject, ...]) -> bool:
    """The checker wants a column full or, where it may hold gaps, not wholly empty."""
    filled = [bool(_project_cell(name, project.columns)) for project in projects]
    return any(filled) if name in _MAY_BE_EMPTY else all(filled)


def _project_cell(name: str, columns: Mapping[str, str]) -> str:
    # Pabulib renamed "target" to "beneficiaries" in April 2026.
    value = columns.get(name) or (columns.get("target", "") if name == "beneficiaries" else "")
    if name in _LISTS:
        return ",".join(_cell(part) for part in value.split(",") if _cell(part))
    return _cell(value)


def _votes(pb: PbFile, election: Election) -> Iterable[list[str]]:
    pointed = ["points"] if pb.type_key != "approval" else []
    methods = [ballot.columns.get("voting_method", "") for ballot in pb.ballots]
    told = ["voting_method"] if methods and all(method in _METHODS for method in methods) else []
    yield ["voter_id", "vote", *pointed, *told]
    for ballot, method in zip(pb.ballots, methods, strict=True):
        given = _given(pb, election, ballot)
        points = [",".join(str(value) for _, value in given)] if pointed else []
        yield [ballot.voter_id, ",".join(one for one, _ in given), *points, *([method] if told else [])]


def _given(pb: PbFile, election: Election, ballot: PbBallot) -> list[tuple[str, int]]:
    """Choices with what each gets, in the order the checker wants: best first, a ranking as it is."""
    given: list[tuple[str, Any]] = list(election.profile.kind.support(ballot.choices, pb.limits).items())
    if pb.type_key == "ranking":
        return [*given, *((one, 0) for one in ballot.choices[len(given) :])]
    return sorted(given, key=lambda pair: (-pair[1], pair[0]))


def _cell(value: str) -> str:
    """One line without control characters: the checker counts lines and refuses blanks at the edges of a cell."""
    return " ".join("".join(one if one.isprintable() else " " for one in value).split())
