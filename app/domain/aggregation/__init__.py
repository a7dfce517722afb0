"""From scorecards to places: exact scores, tie order, severity of mentors, stability, feedback."""

from app.domain.aggregation.combination import SCALINGS, check_combination, combine
from app.domain.aggregation.connection import Part, connected_parts
from app.domain.aggregation.feedback import CriterionFeedback, criterion_feedback, quartiles
from app.domain.aggregation.outcome import Outcome, judging_outcome
from app.domain.aggregation.places import (
    MentorShift,
    PlaceChange,
    adjusted_ranking,
    default_ranking,
    place_changes,
)
from app.domain.aggregation.ranking import OPEN, Ranking, Standing, TieDecision, lot, rank
from app.domain.aggregation.rules import RankingRules, check_ranking_rules
from app.domain.aggregation.scorecards import (
    EntryScore,
    Scorecard,
    ScoreTable,
    display_score,
    entry_scores,
    score_table,
    scorecard_score,
)
from app.domain.aggregation.severity import Severity, mentor_severity
from app.domain.aggregation.stability import Band, Stability, deliberation_agenda, place_stability

__all__ = [
    "OPEN",
    "SCALINGS",
    "Band",
    "CriterionFeedback",
    "EntryScore",
    "MentorShift",
    "Outcome",
    "Part",
    "PlaceChange",
    "Ranking",
    "RankingRules",
    "ScoreTable",
    "Scorecard",
    "Severity",
    "Stability",
    "Standing",
    "TieDecision",
    "adjusted_ranking",
    "check_combination",
    "check_ranking_rules",
    "combine",
    "connected_parts",
    "criterion_feedback",
    "default_ranking",
    "deliberation_agenda",
    "display_score",
    "entry_scores",
    "judging_outcome",
    "lot",
    "mentor_severity",
    "place_changes",
    "place_stability",
    "quartiles",
    "rank",
    "score_table",
    "scorecard_score",
]
