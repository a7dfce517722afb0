"""Small groups of voters stay hidden, also from those who can subtract."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.turnout import SMALL, published_cells


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    assert published_cells({"a": 120, "b": 40, "c": 3}) == {"a": 120, "b": None, "c": None}


def test_several_small_cells_need_no_company_if_they_are_ten_together() -> None:
    assert published_cells({"a": 120, "b": 6, "c": 5}) == {"a": 120, "b": None, "c": None}
    assert published_cells({"a": 120, "b": 6, "c": 2}) == {"a": None, "b": None, "c": None}


def test_nought_and_large_cells_are_shown() -> None:
    assert published_cells({"a": 10, "b": 0}) == {"a": 10, "b": 0}
    assert published_cells({"only": 4}) == {"only": None}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.integers(0, 50), st.integers(0, 60), max_size=8))
def test_the_sum_never_gives_a_small_cell_away(cells: dict[int, int]) -> None:
    published = published_cells(cells)
    hidden = [people for key, people in cells.items() if published[key] is None]
    assert all(people == cells[key] for key, people in published.items() if people is not None)
    assert not any(0 < people < SMALL for people in published.values() if people is not None)
    if hidden and any(published.values()):
        assert len(hidden) > 1
        assert sum(hidden) >= SMALL
