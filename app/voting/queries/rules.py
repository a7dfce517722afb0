"""The frozen rules by which a round's ballots are checked, kept in memory because every cast asks for them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
)

from app.db.base import db
from app.domain.ballots import BallotType, ConflictGroup, Option, Options, ballot_type
from app.proposals.models import ConflictGroup as ConflictGroupRow
from app.proposals.models import Proposal
from app.proposals.queries import conflict_groups_of, proposals_on_ballot
from app.rounds.models import Pot, Round
from app.rounds.queries import pots_of

NO_POT = ""
"""Where proposals stand in a round without money."""

MOST_KEPT = 64


@dataclass(frozen=True)
class BallotRules:
    """The rules of one round's ballot: its type, its limits, everything on it, and where each pot belongs.

    Pots and proposals are named by their ids as text; ``places`` maps a pot to its neighbourhood's id, or to
    ``None`` where it belongs to the whole city.
    """

    round_id: int
    type: BallotType
    limits: dict[str, Any]
    options: Options
    places: dict[str, int | None]

    @cached_property
    def open_pots(self) -> frozenset[str]:
        """The pots that every voter of the round has a right to: the city's, and those offered as a free choice."""
        of_the_city = {pot for pot, place in self.places.items() if place is None}
        return frozenset(of_the_city | set(self.limits.get("one_of", ())))

    def pots_for(self, neighbourhood_ids: frozenset[int]) -> frozenset[str]:
        """The pots of a voter who belongs to these neighbourhoods."""
        own = {pot for pot, place in self.places.items() if place in neighbourhood_ids}
        return self.open_pots | own

    def options_in(self, pots: frozenset[str]) -> Options:
        """What a voter with a right to these pots can choose from."""
        if pots >= self.options.pots.keys():
            return self.options
        mine = {key: option for key, option in self.options.proposals.items() if option.pot in pots}
        amounts = {pot: amount for pot, amount in self.options.pots.items() if pot in pots}
        return Options(mine, amounts, self.options.conflicts)


_kept: dict[tuple[Any, ...], BallotRules] = {}
_lock = Lock()


def frozen_rules(round: Round) -> BallotRules:
    """The rules of the round's ballot, from memory as long as all that they are made of stays the same.

    Costs are the city's own. Raises ``RuleBroken`` for a round whose rules cannot be read.
    """
    stamp = _stamp(round)
    rules = _kept.get(stamp)
    if rules is None:
        rules = _read_rules(round)
        with _lock:
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[stamp] = rules
    return rules


def _stamp(round: Round) -> tuple[Any, ...]:
    """Everything that the rules are made of, in one statement: equal stamps mean equal rules."""
    found = db.session.connection().execute(_LISTS, {"round": round.id}).one()
    limits = json.dumps([round.ballot_limits, round.timetable], sort_keys=True)
    return (str(db.engine.url), round.id, round.ballot_type, limits, *found)


def _listed(columns: Sequence[Any], *conditions: ColumnElement[bool]) -> ScalarSelect[str]:
    """All rows that meet the conditions as one text, by the first column; empty where there are none."""
    line: ColumnElement[str] = literal("")
    for column in columns:
        line = line + func.coalesce(cast(column, String), "") + ":"
    rows = select(line.label("line")).where(*conditions).order_by(columns[0]).subquery()
    return select(func.coalesce(func.aggregate_strings(rows.c.line, ","), "")).scalar_subquery()


_OF_ROUND: BindParameter[int] = bindparam("round")
_LISTS = select(
    _listed(
        (
            Proposal.id,
            Proposal.ballot_cost_cents,
            Proposal.pot_id,
            Proposal.conflict_group_id,
            Proposal.state,
        ),
        Proposal.round_id == _OF_ROUND,
        Proposal.submitted_at.is_not(None),
    ),
    _listed((ConflictGroupRow.id, ConflictGroupRow.at_most), ConflictGroupRow.round_id == _OF_ROUND),
    _listed((Pot.id, Pot.amount_cents, Pot.neighbourhood_id, Pot.position), Pot.round_id == _OF_ROUND),
)
"""Ideas, rival groups and pots, each as the whole list in one text, so that no change can hide behind equal sums; for
300 ideas that takes about as long as counting them. Put together once, because every cast asks it."""


def _read_rules(round: Round) -> BallotRules:
    pots = pots_of(round.id)
    fallback = str(pots[0].id) if pots else NO_POT
    proposals = proposals_on_ballot(round)
    options = Options.of(
        (
            Option(str(each.id), each.ballot_cost_cents, str(each.pot_id) if each.pot_id else fallback)
            for each in proposals
        ),
        {str(pot.id): pot.amount_cents for pot in pots} or {NO_POT: 0},
        (
            ConflictGroup(
                str(group.id),
                frozenset(str(each.id) for each in proposals if each.conflict_group_id == group.id),
                group.at_most,
            )
            for group in conflict_groups_of(round.id)
        ),
    )
    kind = ballot_type(round.ballot_type)
    places = {str(pot.id): pot.neighbourhood_id for pot in pots} or {NO_POT: None}
    return BallotRules(round.id, kind, kind.limits_from(round.ballot_limits), options, places)
