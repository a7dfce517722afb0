"""Issuing certificates, what their holders choose, and revoking one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.queries import person_by_email
from app.audit.record import record
from app.db.session import transaction
from app.domain.certificates import MOST_HOURS, CertificateKind, new_code
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.notices.tell import tell
from app.results.models import Certificate
from app.results.queries import people_to_thank
from app.rounds.models import Round
from app.rounds.queries import standing_in

MOST_BLANK = 100
REASON_LENGTH = 500


def issue_certificates(actor: Actor, round_id: int, kind: CertificateKind, *, now: datetime) -> int:
    """Issue a certificate to everybody known to have taken part and still without one; returns how many.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``certificate.nobody``, ``certificate.has_one``.
    """
    with _issuing(actor, round_id, now) as (session, round):
        people = people_to_thank(round, kind, now)
        if not people:
            raise RuleBroken("certificate.nobody")
        _issue(session, actor, round, kind, people, None, now)
        return len(people)


def issue_certificate(
    actor: Actor, round_id: int, kind: CertificateKind, email: str, hours: int | None, *, now: datetime
) -> Certificate:
    """Issue one certificate to the account with this address, for ``hours`` whole hours if they are counted.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``certificate.person_unknown``,
    ``certificate.hours_wrong`` (with ``most``), ``certificate.has_one``.
    """
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise RuleBroken("certificate.hours_wrong", most=MOST_HOURS)
    with _issuing(actor, round_id, now) as (session, round):
        person = person_by_email(email)
        if person is None or person.closed_at is not None:
            raise RuleBroken("certificate.person_unknown")
        return _issue(session, actor, round, kind, [person], hours, now)[0]


def issue_blank_certificates(
    actor: Actor, round_id: int, kind: CertificateKind, count: int, language: str, *, now: datetime
) -> None:
    """Issue certificates without a name, to be filled in by hand for people who have no account.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``certificate.count_wrong`` (with ``most``).
    """
    if not 0 < count <= MOST_BLANK:
        raise RuleBroken("certificate.count_wrong", most=MOST_BLANK)
    with _issuing(actor, round_id, now) as (session, round):
        given = {"round_id": round.id, "kind": kind, "language": language, "issued_by": actor.person_id}
        session.add_all(Certificate(code=new_code(), issued_at=now, **given) for _ in range(count))
        after = {"kind": kind, "count": count}
        record(
            actor,
            "issue_blank_certificates",
            "round",
            round.id,
            now=now,
            round_id=round.id,
            after=after,
        )


def choose_certificate(
    actor: Actor, certificate_id: int, *, language: str, shows_name: bool, now: datetime
) -> None:
    """Let the holder choose the language and whether whoever checks the certificate reads a name.

    Raises ``NotAllowed`` for anybody else.
    """
    with transaction() as session:
        certificate = session.get(Certificate, certificate_id)
        if certificate is None or actor.person_id is None or certificate.person_id != actor.person_id:
            raise NotAllowed(Permission.KEEP_CERTIFICATE.value)
        certificate.language, certificate.shows_name = language, shows_name
        after = {"language": language, "shows_name": shows_name}
        record(
            actor,
            "choose_certificate",
            "certificate",
            certificate_id,
            now=now,
            round_id=certificate.round_id,
            after=after,
        )


def revoke_certificate(actor: Actor, certificate_id: int, reason: str, *, now: datetime) -> None:
    """Revoke a certificate: its code says so from now on, and its holder can no longer print it.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``certificate.no_reason``,
    ``certificate.reason_too_long`` (with ``limit``), ``certificate.revoked_already``.
    """
    if not reason.strip():
        raise RuleBroken("certificate.no_reason")
    if len(reason) > REASON_LENGTH:
        raise RuleBroken("certificate.reason_too_long", limit=REASON_LENGTH)
    with transaction() as session:
        certificate = session.get(Certificate, certificate_id)
        if certificate is None:
            raise NotAllowed(Permission.ISSUE_CERTIFICATE.value)
        require(actor, Permission.ISSUE_CERTIFICATE, standing_in(certificate.round, now))
        valid = update(Certificate).where(Certificate.id == certificate_id, Certificate.revoked_at.is_(None))
        values = {"revoked_at": now, "revoked_reason": reason.strip()}
        if session.execute(valid.values(values)).rowcount != 1:  # type: ignore[attr-defined]
            raise RuleBroken("certificate.revoked_already")
        record(
            actor,
            "revoke_certificate",
            "certificate",
            certificate_id,
            now=now,
            round_id=certificate.round_id,
            after={"reason": reason.strip()},
        )


@contextmanager
def _issuing(actor: Actor, round_id: int, now: datetime) -> Iterator[tuple[Session, Round]]:
    """One transaction of somebody who may issue in the round; a second certificate of a kind is refused."""
    try:
        with transaction() as session:
            round = session.get_one(Round, round_id)
            require(actor, Permission.ISSUE_CERTIFICATE, standing_in(round, now))
            yield session, round
    except IntegrityError as error:
        raise RuleBroken("certificate.has_one") from error


def _issue(
    session: Session,
    actor: Actor,
    round: Round,
    kind: CertificateKind,
    people: Iterable[Person],
    hours: int | None,
    now: datetime,
) -> list[Certificate]:
    issued = []
    for person in people:
        certificate = Certificate(
            code=new_code(),
            round_id=round.id,
            person_id=person.id,
            kind=kind,
            hours=hours,
            language=person.language,
            issued_by=actor.person_id,
            issued_at=now,
        )
        session.add(certificate)
        issued.append(certificate)
        session.flush()
        told = {"round": round.title, "kind": kind.value}
        tell([person], "certificate_issued", f"/certificates/{certificate.code}", told, now=now)
        after = {"kind": kind, "person": person.id, "hours": hours}
        record(
            actor,
            "issue_certificate",
            "certificate",
            certificate.id,
            now=now,
            round_id=round.id,
            after=after,
        )
    return issued
