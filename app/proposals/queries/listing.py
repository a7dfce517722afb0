"""The public list of a round's proposals: searched, filtered, sorted, a page at a time.

Only public proposals have ``submitted_at``, so every list walks one index of the round and stops after a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.db.base import db
from app.db.paging import Page, page_of, page_of_many
from app.domain.places import Spot, spot_of
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from app.domain.words import words_of
from app.proposals.models import Proposal, ProposalTheme, ProposalWord

MOST_SEARCH_WORDS = 6
MANY_PROPOSALS = 1000
MOST_ON_A_MAP = 500
RECENT = timedelta(seconds=30)
"""How old the counts of a round with more than ``MANY_PROPOSALS`` may be: the more there are, the longer they take."""

LAST_LETTER = "\U0010ffff"
"""Sorts behind every letter by code points, as both databases compare these words."""


class Sorting(StrEnum):
    """The orders in which proposals can be listed."""

    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"


@dataclass(frozen=True)
class ProposalFilters:
    """What a reader asks for; everything left out asks for nothing. Amounts in cents, both ends included."""

    words: str = ""
    neighbourhood_id: int | None = None
    theme: Theme | None = None
    state: ProposalState | None = None
    least_cents: int | None = None
    most_cents: int | None = None
    sorting: Sorting = Sorting.NEWEST


@dataclass(frozen=True)
class MappedProposal:
    """A proposal and where it lies."""

    proposal: Proposal
    spot: Spot


def proposals_page(
    round_id: int, filters: ProposalFilters, number: int, counts: Mapping[int | None, int] | None = None
) -> Page[Proposal]:
    """One page of the public proposals of the round that fit the filters, with their places, teams and authors.

    Every word searched for must begin a word of the proposal; words of one letter must be one. ``counts`` are those
    of :func:`counts_by_neighbourhood`, which save counting again where nothing but a neighbourhood is asked for;
    elsewhere the list is counted to a bound only.
    """
    order = ORDERS[filters.sorting]
    chosen = select(Proposal).where(*_conditions(round_id, filters)).order_by(*order)
    ids = chosen.with_only_columns(Proposal.id)
    total = None if counts is None else _known_total(filters, counts)
    if total is not None:
        return page_of(chosen.options(*_on_a_card()), ids, number, total=total)
    return page_of_many(ids, lambda some: _loaded(some, order), number)


def first_proposals(round_id: int, filters: ProposalFilters, most: int) -> list[Proposal]:
    """The first proposals of the list that :func:`proposals_page` turns the pages of, at most so many."""
    chosen = select(Proposal).where(*_conditions(round_id, filters)).order_by(*ORDERS[filters.sorting])
    return list(db.session.scalars(chosen.options(*_on_a_card()).limit(most)))


def proposals_on_map(
    round_id: int, filters: ProposalFilters, most: int = MOST_ON_A_MAP
) -> list[MappedProposal]:
    """The first public proposals that fit the filters, each with where it lies."""
    chosen = select(Proposal).where(*_conditions(round_id, filters)).order_by(*ORDERS[filters.sorting])
    places = (joinedload(Proposal.neighbourhood), joinedload(Proposal.park))
    return [_mapped(proposal) for proposal in db.session.scalars(chosen.options(*places).limit(most))]


def _mapped(proposal: Proposal) -> MappedProposal:
    return MappedProposal(proposal, spot_of(proposal, proposal.park, proposal.neighbourhood))


def _loaded(ids: Sequence[int], order: tuple[Any, ...]) -> list[Proposal]:
    found: Select[tuple[Proposal]] = select(Proposal).where(Proposal.id.in_(ids)).options(*_on_a_card())
    return list(db.session.scalars(found.order_by(*order)))


def _on_a_card() -> tuple[Any, ...]:
    """What a card in a list shows of other tables."""
    return (
        joinedload(Proposal.neighbourhood),
        joinedload(Proposal.team),
        joinedload(Proposal.author).joinedload(Person.neighbourhood),
    )


def _known_total(filters: ProposalFilters, counts: Mapping[int | None, int]) -> int | None:
    plain = ProposalFilters(neighbourhood_id=filters.neighbourhood_id, sorting=filters.sorting)
    if filters != plain:
        return None
    return sum(counts.values()) if plain.neighbourhood_id is None else counts.get(plain.neighbourhood_id, 0)


ORDERS: dict[Sorting, tuple[Any, ...]] = {
    Sorting.NEWEST: (Proposal.submitted_at.desc(), Proposal.id.desc()),
    Sorting.CHEAPEST: (Proposal.ballot_cost_cents, Proposal.id),
    Sorting.DEAREST: (Proposal.ballot_cost_cents.desc(), Proposal.id.desc()),
}


def _conditions(round_id: int, filters: ProposalFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Proposal.round_id == round_id,
        Proposal.submitted_at.is_not(None),
    ]
    if filters.neighbourhood_id is not None:
        conditions.append(Proposal.neighbourhood_id == filters.neighbourhood_id)
    if filters.state is not None:
        conditions.append(Proposal.state == filters.state)
    if filters.least_cents is not None:
        conditions.append(Proposal.ballot_cost_cents >= filters.least_cents)
    if filters.most_cents is not None:
        conditions.append(Proposal.ballot_cost_cents <= filters.most_cents)
    if filters.theme is not None:
        themed = select(ProposalTheme.theme).where(
            ProposalTheme.proposal_id == Proposal.id, ProposalTheme.theme == filters.theme
        )
        conditions.append(themed.exists())
    return conditions + [_says(round_id, word) for word in words_of(filters.words, MOST_SEARCH_WORDS)]


def _says(round_id: int, word: str) -> ColumnElement[bool]:
    """The proposal has a word that begins like this."""
    begins = (
        (ProposalWord.word == word,)
        if len(word) == 1
        else (ProposalWord.word >= word, ProposalWord.word < word + LAST_LETTER)
    )
    return Proposal.id.in_(select(ProposalWord.proposal_id).where(ProposalWord.round_id == round_id, *begins))


def counts_by_neighbourhood(round_id: int) -> dict[int | None, int]:
    """How many public proposals each neighbourhood has; those without one under ``None``."""
    counted = (
        select(Proposal.neighbourhood_id, func.count())
        .where(Proposal.round_id == round_id, Proposal.submitted_at.is_not(None))
        .group_by(Proposal.neighbourhood_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


_counted: dict[tuple[str, int], tuple[datetime, dict[int | None, int]]] = {}


def recent_counts(round_id: int, now: datetime) -> dict[int | None, int]:
    """:func:`counts_by_neighbourhood`; in a round with more than a thousand proposals, as they were half a minute ago.

    Each process keeps its own, so that a page of a long list costs what a page of a short one does.
    """
    key = (str(db.engine.url), round_id)
    if key in _counted and abs(now - _counted[key][0]) < RECENT:
        return _counted[key][1]
    counts = counts_by_neighbourhood(round_id)
    if sum(counts.values()) > MANY_PROPOSALS:
        _counted[key] = now, counts
    else:
        _counted.pop(key, None)
    return counts
