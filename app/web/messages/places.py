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
    "city.hue_wrong": _l("A colour is a number of degrees from 0 to 359."),
    "city.too_pale": _l("Words in this colour would be too hard to read. Choose another one."),
    "city.no_language": _l("Choose at least one of the languages that pages are written in."),
    "map.too_large": _l("This file is too large for a map: %(megabytes)s MB at the most."),
    "map.not_geojson": _l("This is no GeoJSON file with a collection of features."),
    "map.empty": _l("There is nothing in this map."),
    "map.too_much": _l(
        "This map is too detailed: %(features)s features and %(positions)s positions at the most. Simplify it first."
    ),
    "map.wrong_shape": _l(
        "Feature %(number)s of this map is no point, line or area with longitude and latitude in degrees."
    ),
    "department.slug_taken": _l("There is a department with this short name already."),
    "department.in_use": _l("People, tasks or projects belong to this department, so it cannot be deleted."),
}
