"""The links around every page: what this person can go to."""

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.permissions import Permission, Role, could_ever, may
from app.web.guards import current_actor

_CITY_LINKS = (
    (Permission.CREATE_ROUND, "rounds.new"),
    (Permission.MANAGE_PEOPLE, "people.index"),
    (Permission.MANAGE_PLACES, "places.index"),
    (Permission.READ_AUDIT, "hall.audit"),
)


def init_navigation(app: Flask) -> None:
    """Give every template its links."""
    app.context_processor(_links)


def _links() -> dict[str, Any]:
    if not request:
        return {}
    known: dict[str, Any] = {
        "home_url": url_for("hall.home"),
        "nav_links": [_link(_("Rounds"), "rounds.index"), _link(_("What is being built"), "delivery.index")],
        "footer_links": [
            _link(_("Accessibility"), "hall.accessibility"),
            _link(_("Privacy"), "hall.privacy"),
            _link(_("What a vote promises"), "hall.promises"),
            _link(_("About Talka"), "hall.about"),
        ],
        "sign_in_url": url_for("accounts.sign_in"),
    }
    if current_app.config["TALKA_ENV"] == "demo":
        known["demo_links"] = [
            _link(_("Be somebody"), "demo.people"),
            _link(_("Outbox"), "demo.outbox"),
        ]
    if current_user.is_authenticated:
        known |= {"account_name": current_user.person.display_name, "account_links": _account_links()}
        if Role.MENTOR in current_actor().roles_anywhere():
            known["scores_as"] = current_actor().person_id
    return known


def _account_links() -> list[dict[str, Any]]:
    actor = current_actor()
    names = {
        "hall.desk": _("Organiser's desk"),
        "rounds.new": _("New round"),
        "people.index": _("People and roles"),
        "places.index": _("Places"),
        "hall.audit": _("Audit log"),
    }
    links = [_link(_("My page"), "hall.mine")]
    if Role.MENTOR in actor.roles_anywhere():
        links.append(_link(_("Mentor's desk"), "judging.desk"))
    if Role.REVIEWER in actor.roles_anywhere():
        links.append(_link(_("Screening"), "screening.desk"))
    if could_ever(actor, [Permission.SEE_DESK]):
        links.append(_link(names["hall.desk"], "hall.desk"))
    links += [_link(names[page], page) for permission, page in _CITY_LINKS if may(actor, permission)]
    links.append(_link(_("My settings"), "own_account.settings"))
    return [*links, {"label": _("Sign out"), "url": url_for("accounts.sign_out"), "post": True}]


def _link(label: str, endpoint: str) -> dict[str, Any]:
    return {"label": label, "url": url_for(endpoint), "current": request.endpoint == endpoint}
