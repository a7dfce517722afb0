"""Places and the declared tie order: who comes before whom, and which rule said so."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from app.domain.aggregation.rules import CRITERION_STEP, RankingRules
from app.domain.aggregation.scorecards import EntryScore
from app.domain.aggregation.severity import Severity
from app.domain.errors import RuleBroken

OPEN = "open"
"""The step of a tie that nothing has decided yet: the jury's vote is still missing."""

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieDecision:
    """A tie and the step that split it into ``groups``, best first; ``step`` is ``"open"`` if none did."""

    step: str
    groups: tuple[Group, ...]

    def concerns(self, entry: str) -> bool:
        """Whether the entry was part of this tie."""
        return any(entry in group for group in self.groups)


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry in a ranking.

    ``place`` is counted by the exact score alone (1, 2, 2, 4). ``position`` follows the tie order too and
    decides prizes and the cut; ``last_position`` differs from it only while a tie is open. ``decided_by``
    names the steps that separated the entry from others with the same score.
    """

    entry: str
    score: Fraction
    place: int
    position: int
    last_position: int
    decided_by: tuple[str, ...]
    figures: EntryScore


@dataclass(frozen=True, slots=True)
class Ranking:
    """Standings from first to last, entries not ranked yet, and every tie that had to be decided."""

    standings: tuple[Standing, ...]
    provisional: tuple[EntryScore, ...] = ()
    ties: tuple[TieDecision, ...] = ()
    severity: Severity | None = None

    def of(self, entry: str) -> Standing | None:
        """The standing of one entry, ``None`` if it has no place."""
        return next((standing for standing in self.standings if standing.entry == entry), None)


def lot(seed: str, entry: str) -> str:
    """The lot of an entry: SHA-256 of ``seed:entry`` in hexadecimal; the smallest comes first."""
    return hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest()


def rank(
    scores: Mapping[str, Fraction],
    figures: Mapping[str, EntryScore],
    rules: RankingRules,
    jury_order: Sequence[str] = (),
) -> Ranking:
    """Rank ``scores`` (entry → exact score, higher is better), breaking ties in the order the rules declare.

    ``figures`` holds the scorecards of the same entries, on which the tie steps rest; ``jury_order`` is the
    recorded vote of the jury, best first, for ties that reach it. Raises ``RuleBroken("ties.step_unknown")``.
    """
    standings: list[Standing] = []
    ties: list[TieDecision] = []
    ordered = sorted(scores, key=lambda entry: (-scores[entry], entry))
    for score, tied in groupby(ordered, key=lambda entry: scores[entry]):
        place = position = len(standings) + 1
        found: list[TieDecision] = []
        for group in _untie(tuple(tied), rules.tie_order, figures, rules.seed, jury_order, found):
            last = position + len(group) - 1
            for entry in group:
                steps = tuple(dict.fromkeys(tie.step for tie in found if tie.concerns(entry)))
                standings.append(Standing(entry, score, place, position, last, steps, figures[entry]))
            position = last + 1
        ties.extend(found)
    return Ranking(tuple(standings), ties=tuple(ties))


def _untie(
    group: Group,
    steps: tuple[str, ...],
    figures: Mapping[str, EntryScore],
    seed: str,
    jury_order: Sequence[str],
    found: list[TieDecision],
) -> list[Group]:
    """Split a tied group by the first step that can, its parts by the steps left; report each split."""
    if len(group) == 1:
        return [group]
    if not steps:
        found.append(TieDecision(OPEN, (group,)))
        return [group]
    parts = _split(group, _key(steps[0], group, figures, seed, jury_order))
    if len(parts) == 1:
        return _untie(group, steps[1:], figures, seed, jury_order, found)
    found.append(TieDecision(steps[0], tuple(parts)))
    # Two entries level in a duel of three may still have a winner between themselves: ask the duel again.
    rest = steps if steps[0] == "head_to_head" else steps[1:]
    return [final for part in parts for final in _untie(part, rest, figures, seed, jury_order, found)]


Key = Callable[[str], Fraction | str | int]


def _split(group: Group, key: Key) -> list[Group]:
    ordered = sorted(group, key=lambda entry: (key(entry), entry))
    return [tuple(part) for _, part in groupby(ordered, key=key)]


def _key(
    step: str, group: Group, figures: Mapping[str, EntryScore], seed: str, jury_order: Sequence[str]
) -> Key:
    """The sort key of a tie step, smallest first."""
    if step.startswith(CRITERION_STEP):
        criterion = step.removeprefix(CRITERION_STEP)
        return lambda entry: -_or_below_all(figures[entry].criterion_mean(criterion))
    if step == "median":
        return lambda entry: -_or_below_all(figures[entry].median)
    if step == "head_to_head":
        balance = _duel_balance(group, figures)
        return lambda entry: -balance[entry]
    if step == "lot":
        return lambda entry: lot(seed, entry)
    if step == "jury":
        places = {entry: number for number, entry in enumerate(jury_order)}
        return lambda entry: places.get(entry, len(places))
    raise RuleBroken("ties.step_unknown", step=step)


def _or_below_all(value: Fraction | None) -> Fraction:
    """An entry that nobody could score on a criterion comes after all that somebody did."""
    return Fraction(-1) if value is None else value


def _duel_balance(group: Iterable[str], figures: Mapping[str, EntryScore]) -> dict[str, int]:
    """Duels won minus lost within the group; more of their common mentors decide each duel."""
    entries = list(group)
    balance = dict.fromkeys(entries, 0)
    for number, first in enumerate(entries):
        for second in entries[number + 1 :]:
            one, two = figures[first].by_mentor, figures[second].by_mentor
            preferred = sum((one[m] > two[m]) - (one[m] < two[m]) for m in one.keys() & two.keys())
            outcome = (preferred > 0) - (preferred < 0)
            balance[first] += outcome
            balance[second] -= outcome
    return balance
