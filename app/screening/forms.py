"""What organisers, reviewers and authors type in screening."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.screening import Verdict
from app.web.fields import MoneyField, TalkaForm, TextField, needed, options
from app.web.labels import choices

TEXT_LENGTH = 4000


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AssignForm(TalkaForm):
    """Which departments are asked about which proposals, and until when."""

    proposals = BoxesField(_l("Proposals"), [needed()], coerce=int)
    departments = BoxesField(_l("Departments to ask"), [needed()], coerce=int)
    due_on = DateField(
        _l("Answer due on"),
        [needed()],
        description=_l("A day in the city; the departments see it on their desk."),
    )

    def offer(self, proposals: Iterable[tuple[int, str]], departments: Iterable[tuple[int, str]]) -> None:
        """Fill the boxes."""
        self.proposals.choices = options(proposals)
        self.departments.choices = options(departments)


class DecisionForm(TalkaForm):
    """The department's official answer."""

    verdict = RadioField(_l("Can it be done?"), [needed()], choices=choices(Verdict))
    reason = TextField(
        _l("Reason"),
        [needed()],
        most=TEXT_LENGTH,
        description=_l(
            "Everybody can read it on the proposal's page. Say what would have to change, if anything."
        ),
        render_kw={"rows": 6},
    )
    language = SelectField(_l("Language of the reason"))
    estimate = MoneyField(
        _l("Cost estimate"),
        description=_l(
            "It replaces the author's sum on the ballot. Leave it empty to keep the author's sum."
        ),
    )

    def offer(self, languages: Iterable[tuple[str, str]]) -> None:
        """Fill the select."""
        self.language.choices = options(languages)


class AnswerForm(TalkaForm):
    """What the authors say to a department's answer."""

    text = TextField(
        _l("Your answer"),
        [needed()],
        most=TEXT_LENGTH,
        description=_l("You can answer once. Everybody can read it beside the department's reason."),
        render_kw={"rows": 6},
    )
