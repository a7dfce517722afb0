"""Lists of proposals: what is found, in which order, in how many queries, and who may see what."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.queries import actor_of
from app.domain.permissions import VISITOR, Role
from app.domain.phases import Phase
from app.domain.proposal_content import CostLine
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from app.proposals.models import CommentReport, Follow
from app.proposals.queries import (
    ProposalFilters,
    Sorting,
    authors_of,
    comments_of,
    count_of_comments,
    count_of_reported,
    counts_by_neighbourhood,
    followed_by,
    followers_of,
    hidden_comments,
    moderated_comment,
    my_proposals,
    open_comment,
    open_proposal,
    proposals_in_race,
    proposals_of_team,
    proposals_on_ballot,
    proposals_page,
    reported_comments,
    reports_on,
    ways_to_propose,
)
from tests.factories import (
    a_comment,
    a_neighbourhood,
    a_person,
    a_proposal,
    a_team,
    add,
    an_actor,
    content_with,
    round_in,
)

NOW = datetime.now(UTC)
P = ProposalState


def titles(round, **asked):
    """The titles on the first page."""
    return [proposal.title for proposal in proposals_page(round.id, ProposalFilters(**asked), 1).items]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("soliņš", ["Soliņš parkā"]),
        ("SOLINS", ["Soliņš parkā"]),
        ("sol park", ["Soliņš parkā"]),
        ("liepa", ["Soliņš parkā"]),
        ("елка", ["Ёлка во дворе"]),
        ("ЁЛК двор", ["Ёлка во дворе"]),
        ("café", ["A cafe by the river"]),
        ("river a", ["A cafe by the river"]),
        ("oliņš", []),
        ("sol елка", []),
        ("", ["A cafe by the river", "Ёлка во дворе", "Soliņš parkā"]),
        ("…!?", ["A cafe by the river", "Ёлка во дворе", "Soliņš parkā"]),
        ("%", ["A cafe by the river", "Ёлка во дворе", "Soliņš parkā"]),
    ],
)
def test_search_ignores_case_and_marks_and_finds_beginnings(session, words, found):
    round = round_in(Phase.SUBMISSION)
    texts = [("Soliņš parkā", "Zem liepas."), ("Ёлка во дворе", "Для всех."), ("A cafe by the river", "Tea.")]
    for age, (title, summary) in enumerate(reversed(texts)):
        content = content_with(title=title, summary=summary, description="")
        a_proposal(round, content=content, at=NOW - timedelta(hours=age))
    a_proposal(round_in(Phase.SUBMISSION), content=content_with(title="Soliņš citur"))
    a_proposal(round, state=P.DRAFT, content=content_with(title="Soliņš melnrakstā"))
    assert titles(round, words=words) == found


def test_filters_narrow_and_sorting_orders(session):
    centrs, griva = a_neighbourhood("Centrs"), a_neighbourhood("Grīva")
    round = round_in(Phase.SUBMISSION)
    for name, place, theme, cents in (
        ("Lampa", centrs, Theme.SAFETY, 300_000),
        ("Grozs", griva, Theme.SPORT, 100_000),
        ("Koks", griva, Theme.GREEN, 200_000),
    ):
        line = (CostLine("x", cents),)
        a_proposal(
            round,
            content=content_with(title=name, neighbourhood_id=place.id, themes=(theme,), cost_lines=line),
        )
    a_proposal(round, title="Atsaukts", state=P.WITHDRAWN)
    assert titles(round) == ["Koks", "Grozs", "Lampa"]
    assert titles(round, neighbourhood_id=griva.id) == ["Koks", "Grozs"]
    assert titles(round, theme=Theme.SPORT) == ["Grozs"]
    assert titles(round, least_cents=200_000) == ["Koks", "Lampa"]
    assert titles(round, most_cents=200_000) == ["Koks", "Grozs"]
    assert titles(round, sorting=Sorting.CHEAPEST) == ["Grozs", "Koks", "Lampa"]
    assert titles(round, sorting=Sorting.DEAREST) == ["Lampa", "Koks", "Grozs"]
    assert titles(round, state=P.FEASIBLE) == []
    assert counts_by_neighbourhood(round.id) == {centrs.id: 1, griva.id: 2}


def test_the_departments_estimate_replaces_the_authors_sum(session):
    round = round_in(Phase.SCREENING)
    a_proposal(round, title="Dārgs", official_cost_cents=500_000, state=P.FEASIBLE)
    a_proposal(round, title="Lēts")
    assert titles(round, sorting=Sorting.DEAREST) == ["Dārgs", "Lēts"]
    assert titles(round, least_cents=400_000) == ["Dārgs"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("asked", [{}, {"words": "ideja", "theme": Theme.GREEN, "sorting": Sorting.CHEAPEST}])
def test_a_page_takes_two_queries(session, count_queries, rows, asked):
    round, place = round_in(Phase.SUBMISSION), a_neighbourhood()
    for _ in range(rows):
        author = a_person(neighbourhood_id=place.id)
        a_proposal(round, author, content=content_with(neighbourhood_id=place.id), team_id=a_team(round).id)
    round_id = round.id
    with count_queries() as queries:
        page = proposals_page(round_id, ProposalFilters(**asked), 1)
        assert all(one.neighbourhood and one.team and one.author.neighbourhood for one in page.items)
    assert (len(page.items), page.total) == (rows, rows)
    assert len(queries) == 2, queries


def test_counts_that_are_known_are_not_counted_again(session, count_queries):
    place, round = a_neighbourhood(), round_in(Phase.SUBMISSION)
    author = a_person()
    for where in (place.id, place.id, None):
        a_proposal(round, author, content=content_with(neighbourhood_id=where))
    round_id, place_id = round.id, place.id
    counts = counts_by_neighbourhood(round_id)
    for asked, total, expected in (
        (ProposalFilters(), 3, 1),
        (ProposalFilters(neighbourhood_id=place_id, sorting=Sorting.DEAREST), 2, 1),
        (ProposalFilters(words="ideja"), 3, 2),
    ):
        with count_queries() as queries:
            assert proposals_page(round_id, asked, 1, counts).total == total
        assert len(queries) == expected, queries


def test_pages_end(session):
    round = round_in(Phase.SUBMISSION)
    author = a_person()
    for _ in range(21):
        a_proposal(round, author)
    second = proposals_page(round.id, ProposalFilters(), 2)
    assert (len(second.items), second.total, second.count) == (1, 21, 2)
    assert proposals_page(round.id, ProposalFilters(), 9_999).number == 2


def test_drafts_and_withdrawn_ideas_are_their_authors_only(session):
    author, round = a_person(), round_in(Phase.SUBMISSION)
    shown = a_proposal(round, author)
    for state in (P.DRAFT, P.WITHDRAWN):
        hidden = a_proposal(round, author, state=state)
        assert open_proposal(hidden.id, actor_of(author), NOW)[0].id == hidden.id
        for actor in (VISITOR, an_actor(), an_actor(Role.ORGANISER), an_actor(Role.REVIEWER)):
            assert open_proposal(hidden.id, actor, NOW) is None
    assert open_proposal(shown.id, VISITOR, NOW)[1].relations == frozenset()
    assert open_proposal(999, VISITOR, NOW) is None


def test_ideas_of_a_round_that_is_not_announced_are_hidden(session):
    proposal = a_proposal(round_in(Phase.DRAFT))
    assert open_proposal(proposal.id, an_actor(), NOW) is None
    assert open_proposal(proposal.id, an_actor(Role.ORGANISER), NOW)[0].id == proposal.id


def test_opening_takes_one_query_and_one_more_for_a_team(session, count_queries):
    round, person = round_in(Phase.SUBMISSION), a_person()
    alone, together = a_proposal(round, person), a_proposal(round, team_id=a_team(round, person).id)
    actor, first, second = actor_of(person), alone.id, together.id
    for proposal_id, expected in ((first, 1), (second, 2)):
        session.rollback()
        with count_queries() as queries:
            open_proposal(proposal_id, actor, NOW)
        assert len(queries) == expected, queries


def test_who_is_in_the_race_and_who_is_on_the_ballot(session):
    with_screening, without = round_in(Phase.VOTING), round_in(Phase.VOTING, skipped=[Phase.SCREENING])
    for round in (with_screening, without):
        for state in ProposalState:
            a_proposal(round, state=state, title=state.value)
    race = ["submitted", "feasible", "feasible_with_changes"]
    assert [one.title for one in proposals_in_race(with_screening.id)] == race
    assert [one.title for one in proposals_on_ballot(with_screening)] == race[1:]
    assert [one.title for one in proposals_on_ballot(without)] == race


def test_my_ideas_are_mine_and_my_teams(session):
    round, anna, janis = round_in(Phase.SUBMISSION), a_person(), a_person()
    team = a_team(round, janis, anna)
    a_proposal(round, anna, title="Mana", at=NOW - timedelta(hours=2))
    a_proposal(round, janis, title="Mūsu", team_id=team.id, at=NOW - timedelta(hours=1))
    a_proposal(round, anna, title="Cita komanda", team_id=a_team(round).id)
    a_proposal(round, janis, title="Jāņa")
    assert [one.title for one in my_proposals(anna.id)] == ["Mūsu", "Mana"]


def test_a_teams_page_hides_drafts_from_others(session):
    round = round_in(Phase.SUBMISSION)
    team = a_team(round)
    a_proposal(round, title="Iesniegta", team_id=team.id)
    a_proposal(round, title="Melnraksts", team_id=team.id, state=P.DRAFT)
    a_proposal(round, title="Atsaukta", team_id=team.id, state=P.WITHDRAWN)
    assert [one.title for one in proposals_of_team(team.id, with_drafts=False)] == ["Iesniegta"]
    assert [one.title for one in proposals_of_team(team.id, with_drafts=True)] == ["Iesniegta", "Melnraksts"]


def test_closed_accounts_are_told_nothing(session):
    round, gone = round_in(Phase.VOTING), a_person(closed_at=NOW)
    proposal = a_proposal(round, gone)
    follower = a_person()
    for person in (gone, follower):
        add(Follow(person_id=person.id, proposal_id=proposal.id, since=NOW))
    assert authors_of(proposal) == []
    assert [person.id for person in followers_of(proposal.id)] == [follower.id]
    assert [one.id for one in followed_by(follower.id)] == [proposal.id]


def test_a_hidden_comment_is_its_writers_only(session):
    proposal, writer = a_proposal(round_in(Phase.VOTING)), a_person()
    seen = a_comment(proposal, body="Redzams", written_at=NOW)
    hidden = a_comment(proposal, writer, body="Slēpts", written_at=NOW - timedelta(hours=1), hidden_at=NOW)
    a_comment(a_proposal(proposal.round), body="Citur")
    for actor in (VISITOR, an_actor(), an_actor(Role.ORGANISER)):
        assert [one.body for one in comments_of(proposal.id, actor).items] == ["Redzams"]
    assert [one.body for one in comments_of(proposal.id, actor_of(writer)).items] == ["Redzams", "Slēpts"]
    assert count_of_comments(proposal.id) == 1
    assert open_comment(hidden.id, actor_of(writer), NOW) is None
    assert open_comment(seen.id, VISITOR, NOW)[0].id == seen.id


@pytest.mark.parametrize("rows", [1, 3])
def test_comments_take_two_queries(session, count_queries, rows):
    proposal, place = a_proposal(round_in(Phase.VOTING)), a_neighbourhood()
    for _ in range(rows):
        a_comment(proposal, a_person(neighbourhood_id=place.id))
    proposal_id = proposal.id
    with count_queries() as queries:
        page = comments_of(proposal_id, VISITOR)
        assert all(comment.author.neighbourhood for comment in page.items)
    assert page.total == rows
    assert len(queries) == 2, queries


def test_moderators_see_reports_of_their_rounds(session):
    here, there = round_in(Phase.VOTING), round_in(Phase.VOTING)
    mine, other = a_comment(a_proposal(here)), a_comment(a_proposal(there))
    for comment in (mine, other):
        for reason in ("Rupji", "Reklāma"):
            add(CommentReport(comment_id=comment.id, person_id=a_person().id, reason=reason, reported_at=NOW))
    a_comment(a_proposal(here))
    everywhere, local = an_actor(Role.ORGANISER), an_actor(Role.ORGANISER, round=here)
    assert [one.id for one in reported_comments(everywhere).items] == [mine.id, other.id]
    assert [one.id for one in reported_comments(local).items] == [mine.id]
    assert (count_of_reported(everywhere), count_of_reported(local), count_of_reported(an_actor())) == (
        2,
        1,
        0,
    )
    assert [report.reason for report in reports_on([mine])[mine.id]] == ["Rupji", "Reklāma"]
    assert moderated_comment(other.id, local) is None
    assert moderated_comment(mine.id, local)[0].id == mine.id
    assert hidden_comments(everywhere).items == []


def test_ways_to_propose(session):
    person = a_person()
    open_to_all = round_in(Phase.SUBMISSION)
    team = a_team(open_to_all, person)
    ways = ways_to_propose(open_to_all, person)
    assert (ways.alone, [one.id for one in ways.teams], ways.refusal) == (True, [team.id], None)
    teams_only = round_in(Phase.SUBMISSION, proposers={"as": ["team"]})
    ways = ways_to_propose(teams_only, person)
    assert (ways.any, ways.refusal.code) == (False, "proposer.capacity")
    for_youth = round_in(Phase.SUBMISSION, proposers={"age_bands": ["13_15"]})
    assert ways_to_propose(for_youth, person).refusal.code == "proposer.age"
