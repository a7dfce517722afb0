"""What a tally writes down: all that pages, files and checkers need, so that no ballot is read again."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.allocation import allocate, winners_by
from app.domain.allocation.flows import money_flows
from app.domain.allocation.measures import measured
from app.domain.tally import Election
from app.domain.turnout import published_cells
from app.places.queries import neighbourhoods
from app.proposals.models import Proposal
from app.results.services.reading import Box, Counted, TallyInput, pot_key
from app.rounds.models import Pot
from app.rounds.queries import pots_of

COMPARED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("greedy", {}),
    ("equal-shares", {"utility": "cost", "completion": "add1u"}),
)
"""The rules that a council sees side by side, whichever of them decides."""

AWARDS_PLACES = "ranking"
"""The rule that spends no money, so that no other can be set beside it."""


def outcome_of_vote(counted: TallyInput) -> dict[str, Any]:
    """The tally of a vote, JSON-able: amounts in cents, shares as fractions in text.

    ``proposals``: id → title, language, cost, pot, neighbourhood, theme, rivals,
    cover (key and description of its picture, or nothing). ``neighbourhoods``: id → name.
    ``rules``: all of them, with their ``sha256``. ``rivals``: group → how many of it can win.
    ``electorates``: key, name, evidence, binding, decides, roll, population, channels, ballots, ``places`` (how many
    voted by neighbourhood, with small numbers hidden), and ``pots``: id, name, amount, voters, the rule's
    ``allocation``, its ``measures``, ``flows`` (under Equal Shares: which groups of voters paid for what), and
    ``others``: what other rules would have selected and spent, with measures.
    """
    pots = pots_of(counted.round.id)
    return {
        **shown_proposals(counted.proposals, pots),
        "populations": _populations(counted),
        "rules": {**counted.rules, "sha256": counted.rules_sha256},
        "rivals": {group.key: group.at_most for group in counted.rivals},
        "electorates": [_box(box, counted.rules["allocation"]) for box in counted.boxes],
    }


def _populations(counted: TallyInput) -> dict[str, dict[str, Any]]:
    """The neighbourhoods from which somebody voted: id → name and number of residents, where the city gives one."""
    voted = {place for box in counted.boxes for place in box.places if place is not None}
    return {
        str(each.id): {"name": each.name, "people": each.population}
        for each in neighbourhoods()
        if each.id in voted
    }


def shown_proposals(proposals: Sequence[Proposal], pots: Sequence[Pot]) -> dict[str, Any]:
    """The proposals as the result names them, and the names of their neighbourhoods."""
    places = {str(each.neighbourhood_id): each.neighbourhood.name for each in proposals if each.neighbourhood}
    return {
        "proposals": {
            str(each.id): {
                "title": each.title,
                "language": each.language,
                "cost": each.ballot_cost_cents,
                "pot": pot_key(each, pots),
                "neighbourhood": str(each.neighbourhood_id) if each.neighbourhood_id else "",
                "theme": each.themes[0] if each.themes else "other",
                "cover": [each.cover_key, each.cover_alt] if each.cover_key else None,
                "rivals": str(each.conflict_group_id) if each.conflict_group_id else "",
            }
            for each in proposals
        },
        "neighbourhoods": places,
    }


def _box(box: Box, allocation: Mapping[str, Any]) -> dict[str, Any]:
    electorate = box.electorate
    return {
        "key": electorate.key,
        "name": electorate.name,
        "evidence": electorate.evidence.value,
        "binding": electorate.is_binding,
        "decides": box.decides,
        "roll": box.roll,
        "population": electorate.population,
        "places": published_cells({str(place or ""): people for place, people in box.places.items()}),
        "channels": dict(box.channels),
        "ballots": sum(box.channels.values()),
        "pots": [_pot(counted, allocation) for counted in box.pots],
    }


def _pot(counted: Counted, allocation: Mapping[str, Any]) -> dict[str, Any]:
    rule = str(allocation["rule"])
    settings = {name: value for name, value in allocation.items() if name != "rule"}
    election = counted.election
    result = allocate(rule, election, settings)
    flows = money_flows(election, result)
    others = [] if rule == AWARDS_PLACES else [each for each in COMPARED if each[0] != rule]
    return {
        "id": counted.key,
        "name": counted.pot.name if counted.pot else {},
        "amount": election.budget,
        "voters": election.profile.voters,
        "allocation": result.as_dict(),
        "measures": measured(election, result.selected).as_dict(),
        "flows": flows.as_dict() if flows else None,
        "others": [_other(election, other, given, settings) for other, given in others],
    }


def _other(
    election: Election, rule: str, settings: Mapping[str, Any], own: Mapping[str, Any]
) -> dict[str, Any]:
    """What another rule would fund, with the same threshold of votes."""
    result = winners_by(rule, election, {**settings, "min_votes": own.get("min_votes", 0)})
    return {
        "rule": rule,
        "settings": dict(result.settings),
        "selected": list(result.selected),
        "spent": result.spent,
        "measures": measured(election, result.selected).as_dict(),
    }
