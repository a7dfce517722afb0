"""Sentences about accounts and signing in."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "sign_in.link_spent": _l("This link has been used or is too old. Ask for a new one."),
    "sign_in.wrong_password": _l("Address and password do not fit together."),
    "guardian.not_needed": _l("You do not need a guardian's consent."),
    "guardian.unknown": _l("This link works no more. Ask the child to send a new one."),
    "guardian.nameless": _l("Write your name, in up to 80 characters."),
    "sign_in.closed": _l("This account is closed."),
    "password.not_for_residents": _l("Only the city's staff and mentors may set a password."),
    "password.too_short": _l("A password needs at least %(least)s characters."),
    "person.email_taken": _l("There is an account with this address already."),
    "department.unknown": _l("There is no such department."),
    "grant.unknown_person": _l("Nobody with this address has an account yet."),
    "grant.held_already": _l("This person holds the role already."),
    "grant.resident": _l("Everybody with an account is a resident; there is nothing to grant."),
    "grant.last_administrator": _l("The last administrator cannot be removed."),
}
