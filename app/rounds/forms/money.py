"""The form for a round's pots."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Form, FormField, HiddenField, SelectField
from wtforms.validators import ValidationError

from app.web.fields import LocalTextField, MoneyField, RowList, TalkaForm, options


class PotsForm(TalkaForm):
    """Pots under each other; an empty row is no pot."""

    pots: Any

    def lines(self) -> list[Any]:
        """The rows that say something."""
        return [
            row.form for row in self.pots.entries if row.form.name.data or row.form.amount.data is not None
        ]


def pots_form(neighbourhoods: list[tuple[int, str]], most: int, **kwargs: Any) -> PotsForm:
    """The form, offering these neighbourhoods."""

    class PotRow(Form):  # type: ignore[misc]
        pot_id = HiddenField()
        name = LocalTextField(lazy_pgettext("of a thing", "Name"), most=120)
        amount = MoneyField(_l("Amount"))
        neighbourhood = SelectField(
            _l("For"), coerce=int, default=0, choices=options([(0, _("The whole city")), *neighbourhoods])
        )

        def validate_amount(self, field: MoneyField) -> None:
            """A named pot holds money."""
            if self.name.data and field.data is None:
                raise ValidationError(_("Give this pot an amount, or empty its name to remove it."))

    class Offered(PotsForm):
        pots = RowList(FormField(PotRow), _l("Pots"), min_entries=1, max_entries=most)

    return Offered(**kwargs)
