"""Accounts: links are used once, answers do not tell who is known, roles are granted by administrators only."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import services
from app.accounts.models import Grant, Person, SignInLink
from app.accounts.queries import actor_of, person_by_email
from app.audit.models import Entry
from app.cli.people import CONSOLE
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Role
from app.notices.models import Mail

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ANNA = services.Registration("Anna@Example.com", "Anna", "lv", None, AgeBand.FROM_13)


def token_in_mail(session):
    """The token of the newest link that was mailed."""
    mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    return mail.path.removeprefix("/sign-in/")


def test_an_account_exists_only_after_the_link_was_used(session):
    services.request_sign_up(ANNA, now=NOW)
    assert person_by_email("anna@example.com") is None
    person = services.use_link(token_in_mail(session), now=NOW + timedelta(minutes=19))
    assert (person.email, person.email_key, person.age_band) == (
        "Anna@Example.com",
        "anna@example.com",
        AgeBand.FROM_13,
    )


def test_a_link_works_once(session):
    services.request_sign_up(ANNA, now=NOW)
    token = token_in_mail(session)
    services.use_link(token, now=NOW)
    with pytest.raises(RuleBroken, match="sign_in.link_spent"):
        services.use_link(token, now=NOW)
    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_link_dies_after_twenty_minutes(session):
    services.request_sign_up(ANNA, now=NOW)
    with pytest.raises(RuleBroken, match="sign_in.link_spent"):
        services.use_link(token_in_mail(session), now=NOW + timedelta(minutes=20))
    assert person_by_email(ANNA.email) is None


def test_only_the_hash_of_a_token_is_kept(session):
    services.request_sign_up(ANNA, now=NOW)
    token = token_in_mail(session)
    assert session.scalars(select(SignInLink.token_hash)).all() != [token]


def test_signing_up_twice_gives_one_account(session):
    for _ in range(2):
        services.request_sign_up(ANNA, now=NOW)
    tokens = [mail.path.removeprefix("/sign-in/") for mail in session.scalars(select(Mail).order_by(Mail.id))]
    first, second = [services.use_link(token, now=NOW).id for token in tokens]
    assert first == second


def test_known_and_unknown_addresses_both_get_one_mail(session):
    services.create_person(CONSOLE, ANNA, now=NOW)
    services.request_sign_in("ANNA@example.com", "en", now=NOW)
    services.request_sign_in("nobody@example.com", "en", now=NOW)
    events = session.scalars(select(Mail.event).order_by(Mail.id)).all()
    assert events == ["sign_in", "no_account"]


@pytest.mark.both_databases
def test_an_address_belongs_to_one_account(session):
    services.create_person(CONSOLE, ANNA, now=NOW)
    with pytest.raises(RuleBroken, match="person.email_taken"):
        services.create_person(CONSOLE, ANNA, now=NOW)


@pytest.mark.both_databases
def test_a_role_is_granted_once_and_written_down(session):
    person = services.create_person(CONSOLE, ANNA, now=NOW)
    services.grant_role(CONSOLE, ANNA.email, Role.MENTOR, None, now=NOW)
    with pytest.raises(RuleBroken, match="grant.held_already"):
        services.grant_role(CONSOLE, ANNA.email, Role.MENTOR, None, now=NOW)
    assert actor_of(person).roles_anywhere() == {Role.RESIDENT, Role.MENTOR}
    written = session.scalars(select(Entry).where(Entry.action == "grant_role")).one()
    assert written.after == {"role": "mentor", "round_id": None}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_grant_roles(session, role):
    services.create_person(CONSOLE, ANNA, now=NOW)
    with pytest.raises(NotAllowed):
        services.grant_role(Actor(99, frozenset({(role, None)})), ANNA.email, Role.MENTOR, None, now=NOW)
    assert session.scalar(select(func.count()).select_from(Grant)) == 0


def test_the_last_administrator_stays(session):
    person = services.create_person(CONSOLE, ANNA, now=NOW)
    services.grant_role(CONSOLE, ANNA.email, Role.ADMINISTRATOR, None, now=NOW)
    grant = session.scalars(select(Grant)).one()
    with pytest.raises(RuleBroken, match="grant.last_administrator"):
        services.revoke_role(actor_of(person), grant.id, now=NOW)


def test_residents_have_no_password(session):
    person = services.create_person(CONSOLE, ANNA, now=NOW)
    with pytest.raises(RuleBroken, match="password.not_for_residents"):
        services.set_password(person.id, "four unrelated words", now=NOW)


def test_a_mentor_signs_in_with_a_password(session):
    person = services.create_person(CONSOLE, ANNA, now=NOW)
    services.grant_role(CONSOLE, ANNA.email, Role.MENTOR, None, now=NOW)
    services.set_password(person.id, "four unrelated words", now=NOW)
    assert services.sign_in_with_password("anna@EXAMPLE.com", "four unrelated words").id == person.id
    for email, password in ((ANNA.email, "wrong"), ("nobody@example.com", "four unrelated words")):
        with pytest.raises(RuleBroken, match="sign_in.wrong_password"):
            services.sign_in_with_password(email, password)


def test_closing_an_account_erases_the_person(session):
    person = services.create_person(CONSOLE, ANNA, now=NOW)
    services.grant_role(CONSOLE, ANNA.email, Role.MENTOR, None, now=NOW)
    services.close_account(actor_of(person), now=NOW)
    left = session.get_one(Person, person.id)
    assert (left.display_name, left.email, left.neighbourhood_id) == ("–", f"closed-{left.id}", None)
    assert actor_of(left).grants == frozenset()
