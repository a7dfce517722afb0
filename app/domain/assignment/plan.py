"""The automatic assignment of mentors to entries, as a plan that can be looked at before it is saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.aggregation.connection import Part
from app.domain.assignment.draft import Draft, Pair
from app.domain.assignment.evening import balance, connect
from app.domain.assignment.filling import fill
from app.domain.errors import RuleBroken

TOO_FEW_ELIGIBLE = "assignment.too_few_eligible"
CAPS_FULL = "assignment.caps_full"


@dataclass(frozen=True, slots=True)
class Unmet:
    """An entry that lacks ``missing`` mentors, and why.

    ``reason``: ``"assignment.too_few_eligible"`` (``eligible`` is all there are) or
    ``"assignment.caps_full"``.
    """

    entry: str
    missing: int
    eligible: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who scores what, once ``seed`` has decided what nothing else could.

    ``pairs`` = ``kept`` (existing ones) + ``added``; ``released`` are existing pairs that a conflict of
    interest or the withdrawal of the entry ends. ``calibration`` pairs are beside all these and in nobody's
    load. ``loads``: active mentor → entries to score. ``parts`` are several when scores could not be compared
    across the plan.
    """

    seed: str
    kept: tuple[Pair, ...]
    added: tuple[Pair, ...]
    released: tuple[Pair, ...]
    calibration: tuple[Pair, ...]
    loads: Mapping[str, int]
    unmet: tuple[Unmet, ...]
    parts: tuple[Part, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All assignments that count, by entry."""
        return tuple(sorted(self.kept + self.added))

    @property
    def is_connected(self) -> bool:
        """Whether a chain of scorecards will link every two entries that have mentors."""
        return len(self.parts) <= 1

    @property
    def lightest(self) -> int:
        """The smallest load."""
        return min(self.loads.values(), default=0)

    @property
    def heaviest(self) -> int:
        """The largest load."""
        return max(self.loads.values(), default=0)

    def minutes(self, minutes_per_scorecard: int) -> tuple[int, int]:
        """Shortest and longest scoring time of a mentor in minutes, the calibration entry included."""
        calibrated = {pair.mentor for pair in self.calibration}
        times = [
            minutes_per_scorecard * (load + (mentor in calibrated)) for mentor, load in self.loads.items()
        ]
        return min(times, default=0), max(times, default=0)


def plan_assignments(
    entries: Iterable[str],
    mentors: Mapping[str, int | None],
    *,
    per_entry: int = 3,
    conflicts: Iterable[Pair] = (),
    existing: Iterable[Pair] = (),
    calibration: str | None = None,
    seed: str,
) -> Plan:
    """Plan ``per_entry`` mentors for every entry: without conflicts, within caps, balanced, connected,
    reproducible.

    ``mentors``: active mentor → load cap, ``None`` for none. ``existing`` pairs stay as they are and are
    topped up; of a mentor who left, pass those with a submitted scorecard: they count for the entry.
    ``calibration``: an entry that every mentor without a conflict scores and that counts for nobody. The
    order of the arguments changes nothing; the same arguments and seed always give the same plan. Raises
    ``RuleBroken("assignment.per_entry_invalid")`` below 1 and ``RuleBroken("assignment.cap_invalid")`` for a
    negative cap.
    """
    if per_entry < 1:
        raise RuleBroken("assignment.per_entry_invalid")
    if any(cap is not None and cap < 0 for cap in mentors.values()):
        raise RuleBroken("assignment.cap_invalid")
    apart, before = set(conflicts), {pair for pair in existing if pair.entry != calibration}
    counted = {entry for entry in entries if entry != calibration}
    kept = {pair for pair in before - apart if pair.entry in counted}
    draft = Draft(counted, mentors, apart, kept, seed)
    fill(draft, per_entry)
    balance(draft)
    parts = connect(draft)
    return Plan(
        seed=seed,
        kept=tuple(sorted(kept)),
        added=tuple(sorted(draft.movable())),
        released=tuple(sorted(before - kept)),
        calibration=_calibration_pairs(calibration, mentors, apart),
        loads={mentor: draft.load(mentor) for mentor in draft.held},
        unmet=tuple(_unmet(draft, per_entry)),
        parts=parts,
    )


def _calibration_pairs(entry: str | None, mentors: Iterable[str], conflicts: set[Pair]) -> tuple[Pair, ...]:
    pairs = [Pair(entry, mentor) for mentor in sorted(mentors)] if entry is not None else []
    return tuple(pair for pair in pairs if pair not in conflicts)


def _unmet(draft: Draft, per_entry: int) -> Iterable[Unmet]:
    for entry, holders in draft.holders.items():
        missing = per_entry - len(holders)
        if missing > 0:
            eligible = len(set(draft.eligible(entry)) | holders)
            reason = TOO_FEW_ELIGIBLE if eligible < per_entry else CAPS_FULL
            yield Unmet(entry, missing, eligible, reason)
