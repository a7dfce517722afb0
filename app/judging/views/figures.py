"""The figures of a jury's ranking in words and rounded numbers; nothing here decides."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from app.domain.aggregation import Band, EntryScore, PlaceChange, Standing, display_score
from app.judging.queries import JuryRanking
from app.web.formats import local, number

AGREEMENT_TONES = {"a_lot": "good", "somewhat": "water", "little": "waiting", "unknown": "quiet"}


def shown_ranking(found: JuryRanking, hidden: Collection[str]) -> dict[str, Any]:
    """Everything on the ranking page, without the entries that the reader must not see (ids in ``hidden``)."""
    outcome = found.outcome
    shown = [each for each in found.ranking.standings if each.entry not in hidden]
    waiting = [each for each in found.ranking.provisional if each.entry not in hidden]
    figures = [each.figures for each in shown] + waiting
    changes = [each for each in outcome.changes if each.entry not in hidden]
    return {
        "rows": [_row(found, each) for each in shown],
        "provisional": [
            _figures(each) | {"proposal": found.proposals[each.entry], "id": each.entry} for each in waiting
        ],
        "criteria": found.criteria,
        "means": [_means(found, each) for each in figures],
        "tie_order": [step_words(found, step) for step in found.rules.tie_order],
        "changes": [_change(found, each) for each in changes if each.place != each.adjusted_place],
        "severity": _severity(found),
        "parts": [_part(found, each, hidden) for each in outcome.parts],
        "bands": [band_shown(found, each) for each in _bands(found) if each.entry not in hidden],
        "agreement": agreement_shown(found),
        "disagreements": disagreements_shown(found, hidden),
        "agenda": [found.proposals[each] for each in outcome.agenda if each not in hidden],
    }


def _bands(found: JuryRanking) -> list[Band]:
    stability = found.outcome.stability
    return list(stability.bands.values()) if stability else []


def band_shown(found: JuryRanking, band: Band) -> dict[str, Any]:
    """One band: the best and the worst position, and without whom it is reached."""
    cut = found.rules.cut
    reached = [
        (found.mentors[mentor].display_name, position)
        for mentor, position in band.without.items()
        if position is not None and position != band.position and mentor in found.mentors
    ]
    return {
        "proposal": found.proposals[band.entry],
        "position": band.position,
        "best": band.best,
        "worst": band.worst,
        "crosses": cut is not None and band.crosses(cut),
        "without": reached,
        "last": len(found.ranking.standings),
    }


def agreement_shown(found: JuryRanking) -> list[dict[str, Any]]:
    """How far mentors agree: on whole scorecards, then criterion by criterion."""
    words = {
        "a_lot": _("agreed a lot"),
        "somewhat": _("agreed somewhat"),
        "little": _("agreed little"),
        "unknown": _("too little to tell"),
    }
    lines = [(_("Whole scorecards"), found.computed.agreement)]
    lines += [(local(each.name), found.computed.by_criterion[each.key]) for each in found.criteria]
    return [
        {
            "name": name,
            "words": words[each.words],
            "tone": AGREEMENT_TONES[each.words],
            "alpha": "–" if each.alpha is None else number(each.alpha, 2),
        }
        for name, each in lines
    ]


def disagreements_shown(found: JuryRanking, hidden: Collection[str]) -> list[dict[str, Any]]:
    """What mentors disagree on most."""
    names = {each.key: local(each.name) for each in found.criteria}
    return [
        {
            "proposal": found.proposals[each.entry],
            "criterion": names[each.criterion],
            "lowest": each.lowest,
            "highest": each.highest,
        }
        for each in found.computed.disagreements
        if each.entry not in hidden
    ]


def _part(found: JuryRanking, part: Any, hidden: Collection[str]) -> dict[str, Any]:
    return {
        "entries": [found.proposals[each] for each in part.entries if each not in hidden],
        "mentors": [found.mentors[each].display_name for each in part.mentors],
    }


def _severity(found: JuryRanking) -> list[dict[str, Any]]:
    """How many points above or below the others each mentor gives, the strictest first."""
    adjusted = found.outcome.adjusted
    if adjusted is None or adjusted.severity is None:
        return []
    fit = sorted(adjusted.severity.by_mentor.items(), key=lambda pair: (pair[1], pair[0]))
    return [
        {"name": found.mentors[mentor].display_name, "points": signed(points), "is_strict": points < 0}
        for mentor, points in fit
    ]


def _change(found: JuryRanking, change: PlaceChange) -> dict[str, Any]:
    return {
        "proposal": found.proposals[change.entry],
        "place": change.place,
        "adjusted_place": change.adjusted_place,
        "own_mean": points(change.own_mean),
        "adjusted": points(change.adjusted),
        "shift": signed(change.shift),
        "is_up": change.adjusted_place < change.place,
        "mentors": [
            {
                "name": found.mentors[each.mentor].display_name,
                "score": points(each.score),
                "severity": signed(each.severity),
            }
            for each in change.mentors
        ],
    }


def _row(found: JuryRanking, standing: Standing) -> dict[str, Any]:
    default, adjusted = found.outcome.default.of(standing.entry), None
    if found.outcome.adjusted is not None:
        adjusted = found.outcome.adjusted.of(standing.entry)
    return {
        "id": standing.entry,
        "place": standing.place,
        "position": standing.position,
        "wins": found.rules.cut is not None and standing.position <= found.rules.cut,
        "is_last_in": standing.position == found.rules.cut,
        "proposal": found.proposals[standing.entry],
        "decided_by": [step_words(found, step) for step in standing.decided_by],
        "plain_place": default.place if default else None,
        "adjusted": points(adjusted.score) if adjusted else None,
        "adjusted_place": adjusted.place if adjusted else None,
        **_figures(standing.figures),
    }


def _figures(figures: EntryScore) -> dict[str, Any]:
    return {
        "score": points(figures.score),
        "lowest": points(figures.lowest),
        "highest": points(figures.highest),
        "spread": points(figures.spread),
        "count": figures.count,
    }


def _means(found: JuryRanking, figures: EntryScore) -> dict[str, Any]:
    """The mean level of each criterion on its own scale; a dash where nobody scored it."""
    shares = [(each, figures.criterion_mean(each.key)) for each in found.criteria]
    levels = [None if share is None else each.lo + share * (each.hi - each.lo) for each, share in shares]
    return {"proposal": found.proposals[figures.entry], "levels": [points(level) for level in levels]}


def points(value: Fraction | None) -> str:
    """A score as people read it; a dash where there is none."""
    return "–" if value is None else number(Fraction(display_score(value)), 1)


def signed(value: Fraction) -> str:
    """A difference in points, with its sign."""
    text = points(abs(value))
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text


def step_words(found: JuryRanking, step: str) -> str:
    """A step of the tie order in words."""
    if step.startswith("criterion:"):
        key = step.removeprefix("criterion:")
        name = next((local(each.name) for each in found.criteria if each.key == key), key)
        return _("the criterion “%(name)s”", name=name)
    words = {
        "median": _("the median scorecard"),
        "head_to_head": _("head to head among mentors who scored both"),
        "lot": _("the lot"),
        "jury": _("a vote of the jury"),
    }
    return words.get(step, _("not decided yet"))
