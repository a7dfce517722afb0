"""Groups of voters side by side: what each of them chose, counted apart, and who paid for what."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.allocation.flows import MANY, SEVERAL
from app.results.views.lines import Output, PotLines
from app.web.formats import local, money, number

NAMED = 4
"""So many groups are named for an idea that many groups paid for; the rest stand together."""


def chosen_by_each(output: Output) -> dict[str, Any] | None:
    """Every idea that some group of voters would fund, with what each group gave it: ``head`` and ``rows``.

    ``None`` where there is one group only.
    """
    electorates = output["electorates"]
    if len(electorates) < 2:
        return None
    head = [{"label": _("Idea")}, *({"label": local(each["name"]), "numeric": True} for each in electorates)]
    won = dict.fromkeys(
        key for each in electorates for pot in each["pots"] for key in pot["allocation"]["selected"]
    )
    found = [_by_id(each) for each in electorates]
    rows = [
        [{"text": output["proposals"][key]["title"]}, *(_given(projects.get(key)) for projects in found)]
        for key in won
    ]
    return {"head": head, "rows": rows}


def _by_id(electorate: Output) -> dict[str, tuple[Mapping[str, Any], bool]]:
    """What the tally says of each idea to this group, and whether it won there."""
    return {
        key: (found, key in pot["allocation"]["selected"])
        for pot in electorate["pots"]
        for key, found in pot["allocation"]["projects"].items()
    }


def _given(found: tuple[Mapping[str, Any], bool] | None) -> Any:
    if found is None:
        return "–"
    project, won = found
    votes = ngettext("%(count)s vote", "%(count)s votes", project["votes"], count=number(project["votes"]))
    return {"text": votes, "note": _("✓ would win") if won else _("would not win")}


def money_flow(pot: PotLines, output: Output) -> dict[str, Any] | None:
    """Who paid for what from one pot under Equal Shares: ``head``, ``rows``, ``start``, ``left``, ``kind``."""
    flows = pot.raw.get("flows")
    if not flows:
        return None
    head = [
        {"label": _("Idea")},
        {"label": _("Cost"), "numeric": True},
        {"label": _("Each of its voters paid about"), "numeric": True},
        {"label": _("Paid by")},
    ]
    rows = [
        [
            output["proposals"][key]["title"],
            money(output["proposals"][key]["cost"]),
            money(flows["average"][key]),
            _payers(cells, output, flows["kind"], output["proposals"][key]["cost"]),
        ]
        for key, cells in flows["paid"].items()
    ]
    return {"head": head, "rows": rows, "start": flows["start"], "left": flows["left"], "kind": flows["kind"]}


def _payers(cells: Mapping[str, int | None], output: Output, kind: str, cost: int) -> str:
    """The groups that paid most, by name, and the rest together, which also holds all that is too small to be told."""
    known = sorted(((paid, group) for group, paid in cells.items() if paid), reverse=True)
    told = [f"{_group(group, output, kind)} {money(paid)}" for paid, group in known[:NAMED]]
    rest = cost - sum(paid for paid, _group_key in known[:NAMED])
    return ", ".join([*told, _("others %(amount)s", amount=money(rest))] if rest > 0 else told)


def _group(key: str, output: Output, kind: str) -> str:
    if kind == "funded":
        if key == "0":
            return _("voters of no funded idea")
        count = int(key)
        words = ngettext(
            "voters of %(count)s funded idea", "voters of %(count)s funded ideas", count, count=key
        )
        return words if count < MANY else _("voters of %(count)s or more funded ideas", count=key)
    if key == SEVERAL:
        return _("voters of several places")
    return local(output["neighbourhoods"].get(key, {})) or _("the whole city")


def flows_shown(pots: Sequence[PotLines], output: Output) -> list[tuple[PotLines, dict[str, Any]]]:
    """The money flow of every pot that has one."""
    return [(pot, flow) for pot in pots if (flow := money_flow(pot, output))]
