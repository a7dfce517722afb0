"""What can be asked about rounds."""

from app.rounds.queries.checklist import missing_before_announcement
from app.rounds.queries.finding import (
    electorates_of,
    end_of_phase,
    extensions_of,
    has_timetable,
    is_public,
    open_round,
    phase_of,
    pots_by_round,
    pots_of,
    round_by_id,
    round_by_slug,
    rounds_shown,
    rounds_with,
    standing_in,
    timetable_of,
)
from app.rounds.queries.rubrics import (
    criteria_of,
    domain_criterion,
    domain_rubric,
    latest_rubric,
    rubric_versions,
)
from app.rounds.queries.rules import canonical_json, rules_hash, rules_of
from app.rounds.queries.staff import grants_in
from app.rounds.queries.templates import rubric_templates

__all__ = [
    "canonical_json",
    "criteria_of",
    "domain_criterion",
    "domain_rubric",
    "electorates_of",
    "end_of_phase",
    "extensions_of",
    "grants_in",
    "has_timetable",
    "is_public",
    "latest_rubric",
    "missing_before_announcement",
    "open_round",
    "phase_of",
    "pots_by_round",
    "pots_of",
    "round_by_id",
    "round_by_slug",
    "rounds_shown",
    "rounds_with",
    "rubric_templates",
    "rubric_versions",
    "rules_hash",
    "rules_of",
    "standing_in",
    "timetable_of",
]
