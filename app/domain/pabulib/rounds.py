"""A round of this city as a .pb file, ready to be written and published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.allocation import Allocation
from app.domain.ballots import Choices
from app.domain.pabulib.file import PbBallot, PbFile, PbProject
from app.domain.tally import Election

TYPE_IN_FILE = {"knapsack": "approval"}
"""The format has no knapsack; its ballots are counted as approvals."""

METHODS = {"online": "internet", "paper": "paper"}


@dataclass(frozen=True)
class Described:
    """What META says about the round: texts in one language, ISO codes of language and currency, voting days."""

    description: str
    country: str
    unit: str
    instance: str
    begin: date
    end: date
    subunit: str = ""
    language: str = ""
    currency: str = "EUR"
    comment: str = ""


def pb_of_round(
    described: Described,
    election: Election,
    ballots: Iterable[tuple[str, str, Choices]],
    allocation: Allocation | None = None,
    columns: Mapping[str, Mapping[str, str]] | None = None,
) -> PbFile:
    """Put a closed pot into the format.

    ``ballots`` are triples of receipt hash, channel (``online`` or ``paper``) and checked choices; they are sorted by
    hash, so that the order of voting does not show. ``columns`` adds further columns by project id, such as
    ``category`` or ``latitude``; ``allocation`` fills the column ``selected`` and names the rule.
    """
    known = {project.id: _columns(project.id, election, allocation) for project in election.projects}
    kind = TYPE_IN_FILE.get(election.profile.type_key, election.profile.type_key)
    return PbFile(
        meta=_meta(described, election, allocation),
        budget=election.budget,
        type_key=kind,
        limits=dict(election.profile.limits),
        projects=tuple(
            PbProject(project.id, project.cost, known[project.id] | dict((columns or {}).get(project.id, {})))
            for project in election.projects
        ),
        ballots=tuple(
            PbBallot(receipt_hash, choices, {"voting_method": METHODS[channel]})
            for receipt_hash, channel, choices in sorted(ballots, key=lambda ballot: ballot[0])
        ),
    )


def _meta(described: Described, election: Election, allocation: Allocation | None) -> dict[str, str]:
    meta = {
        "description": described.description,
        "country": described.country,
        "unit": described.unit,
        "subunit": described.subunit,
        "instance": described.instance,
        "date_begin": f"{described.begin:%d.%m.%Y}",
        "date_end": f"{described.end:%d.%m.%Y}",
        "language": described.language,
        "currency": described.currency,
        "comment": described.comment,
    }
    return meta | (rule_in_file(election, allocation) if allocation else {"rule": "unknown"})


def rule_in_file(election: Election, allocation: Allocation) -> dict[str, str]:
    """The format's name for a rule, with the threshold where it has one.

    Names exist for plain and threshold greedy, and for Equal Shares with cost utility, without completion or with
    add1. A project without any vote is never funded here; the format says that as a threshold of 1.
    """
    settings: Mapping[str, Any] = allocation.settings
    threshold = settings.get("min_votes", 0)
    if election.conflicts:
        return {"rule": "greedy-exclusive" if allocation.rule == "greedy" else "unknown"}
    if allocation.rule == "equal-shares":
        named = {"none": "equalshares", "add1": "equalshares/add1"}
        plain = settings["utility"] == "cost" and threshold <= 1
        return {"rule": named.get(settings["completion"], "unknown") if plain else "unknown"}
    if allocation.rule != "greedy":
        return {"rule": "unknown"}
    if settings["stop_at_first_misfit"]:
        return {"rule": "greedy-no-skip"}
    if threshold > 1 and election.profile.type_key not in ("approval", "knapsack"):
        return {"rule": "greedy-custom"}
    if threshold > 1 or not all(election.scores.values()):
        return {"rule": "greedy-threshold", "min_project_score_threshold": str(max(1, threshold))}
    return {"rule": "greedy"}


def _columns(project_id: str, election: Election, allocation: Allocation | None) -> dict[str, str]:
    project = election.by_id[project_id]
    columns = {"name": project.name, "neighborhood": project.group}
    if allocation is not None:
        columns["selected"] = str(int(project_id in allocation.selected))
    return columns
