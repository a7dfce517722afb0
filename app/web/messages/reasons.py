"""Why something won or did not, in words: the code and the numbers of a reason become one sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.formats import money, number

Params = Mapping[str, Any]
Titles = Mapping[str, str]

NEAR = 3
"""How many of the losers of a pot are shown as those who just missed."""


@dataclass(frozen=True)
class Told:
    """A reason in words, and what would have been needed besides; ``more`` may be empty."""

    text: str
    more: str = ""


def told(reason: Params, titles: Titles) -> Told:
    """The sentence of a reason (``{"code": …, numbers}``); ``titles`` names proposals by their ids."""
    return Told(SENTENCES[reason["code"]](reason, titles), _more_votes(reason))


def support(reason: Params) -> str:
    """What a proposal was given: ``12,431 votes``, or ``31 points on 12 ballots`` where points are not ballots."""
    votes, score = reason["votes"], reason["score"]
    ballots = ngettext("%(count)s vote", "%(count)s votes", votes, count=number(votes))
    if score == votes:
        return ballots
    return ngettext(
        "%(points)s points on %(count)s ballot",
        "%(points)s points on %(count)s ballots",
        votes,
        points=number(score),
        count=number(votes),
    )


def _funded(p: Params, _titles: Titles) -> str:
    return _(
        "%(support)s, number %(place)s on the list. After it %(left)s of %(budget)s were left.",
        support=support(p),
        place=number(p["place"]),
        left=money(p["left"]),
        budget=money(p["budget"]),
    )


def _funded_by_shares(p: Params, _titles: Titles) -> str:
    return _(
        "%(support)s. Its voters paid for it together, none more than %(most)s. Then %(left)s of %(budget)s were left.",
        support=support(p),
        most=money(p["max_payment"]),
        left=money(p["left"]),
        budget=money(p["budget"]),
    )


def _funded_by_completion(p: Params, _titles: Titles) -> str:
    return _(
        "%(support)s. It was paid from what the shares had left over; after it %(left)s of %(budget)s were left.",
        support=support(p),
        left=money(p["left"]),
        budget=money(p["budget"]),
    )


def _does_not_fit(p: Params, _titles: Titles) -> str:
    return ngettext(
        "%(support)s. It costs %(cost)s, but after %(count)s idea only %(left)s were left: %(short)s too little.",
        "%(support)s. It costs %(cost)s, but after %(count)s ideas only %(left)s were left: %(short)s too little.",
        p["after"],
        support=support(p),
        cost=money(p["cost"]),
        count=number(p["after"]),
        left=money(p["left"]),
        short=money(p["short"]),
    )


def _stopped(p: Params, titles: Titles) -> str:
    return _(
        "%(support)s. By the rules the list ended where the money did not reach for “%(misfit)s”.",
        support=support(p),
        misfit=titles.get(p["misfit"], p["misfit"]),
    )


def _below_minimum(p: Params, _titles: Titles) -> str:
    return ngettext(
        "%(support)s, and the rules ask for at least %(least)s.",
        "%(support)s, and the rules ask for at least %(least)s.",
        p["minimum"],
        support=support(p),
        least=number(p["minimum"]),
    )


def _excluded_by_rival(p: Params, titles: Titles) -> str:
    rivals = _quoted(p["rivals"], titles)
    return ngettext(
        "%(support)s. Of these rival ideas only %(most)s can win, and %(rivals)s did.",
        "%(support)s. Of these rival ideas only %(most)s can win, and %(rivals)s did.",
        p["at_most"],
        support=support(p),
        most=number(p["at_most"]),
        rivals=rivals,
    )


def _no_support(_p: Params, _titles: Titles) -> str:
    return _("Nobody voted for it.")


def _supporters_short(p: Params, _titles: Titles) -> str:
    return _(
        "%(support)s. It costs %(cost)s; its voters had %(left)s of their shares left together, %(short)s too little.",
        support=support(p),
        cost=money(p["cost"]),
        left=money(p["supporters_left"]),
        short=money(p["supporters_short"]),
    )


def _prize(p: Params, _titles: Titles) -> str:
    return _("%(support)s: place %(place)s.", support=support(p), place=number(p["place"]))


def _no_prize(p: Params, _titles: Titles) -> str:
    return ngettext(
        "%(support)s: place %(rank)s, and there was %(count)s prize.",
        "%(support)s: place %(rank)s, and there were %(count)s prizes.",
        p["prizes"],
        support=support(p),
        rank=number(p["rank"]),
        count=number(p["prizes"]),
    )


def _jury_score(p: Params) -> str:
    return ngettext(
        "%(score)s of 100 points from %(count)s mentor",
        "%(score)s of 100 points from %(count)s mentors",
        p["scorecards"],
        score=number(float(p["score"]), 1),
        count=number(p["scorecards"]),
    )


def _jury_prize(p: Params, _titles: Titles) -> str:
    return _("%(score)s: place %(place)s.", score=_jury_score(p), place=number(p["place"]))


def _jury_no_prize(p: Params, _titles: Titles) -> str:
    return ngettext(
        "%(score)s: place %(place)s, and there was %(count)s prize.",
        "%(score)s: place %(place)s, and there were %(count)s prizes.",
        p["prizes"],
        score=_jury_score(p),
        place=number(p["place"]),
        count=number(p["prizes"]),
    )


def _jury_unscored(_p: Params, _titles: Titles) -> str:
    return _("Too few mentors scored it, so it has no place.")


SENTENCES: dict[str, Callable[[Params, Titles], str]] = {
    "funded": _funded,
    "funded_by_shares": _funded_by_shares,
    "funded_by_completion": _funded_by_completion,
    "does_not_fit": _does_not_fit,
    "stopped": _stopped,
    "below_minimum": _below_minimum,
    "excluded_by_rival": _excluded_by_rival,
    "no_support": _no_support,
    "supporters_short": _supporters_short,
    "prize": _prize,
    "no_prize": _no_prize,
    "jury_prize": _jury_prize,
    "jury_no_prize": _jury_no_prize,
    "jury_unscored": _jury_unscored,
}
"""Code of a reason → what makes its sentence; every code that a rule gives has one (a test counts them)."""


def _more_votes(reason: Params) -> str:
    needed = reason.get("more_votes")
    if not needed:
        return ""
    if reason.get("more_votes_exact", True):
        return ngettext(
            "%(count)s more vote would have been enough.",
            "%(count)s more votes would have been enough.",
            needed,
            count=number(needed),
        )
    return ngettext(
        "It would have needed at least %(count)s more vote.",
        "It would have needed at least %(count)s more votes.",
        needed,
        count=number(needed),
    )


def _quoted(ids: Sequence[str], titles: Titles) -> str:
    return ", ".join(_("“%(title)s”", title=titles.get(one, one)) for one in ids)
