"""Saying what was done together with a button that takes it back: kinder than asking "are you sure" before."""

from flask import flash
from flask_babel import gettext as _


def flash_with_undo(text: str, address: str, category: str = "info") -> None:
    """Show ``text`` on the next page with a button that posts to ``address``, where the opposite is done."""
    flash({"text": text, "action": {"label": _("Undo"), "url": address, "post": True}}, category)  # type: ignore[arg-type]
