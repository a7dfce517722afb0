"""One pot of a published result as a .pb file, which reads back to the same tally."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flask import current_app

from app.domain.allocation import Allocation
from app.domain.ballots import Choices, ConflictGroup, ballot_type
from app.domain.ballots.limits import limits_in_pot
from app.domain.pabulib import Described, pb_of_round, write
from app.domain.tally import Election, Profile, Project, TieOrder
from app.results.views.files import PotFile
from app.results.views.lines import Output
from app.voting.queries import all_ballots
from app.web.clock import city_zone
from app.web.formats import local


def pb_text(round: Any, output: Output, file: PotFile, electorate_ids: Mapping[int, str]) -> str:
    """The file as text; its voters are the hashes of receipts."""
    rules = output["rules"]
    kind = ballot_type(rules["ballot"]["type"])
    members = {key for key, each in output["proposals"].items() if each["pot"] == file.pot["id"]}
    ballots = list(_ballots(round.id, file, electorate_ids, kind, members))
    counts: dict[Choices, int] = {}
    for _receipt, _channel, choices in ballots:
        counts[choices] = counts.get(choices, 0) + 1
    limits = limits_in_pot(rules["ballot"]["limits"], file.pot["id"])
    election = Election(
        tuple(_project(output, key) for key in output["proposals"] if key in members),
        Profile(kind.key, counts, limits),
        file.pot["amount"],
        _rivals(output, members),
        TieOrder.parse(",".join(rules["tie_order"]), rules["seed"]),
    )
    return write(pb_of_round(_described(round, file), election, ballots, _allocation(file)))


def _ballots(
    round_id: int, file: PotFile, electorate_ids: Mapping[int, str], kind: Any, members: set[str]
) -> Iterator[tuple[str, str, Choices]]:
    is_whole = file.pot["voters"] == file.electorate["ballots"]
    for line in all_ballots(round_id):
        if line.superseded or electorate_ids[line.electorate_id] != file.electorate["key"]:
            continue
        own = kind.restrict(kind.parse(line.choices), members)
        if own or is_whole:
            yield line.receipt_hash, line.channel.value, own


def _project(output: Output, key: str) -> Project:
    each = output["proposals"][key]
    place = local(output["neighbourhoods"].get(each["neighbourhood"], {}))
    return Project(key, each["cost"], each["title"], place)


def _rivals(output: Output, members: set[str]) -> tuple[ConflictGroup, ...]:
    groups: dict[str, set[str]] = {}
    for key in members:
        if output["proposals"][key]["rivals"]:
            groups.setdefault(output["proposals"][key]["rivals"], set()).add(key)
    at_most = output["rivals"]
    return tuple(ConflictGroup(key, frozenset(one), at_most[key]) for key, one in sorted(groups.items()))


def _allocation(file: PotFile) -> Allocation:
    """As much of the stored allocation as the file states: the rule, its settings, and who is funded."""
    stored = file.pot["allocation"]
    return Allocation(
        rule=stored["rule"],
        settings=stored["settings"],
        budget=stored["budget"],
        selected=tuple(stored["selected"]),
        spent=stored["spent"],
        votes={},
        scores={},
        reasons={},
    )


def _described(round: Any, file: PotFile) -> Described:
    begin, end = _voting_days(round)
    return Described(
        description=local(round.title),
        country=str(current_app.config["TALKA_COUNTRY"]),
        unit=str(current_app.config["TALKA_CITY_NAME"]),
        instance=str(end.year),
        begin=begin,
        end=end,
        subunit=local(file.pot["name"]),
        comment=f"electorate: {file.electorate['key']}",
    )


def _voting_days(round: Any) -> tuple[date, date]:
    starts = {name: datetime.fromisoformat(text) for name, text in round.timetable.items()}
    begin = starts["voting"]
    end = min((start for start in starts.values() if start > begin), default=begin)
    return begin.astimezone(city_zone()).date(), end.astimezone(city_zone()).date()
