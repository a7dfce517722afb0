"""Saying no to what somebody asked a second person for, or taking it back."""

from datetime import datetime

from app.accounts.queries import people_able
from app.approvals.asking import decline
from app.domain.permissions import Actor, Permission, require
from app.rounds.models import Round
from app.rounds.queries import standing_in


def decline_request(actor: Actor, round: Round, request_id: int, *, now: datetime) -> None:
    """Decline a request of the round; whoever may manage the roll is able to do all the acts that take two people.

    Raises ``NotAllowed``, and ``RuleBroken("second.gone")`` where it does not wait any more.
    """
    require(actor, Permission.MANAGE_ROLL, standing_in(round, now))
    able = people_able(Permission.MANAGE_ROLL, round.id)
    decline(actor, round, request_id, able=able, now=now)
