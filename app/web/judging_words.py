"""The rules of a jury's ranking in plain words, for everybody who takes part."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

SCALING_WORDS = {
    "share_of_max": _l("as a share of the highest"),
    "share_of_sum": _l("as a share of the sum"),
    "min_max": _l("from 0 for the lowest to 1 for the highest"),
    "of_hundred": _l("as points of a hundred"),
}


def judging_words(rules: Mapping[str, Any], tie_break: str = "") -> list[str]:
    """The sentences; ``rules`` is ``round.judging``, ``tie_break`` the name of the criterion that breaks ties."""
    return list(_sentences(rules, tie_break))


def _sentences(rules: Mapping[str, Any], tie_break: str) -> Iterator[str]:
    least, places = rules.get("min_scorecards") or 3, rules.get("places")
    yield ngettext(
        "An idea needs %(num)s scorecard to get a place.",
        "An idea needs %(num)s scorecards to get a place.",
        least,
    )
    if places:
        yield ngettext("%(num)s idea wins.", "The first %(num)s ideas win.", places)
    if rules.get("adjusted_decides"):
        yield _("Places follow the score from which the strictness of each mentor is taken out.")
    else:
        yield _("Places follow the plain mean; a score without each mentor's strictness is shown beside it.")
    if rules.get("advisers_score"):
        yield _("Mentors also score teams that they held a session with.")
    if tie_break:
        yield _("If two are equal, “%(criterion)s” decides, then the middle scorecard.", criterion=tie_break)
    combined = rules.get("combination")
    if combined:
        yield _(
            "Jury and vote make one award: %(jury)s %% jury (%(jury_scaling)s), %(vote)s %% vote (%(vote_scaling)s).",
            jury=combined["jury_percent"],
            vote=100 - combined["jury_percent"],
            jury_scaling=SCALING_WORDS[combined["jury_scaling"]],
            vote_scaling=SCALING_WORDS[combined["vote_scaling"]],
        )
