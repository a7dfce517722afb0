"""Sentences about teams."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "team.name_missing": _l("Give the team a name."),
    "team.name_too_long": _l("This name or motto is too long; a name has up to %(most)s characters."),
    "team.name_taken": _l("Another team of this round has this name. Choose another one."),
    "team.code_unknown": _l("No team has this code. Compare it with the one you were given."),
    "team.code_expired": _l("This code is too old. Ask the team's founder for a new one."),
    "team.closed": _l("This team is closed."),
    "team.full": _l("The team is full: it has %(most)s members."),
    "team.member_already": _l("You are in this team already."),
    "team.no_member": _l("This person is not in the team any more."),
    "team.founder_stays": _l("The founder hands the team over to another member first, or closes it."),
}
