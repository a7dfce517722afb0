"""Every view declares who may open it: ``@public``, or ``@requires(permission)``.

A guard reads the permission table with the person's roles and how they stand to the thing in the address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import UserMixin, current_user

from app.domain.errors import NotAllowed
from app.domain.permissions import VISITOR, Actor, Permission, Standing, could_ever, require

View = TypeVar("View", bound=Callable[..., Any])
Found = tuple[Any, Standing] | None
Finder = Callable[..., Found]


class SignedIn(UserMixin):  # type: ignore[misc]
    """The signed-in person of this request: the row of the account, and the actor that services ask for."""

    def __init__(self, person: Any, actor: Actor) -> None:
        self.person = person
        self.actor = actor

    def get_id(self) -> str:
        """What the session keeps: the person's id and epoch, so that ending all sessions is one number."""
        return f"{self.person.id}.{self.person.session_epoch}"


def current_actor() -> Actor:
    """Who asks: the signed-in person's id and roles, or the visitor."""
    actor: Actor = current_user.actor if current_user.is_authenticated else VISITOR
    return actor


def current_person() -> Any:
    """The account of the signed-in person, or ``None``."""
    return current_user.person if current_user.is_authenticated else None


def public(view: View) -> View:
    """Open to everybody. The view itself must answer 404 for what is hidden."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(permission: Permission, on: Finder | None = None) -> Callable[[View], View]:
    """Open to those who may, by the table of permissions.

    ``on(**url_values)`` finds the thing of the address and returns it with its ``Standing``, or ``None`` for what
    does not exist or is hidden from this person (404); the view then receives the thing in place of those values.
    Without ``on`` any scope of a role will do, and the view must narrow what it shows.
    Visitors are sent to sign in; others get 403, or the sentence about the phase.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> ResponseReturnValue:
            found = on(**url) if on else None
            if on and found is None:
                abort(404)
            refusal = _refusal(permission, found)
            if refusal is not None:
                return refusal
            return view(found[0]) if found else view(**url)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def _refusal(permission: Permission, found: Found) -> ResponseReturnValue | None:
    """``None`` where the person may pass; the way to the sign-in page for visitors; else raises."""
    actor = current_actor()
    try:
        if found:
            require(actor, permission, found[1])
        elif not could_ever(actor, [permission]):
            raise NotAllowed(permission.value)
    except NotAllowed:
        if actor.person_id is not None:
            raise
        flash(_("Please sign in first."), "info")
        target = request.full_path.rstrip("?") if request.method != "POST" else None
        return redirect(url_for("accounts.sign_in", next=target), 303)
    return None
