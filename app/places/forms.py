"""What administrators type about places."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FloatField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from app.domain.places import ParkKind
from app.web.fields import LineField, LocalTextField, TalkaForm, degrees, needed, options
from app.web.labels import choices

MOST_PEOPLE = 100_000_000


class _PlaceForm(TalkaForm):
    name = LocalTextField(_l("Name"), required=True, most=120)
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
