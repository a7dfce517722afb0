"""Conflicts of interest that nobody has to declare: family, sessions, the mentor's own neighbourhood."""

from datetime import timedelta

from app.accounts.models import GuardianConsent
from app.domain.conflicts import ConflictKind
from app.domain.consents import ConsentState
from app.domain.people import AgeBand
from app.domain.phases import Phase
from app.domain.scorecard_states import ScoringState
from app.judging import queries
from app.teams.models import MentorSlot
from tests.factories import (
    NOW,
    a_mentor,
    a_neighbourhood,
    a_person,
    a_rubric,
    a_scorecard,
    a_team,
    add,
    an_assignment,
    an_entry,
    round_in,
)


def found(round):
    """Entry and person, both by id, and why."""
    kinds = queries.found_conflicts(round.id)
    return {(int(pair.entry), int(pair.mentor)): kind for pair, kind in kinds.items()}


def team_entry(round, *members):
    team = a_team(round, *members)
    return an_entry(round, members[0], team_id=team.id)


def a_session(round, mentor, entry, hour=0):
    starts_at = NOW + timedelta(hours=hour)
    booked = {"starts_at": starts_at, "minutes": 20, "team_id": entry.team_id}
    return add(MentorSlot(round_id=round.id, mentor_id=mentor.id, **booked))


def a_consent(child, **more):
    asked = {"state": ConsentState.ASKED, "age_band": AgeBand.UNDER_13, "asked_at": NOW}
    return add(GuardianConsent(person_id=child.id, token=f"t{child.id}", **{**asked, **more}))


def test_a_guardian_is_family_by_the_invited_address_or_the_name_that_agreed(app):
    round = round_in(Phase.SCORING, NOW)
    one, two, three = (a_person(age_band=AgeBand.UNDER_13) for _ in range(3))
    first, second, third = (team_entry(round, child) for child in (one, two, three))
    invited, agreed, namesake = a_mentor(), a_mentor(display_name="Anna Bite"), a_mentor(display_name="Anna")
    resident = a_person(display_name="Anna Bite")
    a_consent(one, address=invited.email.upper())
    a_consent(two, guardian_name="Anna Bite", state=ConsentState.GIVEN, given_at=NOW)
    a_consent(three, guardian_name="Anna", state=ConsentState.GIVEN, given_at=NOW)
    family = {pair for pair, kind in found(round).items() if kind is ConflictKind.FAMILY}
    assert family == {(first.id, invited.id), (second.id, agreed.id)}
    assert all(person.id not in {who for _entry, who in found(round)} for person in (namesake, resident))
    assert third.id not in {entry for entry, _who in family}


def test_a_session_is_a_conflict_unless_the_round_lets_advisers_score(app):
    strict = round_in(Phase.SCORING, NOW)
    lenient = round_in(Phase.SCORING, NOW, judging={"advisers_score": True})
    mentor = a_mentor()
    entries = [team_entry(round, a_person()) for round in (strict, lenient)]
    for hour, (round, entry) in enumerate(zip((strict, lenient), entries, strict=True)):
        a_session(round, mentor, entry, hour)
    assert found(strict)[entries[0].id, mentor.id] is ConflictKind.MENTORED_TEAM
    assert (entries[1].id, mentor.id) not in found(lenient)


def test_a_neighbour_is_near_only_where_entries_lie_in_several_neighbourhoods(app):
    round, home, away = round_in(Phase.SCORING, NOW), a_neighbourhood(), a_neighbourhood()
    mentor = a_mentor(neighbourhood_id=home.id)
    here = an_entry(round, a_person(), neighbourhood_id=home.id)
    assert (here.id, mentor.id) not in found(round)
    there = an_entry(round, a_person(), neighbourhood_id=away.id)
    assert found(round)[here.id, mentor.id] is ConflictKind.LIVES_BESIDE
    assert (there.id, mentor.id) not in found(round)
    assert [(each.mentor, each.proposal) for each in queries.found_in(round.id)] == [(mentor, here)]


def test_a_session_after_the_scorecard_takes_nothing_away_and_one_before_does(app):
    round = round_in(Phase.SCORING, NOW)
    rubric, mentor = a_rubric(round), a_mentor()
    scored, waiting = (team_entry(round, a_person()) for _ in range(2))
    given, left = an_assignment(scored, mentor), an_assignment(waiting, mentor)
    a_scorecard(given, rubric, at=NOW)
    a_session(round, mentor, scored)
    a_session(round, mentor, waiting, hour=1)
    states = [sheet.state for sheet in queries.sheets_of([given, left], round, NOW)]
    assert states == [ScoringState.SUBMITTED, ScoringState.RECUSED]
