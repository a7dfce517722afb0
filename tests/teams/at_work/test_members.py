"""Who is let in, what must be met to hand in, consent, and what is kept of a name."""

from datetime import timedelta

import pytest

from app.accounts import services as accounts
from app.accounts.models import GuardianConsent
from app.accounts.queries import actor_of, consent_state, latest_consent
from app.domain.consents import ConsentState
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.people import AgeBand
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals.services import save_proposal, submit_proposal
from app.teams import services
from app.teams.queries import credits_of, members_of, requests_to, rule_checks_of
from tests.factories import a_neighbourhood, a_team, an_actor, an_entry, content_with, round_in
from tests.teams.at_work.rules import NOW, STRICT, child


def test_a_founder_answers_who_wants_to_join(session):
    team = a_team(round_in(Phase.SUBMISSION))
    anna, janis, ilze = actor_of(team.founder), an_actor(), an_actor()
    for actor in (janis, janis, ilze):
        services.ask_to_join(actor, team.join_code, now=NOW)
    assert [each.person_id for each in requests_to(team.id)] == [janis.person_id, ilze.person_id]
    assert len(members_of(team.id)) == 1
    with pytest.raises(NotAllowed):
        services.accept_member(janis, team.id, janis.person_id, now=NOW)
    services.accept_member(anna, team.id, janis.person_id, now=NOW)
    services.decline_member(anna, team.id, ilze.person_id, now=NOW)
    with pytest.raises(RuleBroken, match="team.no_request"):
        services.accept_member(anna, team.id, ilze.person_id, now=NOW)
    services.ask_to_join(ilze, team.join_code, now=NOW)
    assert [each.person_id for each in requests_to(team.id)] == [ilze.person_id]
    assert len(members_of(team.id)) == 2


def test_one_team_a_person(session):
    round = round_in(Phase.SUBMISSION, team_rules={"one_team": True})
    first, second, janis = a_team(round), a_team(round), an_actor()
    services.ask_to_join(janis, first.join_code, now=NOW)
    services.ask_to_join(janis, second.join_code, now=NOW)
    services.accept_member(actor_of(first.founder), first.id, janis.person_id, now=NOW)
    for refused in (
        lambda: services.accept_member(actor_of(second.founder), second.id, janis.person_id, now=NOW),
        lambda: services.found_team(janis, round.id, name="Trešā", motto="", now=NOW),
    ):
        with pytest.raises(RuleBroken, match="team.in_another"):
            refused()


def test_an_incomplete_team_works_but_does_not_hand_in(session):
    round = round_in(Phase.SUBMISSION, team_rules=STRICT)
    emils = child()
    team = a_team(round, emils)
    actor = actor_of(emils)
    said = content_with(neighbourhood_id=a_neighbourhood().id)
    idea = an_entry(round, emils, team_id=team.id, state=ProposalState.DRAFT, content=said)
    save_proposal(actor, idea.id, content_with(title="Cits", neighbourhood_id=said.neighbourhood_id))

    def unmet():
        return [check.code.partition(".")[2] for check in rule_checks_of(team, NOW) if not check.is_met]

    assert unmet() == ["size", "adult", "consent"]
    with pytest.raises(RuleBroken, match="team.incomplete"):
        submit_proposal(actor, idea.id)
    services.credit_participant(
        actor, team.id, name="Anna Zaļkalne", age_band=AgeBand.ADULT, has_agreed=True, now=NOW
    )
    assert unmet() == ["consent"]
    asked = accounts.ask_guardian(actor, address="mate@example.com", language="lv", now=NOW)
    accounts.give_consent(asked.token, name="Ilze Ūdrāne", now=NOW)
    assert unmet() == []
    assert submit_proposal(actor, idea.id).state is ProposalState.SUBMITTED


def test_a_consent_is_given_withdrawn_and_runs_out(session):
    emils = child()
    actor = actor_of(emils)

    def told(days=0):
        return consent_state(latest_consent(emils.id), emils, NOW + timedelta(days=days))

    first = accounts.ask_guardian(actor, address="mate@example.com", language="lv", now=NOW).token
    second = accounts.ask_guardian(actor, address="", language="lv", now=NOW).token
    with pytest.raises(RuleBroken, match="guardian.unknown"):
        accounts.give_consent(first, name="Ilze", now=NOW)
    with pytest.raises(RuleBroken, match="guardian.unknown"):
        accounts.give_consent(second, name="Ilze", now=NOW + timedelta(days=31))
    accounts.give_consent(second, name="Ilze", now=NOW)
    assert (told(), told(366)) == (ConsentState.GIVEN, ConsentState.EXPIRED)
    assert emils.consent_until == NOW + timedelta(days=365)
    accounts.give_consent(second, name="Ilze", now=NOW + timedelta(days=400))
    assert told(500) is ConsentState.GIVEN
    accounts.withdraw_consent(second, now=NOW)
    assert (told(), emils.consent_until) == (ConsentState.WITHDRAWN, None)
    assert not session.query(GuardianConsent).filter(GuardianConsent.guardian_name != "").count()
    accounts.give_consent(second, name="Ilze", now=NOW)
    grown = {"display_name": "Emīls", "language": "lv", "neighbourhood_id": None, "shows_name": False}
    accounts.change_person(actor, **grown, age_band=AgeBand.FROM_13, now=NOW)
    assert (told(), emils.consent_until) == (ConsentState.EXPIRED, None)
    with pytest.raises(RuleBroken, match="guardian.not_needed"):
        accounts.ask_guardian(actor, address="", language="lv", now=NOW)


def test_only_what_may_be_kept_of_a_name_is_kept(session):
    team = a_team(round_in(Phase.SUBMISSION))
    actor = actor_of(team.founder)
    for band, agreed in (
        (AgeBand.ADULT, True),
        (AgeBand.ADULT, False),
        (AgeBand.FROM_16, True),
        (AgeBand.UNDER_13, False),
    ):
        services.credit_participant(
            actor, team.id, name="Keita Liepa", age_band=band, has_agreed=agreed, now=NOW
        )
    assert [credit.shown_name for credit in credits_of(team.id)] == ["Keita Liepa", "K. L.", "Keita", "K. L."]
