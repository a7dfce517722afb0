"""Who may vote in a round, with which evidence, and in which pots."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Person
from app.db.base import db
from app.domain.ballots import Options
from app.domain.people import AgeBand
from app.domain.rounds import Evidence, belongs_to
from app.rounds.models import Electorate, Round
from app.rounds.queries import electorates_of
from app.voting.models import Channel, RollEntry, VoterCode
from app.voting.queries.rules import BallotRules

CODE_EVIDENCE = (Evidence.CODE, Evidence.ROLL)
"""Electorates whose voters come with a printed code."""


@dataclass(frozen=True)
class Voter:
    """Somebody with the right to one ballot: by an account, or by a printed code.

    ``eligibility_key`` names the entry of the roll, ``roll_id`` is its id once there is one; ``channel`` and
    ``revision`` say how, and how often, a ballot was cast in this voter's name. ``pots`` are those of the frozen
    ``rules`` that this voter has a right to, because of ``neighbourhood_id`` among others.
    """

    round_id: int
    eligibility_key: str
    electorate: Electorate
    rules: BallotRules
    pots: frozenset[str]
    roll_id: int | None = None
    person_id: int | None = None
    code_id: int | None = None
    channel: Channel | None = None
    revision: int = 0
    neighbourhood_id: int | None = None

    @property
    def options(self) -> Options:
        """What this voter can choose from."""
        return self.rules.options_in(self.pots)

    @property
    def has_voted(self) -> bool:
        """Whether a ballot was cast in this voter's name."""
        return self.channel is not None


def account_key(person_id: int) -> str:
    """How the roll names somebody who votes by account."""
    return f"account:{person_id}"


def may_vote_in(round: Round, person: Person) -> Electorate | None:
    """The electorate in which a person votes by account: the one on the roll, else the first that fits."""
    return _electorate_of(round, person, roll_entry(round.id, account_key(person.id)))


def voter_by_account(round: Round, person: Person, rules: BallotRules) -> Voter | None:
    """The voter that an account stands for, or ``None`` where the person belongs to no electorate with accounts."""
    key = account_key(person.id)
    entry = roll_entry(round.id, key)
    electorate = _electorate_of(round, person, entry)
    if electorate is None:
        return None
    own = (entry and entry.neighbourhood_id) or person.neighbourhood_id
    return _voter(rules, electorate, entry, key, own, person_id=person.id)


def voter_by_code(round: Round, code_id: int, rules: BallotRules) -> Voter | None:
    """The voter that a printed code stands for, or ``None`` where the code is void or of another round."""
    found = (
        select(RollEntry, Electorate)
        .join(VoterCode, VoterCode.roll_id == RollEntry.id)
        .join(Electorate, Electorate.id == RollEntry.electorate_id)
        .where(VoterCode.id == code_id, VoterCode.round_id == round.id, VoterCode.voided_at.is_(None))
    )
    row = db.session.execute(found).one_or_none()
    if row is None:
        return None
    entry, electorate = row
    return _voter(rules, electorate, entry, entry.eligibility_key, entry.neighbourhood_id, code_id=code_id)


def voter_of_rehearsal(
    electorate: Electorate, neighbourhood_id: int | None, name: str, rules: BallotRules
) -> Voter:
    """Somebody invented, who tries out the ballot of an electorate; ``name`` tells several of them apart."""
    return _voter(rules, electorate, None, f"try-out:{name}", neighbourhood_id)


def roll_entry(round_id: int, eligibility_key: str) -> RollEntry | None:
    """The entry of the roll with this key."""
    found = select(RollEntry).where(
        RollEntry.round_id == round_id, RollEntry.eligibility_key == eligibility_key
    )
    return db.session.scalar(found)


def code_by_hash(round_id: int, code_hash: str) -> VoterCode | None:
    """The code with this hash, void or not."""
    found = select(VoterCode).where(VoterCode.code_hash == code_hash, VoterCode.round_id == round_id)
    return db.session.scalar(found)


def electorate_for(
    electorates: Sequence[Electorate], age_band: AgeBand, neighbourhood_id: int | None
) -> Electorate | None:
    """The first of the electorates that vote by account to which such a person belongs."""
    return next((each for each in electorates if _fits(each, age_band, neighbourhood_id)), None)


def _electorate_of(round: Round, person: Person, entry: RollEntry | None) -> Electorate | None:
    electorates = electorates_of(round.id)
    if entry:
        return next(each for each in electorates if each.id == entry.electorate_id)
    return electorate_for(electorates, person.age_band, person.neighbourhood_id)


def _fits(electorate: Electorate, age_band: AgeBand, neighbourhood_id: int | None) -> bool:
    return electorate.evidence is Evidence.EMAIL and belongs_to(
        electorate.age_bands, electorate.neighbourhood_ids, age_band, neighbourhood_id
    )


def pots_open_to(rules: BallotRules, electorate: Electorate, neighbourhood_id: int | None) -> frozenset[str]:
    """The pots that members of the electorate from this neighbourhood have a right to."""
    own = {neighbourhood_id} if neighbourhood_id else set()
    return rules.pots_for(frozenset(own | set(electorate.neighbourhood_ids)))


def _voter(
    rules: BallotRules,
    electorate: Electorate,
    entry: RollEntry | None,
    key: str,
    neighbourhood_id: int | None,
    *,
    person_id: int | None = None,
    code_id: int | None = None,
) -> Voter:
    pots = pots_open_to(rules, electorate, neighbourhood_id)
    return Voter(
        round_id=rules.round_id,
        eligibility_key=key,
        electorate=electorate,
        rules=rules,
        pots=pots,
        roll_id=entry.id if entry else None,
        person_id=person_id,
        code_id=code_id,
        channel=entry.channel if entry else None,
        revision=entry.revision if entry else 0,
        neighbourhood_id=neighbourhood_id,
    )
