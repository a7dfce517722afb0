"""A device in kiosk mode: it opens nothing but the ballot of a typed code, and forgets each voter before the next."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rounds.queries import round_by_id
from app.voting import queries
from app.voting.views.who import CODES
from app.web.clock import now

KIOSK = "kiosk"
"""In the device's session: the ids of the round and of the kiosk. The session is signed; nobody can make one up."""

SEEN = "kiosk_seen"
"""In the device's session: when the present voter last did something."""

RECEIPT = "receipt"

IDLE = timedelta(minutes=5)
"""Without a script to warn: how long after the last page a voter is forgotten."""

WARN_AFTER, WARN_FOR = 90, 30
"""With a script: seconds without a touch until the device asks whether somebody is there, and how long it asks."""

OPEN = frozenset(
    {
        "voting.kiosk",
        "voting.kiosk_done",
        "voting.kiosk_end",
        "voting.kiosk_waiting",
        "voting.ballot",
        "voting.review",
        "voting.cast",
        "voting.receipt",
    }
)
"""What a kiosk opens of its round; every other address leads back to where the voter is."""

PICTURES = frozenset({"proposals.file"})
"""What pages of a kiosk are made of, wherever it lies."""


def init_kiosk_mode(app: Flask) -> None:
    """Hold devices in kiosk mode there, and tell templates of it."""
    app.before_request(_stay)
    app.context_processor(_frame)


def kiosk_here() -> tuple[int, int] | None:
    """The ids of the round and the kiosk that this device is, if it is one."""
    found = session.get(KIOSK)
    return (found[0], found[1]) if isinstance(found, list) and len(found) == 2 else None


def kiosk_id_in(round_id: int) -> int | None:
    """The id of the kiosk that this device is for the round, if it is one."""
    here = kiosk_here()
    return here[1] if here and here[0] == round_id else None


def forget_voter() -> None:
    """Nothing of the voter stays on the device: no code, no receipt, no marks."""
    for name in (CODES, RECEIPT, SEEN):
        session.pop(name, None)


def forget_language(answer: Any) -> Any:
    """The next voter finds the kiosk in the city's own language."""
    answer.delete_cookie("language")
    return answer


def is_voter_here() -> bool:
    """Whether a code or a receipt is open on this device."""
    return bool(session.get(CODES) or session.get(RECEIPT))


def _stay() -> ResponseReturnValue | None:
    here = kiosk_here()
    if here is None or request.endpoint == "static" or request.endpoint in PICTURES:
        return None
    round, kiosk = round_by_id(here[0]), queries.kiosk_by_id(here[1])
    if round is None or kiosk is None or not queries.is_kiosk_open(kiosk, now()):
        session.clear()
        flash(_("This kiosk has ended. The device is an ordinary one again."), "info")
        return redirect(url_for("hall.home"), 303)
    is_of_round = (request.view_args or {}).get("slug") == round.slug
    if request.endpoint not in OPEN or not is_of_round:
        return redirect(url_for(_page_of_voter(), slug=round.slug), 303)
    return _too_late(round)


def _page_of_voter() -> str:
    """Where somebody belongs who strayed: a wrong press loses nobody the ballot."""
    if session.get(RECEIPT):
        return "voting.receipt"
    return "voting.ballot" if session.get(CODES) else "voting.kiosk"


def _too_late(round: Any) -> Response | None:
    """The way to the first page where the voter has been away for too long."""
    if not is_voter_here():
        session.pop(SEEN, None)
        return None
    last = session.get(SEEN)
    if last and now() - datetime.fromisoformat(last) > IDLE:
        forget_voter()
        flash(_("Nobody touched the screen for a while, so it was cleared."), "info")
        leaves: Response = forget_language(redirect(url_for("voting.kiosk", slug=round.slug), 303))
        return leaves
    session[SEEN] = now().isoformat()
    return None


def _frame() -> dict[str, Any]:
    """What the frame of every page shows on a kiosk: no way to anywhere."""
    here = kiosk_here() if request else None
    if here is None:
        return {}
    round, kiosk = round_by_id(here[0]), queries.kiosk_by_id(here[1])
    if round is None or kiosk is None:
        return {}
    return {
        "kiosk": {
            "name": kiosk.name,
            "slug": round.slug,
            "has_voter": is_voter_here(),
            "warn_after": WARN_AFTER,
            "warn_for": WARN_FOR,
            "idle_seconds": int(IDLE.total_seconds()),
        },
        "home_url": url_for("voting.kiosk", slug=round.slug),
        "nav_links": [],
        "footer_links": [],
        "demo_links": [],
        "sign_in_url": None,
        "account_name": None,
        "scores_as": None,
    }
