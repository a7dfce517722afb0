"""Closing a vote: once, for good, by two people where the rule holds, with every ballot in a sealed batch."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from app.accounts.queries import people_able
from app.approvals.asking import is_agreed
from app.approvals.models import Act
from app.audit.record import record
from app.db.clock import database_now
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.ledger import GENESIS
from app.domain.permissions import Actor, Permission, Standing, require
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.models import Poll, PollState
from app.voting.queries import GRACE, closes_at, head_of_ledger, live_count, poll_of, unfinished_boxes
from app.voting.services.heads import publish_last_head
from app.voting.services.sealing import seal, wait_for_sealing_lock


def close_poll(actor: Actor, round: Round, *, clock: Callable[[], datetime] = database_now) -> Poll | None:
    """Close the vote of a round after its time and seal what still waits; closing again changes nothing.

    ``None`` where it takes two people and this was the first, who has now asked.
    ``clock`` is asked once the round is locked: no ballot is on its way then.
    Raises ``NotAllowed``, ``RuleBroken("phase.wrong")`` while voting lasts, and ``RuleBroken("poll.still_open")`` in
    the minute of grace after it, or where the round has no vote that ends.
    """
    round_id = round.id
    with transaction() as session:
        held = session.scalars(select(Round).where(Round.id == round_id).with_for_update()).one()
        now = clock()
        poll = poll_of(round_id)
        if poll is not None:
            require(actor, Permission.CLOSE_POLL, Standing(round_id))
            return poll
        require(actor, Permission.CLOSE_POLL, standing_in(held, now))
        end = closes_at(held)
        if end is None or now < end + GRACE:
            raise RuleBroken("poll.still_open")
        if boxes := unfinished_boxes(round_id):
            raise RuleBroken("poll.paper_unfinished", count=boxes)
        able = people_able(Permission.CLOSE_POLL, round_id)
        if not is_agreed(actor, Act.CLOSE, held, {}, able=able, now=now):
            return None
        wait_for_sealing_lock(session, round_id)
        seal(session, round_id, sealed_at=now, closing=True)
        head = head_of_ledger(round_id)
        poll = Poll(
            round_id=round_id,
            state=PollState.CLOSED,
            closed_at=now,
            closed_by=actor.person_id,
            n_ballots=live_count(round_id),
            head_hash=head.batch_hash if head else GENESIS,
        )
        session.add(poll)
        session.flush()
        publish_last_head(session, held, poll)
        after = {"ballots": poll.n_ballots, "head_hash": poll.head_hash}
        record(actor, "close_poll", "round", round_id, now=now, round_id=round_id, after=after)
        return poll
