"""Knows which way a pair of move buttons asks (``ui/move_buttons.html``)."""

from flask import abort, request

STEPS = {"up": -1, "down": 1}


def asked_step() -> int:
    """-1 for one place earlier, 1 for one later; 400 for anything else."""
    if (way := request.form.get("to")) not in STEPS:
        abort(400)
    return STEPS[way]
