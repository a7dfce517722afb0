"""Everything that a tally depends on, read once and fingerprinted: rules, proposals with official costs, ballots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.domain.ballots import Choices, ConflictGroup, ballot_type
from app.domain.ballots.limits import limits_in_pot
from app.domain.tally import Election, Profile, Project, TieOrder
from app.proposals.models import Proposal
from app.proposals.queries import conflict_groups_of, proposals_on_ballot
from app.rounds.models import Electorate, Pot, Round
from app.rounds.queries import canonical_json, electorates_of, pots_of, rules_hash, rules_of
from app.voting.queries import NO_POT, profile_inputs, roll_sizes, turnout_of
from app.voting.queries.places import voters_by_place


@dataclass(frozen=True)
class Counted:
    """One pot and the ballots of one electorate for it. ``key`` is the pot's id as text."""

    key: str
    pot: Pot | None
    election: Election


@dataclass(frozen=True)
class Box:
    """The ballots of one electorate: how many by channel, how many people are on the roll, and each pot's election.

    ``places``: how many voted by neighbourhood, exact, with ``None`` for those whose neighbourhood is unknown.
    """

    electorate: Electorate
    decides: bool
    channels: Mapping[str, int]
    roll: int
    places: Mapping[int | None, int]
    pots: Sequence[Counted]


@dataclass(frozen=True)
class TallyInput:
    """All that goes into the tally of a vote. ``sha256`` is the fingerprint of its canonical form."""

    round: Round
    rules: Mapping[str, Any]
    rules_sha256: str
    proposals: Sequence[Proposal]
    rivals: Sequence[ConflictGroup]
    boxes: Sequence[Box]
    sha256: str


def read_vote(round: Round) -> TallyInput:
    """Read the ballots that count, the official costs and the frozen rules of a round.

    Raises ``RuleBroken`` with a code of the ballot types or tie orders for rules that cannot be read.
    """
    proposals, pots, rules = proposals_on_ballot(round), pots_of(round.id), rules_of(round)
    rivals = _rivals(round, proposals)
    ballots = {one.id: profile_inputs(round.id, one.id) for one in electorates_of(round.id)}
    elections = {
        electorate_id: _elections(round, proposals, pots, rivals, counts)
        for electorate_id, counts in ballots.items()
    }
    return TallyInput(
        round=round,
        rules=rules,
        rules_sha256=rules_hash(round),
        proposals=proposals,
        rivals=rivals,
        boxes=_boxes(round.id, elections),
        sha256=_fingerprint(rules, proposals, rivals, ballots),
    )


def deciding_electorate(electorates: Sequence[Electorate]) -> Electorate | None:
    """The electorate whose vote counts: the first binding one, else the first one."""
    return next((one for one in electorates if one.is_binding), electorates[0] if electorates else None)


def _boxes(round_id: int, elections: Mapping[int, Sequence[Counted]]) -> list[Box]:
    electorates, rolls, places = electorates_of(round_id), roll_sizes(round_id), voters_by_place(round_id)
    deciding = deciding_electorate(electorates)
    channels: dict[int, dict[str, int]] = {one.id: {} for one in electorates}
    for turnout in turnout_of(round_id):
        channels[turnout.electorate_id][turnout.channel.value] = turnout.ballots
    return [
        Box(
            electorate=one,
            decides=one is deciding,
            channels=channels[one.id],
            roll=rolls.get(one.id, 0),
            places=places.get(one.id, {}),
            pots=elections[one.id],
        )
        for one in electorates
    ]


def _elections(
    round: Round,
    proposals: Sequence[Proposal],
    pots: Sequence[Pot],
    rivals: tuple[ConflictGroup, ...],
    counts: Sequence[tuple[str, int]],
) -> list[Counted]:
    kind = ballot_type(round.ballot_type)
    limits = kind.limits_from(round.ballot_limits)
    whole: dict[Choices, int] = {}
    for text, many in counts:
        choices = kind.parse(text)
        whole[choices] = whole.get(choices, 0) + many
    ties = TieOrder.parse(",".join(round.tie_order), round.seed)
    found = []
    by_key: dict[str, Pot | None] = {str(pot.id): pot for pot in pots}
    for key, pot in (by_key or {NO_POT: None}).items():
        own = tuple(_line(each) for each in proposals if pot_key(each, pots) == key)
        members = {one.id for one in own}
        own_rivals = tuple(group for group in rivals if group.members & members)
        profile = Profile(kind.key, whole, limits_in_pot(limits, key))
        # With a single pot a blank ballot is a voter like any other; with several it says which pots it is about.
        if len(pots) > 1 or not members.issuperset(profile.votes):
            profile = profile.restricted_to(members)
        found.append(
            Counted(key, pot, Election(own, profile, pot.amount_cents if pot else 0, own_rivals, ties))
        )
    return found


def pot_key(proposal: Proposal, pots: Sequence[Pot]) -> str:
    """The pot that a proposal is paid from, as text; one without a pot of its own belongs to the first."""
    if not pots:
        return NO_POT
    return str(proposal.pot_id or pots[0].id)


def _line(proposal: Proposal) -> Project:
    group = str(proposal.neighbourhood_id) if proposal.neighbourhood_id else ""
    return Project(str(proposal.id), proposal.ballot_cost_cents, proposal.title, group)


def _rivals(round: Round, proposals: Sequence[Proposal]) -> tuple[ConflictGroup, ...]:
    return tuple(
        ConflictGroup(
            str(group.id),
            frozenset(str(each.id) for each in proposals if each.conflict_group_id == group.id),
            group.at_most,
        )
        for group in conflict_groups_of(round.id)
    )


def _fingerprint(
    rules: Mapping[str, Any],
    proposals: Sequence[Proposal],
    rivals: Sequence[ConflictGroup],
    ballots: Mapping[int, Sequence[tuple[str, int]]],
) -> str:
    canonical = {
        "rules": rules,
        "proposals": [
            [each.id, each.ballot_cost_cents, each.pot_id, each.neighbourhood_id] for each in proposals
        ],
        "rivals": [[group.key, group.at_most, sorted(group.members)] for group in rivals],
        "ballots": [
            [electorate_id, list(map(list, counts))] for electorate_id, counts in sorted(ballots.items())
        ],
    }
    return sha256(canonical_json(canonical).encode()).hexdigest()
