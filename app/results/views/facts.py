"""Turnout and ties of a result, as its page shows them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from app.domain.rounds import Evidence
from app.domain.turnout import published_cells
from app.results.views.lines import Output, PotLines
from app.web.formats import alphabetical, local, number, percent
from app.web.labels import label
from app.web.rule_words import TIE_WORDS

CHANNELS = ("online", "paper")

HIDDEN = "·"
"""Stands for a number that would tell of fewer than ten people."""


def turnout_table(output: Output) -> dict[str, Any] | None:
    """Ballots by group of voters and channel; ``None`` without a vote.

    ``head``, ``rows``, ``foot``, ``bars``, and ``hides``: whether a number is hidden.
    """
    electorates = output["electorates"]
    if not electorates:
        return None
    words = (_("Online"), _("On paper"), _("Ballots"), _("Could vote"), _("Turnout"))
    cells = [_channels(each) for each in electorates]
    hides = any(None in each.values() for each in cells)
    return {
        "head": [{"label": _("Voters")}, *({"label": word, "numeric": True} for word in words)],
        "rows": [_turnout_row(*pair) for pair in zip(electorates, cells, strict=True)],
        "foot": _turnout_foot(electorates, hides) if len(electorates) > 1 else None,
        "bars": [{"label": local(each["name"]), "value": each["ballots"]} for each in electorates],
        "hides": hides,
    }


def _channels(electorate: Mapping[str, Any]) -> dict[str, int | None]:
    return published_cells({channel: electorate["channels"].get(channel, 0) for channel in CHANNELS})


def _turnout_foot(electorates: Sequence[Mapping[str, Any]], hides: bool) -> list[str]:
    """Sums over the groups; not by channel where one could be worked out from them that a group hides."""
    sums = [sum(each["channels"].get(channel, 0) for each in electorates) for channel in CHANNELS]
    by_channel = ["", ""] if hides else [number(one) for one in sums]
    return [_("Together"), *by_channel, number(sum(each["ballots"] for each in electorates)), "", ""]


def _turnout_row(electorate: Mapping[str, Any], cells: Mapping[str, int | None]) -> list[Any]:
    evidence = _("known %(how)s", how=label(Evidence(electorate["evidence"])))
    weight = _("binding") if electorate["binding"] else _("advisory")
    ballots, people, is_about = electorate["ballots"], electorate["roll"], False
    if people < ballots or electorate["evidence"] == Evidence.EMAIL or not people:
        people, is_about = electorate.get("population") or 0, True
    could: Any = _("about %(count)s", count=number(people)) if is_about else number(people)
    if not is_about and electorate.get("population"):
        could = {
            "text": could,
            "note": _("of about %(count)s people", count=number(electorate["population"])),
        }
    return [
        {"text": local(electorate["name"]), "note": f"{evidence} · {weight}"},
        *(shown(cells[channel]) for channel in CHANNELS),
        number(ballots),
        could if people else "–",
        percent(Fraction(ballots, people), 1) if people else "–",
    ]


def shown(people: int | None) -> str:
    """A count as the page writes it: a dot where it is hidden."""
    return HIDDEN if people is None else number(people)


def turnout_by_place(output: Output, electorate: Output | None) -> dict[str, Any] | None:
    """Who voted, by neighbourhood, against its residents; ``None`` where fewer than two neighbourhoods are known.

    ``head``, ``rows``, and ``bars`` for the electorate shown.
    """
    electorates = [each for each in output["electorates"] if each.get("places")]
    names = output.get("populations", {})
    told = {key for each in electorates for key, people in each["places"].items() if key and people}
    if len(told) < 2:
        return None
    head = [{"label": _("Neighbourhood")}, {"label": _("Residents"), "numeric": True}]
    head += [{"label": local(each["name"]), "numeric": True} for each in electorates]
    ordered = sorted(names, key=lambda key: alphabetical(local(names[key]["name"])))
    rows = [[local(names[key]["name"]), _people(names[key]), *_cells(electorates, key)] for key in ordered]
    if any("" in each["places"] for each in electorates):
        rows.append([_("Not known"), "", *_cells(electorates, "")])
    return {"head": head, "rows": rows, "bars": _bars(electorate or {}, names, ordered)}


def _cells(electorates: Sequence[Output], key: str) -> list[str]:
    return [shown(each["places"].get(key, 0)) for each in electorates]


def _people(place: Mapping[str, Any]) -> str:
    return number(place["people"]) if place["people"] else "–"


def _bars(electorate: Output, names: Mapping[str, Any], ordered: Sequence[str]) -> list[dict[str, Any]]:
    """Voters for a thousand residents, where both numbers are public."""
    found = []
    for key in ordered:
        voters, people = electorate.get("places", {}).get(key), names[key]["people"]
        if voters and people:
            share = Fraction(voters * 1000, people)
            found.append(
                {"label": local(names[key]["name"]), "value": round(share * 10), "text": number(share, 1)}
            )
    return found


def ties_shown(pots: Sequence[PotLines], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The ties that decided something: the proposals in the order they were given, what separated them, the lots."""
    return [
        {
            "pot": pot.name if len(pots) > 1 else "",
            "titles": [titles[one] for one in tie["projects"]],
            "by": ", ".join(str(TIE_WORDS[step]) for step in dict.fromkeys(tie["by"])),
            "lots": [(titles[one], tie["lots"][one]) for one in tie["projects"] if one in tie["lots"]],
        }
        for pot in pots
        for tie in (pot.raw["allocation"]["ties"] if pot.raw else ())
    ]
