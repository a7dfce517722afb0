"""What a team learns of its entry after the result: levels, quarters, comments that an organiser let pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Person
from app.db.base import db
from app.domain.aggregation import CriterionFeedback, EntryScore, criterion_feedback
from app.domain.people import MINORS
from app.domain.scorecard_states import ScoringState
from app.judging.queries import assignments_in, is_scoring_over, jury_result, ranking_of, sheets_of
from app.proposals.models import Proposal
from app.proposals.queries import authors_of
from app.results.models import CommentReview, FeedbackRelease
from app.results.queries.published import published_result
from app.rounds.models import Criterion, Round
from app.rounds.queries import criteria_of, domain_rubric, latest_rubric
from app.teams.queries import credits_of

TEAM_PART = "team"
"""The part of a scorecard that is about the whole entry."""


@dataclass(frozen=True)
class MentorComment:
    """One comment of one mentor to one team, and what the organiser said of it (``None``: nothing yet).

    ``part`` is the criterion's key or ``team``; ``key`` names the comment in a form.
    """

    proposal: Proposal
    mentor: Person
    scorecard_id: int
    part: str
    text: str
    review: CommentReview | None

    @property
    def key(self) -> str:
        """The comment's name in a form."""
        return f"{self.scorecard_id}-{self.part}"

    @property
    def is_shown(self) -> bool:
        """Whether the team may read it."""
        return self.review is not None and self.review.is_shown


@dataclass(frozen=True)
class FeedbackLine:
    """One criterion: the level that the entry reached, its quarter (1 the top, ``None``: no quarters), comments."""

    criterion: Criterion
    told: CriterionFeedback
    comments: list[str]

    @property
    def descriptor(self) -> dict[str, str]:
        """The text of the level, by language."""
        texts: dict[str, str] = self.criterion.descriptors.get(str(self.told.level), {})
        return texts


@dataclass(frozen=True)
class TeamFeedback:
    """All that a team reads. ``place`` is ``None`` where the team does not learn it."""

    lines: list[FeedbackLine]
    comments: list[str]
    scorecards: int
    has_won: bool
    place: int | None


def criteria_in(round_id: int) -> list[Criterion]:
    """The criteria that the round is scored by, in their order."""
    rubric = latest_rubric(round_id)
    return list(criteria_of(rubric.id)) if rubric else []


def release_of(round_id: int) -> FeedbackRelease | None:
    """When and by whom the feedback of the round was released, if it was."""
    return db.session.get(FeedbackRelease, round_id)


def comments_in(round: Round, now: datetime) -> list[MentorComment]:
    """Every comment that mentors have written to teams, entry by entry; none while scoring is open.

    Those of trainees and calibration are theirs; private notes are for nobody else.
    """
    if not is_scoring_over(round, now):
        return []
    sheets = [
        sheet
        for sheet in sheets_of(assignments_in(round.id), round, now)
        if sheet.counted is not None
        and sheet.state is not ScoringState.RECUSED
        and not sheet.assignment.is_trainee
        and not sheet.assignment.is_calibration
    ]
    reviews = _reviews([sheet.counted.id for sheet in sheets if sheet.counted])
    found = [
        MentorComment(
            sheet.assignment.proposal,
            sheet.assignment.mentor,
            sheet.counted.id,
            part,
            text.strip(),
            reviews.get((sheet.counted.id, part)),
        )
        for sheet in sheets
        if sheet.counted
        for part, text in {**sheet.counted.comments, TEAM_PART: sheet.counted.team_comment}.items()
        if text.strip()
    ]
    return sorted(found, key=lambda one: (one.proposal.id, one.scorecard_id, one.part != TEAM_PART, one.part))


def _reviews(scorecard_ids: Iterable[int]) -> dict[tuple[int, str], CommentReview]:
    found = select(CommentReview).where(CommentReview.scorecard_id.in_(list(scorecard_ids)))
    return {(each.scorecard_id, each.part): each for each in db.session.scalars(found)}


def count_of_unreviewed(round: Round, now: datetime) -> int:
    """How many comments no organiser has read yet."""
    return sum(each.review is None for each in comments_in(round, now))


def feedback_on(proposal: Proposal, now: datetime) -> TeamFeedback | None:
    """What the team reads; ``None`` until the organiser releases it, and for an entry that no mentor scored."""
    round = proposal.round
    rubric = latest_rubric(round.id)
    if release_of(round.id) is None or rubric is None:
        return None
    figures, own = _figures(round, now)[1], str(proposal.id)
    if own not in figures:
        return None
    told = criterion_feedback(domain_rubric(rubric.id), figures)[own]
    said = _said_to(proposal, now)
    criteria = {each.key: each for each in criteria_of(rubric.id)}
    lines = [FeedbackLine(criteria[each.criterion], each, said.get(each.criterion, [])) for each in told]
    place, has_won = _place(proposal, now)
    return TeamFeedback(lines, said.get(TEAM_PART, []), figures[own].count, has_won, place)


def entries_scored(round: Round, now: datetime) -> list[Proposal]:
    """The entries that at least one mentor has scored, by id."""
    proposals, figures = _figures(round, now)
    return [proposals[entry] for entry in sorted(figures, key=int)]


def _figures(round: Round, now: datetime) -> tuple[Mapping[str, Proposal], dict[str, EntryScore]]:
    found = ranking_of(round, now)
    if found is None:
        return {}, {}
    figures = {each.entry: each.figures for each in found.ranking.standings}
    return found.proposals, figures | {each.entry: each for each in found.ranking.provisional if each.count}


def _said_to(proposal: Proposal, now: datetime) -> Mapping[str, list[str]]:
    said: dict[str, list[str]] = {}
    for comment in comments_in(proposal.round, now):
        if comment.proposal.id == proposal.id and comment.is_shown:
            said.setdefault(comment.part, []).append(comment.text)
    return said


def _place(proposal: Proposal, now: datetime) -> tuple[int | None, bool]:
    """The entry's place and whether it has won; young people learn a place only when they win."""
    result = published_result(proposal.round_id)
    if result is None:
        return None, False
    has_won = proposal.id in result.winner_ids
    if not has_won and is_young(proposal):
        return None, False
    lines = result.output.get("jury", {}).get("projects", {})
    if str(proposal.id) in lines:
        return lines[str(proposal.id)]["place"], has_won
    places = {each.proposal_id: each.place for each in jury_result(proposal.round, now)}
    return places.get(proposal.id), has_won


def is_young(proposal: Proposal) -> bool:
    """Whether anybody among its authors is under 18, those without an account included."""
    bands = {person.age_band for person in authors_of(proposal)}
    if proposal.team_id is not None:
        bands |= {each.age_band for each in credits_of(proposal.team_id)}
    return bool(bands & MINORS)
