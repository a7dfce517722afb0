"""What voters and organisers type: a ballot's token, codes, receipts, batches, the roll."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional, Regexp, ValidationError

from app.domain.paper import MOST_KEYED, MOST_SHEETS
from app.domain.voter_codes import CODE_LENGTH, MOST_CODES
from app.web.fields import LineField, TalkaForm, needed, options

MOST_ROLL_BYTES = 300_000
MOST_REASON = 300
BATCH_NAME = r"[A-Za-z0-9][A-Za-z0-9-]{0,19}"
NO_PLACE = 0
"""The choice of no neighbourhood in a select."""

MOST_HOURS = 16
TYPED_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}


class BallotForm(TalkaForm):
    """A ballot. Its choices are read by the paper of its type; ``form_key`` is the signed nonce."""

    form_key = HiddenField()


class CodeForm(TalkaForm):
    """A printed code. Pasting is fine, and so is a code without its hyphens."""

    code = LineField(
        _l("Your code"),
        [needed()],
        most=40,
        description=_l(
            "%(length)s letters and digits from your card, such as 7H2K-9QXW-4M3T.", length=CODE_LENGTH
        ),
        render_kw=TYPED_CODE,
    )


class ReceiptForm(TalkaForm):
    """A receipt to look up."""

    receipt = LineField(
        _l("Your receipt"),
        [needed()],
        most=80,
        description=_l("26 letters and digits. Hyphens and spaces do not matter."),
        render_kw=TYPED_CODE,
    )


class _BatchForm(TalkaForm):
    batch = LineField(
        _l("Name of the batch"),
        [
            needed(),
            Regexp(
                f"^{BATCH_NAME}$",
                message=_l("Use up to 20 letters a–z, digits and hyphens, such as school-7."),
            ),
        ],
        most=20,
        description=_l("Printed on every card with a number, such as school-7-0012."),
    )


class CodesForm(_BatchForm):
    """A batch of codes for people whom the city does not know one by one."""

    electorate = SelectField(_l("Who votes"), [needed()], coerce=int)
    neighbourhood = SelectField(
        _l("Neighbourhood of these voters"), [Optional()], coerce=int, default=NO_PLACE
    )
    count = IntegerField(
        _l("How many"),
        [
            needed(),
            NumberRange(1, MOST_CODES, message=_l("A batch has 1 to %(most)s codes.", most=MOST_CODES)),
        ],
        render_kw={"min": 1, "max": MOST_CODES, "inputmode": "numeric"},
    )

    def offer(self, electorates: list[tuple[int, str]], places: list[tuple[int, str]]) -> None:
        """Fill the selects: electorates that vote with codes, and neighbourhoods where they matter (else none)."""
        offer_voters(self, electorates, places)


class RollForm(_BatchForm):
    """The voter roll as a file."""

    file = FileField(
        _l("The roll"),
        [FileRequired(message=_l("Choose a file."))],
        description=_l(
            "A CSV file with the columns “key” and “electorate”, and “neighbourhood” where it matters. "
            "Keys are numbers, never names."
        ),
    )

    def validate_file(self, field: Any) -> None:
        """Read the file; one that is too large is refused."""
        with field.data.stream as stream:
            self.content = stream.read(MOST_ROLL_BYTES + 1)
        if len(self.content) > MOST_ROLL_BYTES:
            raise ValidationError(_("This file is too large for a voter roll."))


class VoidForm(TalkaForm):
    """A code to make useless, and why."""

    typed = LineField(
        _l("Code or number of the card"),
        [needed()],
        most=80,
        description=_l("What is printed on the card: the code, or the name of the batch with its number."),
        render_kw={"autocomplete": "off"},
    )
    reason = LineField(_l("Why"), [needed()], most=MOST_REASON)


class VoidBatchForm(TalkaForm):
    """A whole batch to make useless, and why."""

    batch = SelectField(_l("Batch"), [needed()])
    reason = LineField(_l("Why"), [needed()], most=MOST_REASON)

    def offer(self, batches: list[str]) -> None:
        """Fill the select."""
        self.batch.choices = [(batch, batch) for batch in dict.fromkeys(batches)]


def offer_voters(form: Any, electorates: list[tuple[int, str]], places: list[tuple[int, str]]) -> None:
    """Fill the selects ``electorate`` and ``neighbourhood``; without ``places`` the second one goes."""
    form.electorate.choices = options(electorates)
    form.neighbourhood.choices = options([(NO_PLACE, _("None: only what the whole city votes on")), *places])
    if not places:
        del form.neighbourhood


class AccountsForm(TalkaForm):
    """Accounts to put on the roll together."""

    electorate = SelectField(_l("Who votes"), [needed()], coerce=int)

    def offer(self, electorates: list[tuple[int, str]]) -> None:
        """Fill the select with the electorates that vote by account."""
        self.electorate.choices = options(electorates)


class SearchForm(TalkaForm):
    """Somebody who stands at the polling table."""

    words = LineField(
        _l("Code or name"),
        [needed()],
        most=80,
        description=_l("A code from a card, the number of a card, or the beginning of a name."),
        render_kw={"autocomplete": "off", "autofocus": True},
    )


class KioskForm(TalkaForm):
    """A device to lend out."""

    name = LineField(
        _l("Name of the kiosk"), [needed()], most=40, description=_l("Such as: Library, tablet 2.")
    )
    hours = IntegerField(
        _l("How many hours it runs"),
        [
            needed(),
            NumberRange(1, MOST_HOURS, message=_l("A kiosk runs 1 to %(most)s hours.", most=MOST_HOURS)),
        ],
        default=8,
        render_kw={"min": 1, "max": MOST_HOURS, "inputmode": "numeric"},
    )
    pin = LineField(
        _l("A number of your own, to end it"),
        [needed(), Regexp(r"^[0-9]{4,8}$", message=_l("Use 4 to 8 digits."))],
        most=8,
        description=_l("4 to 8 digits. They end kiosk mode on the device; without them nobody leaves it."),
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )


class PinForm(TalkaForm):
    """The number that ends a kiosk on the device."""

    pin = LineField(
        _l("The number that ends this kiosk"),
        [needed()],
        most=8,
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )


class PaperForm(TalkaForm):
    """Paper ballots for one box."""

    electorate = SelectField(_l("Who votes"), [needed()], coerce=int)
    neighbourhood = SelectField(
        _l("Neighbourhood of these voters"), [Optional()], coerce=int, default=NO_PLACE
    )
    booth = LineField(
        _l("Name of the box"),
        [needed()],
        most=40,
        description=_l("Such as: Library, box 1. Printed on every ballot."),
    )
    count = IntegerField(
        _l("How many ballots"),
        [
            needed(),
            NumberRange(1, MOST_SHEETS, message=_l("A box has 1 to %(most)s ballots.", most=MOST_SHEETS)),
        ],
        render_kw={"min": 1, "max": MOST_SHEETS, "inputmode": "numeric"},
    )

    def offer(self, electorates: list[tuple[int, str]], places: list[tuple[int, str]]) -> None:
        """Fill the selects: all electorates, and neighbourhoods where they matter (else none)."""
        offer_voters(self, electorates, places)


class CountForm(TalkaForm):
    """What was taken out of a box."""

    count = IntegerField(
        _l("Ballots in the box"),
        [needed(), NumberRange(0, MOST_SHEETS)],
        render_kw={"min": 0, "max": MOST_SHEETS, "inputmode": "numeric"},
    )


class KeyForm(TalkaForm):
    """One sheet as it is keyed."""

    serial = LineField(
        _l("Number on the sheet"), [needed()], most=20, render_kw={**TYPED_CODE, "autofocus": True}
    )
    marks = LineField(
        _l("What is marked"), most=MOST_KEYED, render_kw={"autocomplete": "off", "class": "code"}
    )
    is_spoilt = BooleanField(_l("Spoilt: empty, or not to be read as a valid ballot"))


class VerifyForm(TalkaForm):
    """The last step of a box."""

    missing_reason = LineField(_l("Why sheets are missing"), most=MOST_REASON)


class TryOutForm(TalkaForm):
    """As whom one tries out a ballot."""

    electorate = SelectField(_l("As whom"), [needed()], coerce=int)
    neighbourhood = SelectField(_l("From which neighbourhood"), [Optional()], coerce=int, default=NO_PLACE)

    def offer(self, electorates: list[tuple[int, str]], places: list[tuple[int, str]]) -> None:
        """Fill the selects: all electorates, and neighbourhoods where they matter (else none)."""
        offer_voters(self, electorates, places)
