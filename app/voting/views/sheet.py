"""The ballot as a page shows it: one section a pot, rows in the voter's own order, sums so far."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.domain.ballots import Options, limits_in_pot
from app.domain.errors import RuleBroken
from app.proposals.queries import conflict_groups_of, proposals_on_ballot
from app.rounds.queries import pots_of
from app.voting.papers import PAPERS, Marks, Paper
from app.voting.queries import BallotRules, Voter
from app.voting.views.finding import EVERYTHING, Finding, finding_in
from app.web.formats import alphabetical, local
from app.web.messages import sentence
from app.web.rule_words import LIMIT_WORDS

LONG = 12
"""Beyond so many ideas a ballot has a search."""

MOST_LEVELS = 11
"""Scales of up to so many grades are shown as a row of choices, longer ones as a number to type."""


@dataclass
class Row:
    """One proposal on the ballot; ``marks`` are the arguments of ``ui/ballot_row`` that show what is marked."""

    proposal: Any
    cost: int
    note: str
    marks: dict[str, Any] = field(default_factory=dict)
    is_hidden: bool = False

    @property
    def id(self) -> str:
        """The proposal's id as the form sends it."""
        return str(self.proposal.id)

    @property
    def place(self) -> str:
        """The name of its neighbourhood."""
        return local(self.proposal.neighbourhood.name) if self.proposal.neighbourhood else ""

    @property
    def theme(self) -> str:
        """The theme that its cover is drawn in."""
        return str(self.proposal.themes[0]) if self.proposal.themes else "other"


@dataclass
class Section:
    """One pot on the ballot; ``budget`` (cents), ``most`` and ``points`` are its limits where the type has them.

    ``levels`` is the scale of a grade; ``is_alternative``: a voter chooses one of several such pots.
    """

    pot: str
    name: str
    amount: int
    words: list[str]
    budget: int | None
    most: int | None
    points: int | None
    most_each: int | None
    levels: list[dict[str, str]]
    is_alternative: bool
    rows: list[Row]
    marked: list[Row]

    @property
    def count(self) -> int:
        """How many proposals are marked."""
        return len(self.marked)

    @property
    def cost(self) -> int:
        """What the marked proposals cost together, in cents."""
        return sum(row.cost for row in self.marked)

    @property
    def given(self) -> int:
        """How many points are given."""
        numbers = [str(row.marks.get("points", "")) for row in self.marked]
        return sum(
            int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 7
        )

    @property
    def is_over(self) -> bool:
        """Whether more is marked than the limits allow."""
        sums = ((self.cost, self.budget), (self.count, self.most), (self.given, self.points))
        return any(limit is not None and reached > limit for reached, limit in sums)


@dataclass
class Sheet:
    """Everything on one voter's ballot."""

    round: Any
    voter: Voter
    paper: Paper
    kind: str
    words: list[str]
    sections: list[Section]
    groups: list[tuple[str, int, list[str]]]
    finding: Finding = EVERYTHING

    @property
    def row_kind(self) -> str:
        """The kind of ``ui/ballot_row``: grades on a scale too long for one line are typed like points."""
        if self.paper.row == "grade" and any(len(each.levels) > MOST_LEVELS for each in self.sections):
            return "points"
        return self.paper.row

    @property
    def field(self) -> str:
        """How the fields of the rows are called."""
        return "points" if self.paper.row in ("points", "grade") else "choices"

    @property
    def rows(self) -> list[Row]:
        """All ideas on the ballot."""
        return [row for section in self.sections for row in section.rows]

    @property
    def total(self) -> int:
        """How many ideas are on the ballot."""
        return len(self.rows)

    @property
    def shown(self) -> int:
        """How many of them are to be seen: those that are looked for, and all that are marked."""
        return sum(not row.is_hidden for row in self.rows)

    @property
    def is_long(self) -> bool:
        """Whether there are so many ideas that one looks for them."""
        return self.total > LONG

    @property
    def places(self) -> list[tuple[str, str]]:
        """The neighbourhoods of the ideas, by name, to look in."""
        names = {str(row.proposal.neighbourhood_id): row.place for row in self.rows if row.place}
        return sorted(names.items(), key=lambda place: alphabetical(place[1]))

    @property
    def is_over(self) -> bool:
        """Whether any section is marked beyond its limits."""
        return any(section.is_over for section in self.sections)


def sheet_for(round: Any, voter: Voter, marks: Marks, sent: Mapping[str, str] | None = None) -> Sheet:
    """The ballot of this voter with these marks on it; marks of unknown proposals are left out.

    ``sent`` is the form that was sent, if one was: what was looked for, and which small button was pressed.
    """
    sent = sent or {}
    rules, options = voter.rules, voter.options
    paper = PAPERS[rules.type.key]
    shown = paper.shown([mark for mark in marks if _proposal_of(mark) in options.proposals])
    proposals = {
        str(each.id): each for each in proposals_on_ballot(round) if str(each.id) in options.proposals
    }
    groups = _groups(round, proposals)
    names = {str(pot.id): local(pot.name) for pot in pots_of(round.id)}
    words = _limit_words(rules, options, names)
    rows: dict[str, list[Row]] = {pot: [] for pot in options.pots}
    for key in _own_order(proposals, voter):
        note = _rivals(key, proposals, groups)
        marked = dict(shown.get(key, {}))
        rows[options.proposals[key].pot].append(
            Row(proposals[key], options.proposals[key].cost, note, marked)
        )
    sections = [
        _section(pot, names.get(pot, ""), rules, words.get(pot, []), rows[pot], list(shown))
        for pot in options.pots
        if rows[pot]
    ]
    rivals = [
        (local(group.name), group.at_most, titles) for group, titles in groups.values() if len(titles) > 1
    ]
    sheet = Sheet(round, voter, paper, rules.type.key, words.get("", []), sections, rivals, finding_in(sent))
    for row in sheet.rows:
        row.is_hidden = not row.marks and not sheet.finding.fits(row.proposal, row.place)
        row.marks |= paper.focus(row.marks, row.id, sent)
    return sheet


def problem(error: RuleBroken, sheet: Sheet) -> str:
    """What is wrong with a ballot, with the name of the pot where there are several."""
    pot = error.params.get("pot")
    named = next((section.name for section in sheet.sections if section.pot == pot), "")
    if len(sheet.sections) > 1 and named:
        return f"{named}: {sentence(error)}"
    return sentence(error)


def _limit_words(rules: BallotRules, options: Options, names: Mapping[str, str]) -> dict[str, list[str]]:
    """The limits as sentences by pot; those under the empty key hold for the whole ballot."""
    words: dict[str, list[str]] = {}
    for text in rules.type.describe(rules.limits, options):
        if text.code == "limit.one_pot_of":
            pots = ", ".join(names.get(pot, "") for pot in text.params["pots"])
            words[""] = [_("Vote in only one of these: %(pots)s.", pots=pots)]
        else:
            words.setdefault(text.pot, []).append(LIMIT_WORDS[text.code](text.params))
    return words


def _section(
    pot: str, name: str, rules: BallotRules, words: list[str], rows: list[Row], shown: list[str]
) -> Section:
    limits = limits_in_pot(rules.limits, pot)
    by_id = {row.id: row for row in rows}
    marked = [by_id[key] for key in shown if key in by_id]
    if PAPERS[rules.type.key].row == "rank":
        for position, row in enumerate(marked, start=1):
            row.marks |= {"position": position, "last": position == len(marked)}
        rows = [*marked, *(row for row in rows if row.id not in shown)]
    total = limits.get("total")
    return Section(
        pot=pot,
        name=name,
        amount=rules.options.pots[pot],
        words=words,
        budget=rules.options.pots[pot] if rules.type.key == "knapsack" else None,
        most=limits.get("max"),
        points=total,
        most_each=limits.get("max_each", limits.get("highest", total)),
        levels=_levels(limits),
        is_alternative=pot in rules.limits.get("one_of", ()),
        rows=rows,
        marked=marked,
    )


def _levels(limits: Mapping[str, int]) -> list[dict[str, str]]:
    """The scale of a grade, lowest first, with what its ends mean; empty where nothing is graded.

    Of a scale too long for a row no more is made than shows that it is too long.
    """
    if "highest" not in limits:
        return []
    low, high = limits["lowest"], limits["highest"]
    ends = {low: _("not at all"), high: _("very much")}
    return [
        {"value": str(grade), "word": ends.get(grade, "")}
        for grade in range(low, min(high, low + MOST_LEVELS) + 1)
    ]


def _own_order(keys: Iterable[str], voter: Voter) -> list[str]:
    """The proposals in an order of this voter's own: no place on the list is a privilege, and none ever moves."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    beginning = f"order|{voter.round_id}|{voter.eligibility_key}|"
    return sorted(keys, key=lambda key: hmac.digest(secret, f"{beginning}{key}".encode(), hashlib.sha256))


def _groups(round: Any, proposals: Mapping[str, Any]) -> dict[int, tuple[Any, list[str]]]:
    """The conflict groups that touch this ballot, with the titles of their proposals."""
    groups: dict[int, tuple[Any, list[str]]] = {
        group.id: (group, []) for group in conflict_groups_of(round.id)
    }
    for proposal in proposals.values():
        if proposal.conflict_group_id in groups:
            groups[proposal.conflict_group_id][1].append(proposal.title)
    return groups


def _rivals(key: str, proposals: Mapping[str, Any], groups: Mapping[int, tuple[Any, list[str]]]) -> str:
    """A short word on the row of a proposal that competes with others for one spot."""
    proposal = proposals[key]
    group, titles = groups.get(proposal.conflict_group_id, (None, []))
    others = [title for title in titles if title != proposal.title]
    return (
        _("Rival of: %(titles)s", titles=", ".join(f"„{title}”" for title in others))
        if group and others
        else ""
    )


def _proposal_of(mark: Any) -> str:
    return mark if isinstance(mark, str) else str(mark[0])
