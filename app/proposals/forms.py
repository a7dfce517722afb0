"""What people type about proposals: an idea with its place, costs and files; a comment; a filter."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    Field,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextInput

from app.domain.proposal_content import (
    ALT_LENGTH,
    DESCRIPTION_LENGTH,
    MOST_COST_LINES,
    MOST_FILES,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    VIDEO_LENGTH,
    WHAT_LENGTH,
)
from app.domain.themes import Theme
from app.web.fields import (
    LineField,
    LocalTextField,
    MoneyField,
    RowList,
    TalkaForm,
    TextField,
    needed,
    options,
)
from app.web.labels import choices
from app.web.sanitise import without_unsafe_characters

SPARE_LINES = 2
"""How many empty cost lines a form always offers."""

_POINT = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*[,; ]\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*")


class PointField(Field):  # type: ignore[misc]
    """A point as map programs copy it, ``55.8747, 26.5362``; ``data`` is latitude and longitude, or ``None``."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return without_unsafe_characters(str(self.raw_data[0]))
        return "{:.6f}, {:.6f}".format(*self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read two numbers; the domain checks that they are on the globe."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        read = _POINT.fullmatch(valuelist[0])
        if not read:
            raise ValueError(_("Write latitude and longitude, such as 55.8747, 26.5362."))
        self.data = (round(float(read[1]), 6), round(float(read[2]), 6))


class AreaField(TextAreaField):  # type: ignore[misc]
    """The corners of an area, one a line as map programs copy them; ``data`` is a tuple of latitude and longitude."""

    def _value(self) -> str:
        if self.raw_data:
            return without_unsafe_characters(str(self.raw_data[0]))
        return "\n".join("{:.6f}, {:.6f}".format(*corner) for corner in self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a corner from every line that is not empty."""
        self.data: tuple[tuple[float, float], ...] = ()
        lines = [line for line in (valuelist[0] if valuelist else "").splitlines() if line.strip()]
        read = [_POINT.fullmatch(line) for line in lines[:200]]
        if not all(read):
            raise ValueError(_("Write one corner a line, such as 55.8747, 26.5362."))
        self.data = tuple((round(float(each[1]), 6), round(float(each[2]), 6)) for each in read if each)


class CostLineForm(Form):  # type: ignore[misc]
    """One thing that the money is for."""

    what = LineField(_l("For what"), most=WHAT_LENGTH, render_kw={"autocomplete": "off"})
    amount = MoneyField(_l("Amount"))

    def validate_amount(self, field: Field) -> None:
        """An amount is for something."""
        if field.data and not self.what.data:
            raise ValidationError(_("Say what this money is for."))


class RowIdField(IntegerField):  # type: ignore[misc]
    """The id of a row, carried along unseen; what is no number is no row's."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read digits."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class FileForm(Form):  # type: ignore[misc]
    """A file that the idea has already."""

    id = RowIdField()
    alt = LineField(
        _l("What does the picture show?"),
        most=ALT_LENGTH,
        description=_l("For people who cannot see it, such as “An empty court, grass in the cracks”."),
        render_kw={"autocomplete": "off"},
    )
    remove = BooleanField(_l("Remove"))


class ProposalForm(TalkaForm):
    """An idea. Only its name is needed to save it."""

    title = LineField(
        _l("Name of the idea"),
        [needed()],
        most=TITLE_LENGTH,
        description=_l("Short and clear, such as “Lights for the skate park”."),
        render_kw={"autocomplete": "off"},
    )
    summary = TextField(
        _l("The idea in two or three sentences"),
        most=SUMMARY_LENGTH,
        description=_l("What is it, and who will be glad of it? Everybody reads this first."),
    )
    description = TextField(
        _l("Tell more"),
        most=DESCRIPTION_LENGTH,
        description=_l(
            "Why here? What will it look like? Who helps? Write **bold** for bold, and begin lines with - for a list."
        ),
    )
    themes = SelectMultipleField(
        _l("What is it about?"),
        choices=choices(Theme),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("One to three. The first one gives the colour of the cover."),
    )
    neighbourhood = SelectField(_l("Neighbourhood"), coerce=int)
    park = SelectField(_l("Park or square"), coerce=int, description=_l("Only if it is in one of these."))
    point = PointField(
        _l("Exact spot"),
        description=_l("Latitude and longitude as a map program copies them, such as 55.8747, 26.5362."),
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )
    area = AreaField(
        _l("Area"),
        description=_l("Its corners, one a line: latitude and longitude. With the map above you draw it."),
        render_kw={"rows": 4, "autocomplete": "off", "spellcheck": "false"},
    )
    cost_lines = RowList(FormField(CostLineForm), max_entries=MOST_COST_LINES)
    upkeep = MoneyField(
        _l("Upkeep every year"),
        description=_l("Cleaning, electricity, repairs. Leave it empty if you do not know."),
    )
    pot = SelectField(_l("Which money is it from?"), coerce=int)
    files = RowList(FormField(FileForm), max_entries=sum(MOST_FILES.values()))
    pictures = MultipleFileField(
        _l("Add pictures"),
        description=_l(
            "Photos, drawings, plans; up to 8, each up to 10 MB. Where and when a photo was taken is erased."
        ),
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/gif"},
    )
    sketch = MultipleFileField(
        _l("Photograph a sketch"),
        description=_l("Drawn on paper? Take a picture of it: a phone opens its camera."),
        render_kw={"accept": "image/*", "capture": "environment"},
    )
    documents = MultipleFileField(
        _l("Add PDFs"),
        description=_l("Up to 3, each up to 20 MB."),
        render_kw={"accept": "application/pdf"},
    )
    video_url = LineField(
        _l("Link to a video"),
        most=VIDEO_LENGTH,
        description=_l("The whole address; it starts with https://"),
        render_kw={"inputmode": "url", "autocomplete": "off"},
    )
    language = SelectField(_l("In which language have you written?"))
    behalf = SelectField(_l("Whose idea is it?"), coerce=int, default=0)
    seen = RowIdField()

    places: tuple[Sequence[Any], Sequence[Any]] = ((), ())
    """The parks and the neighbourhoods that are offered, for the map beside the form."""

    def validate_themes(self, field: Field) -> None:
        """No more themes than the domain takes; said here so that it stands beside the boxes."""
        if len(set(field.data or ())) > 3:
            raise ValidationError(_("Choose up to three themes."))

    def spare_lines(self) -> None:
        """Offer empty cost lines below the filled ones."""
        empty = sum(
            1 for line in self.cost_lines.entries if not line.form.what.data and not line.form.amount.data
        )
        while empty < SPARE_LINES and len(self.cost_lines.entries) < MOST_COST_LINES:
            self.cost_lines.append_entry()
            empty += 1

    def stored_files(self, kind: str, rows: dict[int, Any]) -> list[tuple[Any, Any]]:
        """The small forms of the stored files of one kind (``image`` or ``pdf``), each with its file."""
        return [
            (entry.form, rows[entry.form.id.data])
            for entry in self.files.entries
            if entry.form.id.data in rows and rows[entry.form.id.data].kind == kind
        ]


class CommentForm(TalkaForm):
    """A comment."""

    body = TextField(
        _l("Your comment"), [needed()], most=2000, description=_l("Be kind; everybody can read it.")
    )


class ReasonForm(TalkaForm):
    """Why somebody reports or hides a comment."""

    reason = TextField(_l("Why?"), [needed()], most=500)


class FilterForm(Form):  # type: ignore[misc]
    """What a reader of the list asks for."""

    q = LineField(_l("Search"), most=80, render_kw={"type": "search", "autocomplete": "off"})
    neighbourhood = SelectField(_l("Neighbourhood"), coerce=int)
    theme = SelectField(_l("Theme"))
    state = SelectField(_l("State"))
    least = MoneyField(_l("Costs at least"))
    most = MoneyField(_l("Costs at most"))
    sort = SelectField(_l("Order"))
    view = HiddenField()


class RivalsForm(TalkaForm):
    """Ideas of which only so many can win."""

    name = LocalTextField(_l("What they compete for"), required=True)
    at_most = IntegerField(_l("How many of them can win"), [needed()], default=1)
    rivals = SelectMultipleField(
        _l("The ideas"),
        [needed()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, ideas: list[tuple[int, str]]) -> None:
        """Fill the boxes."""
        self.rivals.choices = options(ideas)
