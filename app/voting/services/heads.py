"""Publishing the head of the ledger: every hour while people vote, and with the exact number at the close."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.session import transaction
from app.domain import ledger
from app.domain.phases import Phase
from app.notices.tell import queue_mail
from app.rounds.models import Round
from app.rounds.queries import rounds_with
from app.voting.models import Ballot, LedgerHead, Poll
from app.voting.queries import head_of_ledger, latest_head, poll_of, rounded_count, takes_ballots
from app.voting.services.sealing import wait_for_sealing_lock


def publish_heads(now: datetime) -> int:
    """Make the heads of all votes that are open at ``now`` public, at most once an hour each; returns how many.

    Witnesses of a round get a mail, in the first language of its title, where the head is another than before.
    """
    voting = [round.id for round in rounds_with(Phase.VOTING, now) if takes_ballots(round, now)]
    return sum(_publish_hourly(round_id, now) for round_id in voting)


def publish_last_head(session: Session, round: Round, poll: Poll) -> None:
    """Make the head of a vote public as it closes, inside the transaction that closes it."""
    counted = select(Ballot.receipt_hash).where(Ballot.round_id == round.id, Ballot.superseded.is_(False))
    live = ledger.live_hash(round.id, session.scalars(counted).all())
    _publish(session, round, poll.closed_at, about=poll.n_ballots, live_hash=live)


def _publish_hourly(round_id: int, now: datetime) -> bool:
    with transaction() as session:
        wait_for_sealing_lock(session, round_id)
        round = session.get_one(Round, round_id)
        if poll_of(round_id) is not None or not takes_ballots(round, now):
            return False
        last = latest_head(round_id)
        if last is not None and _hour(last.at) == _hour(now):
            return False
        _publish(session, round, now, about=rounded_count(round_id), live_hash=None)
        return True


def _publish(session: Session, round: Round, at: datetime, *, about: int, live_hash: str | None) -> None:
    """Add the row, and queue the mails where somebody wants to know of this head."""
    last, head = latest_head(round.id), head_of_ledger(round.id)
    published = LedgerHead(
        round_id=round.id,
        number=last.number + 1 if last else 1,
        at=at,
        head_hash=head.batch_hash if head else ledger.GENESIS,
        batches=head.batch_no if head else 0,
        about=about,
        live_hash=live_hash,
    )
    session.add(published)
    session.flush()
    if live_hash or last is None or last.head_hash != published.head_hash:
        _write_to_witnesses(round, published)


def _write_to_witnesses(round: Round, head: LedgerHead) -> None:
    params = {
        "round": round.title,
        "head": head.head_hash,
        "batches": head.batches,
        "about": head.about,
        "number": head.number,
        "at": head.at.isoformat(timespec="seconds"),
        "live": head.live_hash or "",
    }
    language = next(iter(round.title), "en")
    for address in round.ledger_witnesses:
        queue_mail(address, language, "ledger_head", f"/rounds/{round.slug}/ledger", params, now=head.at)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
