"""Making a filled plan even and connected, by moves and swaps that break no rule."""

from app.domain.aggregation.connection import Part, connected_parts
from app.domain.assignment.draft import Draft, Pair


def balance(draft: Draft) -> None:
    """Move single entries from mentors with more to mentors with at least two fewer, until no such move is
    left.

    Every move lowers the sum of the squared loads, so it ends. Without caps, conflicts and kept assignments,
    loads then differ by at most one: the more loaded mentor holds an entry that the other does not.
    """
    moved = True
    while moved:
        moved = False
        for pair in draft.movable():
            least = draft.load(pair.mentor) - 2
            lighter = [m for m in draft.can_take(pair.entry) if draft.load(m) <= least and draft.has_room(m)]
            if lighter:
                draft.move(pair, draft.preferred(pair.entry, lighter))
                moved = True


def connect(draft: Draft) -> tuple[Part, ...]:
    """Link the parts of the plan by swaps where possible; returns the parts that remain (one when connected)."""
    parts = connected_parts(draft.holders)
    while len(parts) > 1 and _link(draft, parts):
        parts = connected_parts(draft.holders)
    return parts


def _link(draft: Draft, parts: tuple[Part, ...]) -> bool:
    """Swap a pair that its part can spare with one of another part, or hand it there; ``False`` if neither
    can be.

    A spare pair closes a cycle: its part holds together without it, so exchanging it joins the two parts,
    whatever the other pair was. Swaps leave all loads alone and come first.
    """
    part_of = {entry: number for number, part in enumerate(parts) for entry in part.entries}
    part_of_mentor = {mentor: number for number, part in enumerate(parts) for mentor in part.mentors}
    movable, spare = draft.movable(), _spare_pairs(draft)
    for one in spare:
        for two in movable:
            if part_of[one.entry] != part_of[two.entry] and _can_swap(draft, one, two):
                draft.remove(one)
                draft.move(two, one.mentor)
                draft.add(Pair(one.entry, two.mentor))
                return True
    for one in spare:
        elsewhere = [
            mentor
            for mentor in draft.can_take(one.entry)
            if part_of_mentor.get(mentor, part_of[one.entry]) != part_of[one.entry] and draft.has_room(mentor)
        ]
        if elsewhere:
            draft.move(one, draft.preferred(one.entry, elsewhere))
            return True
    return False


def _can_swap(draft: Draft, one: Pair, two: Pair) -> bool:
    return two.mentor in draft.can_take(one.entry) and one.mentor in draft.can_take(two.entry)


def _spare_pairs(draft: Draft) -> list[Pair]:
    """Movable pairs outside a spanning forest that prefers kept ones: each closes a cycle in its part."""
    root: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        while root.get(node, node) != node:
            node = root[node]
        return node

    spare = []
    for pair in [*sorted(draft.kept), *draft.movable()]:
        entry_root, mentor_root = find(("entry", pair.entry)), find(("mentor", pair.mentor))
        if entry_root != mentor_root:
            root[entry_root] = mentor_root
        elif pair not in draft.kept:
            spare.append(pair)
    return spare
