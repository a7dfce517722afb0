"""Every way to vote, from the organiser's editor through the ballot to the published result."""

from datetime import datetime, timedelta

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from tests.factories import a_person, a_pot, a_proposal, an_electorate, round_in

BENCH, COURT, STAGE = "Soliņi", "Laukums", "Skatuve"


def boxes(client, page, ids):
    """Tick the first two ideas."""
    return client.submit(page, choices=ids[:2], form_named="ballot", button="Review my ballot")


def in_order(client, page, ids):
    """The second idea, then the first, which is moved up."""
    for title in (COURT, BENCH):
        page = client.submit(page, form_named="ballot", button=f"Add {title}")
    page = client.submit(page, form_named="ballot", button=f"Move {BENCH} up")
    return client.submit(page, form_named="ballot", button="Review my ballot")


def numbers(client, page, ids):
    """4 for the first idea, 2 for the second."""
    given = {f"points-{ids[0]}": "4", f"points-{ids[1]}": "2"}
    return client.submit(page, given, form_named="ballot", button="Review my ballot")


APPROVALS, POINTS = "2 votes", "8 points on 2 ballots"
WAYS = {
    "approval": ({"min": "1", "max": "2"}, "Choose 1 to 2 ideas.", boxes, "", APPROVALS),
    "knapsack": ({"min": "1"}, "Spend up to €100,000", boxes, "€50,000 left", APPROVALS),
    "ranking": ({"max": "4"}, "Put 1 to 4 ideas in order.", in_order, f"1. {BENCH}", POINTS),
    "points": ({"total": "6", "max_each": "4"}, "You have 6 points", numbers, "4 points", POINTS),
    "grades": ({"highest": "5"}, "from 0 (not at all) to 5", numbers, "grade 4", POINTS),
}
"""Ballot type → limits as typed, their words, how one votes, what the review says, the support of the winner."""


@pytest.mark.parametrize("kind", WAYS)
def test_from_the_editor_to_the_result(visitor, clock, app, kind):
    limits, words, fill_in, reviewed, support = WAYS[kind]
    round = round_in(Phase.SUBMISSION, skipped=[Phase.SCREENING, Phase.SCORING])
    pot, _everybody = a_pot(round), an_electorate(round)
    ideas = [
        a_proposal(round, pot_id=pot.id, title=title, cost_cents=2_500_000) for title in (BENCH, COURT, STAGE)
    ]
    ids, slug = [str(idea.id) for idea in ideas], round.slug
    starts = {phase: datetime.fromisoformat(start) for phase, start in round.timetable.items()}
    organiser = visitor().sign_in(a_person("Olga", Role.ORGANISER))
    saved = organiser.submit(f"/rounds/{slug}/edit/ballot?type={kind}", limits, button="Vote in this way")
    assert saved.status_code == 303
    clock.set(starts["voting"] + timedelta(hours=1))
    for _voter in range(2):
        vote(visitor().sign_in(a_person()), slug, ids, words, fill_in, reviewed)
    clock.set(starts["decision"] + timedelta(hours=1))
    for button in ("Close it for good", "Count", "Publish the result"):
        assert organiser.submit(f"/rounds/{slug}/count", button=button, form_named=button).status_code == 303
    page = visitor().get(f"/rounds/{slug}/results").page
    assert f"{support}, number 1 on the list. After it €75,000 of €100,000 were left." in page.text
    assert page.text.index(BENCH) < page.text.index(COURT)
    assert "Nobody voted for it." in page.text


def vote(client, slug, ids, words, fill_in, reviewed):
    """Read the limits, fill in the ballot, look again, cast."""
    page = client.get(f"/rounds/{slug}/ballot")
    assert words in page.page.text
    looked_at = fill_in(client, page, ids)
    assert "Your ballot is not cast yet." in looked_at.page.text
    assert reviewed in looked_at.page.text
    assert client.submit(looked_at, form_named="cast").status_code == 303
