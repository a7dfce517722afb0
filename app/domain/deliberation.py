"""How a jury deliberates: motions that reorder entries whose place hangs on a single mentor, and how votes decide."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from app.domain.errors import RuleBroken


class Word(StrEnum):
    """What a mentor says to a motion."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class MotionOutcome(StrEnum):
    """How a motion ended."""

    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


def decided(words: Iterable[Word], entitled: int) -> MotionOutcome:
    """Carried with more words for than against, if more than half of the ``entitled`` mentors have spoken at all.

    ``entitled`` counts the mentors who are not recused from an entry of the motion. A tie is lost: the computed order
    stays unless the jury wants another. Three of five entitled, two for and one against: carried.
    """
    said = list(words)
    if 2 * len(said) <= entitled or not said:
        return MotionOutcome.NO_QUORUM
    return MotionOutcome.CARRIED if said.count(Word.FOR) > said.count(Word.AGAINST) else MotionOutcome.LOST


def check_order(order: Sequence[str], positions: Mapping[str, int]) -> None:
    """Refuse a motion that touches more than the agenda; an empty ``order`` keeps all places.

    ``positions`` maps the entries of the agenda to their present positions. Raises ``RuleBroken``:
    ``motion.outside_agenda`` for an entry that is not on the agenda or stands twice, ``motion.changes_nothing``.
    """
    if not order:
        return
    if len(set(order)) != len(order) or not set(order) <= positions.keys():
        raise RuleBroken("motion.outside_agenda")
    if list(order) == sorted(order, key=lambda entry: positions[entry]):
        raise RuleBroken("motion.changes_nothing")


def moved_to(entry: str, target: str, positions: Mapping[str, int]) -> list[str]:
    """The order of all agenda entries between two positions once ``entry`` takes the place of ``target``.

    Those between them move on by one place of the agenda. Positions A 2, B 3, C 5: C to the place of A gives C, A, B.
    Raises ``RuleBroken("motion.outside_agenda")``, and ``motion.changes_nothing`` where both are the same.
    """
    if entry not in positions or target not in positions:
        raise RuleBroken("motion.outside_agenda")
    if entry == target:
        raise RuleBroken("motion.changes_nothing")
    agenda = sorted(positions, key=lambda each: positions[each])
    first, last = sorted((agenda.index(entry), agenda.index(target)))
    rest = [each for each in agenda[first : last + 1] if each != entry]
    return [entry, *rest] if agenda.index(target) == first else [*rest, entry]


def reordered(ranking: Sequence[str], orders: Iterable[Sequence[str]]) -> list[str]:
    """The ``ranking`` (best first) after these carried motions, one after another.

    The entries of a motion share out among themselves the places that they hold; all others stay where they are.
    """
    result = list(ranking)
    for order in orders:
        named = [entry for entry in order if entry in result]
        places = sorted(result.index(entry) for entry in named)
        for place, entry in zip(places, named, strict=True):
            result[place] = entry
    return result
