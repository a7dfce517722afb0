"""Needs and offers, and the time of mentors."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.board import (
    NOTE_LENGTH,
    PLACE_LENGTH,
    POST_LENGTH,
    REPLY_LENGTH,
    SLOT_MINUTES,
    TOPIC_LENGTH,
    PostKind,
)
from app.domain.themes import Theme
from app.web.fields import LineField, MomentField, TalkaForm, TextField, needed, options
from app.web.labels import choices


class PostForm(TalkaForm):
    """A need or an offer."""

    kind = RadioField(_l("What is it?"), [needed()], choices=choices(PostKind), default=PostKind.NEED.value)
    body = TextField(
        _l("In one or two sentences"),
        [needed()],
        most=POST_LENGTH,
        description=_l(
            "Such as “We look for somebody who can draw”, or “We have a workshop, free on Saturday”."
        ),
    )
    theme = SelectField(_l("Theme"))
    neighbourhood = SelectField(_l("Neighbourhood"), coerce=int)
    team = SelectField(_l("For whom?"), coerce=int)

    def offer(self, neighbourhoods: list[tuple[int, str]], teams: list[tuple[int, str]]) -> None:
        """Fill the selects."""
        self.theme.choices = [*options([("", _("Any theme"))]), *choices(Theme)]
        self.neighbourhood.choices = options([(0, _("The whole city")), *neighbourhoods])
        self.team.choices = options([(0, _("For myself")), *teams])


class ReplyForm(TalkaForm):
    """An answer on the board."""

    body = TextField(_l("Your answer"), [needed()], most=REPLY_LENGTH)


class MentorForm(TalkaForm):
    """What a mentor knows about and where they come."""

    themes = SelectMultipleField(
        _l("What do you know about?"),
        choices=choices(Theme),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("None chosen: everything."),
    )
    neighbourhoods = SelectMultipleField(
        _l("In which neighbourhoods are you at home?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("None chosen: the whole city."),
    )
    about = TextField(_l("A word about you"), most=400, description=_l("What can a team ask you?"))

    def offer(self, neighbourhoods: list[tuple[int, str]]) -> None:
        """Fill the boxes."""
        self.neighbourhoods.choices = options(neighbourhoods)


class SlotsForm(TalkaForm):
    """Sessions that a mentor opens."""

    starts_at = MomentField(_l("When does the first one begin?"), [needed()])
    minutes = SelectField(_l("How long is each?"), coerce=int, default=20)
    count = IntegerField(
        _l("How many, one after the other?"),
        [needed(), NumberRange(1, 12)],
        default=3,
        render_kw={"class": "short-input"},
    )
    place = LineField(
        _l("Where?"),
        most=PLACE_LENGTH,
        description=_l("A room, or a table in the hall; public places only."),
        render_kw={"autocomplete": "off"},
    )

    def offer(self) -> None:
        """Fill the select."""
        self.minutes.choices = options(
            (minutes, _("%(num)s minutes", num=minutes)) for minutes in SLOT_MINUTES
        )


class BookingForm(TalkaForm):
    """A session for one's team."""

    team = SelectField(_l("For which team?"), coerce=int)
    topic = LineField(_l("What do you want to ask?"), most=TOPIC_LENGTH, render_kw={"autocomplete": "off"})

    def offer(self, teams: list[tuple[int, str]]) -> None:
        """Fill the select."""
        self.team.choices = options(teams)


class NoteForm(TalkaForm):
    """What came of a session."""

    note = TextField(
        _l("Note for the team"),
        [needed()],
        most=NOTE_LENGTH,
        description=_l("The team and the organisers read it."),
    )
