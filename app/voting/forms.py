"""What voters and organisers type: a ballot's token, codes, receipts, batches, the roll."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Regexp, ValidationError

from app.domain.voter_codes import CODE_LENGTH, MOST_CODES
from app.web.fields import LineField, TalkaForm, needed

MOST_ROLL_BYTES = 300_000
MOST_REASON = 300
BATCH_NAME = r"[A-Za-z0-9][A-Za-z0-9-]{0,19}"


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
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "class": "code",
        },
    )


class ReceiptForm(TalkaForm):
    """A receipt to look up."""

    receipt = LineField(
        _l("Your receipt"),
        [needed()],
        most=80,
        description=_l("26 letters and digits. Hyphens and spaces do not matter."),
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "class": "code",
        },
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
    count = IntegerField(
        _l("How many"),
        [
            needed(),
            NumberRange(1, MOST_CODES, message=_l("A batch has 1 to %(most)s codes.", most=MOST_CODES)),
        ],
        render_kw={"min": 1, "max": MOST_CODES, "inputmode": "numeric"},
    )

    def offer(self, electorates: list[tuple[int, str]]) -> None:
        """Fill the select with the electorates that vote with codes."""
        self.electorate.choices = electorates


class RollForm(_BatchForm):
    """The voter roll as a file."""

    file = FileField(
        _l("The roll"),
        [FileRequired(message=_l("Choose a file."))],
        description=_l("A CSV file with the columns “key” and “electorate”. Keys are numbers, never names."),
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
