"""Sentences about rounds."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "round.slug_taken": _l("There is a round with this short name already."),
}
