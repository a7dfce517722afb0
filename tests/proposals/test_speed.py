"""Lists walk an index in its order and stop after a page, on both databases; long ones are counted to a bound."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select

from app.db.base import db
from app.db.paging import COUNTED_AT_MOST, PER_PAGE
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from app.places.models import Neighbourhood
from app.proposals.queries import ProposalFilters, Sorting, listing, proposals_page, recent_counts
from app.rounds.queries import round_by_id, round_by_slug
from benchmarks.rig.city import seed_city
from tests.factories import a_neighbourhood, a_person, a_proposal, content_with, round_in

N_PROPOSALS = 1500
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def city(app):
    """The id of a round with many proposals, and of a neighbourhood."""
    made = seed_city(app, N_PROPOSALS, 0)
    yield round_by_slug(made["ideas"]).id, db.session.scalar(select(Neighbourhood.id).limit(1))
    listing._counted.clear()


def plans_of(act):
    """How the database goes about each statement of an act: its plans."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    connection = db.session.connection()
    selects = [(explain + statement, given) for statement, given in asked if statement.startswith("SELECT")]
    return [
        "\n".join(str(row[-1]) for row in connection.exec_driver_sql(statement, given))
        for statement, given in selects
    ]


@pytest.mark.both_databases
def test_lists_walk_an_index_in_its_order(city):
    round_id, place_id = city
    counts = listing.counts_by_neighbourhood(round_id)
    for asked, index in (
        ({}, "ix_proposal_round_submitted"),
        ({"neighbourhood_id": place_id}, "ix_proposal_round_place"),
        ({"sorting": Sorting.CHEAPEST}, "ix_proposal_round_cost"),
        ({"sorting": Sorting.DEAREST}, "ix_proposal_round_cost"),
    ):
        filters = ProposalFilters(**asked)
        plan = plans_of(lambda filters=filters: proposals_page(round_id, filters, 1, counts))[0]
        assert index in plan, (asked, plan)
        assert not any(sorting in plan for sorting in ("TEMP B-TREE", "Sort")), (asked, plan)


@pytest.mark.both_databases
def test_states_themes_words_and_counts_use_their_indexes(city):
    round_id, _place = city
    kind = db.engine.dialect.name
    for act, indexes in (
        (
            lambda: proposals_page(round_id, ProposalFilters(state=ProposalState.FEASIBLE), 1),
            {"sqlite": "ix_proposal_round_state", "postgresql": "ix_proposal_round_state"},
        ),
        (
            lambda: proposals_page(round_id, ProposalFilters(theme=Theme.SPORT), 1),
            {"sqlite": "sqlite_autoindex_proposal_theme_1", "postgresql": "ix_proposal_theme_theme"},
        ),
        (
            lambda: proposals_page(round_id, ProposalFilters(words="1234"), 1),
            {"sqlite": "sqlite_autoindex_proposal_word_1", "postgresql": "pk_proposal_word"},
        ),
        (
            lambda: listing.counts_by_neighbourhood(round_id),
            # where nearly every proposal is of this round, PostgreSQL rightly reads the table
            {"sqlite": "COVERING INDEX ix_proposal_round_place", "postgresql": "HashAggregate"},
        ),
    ):
        plan = plans_of(act)[0]
        assert indexes[kind] in plan, plan


def test_a_long_list_is_counted_to_a_bound(city):
    round_id, _place = city
    said = ProposalFilters(words="liep")  # every one of them says it
    first, last_counted = proposals_page(round_id, said, 1), proposals_page(round_id, said, 10)
    assert (first.total, first.is_more, first.count, first.next) == (COUNTED_AT_MOST, True, 11, 2)
    assert (len(last_counted.items), last_counted.total, last_counted.next) == (PER_PAGE, COUNTED_AT_MOST, 11)


def test_pages_beyond_the_bound_are_found(city):
    round_id, _place = city
    said = ProposalFilters(words="liep")
    beyond, last = proposals_page(round_id, said, 11), proposals_page(round_id, said, N_PROPOSALS // PER_PAGE)
    assert (len(beyond.items), beyond.total, beyond.is_more, beyond.next) == (PER_PAGE, 220, True, 12)
    assert (last.total, last.is_more, last.next) == (N_PROPOSALS, False, None)
    assert proposals_page(round_id, said, 9_999).number == COUNTED_AT_MOST // PER_PAGE
    turned = [one.id for number in range(1, 76) for one in proposals_page(round_id, said, number).items]
    assert len(turned) == len(set(turned)) == N_PROPOSALS


def test_a_list_as_long_as_the_bound_has_an_end(session, monkeypatch):
    monkeypatch.setattr("app.db.paging.COUNTED_AT_MOST", 40)
    round, author = round_in(Phase.SUBMISSION), a_person()
    for _ in range(40):
        a_proposal(round, author)
    exact = proposals_page(round.id, ProposalFilters(), 2)
    assert (len(exact.items), exact.total, exact.is_more, exact.count, exact.next) == (20, 40, False, 2, None)
    a_proposal(round, author)
    more = proposals_page(round.id, ProposalFilters(), 3)
    assert (len(more.items), more.total, more.is_more, more.count, more.next) == (1, 41, False, 3, None)


def test_the_page_says_that_there_are_more(client, city):
    page = client.get(f"/rounds/{round_by_id(city[0]).slug}/proposals?q=liep&lang=en").page
    assert "200+ found" in page.main
    assert "in all" not in page.main


class TestRecentCounts:
    """Counts of a round with many ideas may be half a minute old; of others they are exact."""

    def test_few_are_counted_each_time(self, session):
        round, place = round_in(Phase.SUBMISSION), a_neighbourhood()
        assert recent_counts(round.id, NOW) == {}
        a_proposal(round, content=content_with(neighbourhood_id=place.id))
        assert recent_counts(round.id, NOW) == {place.id: 1}

    def test_many_are_counted_twice_a_minute(self, session, monkeypatch, count_queries):
        monkeypatch.setattr(listing, "MANY_PROPOSALS", 1)
        monkeypatch.setattr(listing, "_counted", {})
        round, author = round_in(Phase.SUBMISSION), a_person()
        for _ in range(2):
            a_proposal(round, author)
        round_id = round.id
        assert recent_counts(round_id, NOW) == {None: 2}
        a_proposal(round, author)
        with count_queries() as queries:
            assert recent_counts(round_id, NOW + timedelta(seconds=29)) == {None: 2}
        assert queries == []
        assert recent_counts(round_id, NOW + timedelta(seconds=30)) == {None: 3}

    def test_rounds_have_counts_of_their_own(self, session, monkeypatch):
        monkeypatch.setattr(listing, "MANY_PROPOSALS", 0)
        monkeypatch.setattr(listing, "_counted", {})
        one, other = round_in(Phase.SUBMISSION), round_in(Phase.SUBMISSION)
        a_proposal(one)
        assert (recent_counts(one.id, NOW), recent_counts(other.id, NOW)) == ({None: 1}, {})
