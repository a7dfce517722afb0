"""An organiser's questions, and a participant's answers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from app.domain.questionnaires import (
    ANSWER_LENGTH,
    HIGHEST,
    LOWEST,
    AgeGroup,
    Field,
    Gender,
    QuestionKind,
)
from app.web.fields import LineField, LocalTextField, TalkaForm, TextField, needed, options
from app.web.formats import local
from app.web.labels import choices


class QuestionForm(TalkaForm):
    """One question; the answers of a choice are lines, the same number in each language."""

    text = LocalTextField(_l("Question"), required=True, most=300)
    kind = RadioField(_l("How is it answered?"), [needed()], choices=choices(QuestionKind))
    options = LocalTextField(
        _l("Answers to choose from"),
        lines=True,
        most=1000,
        description=_l("One a line. For a scale: a word for its lower and one for its upper end."),
    )
    is_before = BooleanField(_l("Ask it before"), default=True)
    is_after = BooleanField(_l("Ask it after"), default=True)

    def option_texts(self) -> list[dict[str, str]]:
        """The answers by language; a language with fewer lines than the longest leaves the rest out."""
        lines = {code: text.splitlines() for code, text in self.options.data.items()}
        longest = max((len(each) for each in lines.values()), default=0)
        rows = [
            {
                code: each[number].strip()
                for code, each in lines.items()
                if number < len(each) and each[number].strip()
            }
            for number in range(longest)
        ]
        return [row for row in rows if row]


class OpeningForm(TalkaForm):
    """Which questionnaires can be answered, and who may read the comparison."""

    takes_before = BooleanField(_l("The questionnaire before can be answered now"))
    takes_after = BooleanField(_l("The questionnaire after can be answered now"))
    is_public = BooleanField(
        _l("Everybody may read the comparison"),
        description=_l("Groups of fewer than five people are never shown."),
    )


class ParticipantForm(TalkaForm):
    """What a participant may tell of themselves."""

    age_group = SelectField(_l("Your age"))
    gender = SelectField(_l("Your gender"))
    field = SelectField(_l("What do you do?"))
    mark = LineField(
        _l("Mark on the paper sheet"),
        most=20,
        description=_l(
            "What the participant wrote on both sheets, so that they can be compared without a name."
        ),
        render_kw={"autocomplete": "off"},
    )

    def offer(self) -> None:
        """Fill the selects."""
        for select, members in ((self.age_group, AgeGroup), (self.gender, Gender), (self.field, Field)):
            select.choices = [*options([("", _("I would rather not say"))]), *choices(members)]


def answers_form(questions: Sequence[Any], **kwargs: Any) -> ParticipantForm:
    """A form with a field ``q<id>`` for every question."""
    fields = {f"q{question.id}": _answer_field(question) for question in questions}
    form = type("AnswersForm", (ParticipantForm,), fields)(**kwargs)
    form.offer()
    return form


def _answer_field(question: Any) -> Any:
    text = local(question.text)
    if question.kind is QuestionKind.TEXT:
        return TextField(text, most=ANSWER_LENGTH)
    if question.kind is QuestionKind.SCALE:
        pairs = [(str(level), _scale_word(question, level)) for level in range(LOWEST, HIGHEST + 1)]
    else:
        pairs = [(str(number), local(option)) for number, option in enumerate(question.options)]
    return RadioField(text, choices=options(pairs), validate_choice=False)


def _scale_word(question: Any, level: int) -> str:
    """The number of a level; at the two ends with its word."""
    ends = {LOWEST: 0, HIGHEST: 1}
    if level in ends and len(question.options) == 2:
        return f"{level} – {local(question.options[ends[level]])}"
    return str(level)
