"""Signing up and in: by a link sent by mail, or, for staff and mentors, by a password."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import update

from app.accounts.models import Person, SignInLink
from app.accounts.queries import actor_of, person_by_email, person_by_id
from app.accounts.services.people import Registration, add_person
from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Role
from app.notices.tell import queue_mail

LINK_MINUTES = 20
MIN_PASSWORD = 10
MAX_PASSWORD = 200

_hasher = PasswordHasher()
_nobodys_hash = _hasher.hash(secrets.token_hex(16))
"""Checked where there is no account, so that the answer takes as long."""


def request_sign_up(registration: Registration, *, now: datetime) -> None:
    """Send a link that makes the account once it is followed; a known address gets a link to sign in instead."""
    with transaction():
        person = person_by_email(registration.email)
        if person:
            _send_link(person.email, person.language, "sign_in", now=now, person_id=person.id)
            return
        answers = asdict(registration) | {"age_band": registration.age_band.value}
        language = registration.language
        _send_link(registration.email.strip(), language, "sign_up", now=now, registration=answers)


def request_sign_in(email: str, language: str, *, now: datetime) -> None:
    """Send a link to sign in; an unknown address is told by mail that it has no account.

    ``language`` is that of the page, for a mail to somebody without an account.
    """
    with transaction():
        person = person_by_email(email)
        if person:
            _send_link(person.email, person.language, "sign_in", now=now, person_id=person.id)
        else:
            queue_mail(email.strip(), language, "no_account", "/sign-up", {}, now=now)


def _send_link(address: str, language: str, event: str, *, now: datetime, **whose: Any) -> None:
    token = secrets.token_urlsafe(24)
    with transaction() as session:
        expires = now + timedelta(minutes=LINK_MINUTES)
        session.add(SignInLink(token_hash=_hash(token), created_at=now, expires_at=expires, **whose))
        queue_mail(address, language, event, f"/sign-in/{token}", {"minutes": LINK_MINUTES}, now=now)


def use_link(token: str, *, now: datetime) -> Person:
    """Consume a link and return whose it is, making the account of somebody who signed up.

    Raises ``RuleBroken("sign_in.link_spent")`` for a link that is unknown, used or too old.
    """
    with transaction() as session:
        usable = (
            update(SignInLink)
            .where(
                SignInLink.token_hash == _hash(token),
                SignInLink.used_at.is_(None),
                SignInLink.expires_at > now,
            )
            .values(used_at=now)
            .returning(SignInLink.person_id, SignInLink.registration)
        )
        row = session.execute(usable).one_or_none()
        if row is None:
            raise RuleBroken("sign_in.link_spent")
        person = person_by_id(row.person_id) if row.person_id else _registered(row.registration, now)
        if person is None or person.closed_at:
            raise RuleBroken("sign_in.link_spent")
        return person


def _registered(answers: dict[str, Any], now: datetime) -> Person:
    known = person_by_email(answers["email"])
    if known:
        return known
    registration = Registration(**{**answers, "age_band": AgeBand(answers["age_band"])})
    person = add_person(registration, now=now)
    record(Actor(person.id), "sign_up", "person", person.id, now=now)
    return person


def sign_in_with_password(email: str, password: str) -> Person:
    """The person with this address and password.

    Raises ``RuleBroken("sign_in.wrong_password")``, the same and as slowly for unknown addresses.
    """
    person = person_by_email(email)
    stored = person.password_hash if person else None
    try:
        _hasher.verify(stored or _nobodys_hash, password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError) as error:
        raise RuleBroken("sign_in.wrong_password") from error
    if person is None or not stored:
        raise RuleBroken("sign_in.wrong_password")
    return person


def set_password(person_id: int, password: str, *, now: datetime) -> None:
    """Set a password for staff or a mentor and end the person's other sessions.

    Raises ``RuleBroken``: ``password.not_for_residents``, ``password.too_short`` (fewer than 10 characters).
    """
    if len(password) < MIN_PASSWORD:
        raise RuleBroken("password.too_short", least=MIN_PASSWORD)
    with transaction() as session:
        person = session.get_one(Person, person_id)
        if actor_of(person).roles_anywhere() <= {Role.RESIDENT}:
            raise RuleBroken("password.not_for_residents")
        person.password_hash = _hasher.hash(password[:MAX_PASSWORD])
        person.session_epoch += 1
        record(Actor(person.id), "set_password", "person", person.id, now=now)


def end_sessions(person_id: int, *, now: datetime) -> None:
    """Sign a person out everywhere."""
    with transaction() as session:
        person = session.get_one(Person, person_id)
        person.session_epoch += 1
        record(Actor(person.id), "end_sessions", "person", person.id, now=now)


def _hash(token: str) -> str:
    return sha256(f"sign-in|{token}".encode()).hexdigest()
