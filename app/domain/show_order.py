"""In which order entries come on stage: by lot, drawn with the round's seed, so that anybody can check it."""

from collections.abc import Iterable
from hashlib import sha256


def stage_order(seed: str, entry_ids: Iterable[int]) -> list[int]:
    """The entries in the order of ``sha256(seed:stage:id)``, the lowest first; ``stage`` keeps it apart from ties.

    >>> stage_order("talka", [1, 2, 3]) == stage_order("talka", [3, 2, 1])
    True
    """
    return sorted(entry_ids, key=lambda entry_id: sha256(f"{seed}:stage:{entry_id}".encode()).hexdigest())
