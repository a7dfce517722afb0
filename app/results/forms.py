"""What organisers and holders type about certificates; reviews of comments bring nothing but a token."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import Optional

from app.domain.certificates import CertificateKind
from app.web.fields import LineField, TalkaForm, TextField, needed, options
from app.web.i18n import NAMES
from app.web.labels import choices

EMAIL_LENGTH = 254
NAME_LENGTH = 80
MOST_NAMES = 100


def _languages() -> list[Any]:
    return options((code, NAMES.get(code, code)) for code in current_app.config["LANGUAGES"])


class BatchForm(TalkaForm):
    """To everybody who took part in this way."""

    kind = RadioField(_l("For whom"), [needed()])

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.kind.choices = [
            choice for choice in choices(CertificateKind) if choice.value != CertificateKind.VOLUNTEER
        ]


class OneForm(TalkaForm):
    """To one person with an account."""

    kind = SelectField(_l("For what"), [needed()])
    email = LineField(_l("E-mail of the account"), [needed()], most=EMAIL_LENGTH)
    hours = IntegerField(
        _l("Hours given"), [Optional()], description=_l("For volunteers and mentors, if you count them.")
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.kind.choices = choices(CertificateKind)


class BlankForm(TalkaForm):
    """Without a name, for people who have no account."""

    kind = SelectField(_l("For what"), [needed()])
    count = IntegerField(_l("How many"), [needed()])
    language = SelectField(_l("Language"), [needed()])

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.kind.choices = choices(CertificateKind)
        self.language.choices = _languages()


class NamesForm(TalkaForm):
    """Names for certificates that were issued without one; they go on the paper and are kept nowhere."""

    names = TextField(
        _l("Names, one a line"),
        [needed()],
        most=MOST_NAMES * NAME_LENGTH,
        description=_l("They are printed and kept nowhere: whoever checks the code reads no name."),
    )

    @property
    def lines(self) -> list[str]:
        """The names, as far as one fits on a certificate."""
        return [line.strip()[:NAME_LENGTH] for line in (self.names.data or "").splitlines() if line.strip()]


class HolderForm(TalkaForm):
    """What the holder decides."""

    language = SelectField(_l("Language of the certificate"), [needed()])
    shows_name = BooleanField(_l("Whoever checks it may read my name"))

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.language.choices = _languages()


class RevokeForm(TalkaForm):
    """Why a certificate is valid no more."""

    reason = TextField(_l("Reason"), [needed()], most=500)


class CodeForm(TalkaForm):
    """The code on a certificate."""

    class Meta(TalkaForm.Meta):
        """Looking a code up changes nothing."""

        csrf = False

    code = LineField(_l("Code on the certificate"), [needed()], most=40)
