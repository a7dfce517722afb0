"""The awards of jury and people as the page of the result shows them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.formats import number
from app.web.judging_words import SCALING_WORDS


def awards_shown(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """The winners of each award with their figures in words; ``None`` where there is only one result."""
    awards = output.get("awards")
    if not awards:
        return None
    shown = {"jury": _lines(output, "jury"), "people": _lines(output, "people")}
    formula = awards.get("formula")
    if not formula:
        return shown
    words = _(
        "%(jury)s %% jury (%(jury_scaling)s), %(vote)s %% vote (%(vote_scaling)s), as the rules said before opening.",
        jury=formula["jury_percent"],
        vote=100 - formula["jury_percent"],
        jury_scaling=SCALING_WORDS[formula["jury_scaling"]],
        vote_scaling=SCALING_WORDS[formula["vote_scaling"]],
    )
    return {**shown, "combined": _lines(output, "combined"), "formula": words}


def _lines(output: Mapping[str, Any], award: str) -> list[dict[str, Any]]:
    awards = output["awards"]
    return [
        {"id": line["id"], "place": line["place"], "figure": _figure(line), **output["proposals"][line["id"]]}
        for line in awards[award]
        if line["place"] <= awards["places"] and line["id"] in output["proposals"]
    ]


def _figure(line: Mapping[str, Any]) -> str:
    if "votes" in line:
        return ngettext("%(num)s vote", "%(num)s votes", int(line["votes"]))
    if "score" in line:
        return _("%(score)s of 100", score=number(Fraction(line["score"]), 1))
    return number(Fraction(line["value"]), 3)
