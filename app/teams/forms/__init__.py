"""What people type about teams and around them."""

from app.teams.forms.founding import CodeForm, TeamForm
from app.teams.forms.helping import BookingForm, MentorForm, NoteForm, PostForm, ReplyForm, SlotsForm
from app.teams.forms.members import CreditForm, ExtensionForm
from app.teams.forms.questions import OpeningForm, ParticipantForm, QuestionForm, answers_form
from app.teams.forms.sheets import sheet_form

__all__ = [
    "BookingForm",
    "CodeForm",
    "CreditForm",
    "ExtensionForm",
    "MentorForm",
    "NoteForm",
    "OpeningForm",
    "ParticipantForm",
    "PostForm",
    "QuestionForm",
    "ReplyForm",
    "SlotsForm",
    "TeamForm",
    "answers_form",
    "sheet_form",
]
