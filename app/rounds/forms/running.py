"""Forms for a round that runs: a later deadline, a role in it."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.domain.permissions import Role
from app.web.fields import LineField, MomentField, TalkaForm, TextField, needed, options
from app.web.labels import label


class DeadlineForm(TalkaForm):
    """Which phase ends later, when, and why."""

    phase = SelectField(_l("Which phase ends later?"), [needed()])
    ends_at = MomentField(_l("When does it end now?"), [needed()])
    reason = TextField(
        _l("Why?"), [needed()], most=400, description=_l("Everybody can read it on the round's page.")
    )

    def offer(self, ends: list[tuple[str, str]]) -> None:
        """Fill the select with phases and their present ends."""
        self.phase.choices = options(ends)


class AppointForm(TalkaForm):
    """A role for somebody in this round."""

    email = LineField(
        _l("E-mail address"),
        [needed()],
        most=254,
        description=_l("The person needs an account first."),
        render_kw={"type": "email", "autocomplete": "off", "inputmode": "email"},
    )
    role = SelectField(_l("Role in this round"), [needed()])

    def offer(self, roles: tuple[Role, ...]) -> None:
        """Fill the select."""
        self.role.choices = options((role.value, label(role)) for role in roles)
