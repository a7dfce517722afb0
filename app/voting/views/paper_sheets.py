"""Paper ballots as a PDF: one sheet a voter, with a serial for those who key it and a strip to tear off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.domain.voter_codes import printed
from app.places.queries import neighbourhoods
from app.proposals.queries import proposals_by_ids
from app.rounds.queries import electorates_of, pots_of
from app.voting import services
from app.voting.queries import frozen_rules, pots_open_to
from app.web.clock import now
from app.web.formats import language, local, money
from app.web.mail import base_url
from app.web.pdf import INK, LINE, PINE, SOFT_INK, Paper, new_paper
from app.web.rule_words import LIMIT_WORDS

MARGIN = 14.0
PAGE = 297.0
STRIP = 34.0
"""Millimetres at the foot that the voter tears off."""

ROW, TIGHT_ROW = 11.0, 8.2
"""How high a row is, and how low it may become so that the whole ballot stands on one page."""

HEAD, PART_HEAD = 36.0, 14.0
"""What the title and the name of a pot take, about."""

BOX = 6.0
MOST_CIRCLES = 11
"""Scales of up to so many grades are circles to fill, longer ones a box to write in."""


@dataclass(frozen=True)
class Line:
    """One proposal as it is printed: its number on the sheet, what it says, and where a mark goes."""

    number: int
    title: str
    place: str
    cost: str


@dataclass(frozen=True)
class Part:
    """One pot on the sheet, with the grades of its scale where there is one."""

    name: str
    words: Sequence[str]
    grades: Sequence[int]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Form:
    """What is the same on every sheet of a box; ``kind`` is the ballot type."""

    kind: str
    title: str
    electorate: str
    booth: str
    how: Sequence[str]
    parts: Sequence[Part]
    found_at: str

    @property
    def row(self) -> float:
        """The height of a row: lower where that brings everything onto one page."""
        free = PAGE - MARGIN - STRIP - HEAD - PART_HEAD * len(self.parts)
        fitting = free / max(1, sum(len(part.lines) for part in self.parts))
        return min(ROW, fitting) if fitting >= TIGHT_ROW else ROW


def paper_ballots(round: Any, batch: Any, sheets: Sequence[services.Sheet]) -> Paper:
    """The sheets of a box, in the order in which they come."""
    form = _form(round, batch)
    paper = new_paper(_("Paper ballots"), language(), now=now(), margin=MARGIN)
    paper.set_auto_page_break(False)
    for sheet in sheets:
        _draw_sheet(paper, form, sheet)
    return paper


def _form(round: Any, batch: Any) -> Form:
    with force_locale(current_app.config["LANGUAGES"][0]):
        electorate = next(each for each in electorates_of(round.id) if each.id == batch.electorate_id)
        names = {"title": local(round.title), "electorate": local(electorate.name), "booth": batch.booth}
        parts = _parts(round, batch, electorate)
    rules = frozen_rules(round)
    return Form(
        kind=rules.type.key,
        how=_in_every_language(_how_to_mark, rules, round.id),
        parts=parts,
        found_at=base_url() + url_for("voting.lookup", slug=round.slug),
        **names,
    )


def _parts(round: Any, batch: Any, electorate: Any) -> list[Part]:
    rules = frozen_rules(round)
    options = rules.options_in(pots_open_to(rules, electorate, batch.neighbourhood_id))
    pots = {str(pot.id): local(pot.name) for pot in pots_of(round.id)}
    places = {place.id: local(place.name) for place in neighbourhoods()}
    proposals = proposals_by_ids([int(key) for key in batch.rows])
    rivals = _rivals(proposals.values())
    parts: dict[str, list[Line]] = {}
    for number, key in enumerate(batch.rows, start=1):
        proposal = proposals[int(key)]
        about = (places.get(proposal.neighbourhood_id or 0, ""), rivals.get(proposal.id, ""))
        place = " · ".join(filter(None, about))
        line = Line(number, proposal.title, place, money(proposal.ballot_cost_cents))
        parts.setdefault(options.proposals[key].pot, []).append(line)
    words: dict[str, list[str]] = {}
    for code in current_app.config["LANGUAGES"]:
        with force_locale(code):
            for text in rules.type.describe(rules.limits, options):
                if text.code in LIMIT_WORDS:
                    words.setdefault(text.pot, []).append(LIMIT_WORDS[text.code](text.params))
    return [
        Part(pots.get(pot, ""), words.get(pot, []), _grades(rules.limits, rules.type.key), lines)
        for pot, lines in parts.items()
    ]


def _rivals(proposals: Iterable[Any]) -> dict[int, str]:
    """What stands beside proposals of which not all can win."""
    groups: dict[int, list[Any]] = {}
    for proposal in proposals:
        if proposal.conflict_group_id:
            groups.setdefault(proposal.conflict_group_id, []).append(proposal)
    return {
        each.id: _(
            "Rival of: %(titles)s", titles=", ".join(other.title for other in group if other is not each)
        )
        for group in groups.values()
        if len(group) > 1
        for each in group
    }


def _grades(limits: Mapping[str, Any], kind: str) -> list[int]:
    if kind != "grades":
        return []
    scale = range(limits["lowest"], limits["highest"] + 1)
    return list(scale) if len(scale) <= MOST_CIRCLES else []


def _in_every_language(words: Any, *about: Any) -> list[str]:
    lines = []
    for code in current_app.config["LANGUAGES"]:
        with force_locale(code):
            lines.append(words(*about))
    return lines


def _how_to_mark(rules: Any, round_id: int) -> str:
    """How to fill the sheet in, and whether pots exclude each other."""
    either = rules.limits.get("one_of")
    if not either:
        return _mark_words(rules.type.key)
    names = [local(pot.name) for pot in pots_of(round_id) if str(pot.id) in either]
    only = _("Vote in only one of these: %(pots)s.", pots=", ".join(names))
    return f"{_mark_words(rules.type.key)} {only}"


def _mark_words(kind: str) -> str:
    if kind == "ranking":
        return _("Write 1 beside your first choice, 2 beside the second, and so on.")
    if kind == "points":
        return _("Write how many points each idea gets. Leave the others empty.")
    if kind == "grades":
        return _("Fill the circle of the grade that you give an idea, or write the grade.")
    return _("Put a cross beside the ideas you choose.")


def _goes_on() -> str:
    return _("The ballot goes on overleaf or on the next page.")


def _keep_it() -> str:
    return _(
        "Tear this strip off and keep it. Nobody knows that it is yours. Once the ballots are keyed, the code finds "
        "yours in the box:"
    )


def _draw_sheet(paper: Paper, form: Form, sheet: services.Sheet) -> None:
    _new_page(paper, form, sheet, is_first=True)
    for part in form.parts:
        _room_for(paper, form, sheet, 2 * form.row)
        if part.name:
            paper.say(part.name, size=11, bold=True, colour=PINE)
        paper.say(" · ".join(part.words), size=8, colour=SOFT_INK)
        paper.ln(1)
        for line in part.lines:
            _room_for(paper, form, sheet, form.row)
            _draw_line(paper, form, part, line)
        paper.ln(2)
    if paper.y > PAGE - STRIP:
        _continue(paper, form, sheet)
    _draw_strip(paper, form, sheet)


def _continue(paper: Paper, form: Form, sheet: services.Sheet) -> None:
    """One more page of the same ballot, which says so at the foot of this one."""
    paper.set_xy(MARGIN, PAGE - MARGIN + 3)
    paper.say(" · ".join(_in_every_language(_goes_on)), size=7.5, colour=SOFT_INK, align="R")
    _new_page(paper, form, sheet, is_first=False)


def _new_page(paper: Paper, form: Form, sheet: services.Sheet, *, is_first: bool) -> None:
    paper.add_page()
    right = paper.w - MARGIN
    paper.set_xy(right - 62, MARGIN)
    paper.say(f"Nr. {sheet.serial}", size=13, bold=True, w=62, align="R", new_x="LEFT")
    paper.say(form.booth, size=8, colour=SOFT_INK, w=62, align="R")
    paper.set_xy(MARGIN, MARGIN)
    paper.say(form.title, size=15 if is_first else 11, bold=True, w=paper.epw - 66)
    paper.say(form.electorate, size=9, colour=SOFT_INK, w=paper.epw - 66)
    paper.set_y(max(paper.y, MARGIN + 12))
    if is_first:
        for line in form.how:
            paper.say(line, size=9)
    paper.ln(1)
    paper.rule()
    paper.ln(2)


def _room_for(paper: Paper, form: Form, sheet: services.Sheet, height: float) -> None:
    """A new page where this one has no room for so much."""
    if paper.y + height > PAGE - MARGIN:
        _continue(paper, form, sheet)


def _draw_line(paper: Paper, form: Form, part: Part, line: Line) -> None:
    top, left, right = paper.y, MARGIN, paper.w - MARGIN
    lead = (form.row - TIGHT_ROW) / 2
    paper.set_xy(left, top + lead + 0.9)
    paper.say(
        str(line.number), size=11, bold=True, colour=SOFT_INK, w=9, align="R", new_x="RIGHT", new_y="TOP"
    )
    marks = _draw_marks(paper, form.kind, part, left + 12, top + lead + 0.7)
    width = right - marks - 30
    paper.set_xy(marks, top + lead + (0 if line.place else 1.2))
    size = paper.fitting(line.title, size=10.5, width=width, bold=True)
    title = paper.shortened(line.title, size=size, width=width, bold=True)
    paper.say(title, size=size, bold=True, w=width, new_x="LEFT")
    if line.place:
        place = paper.shortened(line.place, size=7, width=width)
        paper.say(place, size=7, colour=SOFT_INK, w=width, h=2.8)
    paper.set_xy(right - 30, top + lead + 0.9)
    paper.say(line.cost, size=10, w=30, align="R", new_y="TOP")
    paper.set_xy(left, top + form.row)
    paper.set_line_width(0.1)
    paper.set_draw_color(LINE)
    paper.line(left, top + form.row - 0.4, right, top + form.row - 0.4)


def _draw_marks(paper: Paper, kind: str, part: Part, x: float, y: float) -> float:
    """Where the voter marks a row; returns where the text may begin."""
    paper.set_draw_color(INK)
    paper.set_line_width(0.4)
    if part.grades:
        step = 6.4
        for place, grade in enumerate(part.grades):
            paper.circle(x + 2.6 + place * step, y + 2.6, 2.6)
            paper.set_xy(x + place * step, y + 0.6)
            paper.say(str(grade), size=8, w=5.2, align="C", new_x="RIGHT", new_y="TOP")
        return x + len(part.grades) * step + 2
    wide = BOX if kind in ("approval", "knapsack") else 2 * BOX
    paper.rect(x, y, wide, BOX)
    return x + wide + 3


def _draw_strip(paper: Paper, form: Form, sheet: services.Sheet) -> None:
    top = PAGE - STRIP
    paper.set_draw_color(INK)
    paper.set_line_width(0.2)
    paper.set_dash_pattern(dash=2, gap=1.5)
    paper.line(0, top, paper.w, top)
    paper.set_dash_pattern()
    paper.qr(f"{form.found_at}#{sheet.receipt}", paper.w - MARGIN - 26, top + 3, 26)
    paper.set_xy(MARGIN, top + 3)
    width = paper.epw - 30
    for line in _in_every_language(_keep_it):
        paper.say(line, size=7, colour=SOFT_INK, w=width)
    paper.ln(0.5)
    paper.say(printed(sheet.receipt), size=11.5, bold=True, w=width)
    paper.say(form.found_at.partition("://")[2], size=7.5, w=width)
