"""The jury's deliberation: who may do what, what changes, what is hidden, what is published."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.queries import actor_of
from app.audit.models import Entry
from app.domain.deliberation import MotionOutcome, Word
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.judging import queries, services
from app.notices.models import Note
from tests.factories import NOW, a_mentor, a_person, a_recusal, an_actor, round_in
from tests.judging.vector import worked_round

RULES = {"min_scorecards": 2, "per_entry": 2, "max_load": None, "tie_break": "benefit", "places": 2}


@pytest.fixture
def round(app):
    return round_in(Phase.DECISION, NOW, judging=RULES)


@pytest.fixture
def jury(round):
    """The worked round: C is second and D third, and both hang on a single mentor."""
    _rubric, entries, mentors = worked_round(round, NOW - timedelta(days=20))
    return entries, mentors


@pytest.fixture
def organiser(app):
    return an_actor(Role.ORGANISER)


def opened(round, organiser):
    return services.open_deliberation(organiser, round.id, now=NOW)


def ids(entries, letters):
    return [str(entries[letter].id) for letter in letters]


def vote(mentors, motion, words):
    for name, word in words.items():
        services.vote_on_motion(actor_of(mentors[name]), motion.id, Word(word), "", now=NOW)


def test_the_agenda_is_what_crosses_the_cut(round, jury, organiser, session):
    entries, _mentors = jury
    agenda = opened(round, organiser).agenda
    crossing = queries.ranking_of(round, NOW).outcome.agenda
    assert [each["id"] for each in agenda["entries"]] == list(crossing)
    assert {str(entries["C"].id), str(entries["D"].id)} <= set(crossing)
    assert session.query(Note).filter_by(event="deliberation_opened").count() == 3
    with pytest.raises(RuleBroken, match="deliberation.opened_already"):
        opened(round, organiser)
    with pytest.raises(RuleBroken, match="deliberation.open"):
        queries.jury_result(round, NOW)


def test_a_carried_motion_changes_places_by_name_and_a_lost_one_does_not(round, jury, organiser, session):
    entries, mentors = jury
    opened(round, organiser)
    mover = actor_of(mentors["P"])
    lost = services.move_motion(mover, round.id, ids(entries, "DC"), "D ir labāks.", now=NOW)
    vote(mentors, lost, {"P": "for", "Q": "against"})
    assert services.decide_motion(organiser, lost.id, now=NOW) is MotionOutcome.LOST
    with pytest.raises(RuleBroken, match="motion.decided"):
        vote(mentors, lost, {"R": "for"})
    carried = services.move_motion(mover, round.id, ids(entries, "DC"), "Tomēr D.", now=NOW)
    with pytest.raises(RuleBroken, match="deliberation.motion_open"):
        services.close_deliberation(organiser, round.id, "Gatavs.", now=NOW)
    vote(mentors, carried, {"P": "for", "Q": "for", "R": "against"})
    assert services.decide_motion(organiser, carried.id, now=NOW) is MotionOutcome.CARRIED
    services.close_deliberation(organiser, round.id, "Otrā vieta ir D.", now=NOW)
    places = [(each.proposal_id, each.position, each.computed) for each in queries.jury_result(round, NOW)]
    assert places[1:3] == [(entries["D"].id, 2, 3), (entries["C"].id, 3, 2)]
    published = queries.published_deliberation(round.id)
    assert (published.is_override, published.statement) == (True, "Otrā vieta ir D.")
    assert [motion.words for motion in published.motions] == [
        {"for": 1, "against": 1, "abstain": 0},
        {"for": 2, "against": 1, "abstain": 0},
    ]
    logged = {entry.action for entry in session.query(Entry)}
    assert {
        "open_deliberation",
        "move_motion",
        "vote_on_motion",
        "decide_motion",
        "close_deliberation",
    } <= logged


def test_whoever_stands_near_has_no_vote_and_is_named(round, jury, organiser):
    entries, mentors = jury
    opened(round, organiser)
    a_recusal(entries["D"], mentors["Q"])
    with pytest.raises(RuleBroken, match="motion.recused"):
        services.move_motion(actor_of(mentors["Q"]), round.id, ids(entries, "DC"), "Mans.", now=NOW)
    motion = services.move_motion(organiser, round.id, ids(entries, "DC"), "D.", now=NOW)
    with pytest.raises(RuleBroken, match="motion.recused"):
        vote(mentors, motion, {"Q": "for"})
    vote(mentors, motion, {"P": "for", "R": "for"})
    assert services.decide_motion(organiser, motion.id, now=NOW) is MotionOutcome.CARRIED
    assert motion.recused == [mentors["Q"].id]


def test_only_the_jury_votes_and_only_organisers_lead(round, jury, organiser):
    entries, mentors = jury
    with pytest.raises(NotAllowed):
        opened(round, actor_of(mentors["P"]))
    opened(round, organiser)
    motion = services.move_motion(organiser, round.id, [], "Paliek.", now=NOW)
    for act in (
        lambda: services.vote_on_motion(organiser, motion.id, Word.FOR, "", now=NOW),
        lambda: services.decide_motion(actor_of(mentors["P"]), motion.id, now=NOW),
        lambda: services.move_motion(an_actor(Role.COUNCIL), round.id, [], "Es.", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(RuleBroken, match="motion.outside_agenda"):
        services.move_motion(organiser, round.id, ids(entries, "A") * 2, "A.", now=NOW)


def test_a_jury_deliberates_on_its_page(client, app):
    round = round_in(Phase.DECISION, judging=RULES)
    entries, mentors = worked_round(round, at=datetime.now(UTC) - timedelta(days=30))[1:]
    near = a_mentor("Tuvā", round)
    a_recusal(entries["D"], near)
    url, place = f"/rounds/{round.slug}/deliberation", f"/rounds/{round.slug}/ranking"
    leader = a_person("", Role.ORGANISER)
    client.sign_in(leader)
    assert client.submit(place, form_named="Call the jury to deliberate").status_code == 303
    client.sign_in(mentors["P"])
    chosen = {"entry": str(entries["D"].id), "target": str(entries["C"].id)}
    assert client.submit(url, chosen, reason="D ir labāks.", form_named="motion").status_code == 303
    for name in "PQ":
        client.sign_in(mentors[name])
        assert client.submit(url, word="for", form_named="Vote").status_code == 303
    assert "for 2" in client.get(url).page.text
    page = client.sign_in(near).get(url).page
    assert "Part of the agenda is not shown to you" in page.text
    assert "D ir labāks." not in page.text
    client.sign_in(leader)
    assert client.submit(url, form_named="Count the votes").status_code == 303
    closing = {"statement": "Otrā vieta ir D.", "form_named": "Close and publish with the result"}
    assert client.submit(url, **closing).status_code == 303
    assert "Otrā vieta ir D." in client.get(url).page.text
    assert queries.jury_result(round)[1].proposal_id == entries["D"].id
