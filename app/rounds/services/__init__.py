"""What organisers can do with rounds; each function is one use case and one transaction."""

from app.rounds.services.announcing import announce_round, withdraw_announcement
from app.rounds.services.creating import create_round, delete_round
from app.rounds.services.deadlines import extend_deadline
from app.rounds.services.describing import (
    RoundTexts,
    change_texts,
    set_proposers,
    set_team_rules,
    set_timetable,
)
from app.rounds.services.judging import Combination, set_judging
from app.rounds.services.ledger import set_ledger
from app.rounds.services.money import MOST_POTS, PotLine, set_pots
from app.rounds.services.rubrics import (
    CriterionDraft,
    move_criterion,
    remove_criterion,
    save_criterion,
    save_rubric,
    start_from_template,
)
from app.rounds.services.staff import appoint, dismiss
from app.rounds.services.voting import (
    MOST_ELECTORATES,
    ElectorateLine,
    draw_seed,
    set_allocation,
    set_ballot,
    set_electorates,
)

__all__ = [
    "MOST_ELECTORATES",
    "MOST_POTS",
    "Combination",
    "CriterionDraft",
    "ElectorateLine",
    "PotLine",
    "RoundTexts",
    "announce_round",
    "appoint",
    "change_texts",
    "create_round",
    "delete_round",
    "dismiss",
    "draw_seed",
    "extend_deadline",
    "move_criterion",
    "remove_criterion",
    "save_criterion",
    "save_rubric",
    "set_allocation",
    "set_ballot",
    "set_electorates",
    "set_judging",
    "set_ledger",
    "set_pots",
    "set_proposers",
    "set_team_rules",
    "set_timetable",
    "start_from_template",
    "withdraw_announcement",
]
