"""The statements of one cast, put together once: building them anew for each ballot cost as much as running them."""

from sqlalchemy import bindparam, func, insert, select, update

from app.rounds.models import Round
from app.voting.models import Ballot, Channel, Kiosk, Poll, RollEntry, VoterCode

_ROLL, _BALLOT, _CODE = RollEntry.__table__.c, Ballot.__table__.c, VoterCode.__table__.c
_ROUND, _POLL, _KIOSK = Round.__table__.c, Poll.__table__.c, Kiosk.__table__.c
_ENTRY = (_ROLL.id, _ROLL.channel, _ROLL.revision)

LOCK_ENTRY = (
    select(*_ENTRY)
    .where(_ROLL.round_id == bindparam("round"), _ROLL.eligibility_key == bindparam("key"))
    .with_for_update()
)
"""A voter's entry of the roll, held alone: casts of one voter follow each other."""

MAKE_ENTRY = insert(RollEntry.__table__).returning(*_ENTRY)
"""A new entry of the roll."""

HOLD_ROUND = (
    select(
        _ROUND.id,
        _ROUND.timetable,
        _ROUND.announced_at,
        select(_POLL.round_id).where(_POLL.round_id == bindparam("round")).exists(),
    )
    .where(_ROUND.id == bindparam("round"))
    .with_for_update(read=True, of=Round.__table__)
)
"""Timetable and announcement of a round, and whether its vote is closed; held by all who cast, against closing."""

KNOWN_CAST = select(_BALLOT.voter_tag, _BALLOT.choices).where(
    _BALLOT.round_id == bindparam("round"), _BALLOT.cast_key == bindparam("cast")
)
"""The ballot that this very form has cast before."""

HOLD_CODE = (
    select(_CODE.id)
    .where(_CODE.id == bindparam("code"), _CODE.voided_at.is_(None))
    .with_for_update(read=True)
)
"""A printed code that is not void, held so that nobody voids it meanwhile."""

SUPERSEDE = (
    update(Ballot.__table__)
    .where(
        _BALLOT.round_id == bindparam("of_round"),
        _BALLOT.voter_tag == bindparam("of_tag"),
        _BALLOT.superseded.is_(False),
    )
    .values(superseded=True)
)
"""The voter's live ballot stops counting."""

ADVANCE_ENTRY = (
    update(RollEntry.__table__)
    .where(_ROLL.id == bindparam("entry"), _ROLL.revision == bindparam("was"))
    .values(channel=Channel.ONLINE, revision=_ROLL.revision + 1)
)
"""One revision more, unless another cast has counted meanwhile."""

COUNT_AT_KIOSK = (
    update(Kiosk.__table__)
    .where(
        _KIOSK.id == bindparam("kiosk"), _KIOSK.round_id == bindparam("at_round"), _KIOSK.stopped_at.is_(None)
    )
    .values(ballots=_KIOSK.ballots + 1)
)
"""One ballot more at a kiosk that still runs."""

PUT_BALLOT = insert(Ballot.__table__)
"""The ballot itself."""

COUNT_WAITING = select(func.count()).where(_BALLOT.round_id == bindparam("round"), _BALLOT.batch_no.is_(None))
"""How many ballots are not in a sealed batch yet."""
