"""Sentences about money, time and phases."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "second.gone": _l("This does not wait for a second person any more. Look at the page again."),
    "money.unreadable": _l("Write the amount as a number, such as 1250 or 1250,50."),
    "money.too_large": _l("This amount is too large."),
    "phase.wrong": _l("This is not possible now: the round is in the phase “%(phase)s”."),
    "transition.refused": _l("This is not possible any more: somebody has changed it in the meantime."),
    "timetable.no_submission": _l("Give the day and time when submission starts."),
    "timetable.order": _l("“%(phase)s” has to start after “%(after)s”."),
    "text.unsafe": _l("The text contains characters that cannot be stored. Type it again without them."),
    "upload.too_large": _l(
        "The file is too large: up to %(megabytes)s MB, and a picture up to 50 megapixels."
    ),
    "upload.not_a_picture": _l("This file is not a picture that can be read. Send a JPEG, PNG, WebP or GIF."),
    "upload.not_a_pdf": _l("This file is not a PDF."),
}
