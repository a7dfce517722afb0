"""The rules of a round in plain words: how to propose, to vote, how winners are found, how ties are broken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.domain.ballots import Options, ballot_type
from app.domain.people import AgeBand
from app.domain.rounds import Evidence, ProposesAs
from app.domain.team_rules import RuleCheck
from app.web.formats import Named, local, money
from app.web.judging_words import judging_words
from app.web.labels import label

Params = Mapping[str, Any]

BALLOT_TYPE_WORDS = {
    "approval": _l("Tick the ideas you like"),
    "knapsack": _l("Fill the budget: tick ideas until the money is used up"),
    "ranking": _l("Put your favourite ideas in order"),
    "points": _l("Share out points among the ideas"),
    "grades": _l("Give each idea a grade"),
}
RULE_WORDS = {
    "greedy": _l("Most votes first, as long as the money lasts"),
    "equal-shares": _l("Equal shares: every voter decides about the same part of the money"),
    "ranking": _l("Places and prizes instead of money"),
}
UTILITY_WORDS = {
    "cost": _l("by what they cost: large ideas mean more to their voters"),
    "cardinality": _l("all the same: every idea means as much to its voters"),
    "given": _l("by the points or grades on the ballots"),
    "borda": _l("by the places on the ballots"),
}
COMPLETION_WORDS = {
    "none": _l("it is not spent"),
    "utilitarian": _l("the ideas with the most votes that still fit are funded"),
    "add1": _l("everyone's share grows step by step, as far as the money goes"),
    "add1e": _l("everyone's share grows step by step, until no further idea fits"),
    "add1u": _l("everyone's share grows as far as the money goes, then the most votes decide"),
    "add1eu": _l("everyone's share grows until no further idea fits, then the most votes decide"),
}
TIE_WORDS = {
    "votes": _l("more votes"),
    "cost": _l("lower cost"),
    "lot": _l("the lot"),
    "id": _l("the lower number of the idea"),
}

LIMIT_WORDS: dict[str, Callable[[Params], str]] = {
    "limit.choose_exactly": lambda p: ngettext(
        "Choose exactly %(num)s idea.", "Choose exactly %(num)s ideas.", p["count"]
    ),
    "limit.choose_up_to": lambda p: ngettext(
        "Choose up to %(num)s idea.", "Choose up to %(num)s ideas.", p["max"]
    ),
    "limit.choose_at_least": lambda p: ngettext(
        "Choose at least %(num)s idea.", "Choose at least %(num)s ideas.", p["min"]
    ),
    "limit.choose_between": lambda p: _("Choose %(low)s to %(high)s ideas.", low=p["min"], high=p["max"]),
    "limit.rank_exactly": lambda p: ngettext(
        "Put exactly %(num)s idea on your list.", "Put exactly %(num)s ideas in order.", p["count"]
    ),
    "limit.rank_up_to": lambda p: ngettext(
        "Put up to %(num)s idea on your list.", "Put up to %(num)s ideas in order.", p["max"]
    ),
    "limit.rank_at_least": lambda p: ngettext(
        "Put at least %(num)s idea on your list.", "Put at least %(num)s ideas in order.", p["min"]
    ),
    "limit.rank_between": lambda p: _("Put %(low)s to %(high)s ideas in order.", low=p["min"], high=p["max"]),
    "limit.spend_up_to": lambda p: _(
        "Spend up to %(amount)s on the ideas you choose.", amount=money(p["amount"])
    ),
    "limit.grade_between": lambda p: _(
        "Grade the ideas from %(low)s (not at all) to %(high)s (very much). Leave out what you have no opinion on.",
        low=p["lowest"],
        high=p["highest"],
    ),
    "limit.points_total": lambda p: ngettext(
        "You have %(num)s point to give.", "You have %(num)s points to share out.", p["total"]
    ),
    "limit.points_each": lambda p: ngettext(
        "One idea can get up to %(num)s point from you.",
        "One idea can get up to %(num)s points from you.",
        p["max"],
    ),
}
"""Code of a limit → its sentence; every code that a ballot type describes has one (a test counts them)."""


class PotLike(Protocol):
    """A pot with an id, a name by language and an amount in cents."""

    id: int
    name: dict[str, str]
    amount_cents: int


def ballot_words(ballot: Mapping[str, Any], pots: Sequence[PotLike]) -> list[dict[str, str]]:
    """How to vote: ``[{"pot": "", "text": "Choose 1 to 3 ideas."}]``; ``pot`` is named only where pots differ.

    ``ballot`` is ``{"type": …, "limits": …}`` as in the rules of a round.
    """
    kind = ballot_type(ballot["type"])
    amounts = {str(pot.id): pot.amount_cents for pot in pots} or {"": 0}
    names = {str(pot.id): local(pot.name) for pot in pots}
    by_pot: dict[str, list[str]] = {}
    whole: list[str] = []
    for limit in kind.describe(ballot["limits"], Options.of((), amounts)):
        if limit.code == "limit.one_pot_of":
            chosen = ", ".join(names.get(pot, "") for pot in limit.params["pots"])
            whole.append(_("Vote in only one of these: %(pots)s.", pots=chosen))
        else:
            by_pot.setdefault(limit.pot, []).append(LIMIT_WORDS[limit.code](limit.params))
    whole = [str(BALLOT_TYPE_WORDS[kind.key]) + ".", *whole]
    if len({tuple(by_pot.get(pot, ())) for pot in amounts}) == 1:
        shared = next(iter(by_pot.values()), [])
        if len(amounts) > 1 and shared:
            shared = [*shared, _("This holds for each pot.")]
        return [{"pot": "", "text": text} for text in (*whole, *shared)]
    by_name = [{"pot": names[pot], "text": text} for pot, texts in by_pot.items() for text in texts]
    return [*({"pot": "", "text": text} for text in whole), *by_name]


def allocation_words(allocation: Mapping[str, Any]) -> list[str]:
    """How the winners are found, in sentences."""
    rule = allocation.get("rule")
    if rule == "ranking":
        prizes = allocation.get("prizes", 3)
        return [
            ngettext("The best idea wins a prize.", "The best %(num)s ideas win a prize.", prizes),
        ]
    words = _greedy_words(allocation) if rule == "greedy" else _shares_words(allocation)
    if allocation.get("min_votes"):
        least = allocation["min_votes"]
        words.append(
            ngettext("An idea needs at least %(num)s vote.", "An idea needs at least %(num)s votes.", least)
        )
    return words


def _greedy_words(allocation: Mapping[str, Any]) -> list[str]:
    words = [_("The idea with the most votes is funded first, then the next, as long as the money lasts.")]
    if allocation.get("stop_at_first_misfit"):
        return [*words, _("The first idea that does not fit ends the list.")]
    return [
        *words,
        _("An idea that costs more than what is left is skipped, and the next one gets its chance."),
    ]


def _shares_words(allocation: Mapping[str, Any]) -> list[str]:
    return [
        _("Equal shares: all voters share the money equally, and the voters of an idea pay for it together."),
        _("Ideas that give their voters most for their share come first; nobody pays more than their share."),
        _("Ideas count %(how)s.", how=UTILITY_WORDS[allocation.get("utility", "cost")]),
        _("If money is left over, %(how)s.", how=COMPLETION_WORDS[allocation.get("completion", "none")]),
    ]


def tie_words(tie_order: Sequence[str]) -> str:
    """How a tie is broken: ``more votes, then lower cost, then the lot``."""
    then = _(", then ")
    return then.join(str(TIE_WORDS[step]) for step in tie_order)


def proposer_words(proposers: Mapping[str, Any], neighbourhoods: Mapping[int, Named]) -> list[str]:
    """Who may propose, in sentences."""
    capacities = proposers.get("as") or [one.value for one in ProposesAs]
    if set(capacities) == {ProposesAs.TEAM.value}:
        words = [_("Teams can propose.")]
    elif set(capacities) == {ProposesAs.RESIDENT.value}:
        words = [_("Residents can propose, each by themselves.")]
    else:
        words = [_("Residents and teams can propose.")]
    return [*words, *_people_words(proposers, neighbourhoods)]


def voter_words(
    age_bands: Iterable[str],
    neighbourhood_ids: Iterable[int],
    neighbourhoods: Mapping[int, Named],
    evidence: Evidence,
) -> list[str]:
    """Who belongs to a group of voters and how the city knows, in sentences."""
    people = {"age_bands": age_bands, "neighbourhood_ids": neighbourhood_ids}
    words = _people_words(people, neighbourhoods) or [
        _("Everybody, of every age and from every neighbourhood.")
    ]
    return [*words, _("Voters are known %(how)s.", how=label(evidence))]


def _people_words(people: Mapping[str, Any], neighbourhoods: Mapping[int, Named]) -> list[str]:
    words = []
    bands = list(people.get("age_bands") or ())
    if bands and len(bands) < len(AgeBand):
        ages = ", ".join(str(label(AgeBand(band))) for band in bands)
        words.append(_("Age: %(ages)s.", ages=ages))
    places = [
        neighbourhoods[each] for each in people.get("neighbourhood_ids") or () if each in neighbourhoods
    ]
    if places:
        words.append(_("Neighbourhoods: %(places)s.", places=", ".join(local(each.name) for each in places)))
    return words


def team_rule_words(check: RuleCheck) -> str:
    """One rule for teams in words, with how the team stands to it."""
    sentence: str = TEAM_RULES[check.code](check.params)
    return sentence


TEAM_RULES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "team_rule.size": lambda params: _(
        "%(least)s to %(most)s members; now %(size)s",
        least=params["least"],
        most=params["most"],
        size=params["size"],
    ),
    "team_rule.young": lambda _params: _("Somebody under 18"),
    "team_rule.adult": lambda _params: _("Somebody of 18 or older"),
    "team_rule.neighbourhood": lambda _params: _("Somebody from the neighbourhood"),
    "team_rule.one_team": lambda params: (
        ngettext(
            "Nobody is in a second team; now %(num)s person is",
            "Nobody is in a second team; now %(num)s people are",
            params["count"],
        )
        if params["count"]
        else _("Nobody is in a second team")
    ),
    "team_rule.consent": lambda params: ngettext(
        "A guardian's consent for every child; %(num)s is missing",
        "A guardian's consent for every child; %(num)s are missing",
        params["count"],
    ),
}


FILTERS = {
    "rule_words": team_rule_words,
    "ballot_words": ballot_words,
    "allocation_words": allocation_words,
    "judging_words": judging_words,
    "tie_words": tie_words,
    "proposer_words": proposer_words,
    "voter_words": voter_words,
}
"""What templates call these."""
