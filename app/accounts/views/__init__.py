"""The pages of accounts: signing in, one's own settings, people and roles, and the demo's open doors."""

from flask import Flask

from app.accounts.queries import actor_of, person_of_session
from app.accounts.views import demo, departments, guardian, own, people, sign_in
from app.extensions import login
from app.web.guards import SignedIn


def register(app: Flask) -> None:
    """Add the pages; those of the demo exist in demo mode only."""
    for part in (sign_in, own, guardian, people, departments):
        app.register_blueprint(part.bp)
    if app.config["TALKA_ENV"] == "demo":
        app.register_blueprint(demo.bp)
    login.user_loader(_signed_in)


def _signed_in(session_id: str) -> SignedIn | None:
    person = person_of_session(session_id)
    return SignedIn(person, actor_of(person)) if person else None
