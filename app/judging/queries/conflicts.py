"""Who may not score what, and what is therefore hidden from whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    distinct,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Grant, GuardianConsent, Person
from app.accounts.queries import people_in_role
from app.db.base import db
from app.domain.assignment import Pair
from app.domain.conflicts import ConflictKind
from app.domain.permissions import POLICY, Permission, Role
from app.domain.proposal_states import ProposalState
from app.judging.models import Assignment, Recusal
from app.proposals.models import Proposal
from app.proposals.queries import proposals_in_race
from app.rounds.models import Round
from app.teams.models import Membership, MentorSlot


def found_conflicts(round_id: int, also: int | None = None) -> dict[Pair, ConflictKind]:
    """The conflicts of interest that the system finds: entry and person, and why, the nearest reason first.

    Own team: the author, and whoever is or was in the team. Family: staff or mentors who were invited as a guardian of
    one of these by mail, or agreed under their own name. Same employer: colleagues in one department. Mentored: a
    booked session with the team, unless the round lets advisers score. Beside the site: a mentor's own neighbourhood,
    where the entries lie in several; where all lie in one, that tells nothing apart. Entries are those of the round,
    those it calibrates with, and the proposal ``also``.
    """
    entries = _entries(round_id, also)
    near = _near(entries).subquery()
    ways = (
        select(near.c.id, near.c.person, literal(ConflictKind.OWN_TEAM.value)),
        _relatives(near, round_id),
        _colleagues(near),
        _mentored(entries, round_id),
        _neighbours(entries, round_id),
    )
    found: dict[Pair, ConflictKind] = {}
    for entry, person, name in db.session.execute(union_all(*ways)):
        pair, kind = Pair(str(entry), str(person)), ConflictKind(name)
        found[pair] = min(found.get(pair, kind), kind, key=_NEAREST.index)
    return found


_NEAREST = tuple(ConflictKind)


def _near(entries: ColumnElement[bool]) -> CompoundSelect[Any, Any]:
    """Entry and person: the authors, and the present and former members of the teams."""
    authors = select(Proposal.id, Proposal.author_id.label("person")).where(
        entries, Proposal.author_id.is_not(None)
    )
    members = (
        select(Proposal.id, Membership.person_id)
        .join(Membership, Membership.team_id == Proposal.team_id)
        .where(entries)
    )
    return authors.union_all(members)


def _relatives(near: Subquery, round_id: int) -> Select[Any, Any, Any]:
    """Whoever judges or runs the round and is a guardian of somebody near: by the invited address, or by full name."""
    by_address = Person.email_key == func.lower(GuardianConsent.address)
    by_name = and_(
        GuardianConsent.guardian_name.contains(" "),
        func.lower(Person.display_name) == func.lower(GuardianConsent.guardian_name),
    )
    return (
        select(near.c.id, Person.id, literal(ConflictKind.FAMILY.value))
        .join(GuardianConsent, GuardianConsent.person_id == near.c.person)
        .join(Person, or_(by_address, by_name))
        .where(Person.id.in_(_holders(POLICY[Permission.DECLARE_CONFLICT].roles, round_id)))
    )


def _colleagues(near: Subquery) -> Select[Any, Any, Any]:
    one, other = aliased(Person), aliased(Person)
    return (
        select(near.c.id, other.id, literal(ConflictKind.SAME_SCHOOL_OR_EMPLOYER.value))
        .join(one, one.id == near.c.person)
        .join(other, other.department_id == one.department_id)
        .where(other.id != one.id)
    )


def _mentored(entries: ColumnElement[bool], round_id: int) -> Select[Any, Any, Any]:
    return (
        select(Proposal.id, MentorSlot.mentor_id, literal(ConflictKind.MENTORED_TEAM.value))
        .join(MentorSlot, MentorSlot.team_id == Proposal.team_id)
        .join(Round, Round.id == round_id)
        .where(entries, func.coalesce(Round.judging["advisers_score"].as_boolean(), false()).is_(False))
    )


def _neighbours(entries: ColumnElement[bool], round_id: int) -> Select[Any, Any, Any]:
    places = select(func.count(distinct(Proposal.neighbourhood_id))).where(Proposal.round_id == round_id)
    return (
        select(Proposal.id, Person.id, literal(ConflictKind.LIVES_BESIDE.value))
        .join(Person, Person.neighbourhood_id == Proposal.neighbourhood_id)
        .where(entries, places.scalar_subquery() > 1, Person.id.in_(_holders({Role.MENTOR}, round_id)))
    )


def _holders(roles: Collection[Role], round_id: int) -> Select[Any]:
    """The ids of those who hold one of the roles everywhere or in the round."""
    return select(Grant.person_id).where(
        Grant.role.in_(roles), or_(Grant.round_id.is_(None), Grant.round_id == round_id)
    )


def _entries(round_id: int, also: int | None) -> ColumnElement[bool]:
    calibrating = select(Assignment.proposal_id).where(
        Assignment.round_id == round_id, Assignment.is_calibration.is_(True)
    )
    wanted = or_(Proposal.round_id == round_id, Proposal.id == (also or 0), Proposal.id.in_(calibrating))
    return and_(wanted, Proposal.state != ProposalState.DRAFT)  # drafts are scored as examples only


def recusals_in(round_id: int) -> list[Recusal]:
    """Everybody who has stepped aside in the round, with the entries and the people, oldest first."""
    found = select(Recusal).where(Recusal.round_id == round_id)
    loaded = found.options(joinedload(Recusal.proposal), joinedload(Recusal.mentor))
    return list(db.session.scalars(loaded.order_by(Recusal.id)))


@dataclass(frozen=True)
class FoundConflict:
    """A conflict of interest of a mentor that the system finds and nobody has declared."""

    proposal: Proposal
    mentor: Person
    kind: ConflictKind


def found_in(round_id: int) -> list[FoundConflict]:
    """What the system finds between the mentors and the entries of the round, as an organiser is told it: what has been
    declared or noted already is left out; by mentor and entry.
    """
    found, noted = found_conflicts(round_id), _noted(round_id)
    mentors = {str(person.id): person for person in people_in_role(Role.MENTOR, round_id)}
    entries = {str(each.id): each for each in proposals_in_race(round_id)}
    wanted = [
        FoundConflict(entries[pair.entry], mentors[pair.mentor], kind)
        for pair, kind in found.items()
        if pair.entry in entries and pair.mentor in mentors and pair not in noted
    ]
    return sorted(wanted, key=lambda each: (each.mentor.display_name, each.mentor.id, each.proposal.id))


def conflict_pairs(round_id: int, also: int | None = None) -> set[Pair]:
    """Entry and person for every conflict of interest of the round, declared or found."""
    return _noted(round_id) | found_conflicts(round_id, also).keys()


def firm_conflicts(round_id: int, found: Mapping[Pair, ConflictKind]) -> set[Pair]:
    """The conflicts for which not even a scorecard submitted before counts: declared, noted, or ``found`` as own team.

    Others that arise later, by a move or a session, leave alone what was given without them.
    """
    own = {pair for pair, kind in found.items() if kind is ConflictKind.OWN_TEAM}
    return own | _noted(round_id)


def _noted(round_id: int) -> set[Pair]:
    declared = select(Recusal.proposal_id, Recusal.mentor_id).where(Recusal.round_id == round_id)
    return {Pair(str(row[0]), str(row[1])) for row in db.session.execute(declared)}


def conflicting_entries(round_id: int, person_id: int) -> set[int]:
    """The entries that the person stands too near to: neither their scores nor their mentors are shown to them."""
    mine = str(person_id)
    return {int(pair.entry) for pair in conflict_pairs(round_id) if pair.mentor == mine}
