"""A try-out of a vote: everything as in earnest, nothing of it in the box, wiped before it opens and never after."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.rounds.models import Round
from app.voting import queries, services
from app.voting.models import RehearsalBallot, RollEntry
from tests.factories import a_person, an_actor, timetable_with
from tests.voting.pages import find, review
from tests.voting.polls import a_vote, nonce

NOTICE = "this is not the real vote"


def try_here(client, vote, start):
    """Open a try-out ballot."""
    return client.submit(start, electorate=str(vote.electorate.id), form_named="try")


def test_a_try_out_looks_real_counts_nowhere_and_is_wiped(visitor, client, session):
    vote = a_vote(Phase.SCREENING)
    olga = visitor().sign_in(a_person("Olga", Role.ORGANISER))
    manage = vote.url("roll/try-out")
    assert client.get(vote.url("try-out")).status_code == 303
    olga.submit(manage, form_named="start")
    running = queries.rehearsal_of(vote.round.id)
    invited = vote.url(f"try-out?key={running.key}")
    assert client.get(vote.url("try-out?key=guessed")).status_code == 303
    assert try_here(client, vote, invited).leads_to == vote.url()
    assert NOTICE in client.get(vote.url()).page.text
    looked = review(client, vote, vote.ids[:2])
    assert NOTICE in looked.page.text
    receipt = client.follow(client.submit(looked, form_named="cast")).page
    assert NOTICE in receipt.text
    code = receipt.one("p", class_="receipt-code").text
    assert vote.stored() == 0
    assert session.scalar(select(func.count()).select_from(RollEntry)) == 0
    assert queries.rehearsal_counts(vote.round.id) == {vote.electorate.id: 1}
    assert "receipt of a try-out ballot" in find(visitor(), vote, code).page.text
    assert NOTICE not in visitor().get(f"/rounds/{vote.round.slug}").page.text
    assert olga.submit(manage, form_named=vote.url("roll/try-out/wipe")).status_code == 303
    assert queries.rehearsal_counts(vote.round.id) == {}
    assert client.get(vote.url()).status_code == 403


@pytest.mark.both_databases
def test_nothing_is_wiped_or_tried_once_people_vote(app, session):
    vote = a_vote(Phase.SCREENING)
    actor, now = an_actor(Role.ORGANISER), datetime.now(UTC)
    services.start_rehearsal(actor, vote.round, now=now)
    rules = queries.frozen_rules(vote.round)
    tester = queries.voter_of_rehearsal(vote.electorate, None, "a", rules)
    form = nonce()
    for _again in range(2):
        done = services.cast_rehearsal(tester, vote.round, form, vote.ids[:1], now=now)
    assert done.is_repeat
    services.cast_rehearsal(tester, vote.round, nonce(), vote.ids[1:2], now=now)
    assert queries.rehearsal_profile(vote.round.id) == [(f'["{vote.ids[1]}"]', 1)]
    with pytest.raises(RuleBroken, match=r"ballot\.too_many"):
        services.cast_rehearsal(tester, vote.round, nonce(), vote.ids, now=now)
    with transaction() as open_session:
        open_session.get_one(Round, vote.round.id).timetable = timetable_with(Phase.VOTING)
    session.refresh(vote.round)
    vote.cast(a_person("Anna"), vote.ids[:1])
    with pytest.raises(RuleBroken, match=r"phase\.wrong"):
        services.wipe_rehearsal(actor, vote.round, now=now)
    with pytest.raises(RuleBroken, match=r"rehearsal\.over"):
        services.cast_rehearsal(tester, vote.round, nonce(), vote.ids[:1], now=now)
    for statement in (
        "DELETE FROM rehearsal_ballot",
        "INSERT INTO rehearsal_ballot SELECT id + 100, round_id, electorate_id, voter_tag, cast_key || 'x',"
        " receipt_hash || 'x', choices, superseded FROM rehearsal_ballot",
        "DELETE FROM ballot",
    ):
        with pytest.raises(DBAPIError), transaction() as open_session:
            open_session.execute(text(statement))
    assert session.scalar(select(func.count()).select_from(RehearsalBallot)) == 2
    assert vote.stored() == 1
