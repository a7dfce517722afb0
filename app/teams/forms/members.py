"""Those who take part without an account, and more time for one team."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from app.domain.people import AgeBand
from app.domain.team_rules import NAME_LENGTH
from app.web.fields import LineField, MomentField, TalkaForm, TextField, needed
from app.web.labels import choices


class CreditForm(TalkaForm):
    """Somebody who came on the day."""

    name = LineField(
        _l("Name"),
        [needed()],
        most=NAME_LENGTH,
        description=_l("Only as much of it is kept as may be shown: see below."),
        render_kw={"autocomplete": "off"},
    )
    age_band = RadioField(_l("Age"), [needed()], choices=choices(AgeBand))
    has_agreed = BooleanField(
        _l("They agree that this is shown; for a child, the parent or guardian has signed"),
    )


class ExtensionForm(TalkaForm):
    """Until when one team may still save, and why."""

    ends_at = MomentField(_l("Until when?"), [needed()])
    reason = TextField(
        _l("Why?"), [needed()], most=400, description=_l("Everybody can read it on the team's page.")
    )
