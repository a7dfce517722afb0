"""Rival proposals: the same spot twice, or two designs of one thing, of which only so many can win."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, update

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.proposal_states import PUBLIC
from app.proposals.models import ConflictGroup, Proposal
from app.rounds.models import Round
from app.rounds.queries import standing_in


def group_rivals(
    actor: Actor,
    round_id: int,
    *,
    name: Mapping[str, str],
    at_most: int,
    proposal_ids: Collection[int],
    now: datetime,
) -> ConflictGroup:
    """Let at most ``at_most`` of these proposals of the round win; ``name`` says by language what they compete for.

    A proposal that is in another group moves to this one. Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``
    once voting has begun, ``rivals.nameless``, ``rivals.number`` (fewer than all of them can win, and at least one),
    ``rivals.unknown_proposal``.
    """
    if not any(name.values()):
        raise RuleBroken("rivals.nameless")
    chosen = set(proposal_ids)
    if not 1 <= at_most < len(chosen):
        raise RuleBroken("rivals.number")
    with transaction() as session:
        round = session.get(Round, round_id, with_for_update=True, populate_existing=True)
        if round is None:
            raise NotAllowed(Permission.EDIT_ROUND.value)
        require(actor, Permission.EDIT_ROUND, standing_in(round, now))
        members = Proposal.id.in_(chosen), Proposal.round_id == round_id, Proposal.state.in_(sorted(PUBLIC))
        rivals = session.scalars(select(Proposal).where(*members).with_for_update(of=Proposal)).all()
        if len(rivals) != len(chosen):
            raise RuleBroken("rivals.unknown_proposal")
        group = ConflictGroup(round_id=round_id, name=dict(name), at_most=at_most)
        session.add(group)
        session.flush()
        for rival in rivals:
            rival.conflict_group_id = group.id
        round.changed_at = now
        after = {"name": dict(name), "at_most": at_most, "proposals": sorted(chosen)}
        record(actor, "group_rivals", "round", round_id, now=now, round_id=round_id, after=after)
        session.flush()
    return group


def dissolve_rivals(actor: Actor, round_id: int, group_id: int, *, now: datetime) -> None:
    """Let the proposals of a group win independently again; a group that is gone already is no error.

    Raises ``NotAllowed``, and ``RuleBroken("phase.wrong")`` once voting has begun.
    """
    with transaction() as session:
        round = session.get(Round, round_id, with_for_update=True, populate_existing=True)
        if round is None:
            raise NotAllowed(Permission.EDIT_ROUND.value)
        require(actor, Permission.EDIT_ROUND, standing_in(round, now))
        group = session.get(ConflictGroup, group_id)
        if group is None or group.round_id != round_id:
            return
        freed = update(Proposal).where(Proposal.conflict_group_id == group_id)
        session.execute(freed.values(conflict_group_id=None))
        before = {"name": group.name, "at_most": group.at_most}
        record(actor, "dissolve_rivals", "round", round_id, now=now, round_id=round_id, before=before)
        round.changed_at = now
        session.delete(group)
