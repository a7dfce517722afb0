"""What people type to sign up, to sign in and about themselves."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, Field, HiddenField, PasswordField, RadioField, SelectField
from wtforms.validators import Length, ValidationError

from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.web.fields import LineField, LocalTextField, TalkaForm, needed, options
from app.web.labels import choices

MAX_EMAIL = 254


def real_address(_form: Any, field: Field) -> None:
    """A validator: the text has the form of an e-mail address; it is not looked up."""
    try:
        field.data = validate_email(field.data, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValidationError(_("Write the whole address, such as anna@example.com.")) from error


class EmailForm(TalkaForm):
    """An address to send a link to."""

    email = LineField(
        _l("E-mail address"),
        [needed(), real_address],
        most=MAX_EMAIL,
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )
    next = HiddenField()


class PasswordSignInForm(EmailForm):
    """Address and password."""

    password = PasswordField(
        _l("Password"), [needed(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )


class _AboutMe(TalkaForm):
    display_name = LineField(
        _l("Display name"),
        [needed()],
        most=60,
        description=_l("Seen by the city's staff and your team. The public sees it only if you say so."),
        render_kw={"autocomplete": "nickname"},
    )
    language = SelectField(_l("Language of letters to you"))
    neighbourhood = SelectField(_l("Neighbourhood"), coerce=int)
    age_band = RadioField(
        _l("Your age"),
        [needed()],
        choices=choices(AgeBand),
        description=_l("Rounds have rules by age. Your birth date is not asked for."),
    )

    def offer(self, languages: list[tuple[str, str]], neighbourhoods: list[tuple[int, str]]) -> None:
        """Fill the selects."""
        self.language.choices = options(languages)
        self.neighbourhood.choices = options([(0, _("I would rather not say")), *neighbourhoods])


class SignUpForm(_AboutMe):
    """All that is asked of somebody who signs up."""

    email = LineField(
        _l("E-mail address"),
        [needed(), real_address],
        most=MAX_EMAIL,
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )


class SettingsForm(_AboutMe):
    """What one can change about oneself."""

    shows_name = BooleanField(
        _l("Show my name beside my ideas and comments"),
        description=_l("Under 18 only your first name is shown, under 16 never."),
    )


class InvitationForm(TalkaForm):
    """Where a guardian's invitation is mailed to."""

    address = LineField(
        _l("E-mail address of your parent or guardian"),
        [needed(), real_address],
        most=MAX_EMAIL,
        render_kw={"type": "email", "autocomplete": "off", "inputmode": "email"},
    )


class GuardianForm(TalkaForm):
    """A guardian's yes."""

    name = LineField(
        _l("Your name"),
        [needed()],
        most=80,
        description=_l(
            "Kept as the proof of your consent and shown to nobody; compared with the mentors' names, so that nobody "
            "judges their own child."
        ),
        render_kw={"autocomplete": "name"},
    )
    agrees = BooleanField(_l("I am the child's parent or guardian, and I agree"), [needed()])

    def validate_agrees(self, field: Field) -> None:
        """A consent is said, not left out."""
        if not field.data:
            raise ValidationError(_("Tick the box to agree."))


class NewPasswordForm(TalkaForm):
    """A new password."""

    password = PasswordField(
        _l("New password"),
        [needed(), Length(max=200)],
        description=_l("At least 10 characters; a few unrelated words are good."),
        render_kw={"autocomplete": "new-password"},
    )


class GrantForm(TalkaForm):
    """A role for a person, in all rounds."""

    role = SelectField(_l("Role"))

    def offer(self) -> None:
        """Fill the select."""
        self.role.choices = [choice for choice in choices(Role) if choice.value != Role.RESIDENT]


class DepartmentForm(TalkaForm):
    """The department a person works for."""

    department = SelectField(_l("Department"), coerce=int)

    def offer(self, departments: list[tuple[int, str]]) -> None:
        """Fill the select."""
        self.department.choices = options([(0, _("None")), *departments])


class OfficeForm(TalkaForm):
    """A department itself."""

    name = LocalTextField(lazy_pgettext("of a thing", "Name"), required=True, most=160)
    slug = LineField(
        _l("Short name"),
        [needed()],
        most=60,
        description=_l("Small letters, digits and hyphens, such as attistibas-departaments."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
