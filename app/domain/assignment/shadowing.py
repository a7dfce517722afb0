"""What trainees score: beside the mentors who count, never instead of one."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from app.domain.assignment.draft import Pair


def shadows(
    entries: Sequence[str],
    trainees: Mapping[str, int],
    conflicts: Iterable[Pair],
    existing: Iterable[Pair],
    *,
    draw: Callable[[Pair], str],
) -> tuple[Pair, ...]:
    """New pairs that give every trainee as many ``entries`` as ``trainees`` says, as far as conflicts allow.

    ``existing`` pairs count; entries that fewest trainees have come first, then the smallest ``draw``, so that the
    same arguments always give the same pairs.
    """
    apart, held = set(conflicts), set(existing)
    load = {entry: sum(pair.entry == entry for pair in held) for entry in entries}
    new: list[Pair] = []
    for trainee in sorted(trainees):
        wanted = trainees[trainee] - sum(pair.mentor == trainee for pair in held)
        free = [Pair(entry, trainee) for entry in entries]
        free = [pair for pair in free if pair not in apart and pair not in held]
        taken = sorted(free, key=lambda pair: (load[pair.entry], draw(pair)))[: max(wanted, 0)]
        for pair in taken:
            load[pair.entry] += 1
        new.extend(taken)
    return tuple(sorted(new))
