"""What a city's database holds for an address: values for the arguments of a route, found by their names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Table, select
from werkzeug.routing import Rule

from app.accounts.models import Person
from app.db.base import db
from app.teams.models import Membership

CALLED = {"group": "conflict_group", "grant": "role_grant", "photo": "project_photo"}
"""Tables whose rows an address calls by a shorter name."""

BY_COLUMN = {"code": ("team", "join_code"), "slug": ("round", "slug")}
"""Arguments that are no number of a row: their table and column."""

A_GROUP = 3
"""How many rows of one round are tried: the first, one in the middle and the last."""

MOST = 24


class Place(NamedTuple):
    """Values for an address, and the round (its id) that the thing there belongs to."""

    values: dict[str, Any]
    round_id: int | None


def places_of(rule: Rule, person: Person | None) -> list[Place]:
    """Values for the rule's arguments, what belongs to the person first; nothing where no table has such rows."""
    arguments = set(rule.arguments)
    if not arguments:
        return [Place({}, None)]
    tables = {argument: table for argument in arguments if (table := _table_of(argument)) is not None}
    if not tables:
        return []
    last = max(tables, key=lambda argument: len(_links(tables[argument], arguments)))
    rows = [dict(row._mapping) for row in db.session.execute(select(tables[last]))]
    chosen = _spread(rows, _belonging(rows, person))
    found = (Place(_filled(arguments, last, row), _round_of(last, row)) for row in chosen)
    return [place for place in found if place.values.keys() == arguments]


def _round_of(argument: str, row: Mapping[str, Any]) -> int | None:
    return row["id"] if argument == "slug" else row.get("round_id")


def _table_of(argument: str) -> Table | None:
    name = BY_COLUMN[argument][0] if argument in BY_COLUMN else argument.removesuffix("_id")
    return db.metadata.tables.get(CALLED.get(name, name))


def _links(table: Table, arguments: set[str]) -> set[str]:
    """The other arguments that a row of this table leads to."""
    return {"slug" if column.name == "round_id" else column.name for column in table.columns} & arguments


def _filled(arguments: set[str], last: str, row: Mapping[str, Any]) -> dict[str, Any]:
    column = BY_COLUMN[last][1] if last in BY_COLUMN else "id"
    values = {last: row[column]} | {name: row[name] for name in arguments - {last} if name in row}
    if "slug" in arguments - {last} and (round_id := row.get("round_id")):
        rounds = db.metadata.tables["round"]
        values["slug"] = db.session.scalar(select(rounds.c.slug).where(rounds.c.id == round_id))
    return values


def _belonging(rows: Iterable[Mapping[str, Any]], person: Person | None) -> list[Mapping[str, Any]]:
    """The rows that name the person, a team of theirs or their department."""
    if person is None:
        return []
    mine = Membership.person_id == person.id
    teams = set(db.session.scalars(select(Membership.team_id).where(mine, Membership.left_at.is_(None))))
    owners = ("author_id", "founder_id", "mentor_id", "person_id")
    return [
        row
        for row in rows
        if person.id in [row.get(name) for name in owners]
        or row.get("team_id") in teams
        or ("founder_id" in row and row["id"] in teams)
        or (person.department_id is not None and row.get("department_id") == person.department_id)
    ]


def _spread(rows: list[dict[str, Any]], first: list[Any]) -> list[Any]:
    """``first``, and of all others some of every round and state."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.get("round_id", row.get("slug")), row.get("state")].append(row)
    others = [
        group[place]
        for group in groups.values()
        for place in sorted({0, len(group) // 2, len(group) - 1})[:A_GROUP]
    ]
    return [*first[:MOST], *(row for row in others if row not in first)][: 2 * MOST]
