"""The sentence of every broken rule, found by its code."""

from flask_babel.speaklater import LazyString

from app.domain.errors import RuleBroken
from app.web.messages import (
    accounts,
    common,
    delivery,
    judging,
    places,
    proposals,
    results,
    rounds,
    screening,
    teams,
    voting,
)
from app.web.messages.spoken import spoken

SENTENCES: dict[str, LazyString] = {
    **common.SENTENCES,
    **accounts.SENTENCES,
    **places.SENTENCES,
    **rounds.SENTENCES,
    **teams.SENTENCES,
    **proposals.SENTENCES,
    **screening.SENTENCES,
    **judging.SENTENCES,
    **voting.SENTENCES,
    **results.SENTENCES,
    **delivery.SENTENCES,
}
"""Code → sentence in the reader's language; every code that is raised anywhere has one (a test counts them)."""


def sentence(error: RuleBroken) -> str:
    """The sentence of a broken rule with its numbers; parameters ending in ``_cents`` read as money.

    Sentences name their parameters as ``%(limit)s``.
    """
    return str(SENTENCES[error.code]) % spoken(error.params)
