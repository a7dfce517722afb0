"""The automatic plan of a round: who would score what, for how long, before anything is saved."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.db.base import db
from app.domain.aggregation import lot
from app.domain.assignment import Pair, Plan, plan_assignments, shadows
from app.domain.permissions import POLICY, Permission
from app.domain.proposal_states import STANDING, ProposalState
from app.judging.models import Assignment, MentorTerms, Scorecard
from app.judging.queries.assigning import mentors_in
from app.judging.queries.cards import assignments_in
from app.judging.queries.conflicts import conflict_pairs
from app.proposals.models import Proposal
from app.proposals.queries import proposals_in_race
from app.rounds.models import Round
from app.rounds.queries import phase_of

USUAL_MINUTES = 10
MOST_CANDIDATES = 200


@dataclass(frozen=True)
class PlanSettings:
    """What an organiser asks of the automatic assignment.

    ``cap``: most entries a mentor takes, ``None`` for any; ``minutes``: what one scorecard takes; ``calibration``: the
    id of an entry of another round, or of an example, that every mentor scores first and that counts for nobody.
    """

    per_entry: int
    cap: int | None
    seed: str
    minutes: int = USUAL_MINUTES
    calibration: int | None = None


@dataclass(frozen=True)
class Planned:
    """The plan with what is beside it: new ``calibration`` pairs, and ``shadows``, what trainees would score."""

    plan: Plan
    calibration: tuple[Pair, ...]
    shadows: tuple[Pair, ...]
    minutes: tuple[int, int]

    @property
    def is_change(self) -> bool:
        """Whether saving it would change anything."""
        return bool(self.plan.added or self.plan.released or self.calibration or self.shadows)


def terms_in(round_id: int) -> dict[int, MentorTerms]:
    """Person id → the terms on which that mentor scores in the round, for those who have any."""
    found = db.session.scalars(select(MentorTerms).where(MentorTerms.round_id == round_id))
    return {terms.person_id: terms for terms in found}


def calibration_entry(round_id: int) -> Proposal | None:
    """The entry that the mentors of the round calibrate with."""
    found = select(Proposal).join(Assignment, Assignment.proposal_id == Proposal.id)
    wanted = found.where(Assignment.round_id == round_id, Assignment.is_calibration.is_(True))
    return db.session.scalar(wanted.order_by(Assignment.id).limit(1))


def calibration_candidates(round: Round, person_id: int | None, now: datetime) -> list[Proposal]:
    """Entries with which nobody's chance is used up, those of the newest round first.

    Submitted entries of other rounds whose submission is over, and examples: what the person who asks wrote in this
    round and never handed in.
    """
    elsewhere = and_(Proposal.round_id != round.id, Proposal.state.in_(STANDING))
    example = and_(
        Proposal.round_id == round.id,
        Proposal.state == ProposalState.DRAFT,
        Proposal.author_id == person_id,
        Proposal.team_id.is_(None),
    )
    found = (
        select(Proposal)
        .where(or_(elsewhere, example))
        .options(joinedload(Proposal.round))
        .order_by(Proposal.round_id.desc(), Proposal.id)
        .limit(MOST_CANDIDATES)
    )
    after = POLICY[Permission.SEE_RANKING].phases
    return [
        each
        for each in db.session.scalars(found)
        if each.round_id == round.id or phase_of(each.round, now) in after
    ]


def default_settings(round: Round) -> PlanSettings:
    """What the round's rules say about its assignment."""
    entry = calibration_entry(round.id)
    return PlanSettings(
        per_entry=round.judging.get("per_entry") or 3,
        cap=round.judging.get("max_load"),
        seed=round.seed,
        minutes=round.judging.get("minutes") or USUAL_MINUTES,
        calibration=entry.id if entry else None,
    )


def planned(round: Round, settings: PlanSettings) -> Planned:
    """The automatic plan as it would be saved now: what exists stays and is topped up.

    Of mentors who have left, only what they have submitted counts. Trainees are in nobody's count; they are given as
    many entries as the busiest mentor, or as their own terms allow. Raises as :func:`plan_assignments`.
    """
    terms, active = terms_in(round.id), {person.id for person in mentors_in(round.id)}
    learning = {each for each in active if each in terms and terms[each].is_trainee}
    apart = conflict_pairs(round.id, settings.calibration)
    entries = [str(proposal.id) for proposal in proposals_in_race(round.id)]
    held = assignments_in(round.id)
    chosen = None if settings.calibration is None else str(settings.calibration)
    plan = plan_assignments(
        entries,
        {str(each): _cap(settings.cap, terms.get(each)) for each in active - learning},
        per_entry=settings.per_entry,
        conflicts=apart,
        existing=_standing(round.id, held, active - learning),
        calibration=chosen,
        seed=settings.seed,
    )
    calibration = _calibration(settings.calibration, active, apart)
    times = settings.minutes * plan.lightest, settings.minutes * plan.heaviest
    extra = settings.minutes if chosen else 0
    return Planned(
        plan=plan,
        calibration=calibration,
        shadows=shadows(
            [entry for entry in entries if entry != chosen],
            {str(each): _cap(plan.heaviest, terms.get(each)) or 0 for each in learning},
            apart,
            [_pair(each) for each in held if each.mentor_id in learning and not each.is_calibration],
            draw=lambda pair: lot(settings.seed, ":".join(pair)),
        ),
        minutes=(times[0] + extra, times[1] + extra),
    )


def _cap(cap: int | None, terms: MentorTerms | None) -> int | None:
    own = terms.max_load if terms else None
    given = [each for each in (cap, own) if each is not None]
    return min(given) if given else None


def _pair(assignment: Assignment) -> Pair:
    return Pair(str(assignment.proposal_id), str(assignment.mentor_id))


def _standing(round_id: int, held: Iterable[Assignment], counted: Collection[int]) -> list[Pair]:
    """The assignments that the plan has to keep: those of counted mentors, and whatever was submitted and counts."""
    found = (
        select(Scorecard.assignment_id)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .where(Assignment.round_id == round_id, Scorecard.submitted_at.is_not(None))
    )
    submitted = set(db.session.scalars(found))
    return [
        _pair(each)
        for each in held
        if not (each.is_calibration or each.is_trainee)
        and (each.mentor_id in counted or each.id in submitted)
    ]


def _calibration(entry_id: int | None, mentors: Iterable[int], apart: Collection[Pair]) -> tuple[Pair, ...]:
    """Every mentor without a conflict who has not scored the entry yet, in any round."""
    if entry_id is None:
        return ()
    known = set(db.session.scalars(select(Assignment.mentor_id).where(Assignment.proposal_id == entry_id)))
    pairs = (Pair(str(entry_id), str(mentor)) for mentor in sorted(set(mentors) - known))
    return tuple(pair for pair in pairs if pair not in apart)


def fingerprint(found: Planned) -> str:
    """A short text that is the same exactly for plans that would change the same assignments."""
    changes = (
        ("+", found.plan.added),
        ("-", found.plan.released),
        ("c", found.calibration),
        ("t", found.shadows),
    )
    lines = [f"{sign}{pair.entry}:{pair.mentor}" for sign, pairs in changes for pair in pairs]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]
