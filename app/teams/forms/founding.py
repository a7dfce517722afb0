"""A team's name, and a join code."""

from flask_babel import lazy_gettext as _l

from app.domain.join_codes import LENGTH
from app.domain.team_rules import MOTTO_LENGTH, NAME_LENGTH
from app.web.fields import LineField, TalkaForm, needed


class TeamForm(TalkaForm):
    """A team's name and motto."""

    name = LineField(
        _l("Name of the team"),
        [needed()],
        most=NAME_LENGTH,
        description=_l("Everybody can read it, so do not put your surname in it."),
        render_kw={"autocomplete": "off"},
    )
    motto = LineField(
        _l("Motto"),
        most=MOTTO_LENGTH,
        description=_l("One line that says what you want, such as “Light for the skate park”."),
        render_kw={"autocomplete": "off"},
    )


class CodeForm(TalkaForm):
    """A join code, typed."""

    class Meta(TalkaForm.Meta):
        """Looking a code up changes nothing."""

        csrf = False

    code = LineField(
        _l("Join code"),
        [needed()],
        most=LENGTH * 3,
        description=_l("Eight letters and digits, such as ABCD-2345."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
