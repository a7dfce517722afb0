"""What administrators type about the city and its places."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FloatField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.places import ParkKind
from app.web.fields import LineField, LocalTextField, TalkaForm, degrees, needed, options
from app.web.labels import choices

MOST_PEOPLE = 100_000_000


class _PlaceForm(TalkaForm):
    name = LocalTextField(lazy_pgettext("of a thing", "Name"), required=True, most=120)
    slug = LineField(
        _l("Short name"),
        [needed()],
        most=60,
        description=_l("Small letters, digits and hyphens, such as jauna-forstate."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    lat = FloatField(
        _l("Latitude"), [Optional(), degrees(90)], description=_l("In degrees, such as 55.8747.")
    )
    lon = FloatField(
        _l("Longitude"), [Optional(), degrees(180)], description=_l("In degrees, such as 26.5362.")
    )
    is_approximate = BooleanField(
        _l("The point is approximate"), description=_l("Maps say so beside the point.")
    )


class NeighbourhoodForm(_PlaceForm):
    """A part of the city."""

    population = IntegerField(_l("Residents"), [Optional(), NumberRange(0, MOST_PEOPLE)])


class ParkForm(_PlaceForm):
    """A park, square, shore or yard."""

    kind = SelectField(_l("Kind"), [needed()], choices=choices(ParkKind))
    neighbourhood = SelectField(_l("Neighbourhood"), coerce=int)

    def offer(self, neighbourhoods: list[tuple[int, str]]) -> None:
        """Fill the select."""
        self.neighbourhood.choices = options(neighbourhoods)


OWN_HUE = "own"
HUES = (
    ("", _l("Pine: the colour of Talka")),
    ("15", _l("Rowan")),
    ("45", _l("Brick")),
    ("75", _l("Amber")),
    ("125", _l("Moss")),
    ("195", _l("Lagoon")),
    ("245", _l("River")),
    ("275", _l("Blueberry")),
    ("310", _l("Heather")),
    ("350", _l("Clover")),
    (OWN_HUE, _l("Another hue")),
)
"""Hues in degrees of OKLCH that an administrator chooses from."""


class CityForm(TalkaForm):
    """How the city shows itself."""

    name = LocalTextField(_l("Name of the city"), required=True, most=60)
    languages = SelectMultipleField(
        _l("Languages of the pages"),
        [needed()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    first_language = SelectField(
        _l("First language"), description=_l("For those whose browser asks for none of them.")
    )
    colour = RadioField(
        _l("Main colour"),
        choices=options(HUES),
        default="",
        description=_l("Each is made so that words stay easy to read, by day and by night."),
    )
    hue = IntegerField(
        _l("Another hue"),
        [Optional(), NumberRange(0, 359)],
        description=_l("Degrees on the colour wheel, 0 to 359; counts if you chose “Another hue”."),
    )
    logo = FileField(
        _l("Logo"), description=_l("A picture, best with a transparent ground, at least 88 pixels high.")
    )
    remove_logo = BooleanField(_l("Remove the logo"))
    contact = LocalTextField(
        _l("Who answers for this site"),
        most=1_000,
        lines=True,
        description=_l(
            "Name, address, e-mail and telephone, and where to complain. Shown with accessibility and privacy."
        ),
    )

    def chosen_hue(self) -> int | None:
        """The hue in degrees, ``None`` for our own colour."""
        if self.colour.data == OWN_HUE:
            return int(self.hue.data) if self.hue.data is not None else None
        return int(self.colour.data) if self.colour.data else None


class CityMapForm(TalkaForm):
    """A file to draw the city from."""

    file = FileField(
        _l("GeoJSON file"),
        [FileRequired(_l("Choose a file."))],
        description=_l(
            "Lines, areas and points in longitude and latitude, 2 MB at the most. The property “kind” says what each "
            "is: neighbourhood, river, lake, park, forest, street; “name” what it is called."
        ),
    )
