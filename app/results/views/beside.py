"""Groups of voters side by side: what each of them chose, counted apart, and who paid for what."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.domain.allocation.flows import SEVERAL
from app.results.views.lines import Output, PotLines
from app.web.formats import local, money, number

NAMED = 4
"""So many groups are named for an idea that many groups paid for; the rest stand together."""

WON = "✓"


def chosen_by_each(output: Output) -> dict[str, Any] | None:
    """Every idea that some group of voters would fund, with its votes in each group: ``head`` and ``rows``.

    ``None`` where there is one group only.
    """
    electorates = output["electorates"]
    if len(electorates) < 2:
        return None
    head = [{"label": _("Idea")}, *({"label": _named(each), "numeric": True} for each in electorates)]
    pots = [pot["allocation"] for each in electorates for pot in each["pots"]]
    won = dict.fromkeys(key for allocation in pots for key in allocation["selected"])
    found = [_by_id(each) for each in electorates]
    rows = [
        [_titled(output["proposals"][key], key), *(_given(projects.get(key)) for projects in found)]
        for key in won
    ]
    return {"head": head, "rows": rows}


def _titled(proposal: Mapping[str, Any], key: str) -> dict[str, str]:
    """The cell that names an idea and leads to it."""
    url = url_for("hall.proposal", proposal_id=int(key))
    return {"text": proposal["title"], "lang": proposal["language"], "url": url}


def _named(electorate: Output) -> str:
    name = local(electorate["name"])
    return f"{name} – {_('decides')}" if electorate["decides"] else name


def _by_id(electorate: Output) -> dict[str, tuple[int, bool]]:
    """The votes of each idea in this group, and whether the group would fund it."""
    return {
        key: (found["votes"], key in pot["allocation"]["selected"])
        for pot in electorate["pots"]
        for key, found in pot["allocation"]["projects"].items()
    }


def _given(found: tuple[int, bool] | None) -> str:
    if found is None:
        return "–"
    votes, won = found
    return f"{WON} {number(votes)}" if won else number(votes)


def flows_shown(pots: Sequence[PotLines], output: Output) -> list[tuple[PotLines, dict[str, Any]]]:
    """The money flow of every pot that was shared out by Equal Shares: ``head``, ``rows``, ``share`` and ``start``."""
    return [(pot, _flow(pot.raw["flows"], output)) for pot in pots if pot.raw.get("flows")]


def _flow(flows: Mapping[str, Any], output: Output) -> dict[str, Any]:
    by_place = bool(flows["paid"])
    head = [
        {"label": _("Idea")},
        {"label": _("Cost"), "numeric": True},
        {"label": _("Each of its voters paid about"), "numeric": True},
        {"label": _("Its voters also paid for")},
        *([{"label": _("Paid by voters of")}] if by_place else []),
    ]
    rows = [_flow_row(key, flows, output, by_place=by_place) for key in flows["average"]]
    return {
        "head": head,
        "rows": rows,
        **{name: flows[name] for name in ("share", "start")},
        "by_place": by_place,
    }


def _flow_row(key: str, flows: Mapping[str, Any], output: Output, *, by_place: bool) -> list[Any]:
    proposals = output["proposals"]
    others = [
        f"{proposals[other]['title']} ({number(many)})" for other, many in flows["together"][key].items()
    ]
    cost = proposals[key]["cost"]
    row = [_titled(proposals[key], key), money(cost), money(flows["average"][key]), ", ".join(others) or "–"]
    return [*row, _payers(flows["paid"][key], output, cost)] if by_place else row


def _payers(cells: Mapping[str, int | None], output: Output, cost: int) -> str:
    """The places that paid most, by name, and the rest together, which also holds all that is too small to be told."""
    known = sorted(((paid, place) for place, paid in cells.items() if paid), reverse=True)[:NAMED]
    told = [f"{_place(place, output)} {money(paid)}" for paid, place in known]
    rest = cost - sum(paid for paid, _key in known)
    return ", ".join([*told, _("others %(amount)s", amount=money(rest))] if rest > 0 else told)


def _place(key: str, output: Output) -> str:
    if key == SEVERAL:
        return _("several places")
    return local(output["neighbourhoods"].get(key, {})) or _("the whole city")
