"""What strangers read in place of a person: a name only where the person wishes it and is old enough."""

from typing import Any

from flask_babel import gettext as _

from app.domain.people import public_name
from app.web.formats import local


def public_label(person: Any) -> str:
    """The public name of an account, else "a resident" of their neighbourhood; ``None`` is somebody who has left."""
    if person is None or person.closed_at is not None:
        return _("A former resident")
    name = public_name(person.display_name, person.age_band, person.shows_name)
    if name:
        return name
    if person.neighbourhood is not None:
        return _("A resident of %(place)s", place=local(person.neighbourhood.name))
    return _("A resident")
