"""Which entries and mentors are linked by scorecards, and so can be compared with each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Entries and mentors linked by scorecards among themselves and to nobody else; both sorted."""

    entries: tuple[str, ...]
    mentors: tuple[str, ...]


def connected_parts(scored_by: Mapping[str, Iterable[str]]) -> tuple[Part, ...]:
    """The parts of the graph entry → its mentors (a score table will do), largest first, then by first entry.

    Entries without a mentor belong to no part.
    """
    entries_of: dict[str, list[str]] = {}
    for entry, mentors in scored_by.items():
        for mentor in mentors:
            entries_of.setdefault(mentor, []).append(entry)
    parts, seen = [], set[str]()
    for start in sorted(entries_of):
        if start not in seen:
            part = _part_around(start, entries_of, scored_by)
            seen.update(part.mentors)
            parts.append(part)
    return tuple(sorted(parts, key=lambda part: (-len(part.entries), part.entries)))


def _part_around(
    start: str, entries_of: Mapping[str, list[str]], scored_by: Mapping[str, Iterable[str]]
) -> Part:
    mentors, entries, waiting = {start}, set[str](), [start]
    while waiting:
        for entry in entries_of[waiting.pop()]:
            if entry not in entries:
                entries.add(entry)
                new = set(scored_by[entry]) - mentors
                mentors |= new
                waiting.extend(new)
    return Part(tuple(sorted(entries)), tuple(sorted(mentors)))
