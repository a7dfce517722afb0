"""What an organiser says about checking a vote: witnesses by mail, and how long the key is kept."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from app.web.fields import TalkaForm, TextField


class LedgerForm(TalkaForm):
    """Witnesses of the ledger, one address a line, and the days for appeals."""

    witnesses = TextField(
        _l("Who gets the head of the ledger by mail?"),
        most=2000,
        description=_l(
            "One e-mail address a line: a newspaper, a school, the council. They can tell later whether a ballot was "
            "changed. The addresses are not shown to anybody."
        ),
        render_kw={"rows": 4, "autocomplete": "off", "spellcheck": "false"},
    )
    appeal_days = IntegerField(
        _l("Days for appeals"),
        [InputRequired(message=_l("Write a whole number of days."))],
        description=_l(
            "So many days after the result is published the key of the vote is destroyed. "
            "Then nobody can tell any more who cast which ballot."
        ),
        render_kw={"min": 1, "max": 365, "inputmode": "numeric", "class": "short-input"},
    )
