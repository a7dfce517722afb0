"""Turnout and ties of a result, as its page shows them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from app.domain.rounds import Evidence
from app.results.views.lines import Output, PotLines
from app.web.formats import local, number, percent
from app.web.labels import label
from app.web.rule_words import TIE_WORDS


def turnout_table(output: Output) -> dict[str, Any] | None:
    """Ballots by group of voters and channel: ``head``, ``rows``, ``foot`` and ``bars``; ``None`` without a vote."""
    electorates = output["electorates"]
    if not electorates:
        return None
    words = (_("Online"), _("On paper"), _("Ballots"), _("On the roll"), _("Turnout"))
    online, paper = (_in_all(electorates, channel) for channel in ("online", "paper"))
    return {
        "head": [{"label": _("Voters")}, *({"label": word, "numeric": True} for word in words)],
        "rows": [_turnout_row(each) for each in electorates],
        "foot": [_("All"), number(online), number(paper), number(online + paper), "", ""]
        if len(electorates) > 1
        else None,
        "bars": [{"label": local(each["name"]), "value": each["ballots"]} for each in electorates],
    }


def _in_all(electorates: Sequence[Mapping[str, Any]], channel: str) -> int:
    return sum(each["channels"].get(channel, 0) for each in electorates)


def _turnout_row(electorate: Mapping[str, Any]) -> list[Any]:
    channels, roll = electorate["channels"], electorate["roll"]
    evidence = label(Evidence(electorate["evidence"]))
    is_whole = roll >= electorate["ballots"] and electorate["evidence"] != Evidence.EMAIL
    return [
        {"text": local(electorate["name"]), "note": _("known %(how)s", how=evidence)},
        number(channels.get("online", 0)),
        number(channels.get("paper", 0)),
        number(electorate["ballots"]),
        number(roll) if is_whole and roll else "–",
        percent(Fraction(electorate["ballots"], roll), 1) if is_whole and roll else "–",
    ]


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
