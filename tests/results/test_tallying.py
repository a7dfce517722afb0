"""Counting: the right winners with reasons, once for each input, by those who may, after the vote is closed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.models import Entry
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import VISITOR, Role
from app.domain.phases import Phase
from app.judging.models import Scorecard
from app.proposals.models import ConflictGroup
from app.results import services
from app.results.models import TallyRun
from app.voting.models import Channel, Poll, PollState
from tests.factories import (
    a_counted_ballot,
    a_neighbourhood,
    a_pot,
    a_proposal,
    a_rubric,
    a_scorecard,
    add,
    an_actor,
    an_assignment,
    an_electorate,
    round_in,
)
from tests.results.polls import a_vote_over, closed, tallied


def count(counted, actor=None):
    """Run the tally now."""
    return services.run_tally(actor or counted.actor, counted.round, now=datetime.now(UTC))


def only_pot(run, electorate=0):
    """The first pot of an electorate as the tally wrote it down."""
    return run.output["electorates"][electorate]["pots"][0]


def test_the_most_votes_are_funded_while_the_money_lasts(app):
    counted = a_vote_over()
    pot = only_pot(count(counted))
    first, second, third = counted.ids(0, 1, 2)
    assert pot["allocation"]["selected"] == [first, third]
    assert pot["allocation"]["spent"] == 9_000_000
    reasons = {key: each["reason"] for key, each in pot["allocation"]["projects"].items()}
    assert reasons[first] == {
        "code": "funded",
        "votes": 4,
        "score": 4,
        "cost": 6_000_000,
        "rank": 1,
        "place": 1,
        "left": 4_000_000,
        "budget": 10_000_000,
    }
    assert reasons[second]["code"] == "does_not_fit"
    assert reasons[second]["short"] == 1_000_000
    assert reasons[second]["more_votes"] == 1  # as many votes as the first, and it costs less
    assert {each["rule"] for each in pot["others"]} == {"equal-shares"}
    assert pot["measures"]["coverage"]["1"] == "5/6"


def test_the_vote_counts_as_tallied_and_the_audit_log_knows(app, session):
    counted = a_vote_over()
    run = count(counted)
    assert session.get(Poll, counted.round.id).state is PollState.TALLIED
    entry = session.scalars(select(Entry).where(Entry.action == "run_tally")).one()
    assert (entry.actor_id, entry.subject_id) == (counted.organiser.id, run.id)


@pytest.mark.both_databases
def test_the_same_input_gives_the_same_run(app, session):
    counted = a_vote_over()
    first = count(counted).id
    assert count(counted).id == first
    assert count(counted, an_actor(Role.ADMINISTRATOR)).id == first
    assert session.scalar(select(func.count()).select_from(TallyRun)) == 1


@pytest.mark.both_databases
def test_the_database_refuses_a_second_row_for_the_same_input(app):
    run = tallied(a_vote_over())
    twin = TallyRun(
        round_id=run.round_id,
        input_sha256=run.input_sha256,
        algorithm=run.algorithm,
        version=run.version,
        output={},
        run_at=datetime.now(UTC),
    )
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(twin)


def test_another_input_gives_another_run(app):
    counted = a_vote_over()
    first = count(counted)
    with transaction():
        counted.proposals[0].official_cost_cents = 11_000_000
    second = count(counted)
    assert second.input_sha256 != first.input_sha256
    assert only_pot(second)["allocation"]["selected"] == counted.ids(1, 2)
    assert second.output["proposals"][counted.ids(0)[0]]["cost"] == 11_000_000


def test_superseded_ballots_do_not_count(app):
    counted = a_vote_over(close=False)
    for _time in range(5):
        a_counted_ballot(counted.round, counted.electorate, counted.proposals[2], superseded=True)
    closed(counted)
    assert only_pot(count(counted))["allocation"]["projects"][counted.ids(2)[0]]["votes"] == 2


def test_ballots_are_counted_only_once_the_vote_is_closed(app):
    counted = a_vote_over(close=False)
    with pytest.raises(RuleBroken) as broken:
        count(counted)
    assert broken.value.code == "poll.not_closed"


def test_nothing_is_counted_while_voting_lasts(app):
    round = round_in(Phase.VOTING)
    with pytest.raises(RuleBroken) as broken:
        services.run_tally(an_actor(Role.ORGANISER), round, now=datetime.now(UTC))
    assert broken.value.code == "phase.wrong"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_who_is_no_organiser_cannot_count(app, role):
    counted = a_vote_over()
    with pytest.raises(NotAllowed):
        count(counted, an_actor(role))


def test_organisers_of_another_round_and_visitors_cannot_count(app):
    counted, other = a_vote_over(), round_in(Phase.DECISION)
    for actor in (an_actor(Role.ORGANISER, round=other), VISITOR):
        with pytest.raises(NotAllowed):
            count(counted, actor)


def test_groups_of_voters_are_tallied_apart_and_the_binding_one_decides(app):
    counted = a_vote_over(close=False)
    binding = an_electorate(counted.round, "binding", is_binding=True, position=1)
    a_counted_ballot(counted.round, binding, counted.proposals[1], channel=Channel.PAPER)
    closed(counted)
    first, second = count(counted).output["electorates"]
    assert (first["decides"], first["ballots"]) == (False, 6)
    assert (second["decides"], second["ballots"], second["channels"]) == (True, 1, {"paper": 1})
    assert second["pots"][0]["allocation"]["selected"] == counted.ids(1)


def test_each_pot_is_counted_by_itself(app):
    counted = a_vote_over(close=False)
    pot = a_pot(counted.round, 2_000_000, "Grīva", position=1)
    place = a_neighbourhood("Grīva")
    local = a_proposal(counted.round, pot_id=pot.id, cost_cents=1_500_000, neighbourhood_id=place.id)
    a_counted_ballot(counted.round, counted.electorate, local)
    a_counted_ballot(counted.round, counted.electorate, local, counted.proposals[0])
    closed(counted)
    run = count(counted)
    city, griva = run.output["electorates"][0]["pots"]
    assert (city["voters"], city["allocation"]["selected"]) == (7, counted.ids(0, 2))
    assert (griva["voters"], griva["allocation"]["selected"]) == (2, [str(local.id)])
    assert run.output["neighbourhoods"] == {str(place.id): place.name}


def test_of_rivals_only_so_many_win(app):
    counted = a_vote_over(costs=(1_000_000, 1_000_000, 1_000_000))
    group = add(ConflictGroup(round_id=counted.round.id, name={"lv": "Laukums"}, at_most=1))
    with transaction():
        for proposal in counted.proposals[:2]:
            proposal.conflict_group_id = group.id
    run = count(counted)
    assert only_pot(run)["allocation"]["selected"] == counted.ids(0, 2)
    reason = only_pot(run)["allocation"]["projects"][counted.ids(1)[0]]["reason"]
    assert (reason["code"], reason["rivals"]) == ("excluded_by_rival", counted.ids(0))
    assert run.output["rivals"] == {str(group.id): 1}


def test_a_tie_that_decides_is_written_down_with_its_lots(app):
    counted = a_vote_over(costs=(6_000_000, 6_000_000), ballots=((0,), (1,)))
    (tie,) = only_pot(count(counted))["allocation"]["ties"]
    assert set(tie["projects"]) == set(counted.ids(0, 1))
    assert tie["by"] == ["lot"]
    assert set(tie["lots"]) == set(counted.ids(0, 1))


def test_equal_shares_decides_where_the_round_says_so(app):
    rule = {"rule": "equal-shares", "utility": "cost", "completion": "none", "step": 100, "min_votes": 0}
    run = count(a_vote_over(allocation=rule))
    assert run.algorithm == "equal-shares"
    assert [each["rule"] for each in only_pot(run)["others"]] == ["greedy"]


def a_scored_round(*levels, **columns):
    """A round without voting whose entries three mentors gave these levels."""
    skipped = [Phase.SCREENING, Phase.VOTING]
    rules = {"allocation": {"rule": "ranking", "prizes": 2}, **columns}
    round = round_in(Phase.DECISION, skipped=skipped, **rules)
    rubric = a_rubric(round)
    entries = [a_proposal(round, title=f"Ideja {number}") for number in range(len(levels))]
    for entry, level in zip(entries, levels, strict=True):
        for _mentor in range(3 if level else 0):
            given = {"levels": {"feasibility": level, "benefit": level}, "submitted_at": datetime.now(UTC)}
            a_scorecard(an_assignment(entry), rubric, **given)
    return round, entries


def test_without_a_vote_the_jury_decides(app):
    round, entries = a_scored_round(2, 5, 4, None)
    run = services.run_tally(an_actor(Role.ORGANISER), round, now=datetime.now(UTC))
    first, second = str(entries[1].id), str(entries[2].id)
    assert run.algorithm == "jury"
    assert run.output["jury"]["selected"] == [first, second]
    reasons = {key: each["reason"]["code"] for key, each in run.output["jury"]["projects"].items()}
    assert reasons == {
        first: "jury_prize",
        second: "jury_prize",
        str(entries[0].id): "jury_no_prize",
        str(entries[3].id): "jury_unscored",
    }
    assert run.output["electorates"] == []


def test_a_jury_that_has_scored_nothing_has_no_result(app, session):
    round, _entries = a_scored_round(None, None)
    with pytest.raises(RuleBroken) as broken:
        services.run_tally(an_actor(Role.ORGANISER), round, now=datetime.now(UTC))
    assert broken.value.code == "jury.nothing_scored"
    assert session.scalar(select(func.count()).select_from(Scorecard)) == 0
