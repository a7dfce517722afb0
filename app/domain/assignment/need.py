"""How many mentors a round needs, and how many scorecards fit into a mentor's time."""

from app.domain.errors import RuleBroken


def mentors_needed(
    entries: int, *, per_entry: int = 3, cap: int, most_conflicts: int = 0, dropouts: int = 0
) -> int:
    """The smallest number of mentors with which every entry gets ``per_entry`` scorecards.

    ``cap``: scorecards a mentor can write; ``most_conflicts``: the most mentors who may have to step aside
    from one entry; ``dropouts``: how many mentors may leave before scoring. Enough scorecards are ``⌈entries
    · per_entry / cap⌉`` mentors, enough different people for one entry ``per_entry + most_conflicts``. Raises
    ``RuleBroken("assignment.per_entry_invalid")`` and ``RuleBroken("assignment.cap_invalid")``; a cap of 1 is
    refused for several entries, because nothing would link their scores.

    7 entries, 3 scorecards each, at most 4 a mentor: ⌈21 / 4⌉ = 6 mentors.
    """
    if per_entry < 1:
        raise RuleBroken("assignment.per_entry_invalid")
    if cap < 1 or (cap == 1 and entries > 1):
        raise RuleBroken("assignment.cap_invalid")
    if entries < 1:
        return 0
    enough_time = -(-entries * per_entry // cap)
    return max(enough_time, per_entry + most_conflicts) + dropouts


def scorecards_to_connect(entries: int, mentors: int) -> int:
    """The fewest scorecards an entry needs so that all entries can be compared while every mentor scores something.

    A chain through n entries and m mentors has at least n + m − 1 links (a spanning tree): ``⌈(n + m − 1) / n⌉``.
    Six mentors for two teams need 4 scorecards a team: with 3 each, every mentor would see one team only.
    """
    return -(-(entries + mentors - 1) // entries) if entries and mentors else 0


def cap_for_minutes(minutes_available: int, minutes_per_scorecard: int, *, calibration: bool = False) -> int:
    """How many scorecards a mentor can write in the time, beside the calibration entry if there is one."""
    if minutes_per_scorecard < 1:
        raise RuleBroken("assignment.minutes_invalid")
    return max(minutes_available // minutes_per_scorecard - calibration, 0)
