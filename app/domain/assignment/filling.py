"""Giving every entry its mentors, hardest first, and trading when those it needs are full."""

from app.domain.assignment.draft import Draft, Pair


def fill(draft: Draft, per_entry: int) -> None:
    """Assign until every entry has ``per_entry`` mentors or no more is possible.

    All entries get their first mentor, then all the second, and so on, so that a shortage falls on none
    alone. Within a turn the hardest entry (fewest eligible mentors) comes first and takes
    :meth:`Draft.preferred` of those with room. When all it may have are full, assignments not kept are moved
    along the shortest chain that ends at a mentor with room: an augmenting path (Ford and Fulkerson 1956), so
    what stays unmet could not have been met.
    """
    hardest_first = sorted(draft.holders, key=lambda entry: (len(draft.eligible(entry)), draft.draw(entry)))
    for wanted in range(1, per_entry + 1):
        for entry in hardest_first:
            if len(draft.holders[entry]) < wanted:
                _give_mentor(draft, entry)


def _give_mentor(draft: Draft, entry: str) -> None:
    with_room = [mentor for mentor in draft.can_take(entry) if draft.has_room(mentor)]
    if with_room:
        draft.add(Pair(entry, draft.preferred(entry, with_room)))
    else:
        _trade(draft, entry)


def _trade(draft: Draft, entry: str) -> None:
    """Breadth first over full mentors: each could take the entry in hand if someone took one of theirs."""
    reached = {mentor: Pair(entry, "") for mentor in draft.can_take(entry)}
    waiting = list(reached)
    for mentor in waiting:
        for other in draft.movable_of(mentor):
            for successor in draft.can_take(other):
                if successor in reached:
                    continue
                reached[successor] = Pair(other, mentor)
                if draft.has_room(successor):
                    _hand_on(draft, successor, reached)
                    return
                waiting.append(successor)


def _hand_on(draft: Draft, mentor: str, reached: dict[str, Pair]) -> None:
    """Walk the chain back: each mentor takes an entry from the one before, up to the entry in need."""
    while reached[mentor].mentor:
        taken = reached[mentor]
        draft.move(taken, mentor)
        mentor = taken.mentor
    draft.add(Pair(reached[mentor].entry, mentor))
