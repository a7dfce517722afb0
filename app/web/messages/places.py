"""Sentences about neighbourhoods, parks and departments."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "place.slug_taken": _l("There is a place with this short name already."),
    "place.slug_invalid": _l(
        "A short name has small letters a–z, digits and single hyphens, such as jauna-forstate."
    ),
    "place.nameless": _l("Give it a name."),
    "place.half_a_point": _l("Give both latitude and longitude, or neither."),
    "place.unknown": _l("There is no such place."),
    "place.in_use": _l("Something belongs to this place, so it cannot be deleted."),
    "department.slug_taken": _l("There is a department with this short name already."),
    "department.in_use": _l("People, tasks or projects belong to this department, so it cannot be deleted."),
}
