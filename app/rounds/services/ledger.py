"""Who else keeps an eye on a round's vote, and how long its key is kept."""

from collections.abc import Sequence
from datetime import datetime

from email_validator import EmailNotValidError, validate_email

from app.domain.errors import RuleBroken
from app.domain.permissions import Actor
from app.rounds.services.changing import changing

MOST_WITNESSES = 20
MOST_APPEAL_DAYS = 365


def set_ledger(
    actor: Actor, round_id: int, witnesses: Sequence[str], appeal_days: int, *, now: datetime
) -> None:
    """Say who gets the head of the ledger by mail, and after how many days from the result the key is destroyed.

    Raises as :func:`changing`, and ``RuleBroken``: ``witness.unreadable`` (with ``address``), ``witness.too_many``,
    ``appeal.out_of_range``.
    """
    addresses = list(dict.fromkeys(_read_address(each) for each in witnesses if each.strip()))
    if len(addresses) > MOST_WITNESSES:
        raise RuleBroken("witness.too_many", most=MOST_WITNESSES)
    if not 1 <= appeal_days <= MOST_APPEAL_DAYS:
        raise RuleBroken("appeal.out_of_range", most=MOST_APPEAL_DAYS)
    with changing(actor, round_id, "set_ledger", now=now) as round:
        round.ledger_witnesses, round.appeal_days = addresses, appeal_days


def _read_address(typed: str) -> str:
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise RuleBroken("witness.unreadable", address=typed.strip()[:80]) from None
