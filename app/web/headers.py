"""Headers of every answer: nothing inline, nothing from elsewhere, nothing personal in a cache."""

from flask import Flask, Response, abort, request
from flask_login import current_user

from app.db.base import db
from app.db.session import READ_ONLY
from app.web.maps import tile_origin

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Content-Security-Policy: scripts and styles come from our own files only."""


def policy(tiles: str = "") -> str:
    """The policy of a page; ``tiles`` is the origin of the tile server whose pictures it may show."""
    return POLICY.replace("img-src 'self'", f"img-src 'self' {tiles}") if tiles else POLICY


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_headers(app: Flask) -> None:
    """Check what comes in and mark what goes out."""
    app.before_request(_refuse_unreadable)
    app.before_request(_mark_reading)
    app.after_request(_add_headers)


def _mark_reading() -> None:
    """A request that only reads cannot open a transaction."""
    db.session().info[READ_ONLY] = request.method in SAFE_METHODS


def _refuse_unreadable() -> None:
    """No address or query holds characters that cannot be stored."""
    for value in (request.path, *request.args.values(), *request.args.keys()):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            abort(400)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy(tile_origin()))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and not response.cache_control.public:
        personal = current_user.is_authenticated or "Set-Cookie" in headers
        headers.setdefault("Cache-Control", "no-store" if personal else "no-cache")
        headers.add("Vary", "Cookie, Accept-Language")
    return response
