"""What organisers type about rounds."""

from app.rounds.forms.describing import NewRoundForm, ProposersForm, TextsForm, TimetableForm
from app.rounds.forms.judging import JudgingForm, criterion_form
from app.rounds.forms.ledger import LedgerForm
from app.rounds.forms.money import PotsForm, pots_form
from app.rounds.forms.running import AppointForm, DeadlineForm
from app.rounds.forms.teams import TeamRulesForm
from app.rounds.forms.voting import allocation_form, electorates_form, limits_form, tie_order_words

__all__ = [
    "AppointForm",
    "DeadlineForm",
    "JudgingForm",
    "LedgerForm",
    "NewRoundForm",
    "PotsForm",
    "ProposersForm",
    "TeamRulesForm",
    "TextsForm",
    "TimetableForm",
    "allocation_form",
    "criterion_form",
    "electorates_form",
    "limits_form",
    "pots_form",
    "tie_order_words",
]
