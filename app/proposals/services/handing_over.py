"""An entry of a hackathon goes on: as a draft of its authors in a round that has money to give."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.rounds import ProposesAs, check_proposer
from app.notices.tell import tell
from app.proposals.models import Origin, Proposal
from app.proposals.queries import (
    authors_of,
    content_of,
    grown_from,
    latest_version,
    relations_to,
    rounds_to_hand_over_to,
)
from app.proposals.services.keeping import NewFile, write_content
from app.proposals.services.saving import author_person, locked_proposal
from app.rounds.models import Round
from app.rounds.queries import standing_in


def hand_over(
    actor: Actor, source_id: int, round_id: int, copies: Sequence[NewFile], *, now: datetime
) -> Proposal:
    """Make a draft of the entry in another round, with its texts, place, costs and ``copies`` of its files.

    Author and team stay, and both pages lead to each other. The authors hand the draft in themselves, after a look at
    it. Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``proposer.…`` where the round does not take ideas
    from its authors, ``handover.entry_gone``, ``handover.round_closed``, ``handover.done_already``.
    """
    try:
        with transaction() as session:
            source = locked_proposal(session, source_id)
            require(actor, Permission.HAND_OVER, standing_in(source.round, now, relations_to(source, actor)))
            target = _target(source, round_id, now)
            _check_authors(actor, source, target)
            content = replace(content_of(latest_version(source_id)), files=(), pot_id=None)
            proposal = Proposal(
                round_id=target.id, author_id=source.author_id, team_id=source.team_id, created_at=now
            )
            write_content(session, proposal, content, copies, actor, now)
            session.add(
                Origin(
                    proposal_id=proposal.id,
                    source_id=source_id,
                    round_id=target.id,
                    handed_over_by=actor.person_id,
                    handed_over_at=now,
                )
            )
            session.flush()
            _note(actor, source, proposal, target, now)
            return proposal
    except IntegrityError as error:
        raise RuleBroken("handover.done_already") from error


def _target(source: Proposal, round_id: int, now: datetime) -> Round:
    if source.submitted_at is None:
        raise RuleBroken("handover.entry_gone")
    open_rounds = {round.id: round for round in rounds_to_hand_over_to(source, now)}
    if round_id not in open_rounds:
        raise RuleBroken("handover.round_closed")
    if round_id in {each.round.id for each in grown_from(source.id, with_drafts=True)}:
        raise RuleBroken("handover.done_already")
    return open_rounds[round_id]


def _check_authors(actor: Actor, source: Proposal, target: Round) -> None:
    """The round must take ideas from a team or resident such as these; who hands in later is checked again then."""
    if not relations_to(source, actor):
        return
    person = author_person(actor)
    capacity = ProposesAs.RESIDENT if source.team_id is None else ProposesAs.TEAM
    check_proposer(target.proposers, capacity, person.age_band, person.neighbourhood_id)


def _note(actor: Actor, source: Proposal, proposal: Proposal, target: Round, now: datetime) -> None:
    after = {"source": source.id, "round": target.id}
    record(actor, "hand_over", "proposal", proposal.id, now=now, round_id=target.id, after=after)
    people = {person.id: person for person in authors_of(source)}
    people.pop(actor.person_id or 0, None)
    params = {"title": proposal.title, "round": target.title}
    tell(people.values(), "handed_over", f"/proposals/{proposal.id}/edit", params, now=now)
