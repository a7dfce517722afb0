"""Certificates of a round, of a person, by their code, and who is to get one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.db.base import db
from app.db.paging import Page, page_of
from app.domain.certificates import CertificateKind, read_code
from app.domain.permissions import Actor, Relation, Standing
from app.domain.scorecard_states import ScoringState
from app.judging.queries import assignments_in, sheets_of
from app.proposals.models import Proposal
from app.results.models import Certificate
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.teams.models import Credit, Membership

MOST_AT_ONCE = 300
"""How many certificates one document holds."""


def certificate_by_code(text: str) -> Certificate | None:
    """The certificate with this code as somebody typed it, with its round and holder; revoked ones included."""
    found = select(Certificate).where(Certificate.code == read_code(text))
    return db.session.scalar(
        found.options(
            joinedload(Certificate.round), joinedload(Certificate.person).joinedload(Person.neighbourhood)
        )
    )


def open_certificate(text: str, actor: Actor, now: datetime) -> tuple[Certificate, Standing] | None:
    """The certificate of an address and whether it is the actor's own."""
    certificate = certificate_by_code(text)
    if certificate is None:
        return None
    is_own = actor.person_id is not None and certificate.person_id == actor.person_id
    relations = frozenset({Relation.HOLDER}) if is_own else frozenset()
    return certificate, standing_in(certificate.round, now, relations)


def certificates_of(person_id: int) -> list[Certificate]:
    """The person's valid certificates with their rounds, newest first."""
    found = select(Certificate).where(Certificate.person_id == person_id, Certificate.revoked_at.is_(None))
    found = found.options(joinedload(Certificate.round)).order_by(Certificate.id.desc())
    return list(db.session.scalars(found.limit(MOST_AT_ONCE)))


def certificates_in(round_id: int, number: int) -> Page[Certificate]:
    """One page of the certificates of a round with their holders, newest first, revoked ones included."""
    found = select(Certificate).where(Certificate.round_id == round_id)
    rows = found.options(joinedload(Certificate.person)).order_by(Certificate.id.desc())
    return page_of(rows, found.with_only_columns(Certificate.id), number)


def valid_certificates_in(round_id: int) -> list[Certificate]:
    """The valid certificates of a round with their holders, as many as one document holds, first issued first."""
    found = select(Certificate).where(Certificate.round_id == round_id, Certificate.revoked_at.is_(None))
    found = found.options(joinedload(Certificate.person), joinedload(Certificate.round))
    return list(db.session.scalars(found.order_by(Certificate.id).limit(MOST_AT_ONCE)))


def nameless_certificates_in(round_id: int) -> list[Certificate]:
    """The valid certificates of a round without a holder, as many as one document holds, first issued first."""
    return [each for each in valid_certificates_in(round_id) if each.person_id is None]


def credited_in(round_id: int) -> list[Credit]:
    """Who took part without an account, in the teams that handed something in, by team."""
    handed_in = select(Proposal.team_id).where(
        Proposal.round_id == round_id, Proposal.submitted_at.is_not(None)
    )
    found = select(Credit).where(Credit.team_id.in_(handed_in)).order_by(Credit.team_id, Credit.id)
    return list(db.session.scalars(found.limit(MOST_AT_ONCE)))


def people_to_thank(round: Round, kind: CertificateKind, now: datetime) -> list[Person]:
    """Who took part in a round and has no certificate of this kind, by id.

    Participants are the authors of entries and the members of their teams, mentors those who gave a scorecard that
    counts. The city knows its volunteers by name only: nobody is found for them.
    """
    if kind is CertificateKind.VOLUNTEER:
        return []
    ids = _participants(round.id) if kind is CertificateKind.PARTICIPANT else _mentors(round, now)
    thanked = select(Certificate.person_id).where(
        Certificate.round_id == round.id, Certificate.kind == kind, Certificate.person_id.is_not(None)
    )
    found = select(Person).where(Person.id.in_(ids), Person.closed_at.is_(None), Person.id.not_in(thanked))
    return list(db.session.scalars(found.order_by(Person.id)))


def _participants(round_id: int) -> set[int]:
    public = (Proposal.round_id == round_id, Proposal.submitted_at.is_not(None))
    alone = select(Proposal.author_id).where(*public, Proposal.team_id.is_(None))
    teams = select(Proposal.team_id).where(*public, Proposal.team_id.is_not(None))
    members = select(Membership.person_id).where(Membership.team_id.in_(teams), Membership.left_at.is_(None))
    return {each for each in (*db.session.scalars(alone), *db.session.scalars(members)) if each is not None}


def _mentors(round: Round, now: datetime) -> set[int]:
    sheets = sheets_of(assignments_in(round.id), round, now)
    return {
        sheet.assignment.mentor_id
        for sheet in sheets
        if sheet.counted is not None and sheet.state is not ScoringState.RECUSED
    }
