"""Who may not score what, and what is therefore hidden from whom."""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.db.base import db
from app.domain.assignment import Pair
from app.domain.conflicts import ConflictKind
from app.judging.models import Assignment, Recusal
from app.proposals.models import Proposal
from app.teams.models import Membership


def found_conflicts(round_id: int, also: int | None = None) -> dict[Pair, ConflictKind]:
    """The conflicts of interest that the system finds: entry and person, and why.

    Own team: the author, and the present members of the team. Same employer: whoever works in the same department as
    one of these. Entries are those of the round, those it calibrates with, and the proposal ``also``.
    """
    entries = _entries(round_id, also)
    authors = select(Proposal.id, Proposal.author_id.label("person")).where(
        entries, Proposal.author_id.is_not(None)
    )
    members = _members(entries)
    near = authors.union_all(members).subquery()
    one, other = aliased(Person), aliased(Person)
    colleagues = (
        select(near.c.id, other.id, literal(ConflictKind.SAME_SCHOOL_OR_EMPLOYER.value))
        .join(one, one.id == near.c.person)
        .join(other, other.department_id == one.department_id)
        .where(other.id != one.id)
    )
    own = select(near.c.id, near.c.person, literal(ConflictKind.OWN_TEAM.value))
    found: dict[Pair, ConflictKind] = {}
    for entry, person, kind in db.session.execute(colleagues.union_all(own)):
        pair = Pair(str(entry), str(person))
        if found.get(pair) is not ConflictKind.OWN_TEAM:
            found[pair] = ConflictKind(kind)
    return found


def _entries(round_id: int, also: int | None) -> ColumnElement[bool]:
    calibrating = select(Assignment.proposal_id).where(
        Assignment.round_id == round_id, Assignment.is_calibration.is_(True)
    )
    return or_(Proposal.round_id == round_id, Proposal.id == (also or 0), Proposal.id.in_(calibrating))


def _members(entries: ColumnElement[bool]) -> Select[Any, Any]:
    return (
        select(Proposal.id, Membership.person_id)
        .join(Membership, Membership.team_id == Proposal.team_id)
        .where(entries, Membership.left_at.is_(None))
    )


def recusals_in(round_id: int) -> list[Recusal]:
    """Everybody who has stepped aside in the round, with the entries and the people, oldest first."""
    found = select(Recusal).where(Recusal.round_id == round_id)
    loaded = found.options(joinedload(Recusal.proposal), joinedload(Recusal.mentor))
    return list(db.session.scalars(loaded.order_by(Recusal.id)))


def conflict_pairs(round_id: int, also: int | None = None) -> set[Pair]:
    """Entry and person for every conflict of interest of the round, declared or found."""
    declared = select(Recusal.proposal_id, Recusal.mentor_id).where(Recusal.round_id == round_id)
    noted = {Pair(str(row[0]), str(row[1])) for row in db.session.execute(declared)}
    return noted | found_conflicts(round_id, also).keys()


def conflicting_entries(round_id: int, person_id: int) -> set[int]:
    """The entries that the person stands too near to: neither their scores nor their mentors are shown to them."""
    mine = str(person_id)
    return {int(pair.entry) for pair in conflict_pairs(round_id) if pair.mentor == mine}
