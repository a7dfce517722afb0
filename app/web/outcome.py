"""What became of a button without a form of its own, said on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash

from app.domain.errors import RuleBroken
from app.web.messages import sentence


@contextmanager
def told(done: str = "", category: str = "success") -> Iterator[None]:
    """Let the block do one thing; the next page says ``done``, or the sentence of the rule that stood in its way.

    Without ``done`` the page that comes next shows by itself what became of it, or the block has said so.
    """
    try:
        yield
    except RuleBroken as error:
        flash(sentence(error), "error")
    else:
        if done:
            flash(done, category)
