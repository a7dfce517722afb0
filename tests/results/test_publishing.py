"""Publishing: once, with everybody told. That it may take two people is tested with the other such acts."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.notices.models import Note
from app.proposals.models import Follow
from app.results import queries, services
from app.results.models import Publication, TallyRun, Winner
from app.voting.models import Poll, PollState
from tests.factories import NOW, a_person, a_team, add, an_actor, an_electorate
from tests.results.polls import a_vote_over, published, tallied


def publish(counted, run, actor=None):
    """Publish a run now."""
    return services.publish_result(actor or counted.actor, counted.round, run.id, now=datetime.now(UTC))


def test_a_result_is_public_with_its_winners_in_order(app, session):
    counted = a_vote_over()
    run = tallied(counted)
    publish(counted, run)
    assert session.get(Poll, counted.round.id).state is PollState.PUBLISHED
    assert session.get(Publication, counted.round.id).winners["deciding"] == counted.ids(0, 2)
    assert [str(one.proposal_id) for one in queries.winners_of(counted.round.id)] == counted.ids(0, 2)
    assert queries.published_result(counted.round.id).winner_titles == ["Ideja 6000000", "Ideja 3000000"]
    assert session.get(TallyRun, run.id).approved_by == counted.organiser.id


def test_only_the_deciding_group_makes_winners(app):
    counted = a_vote_over()
    an_electorate(counted.round, "later", position=1)
    publish(counted, tallied(counted))
    assert len(queries.winners_of(counted.round.id)) == 2


@pytest.mark.both_databases
def test_a_result_is_published_once(app, session):
    counted = a_vote_over()
    run = tallied(counted)
    publish(counted, run)
    with pytest.raises(RuleBroken) as broken:
        publish(counted, run)
    assert broken.value.code == "result.published_already"
    assert session.scalar(select(func.count()).select_from(Winner)) == 2


def test_an_older_run_cannot_be_published(app):
    counted = a_vote_over()
    older = tallied(counted)
    with transaction():
        counted.proposals[0].official_cost_cents = 7_500_000
    newer = tallied(counted)
    with pytest.raises(RuleBroken) as broken:
        publish(counted, older)
    assert broken.value.code == "result.run_outdated"
    assert publish(counted, newer).tally_run_id == newer.id


def test_a_published_round_is_not_counted_anew(app):
    counted = a_vote_over()
    run = tallied(counted)
    publish(counted, run)
    assert tallied(counted).id == run.id
    with transaction():
        counted.proposals[0].official_cost_cents = 7_500_000
    with pytest.raises(RuleBroken) as broken:
        tallied(counted)
    assert broken.value.code == "result.published_already"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_who_is_no_organiser_cannot_publish(app, role):
    counted = a_vote_over()
    run = tallied(counted)
    with pytest.raises(NotAllowed):
        publish(counted, run, an_actor(role))
    assert not queries.is_published(counted.round.id)


def test_authors_teams_and_followers_are_told_once_each(app, session):
    counted, fan, leaver = a_vote_over(), a_person(), a_person(closed_at=NOW)
    winner, loser = counted.proposals[0], counted.proposals[1]
    founder, member = a_person(), a_person()
    with transaction():
        winner.team_id = a_team(counted.round, founder, member).id
    for person in (fan, leaver, founder):
        add(Follow(person_id=person.id, proposal_id=winner.id, since=NOW))
    published(counted)
    told = session.execute(select(Note.person_id, Note.event, Note.params["title"].as_string()))
    about = [(person, event) for person, event, title in told if title == winner.title]
    assert sorted(about) == sorted((one.id, "result_won") for one in (fan, founder, member))
    lost = session.scalars(select(Note).where(Note.person_id == loser.author_id)).one()
    assert (lost.event, lost.path) == ("result_not_won", f"/rounds/{counted.round.slug}/results")


def test_what_a_proposal_got_is_known_after_publication_only(app):
    counted = a_vote_over()
    run = tallied(counted)
    assert queries.result_of_proposal(counted.proposals[0].id) == []
    publish(counted, run)
    (standing,) = queries.result_of_proposal(counted.proposals[0].id)
    assert (standing.won, standing.decides, standing.reason["code"]) == (True, True, "funded")
    (lost,) = queries.result_of_proposal(counted.proposals[1].id)
    assert (lost.won, lost.reason["code"]) == (False, "does_not_fit")


def test_the_newest_results_come_first_with_their_winners(app, count_queries):
    counted = [a_vote_over() for _round in range(3)]
    for one in counted:
        published(one)
    with count_queries() as asked:
        newest = queries.latest_publications(2)
        titles = [[winner.proposal.title for winner in one.winners] for one in newest]
    assert [one.round.id for one in newest] == [counted[2].round.id, counted[1].round.id]
    assert titles == [["Ideja 6000000", "Ideja 3000000"]] * 2
    assert len(asked) == 2, asked
