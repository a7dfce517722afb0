"""How a result is read: what the tally wrote down, as the lines and sections of its page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from app.domain.themes import Theme
from app.web.formats import local
from app.web.messages.reasons import NEAR, told

Output = Mapping[str, Any]

FEW_WINNERS = 12
"""Up to so many winners are shown as cards with pictures; more of them as a list."""

LOSERS_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One proposal of the result. ``outcome`` is won, near or lost; amounts in cents."""

    id: str
    title: str
    language: str
    theme: str
    place: str
    cost: int
    outcome: str
    reason: str
    more: str
    votes: int
    score: int
    rank: int
    pot: str
    picture: dict[str, str] | None


@dataclass(frozen=True)
class PotLines:
    """One pot: what it held, what was spent, who won and who just missed. ``id`` is empty in a round without money."""

    id: str
    name: str
    language: str
    amount: int
    spent: int
    voters: int
    winners: Sequence[Line]
    near: Sequence[Line]
    losers: Sequence[Line]
    raw: Output = field(repr=False)


def electorate_shown(output: Output, key: str | None) -> Output | None:
    """The electorate that the address asks for, else the one whose vote counts; ``None`` where a jury decided."""
    electorates = output["electorates"]
    asked = next((one for one in electorates if one["key"] == key), None)
    return asked or next((one for one in electorates if one["decides"]), None)


def pots_shown(output: Output, electorate: Output | None) -> list[PotLines]:
    """The pots of the result as one electorate decided them, or the jury's single list."""
    if electorate is None:
        return [_jury(output)] if "jury" in output else []
    return [_pot(output, pot) for pot in electorate["pots"] if pot["allocation"]["projects"]]


def losers_page(pots: Iterable[PotLines], number: int) -> dict[str, Any]:
    """One page of all that did not win, pot by pot, best first: ``lines``, ``page``, ``pages``, ``total``."""
    lines = [line for pot in pots for line in pot.losers]
    pages = max(1, -(-len(lines) // LOSERS_A_PAGE))
    number = min(number, pages)
    shown = lines[(number - 1) * LOSERS_A_PAGE : number * LOSERS_A_PAGE]
    return {"lines": shown, "page": number, "pages": pages, "total": len(lines)}


def titles_of(output: Output) -> dict[str, str]:
    """What every proposal of the result is called, by id."""
    return {key: each["title"] for key, each in output["proposals"].items()}


def _pot(output: Output, pot: Output) -> PotLines:
    allocation = pot["allocation"]
    selected = allocation["selected"]
    lost = sorted(
        (key for key in allocation["projects"] if key not in set(selected)),
        key=lambda key: allocation["projects"][key]["reason"].get("rank", 0),
    )
    near = set(_just_missed(lost, allocation["projects"]))
    titles = titles_of(output)
    outcomes = {key: "near" if key in near else "lost" for key in lost} | dict.fromkeys(selected, "won")
    lines = {key: _line(output, titles, key, outcomes[key], allocation["projects"][key]) for key in outcomes}
    return PotLines(
        id=pot["id"],
        name=local(pot["name"]),
        language=next(iter(pot["name"]), ""),
        amount=pot["amount"],
        spent=allocation["spent"],
        voters=pot["voters"],
        winners=[lines[key] for key in selected],
        near=[lines[key] for key in lost if key in near],
        losers=[lines[key] for key in lost],
        raw=pot,
    )


def _just_missed(lost: Sequence[str], projects: Output) -> list[str]:
    """Those whom the fewest further votes would have funded."""
    known = [key for key in lost if projects[key]["reason"].get("more_votes")]
    return sorted(known, key=lambda key: projects[key]["reason"]["more_votes"])[:NEAR]


def _line(output: Output, titles: Mapping[str, str], key: str, outcome: str, found: Output) -> Line:
    proposal, said = output["proposals"][key], told(found["reason"], titles)
    return Line(
        id=key,
        title=proposal["title"],
        language=proposal["language"],
        theme=proposal["theme"] if proposal["theme"] in set(Theme) else Theme.OTHER.value,
        place=local(output["neighbourhoods"].get(proposal["neighbourhood"], {})),
        cost=proposal["cost"],
        outcome=outcome,
        reason=said.text,
        more=said.more,
        votes=found.get("votes", 0),
        score=found.get("score") or 0,
        rank=found["reason"].get("rank") or found["reason"].get("place") or 0,
        pot=proposal["pot"],
        picture=_picture(key, proposal),
    )


def _picture(key: str, proposal: Output) -> dict[str, str] | None:
    if not proposal.get("cover"):
        return None
    file_key, alt = proposal["cover"]
    return {"url": url_for("proposals.file", proposal_id=int(key), key=file_key, size="card"), "alt": alt}


def _jury(output: Output) -> PotLines:
    jury, titles = output["jury"], titles_of(output)
    won = set(jury["selected"])
    lines = [
        _line(output, titles, key, "won" if key in won else "lost", found)
        for key, found in jury["projects"].items()
    ]
    return PotLines(
        id="",
        name="",
        language="",
        amount=0,
        spent=0,
        voters=0,
        winners=[line for line in lines if line.outcome == "won"],
        near=[],
        losers=[line for line in lines if line.outcome != "won"],
        raw={},
    )
