"""What may be said of small groups of voters: cells under ten stay hidden, and no sum gives them away."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALL = 10
"""A group of fewer people than this is not counted in public."""

Key = TypeVar("Key", bound=Hashable)


def published_cells(cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """The cells of one line whose sum is public; ``None`` for what stays hidden.

    Cells of 1 to 9 are hidden. A single hidden cell could be worked out from the sum, and so could several that
    hold fewer than :data:`SMALL` people together; then the smallest of the others is hidden too (complementary
    suppression, as statistical offices do it). Nought says nothing about anybody and stays.

    >>> published_cells({"Centrs": 120, "Grīva": 40, "Judovka": 3})
    {'Centrs': 120, 'Grīva': None, 'Judovka': None}
    """
    hidden = {key for key, people in cells.items() if 0 < people < SMALL}
    others = sorted((key for key in cells if key not in hidden and cells[key]), key=cells.__getitem__)
    while hidden and others and (len(hidden) == 1 or sum(map(cells.__getitem__, hidden)) < SMALL):
        hidden.add(others.pop(0))
    return {key: None if key in hidden else people for key, people in cells.items()}
