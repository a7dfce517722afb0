"""The heads of a ledger as they were published."""

from sqlalchemy import func, select

from app.db.base import db
from app.db.paging import Page
from app.voting.models import LedgerHead

HEADS_A_PAGE = 24


def latest_head(round_id: int) -> LedgerHead | None:
    """The newest published head of the round."""
    found = select(LedgerHead).where(LedgerHead.round_id == round_id).order_by(LedgerHead.number.desc())
    return db.session.scalar(found.limit(1))


def heads_page(round_id: int, number: int) -> Page[LedgerHead]:
    """One page of a day's worth of published heads, newest first."""
    rows = select(LedgerHead).where(LedgerHead.round_id == round_id)
    total = db.session.scalar(select(func.max(LedgerHead.number)).where(LedgerHead.round_id == round_id)) or 0
    number = min(max(number, 1), max(1, -(-total // HEADS_A_PAGE)))
    newest = rows.order_by(LedgerHead.number.desc()).limit(HEADS_A_PAGE).offset((number - 1) * HEADS_A_PAGE)
    return Page(list(db.session.scalars(newest)), number, total, HEADS_A_PAGE)
