"""What the council says of winners, and what those who build type about their projects."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, FieldList, Form, FormField, RadioField, SelectField
from wtforms.validators import Optional

from app.domain.decisions import CouncilWord
from app.domain.project_states import PhotoMoment
from app.web.fields import LineField, MoneyField, TalkaForm, TextField, needed, options
from app.web.labels import choices

NAME_LENGTH = 200
REASON_LENGTH = 2000
BODY_LENGTH = 5000
PHOTO_SLOTS = 3


class DecisionForm(TalkaForm):
    """The council's word on one winner."""

    word = RadioField(_l("The council's decision"), [needed()], choices=choices(CouncilWord))
    reason = TextField(
        _l("Reason"),
        most=REASON_LENGTH,
        description=_l("Public. Needed where a winner is declined."),
    )
    minutes_url = LineField(
        _l("Address of the minutes"),
        most=500,
        description=_l("Where everybody can read the decision, beginning with https://."),
        render_kw={"inputmode": "url"},
    )


class MilestoneForm(TalkaForm):
    """A step and the day it is promised for."""

    name = LineField(_l("What will be done"), [needed()], most=NAME_LENGTH)
    planned_on = DateField(
        _l("Promised for"), [needed()], description=_l("This day stays on the page, even if it slips.")
    )


class MoveForm(TalkaForm):
    """On which other day an open step will be done."""

    expected_on = DateField(_l("Will be done on"), [needed()])
    reason = TextField(
        _l("Why it is later than promised"),
        most=REASON_LENGTH,
        description=_l("Published on the project's page."),
    )


class FinishForm(TalkaForm):
    """That a step was done, and when."""

    done_on = DateField(_l("Done on"), [needed()])
    reason = TextField(
        _l("Why it was later than promised"),
        most=REASON_LENGTH,
        description=_l("Only if it was late; published."),
    )


class FundingForm(TalkaForm):
    """The three sums of one source."""

    source = LineField(
        _l("Where the money comes from"),
        [needed()],
        most=NAME_LENGTH,
        description=_l(
            "Such as the municipal budget, ERDF, Erasmus+ or a sponsor. A source that is there is changed."
        ),
    )
    planned = MoneyField(_l("Planned"), [needed()])
    contracted = MoneyField(_l("Contracted"))
    paid = MoneyField(_l("Paid"))


class DepartmentForm(TalkaForm):
    """The department that builds."""

    department = SelectField(_l("Responsible department"), coerce=int)

    def offer(self, departments: Iterable[tuple[int, str]]) -> None:
        """Fill the select."""
        self.department.choices = options([(0, _("None yet")), *departments])


class StateForm(TalkaForm):
    """When a project began, was opened or was stopped, and what is to be said about it."""

    on = DateField(_l("On which day"), [needed()])
    reason = TextField(
        _l("What everybody should know"),
        most=REASON_LENGTH,
        description=_l("Published. A stop needs its reason; an opening may say how to use what was built."),
    )


class PhotoForm(Form):
    """One photo of a piece of news."""

    photo = FileField(_l("Photo"), description=_l("JPEG, PNG or WebP up to 10 MB."))
    alt = LineField(_l("What it shows"), most=200, description=_l("For people who cannot see it."))
    moment = SelectField(_l("Taken"), choices=choices(PhotoMoment), default=PhotoMoment.DURING.value)


class UpdateForm(TalkaForm):
    """News of a project."""

    title = LineField(_l("Title"), [needed()], most=NAME_LENGTH)
    body = TextField(_l("What is new"), [needed()], most=BODY_LENGTH)
    language = SelectField(_l("Language of the news"))
    photos = FieldList(FormField(PhotoForm), min_entries=PHOTO_SLOTS, max_entries=PHOTO_SLOTS)

    def offer(self, languages: Iterable[tuple[str, str]]) -> None:
        """Fill the select."""
        self.language.choices = options(languages)

    def chosen_photos(self) -> list[Any]:
        """The rows in which a file was chosen."""
        return [entry.form for entry in self.photos if entry.form.photo.data]


class FilterForm(Form):
    """What a reader of the promises asks for."""

    state = SelectField(_l("How far"), [Optional()])
    department = SelectField(_l("Department"), [Optional()], coerce=int)
    neighbourhood = SelectField(_l("Neighbourhood"), [Optional()], coerce=int)
