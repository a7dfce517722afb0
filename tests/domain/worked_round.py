"""A small round worked out by hand: five entries, three mentors, two criteria, two scorecards an entry."""

from fractions import Fraction

from app.domain.aggregation import Scorecard
from app.domain.rubric import Criterion, Rubric

RUBRIC = Rubric(1, (Criterion("feasibility", weight=3), Criterion("benefit", weight=2)))

LEVELS = {
    "A": {"P": (1, 2), "Q": (2, 4)},
    "B": {"P": (2, 2), "R": (4, 4)},
    "C": {"Q": (4, 2), "R": (5, 3)},
    "D": {"P": (2, 3), "Q": (4, 4)},
    "E": {"Q": (4, 3), "R": (4, 4)},
}
"""entry → mentor → (feasibility, benefit)."""

ENTRIES = tuple(LEVELS)


def card(entry: str, mentor: str, feasibility: int | None, benefit: int | None, **fields: bool) -> Scorecard:
    """A scorecard under :data:`RUBRIC`."""
    return Scorecard(entry, mentor, {"feasibility": feasibility, "benefit": benefit}, **fields)


CARDS = tuple(
    card(entry, mentor, *levels) for entry, given in LEVELS.items() for mentor, levels in given.items()
)

TABLE = {
    "A": {"P": Fraction(10), "Q": Fraction(45)},
    "B": {"P": Fraction(25), "R": Fraction(75)},
    "C": {"Q": Fraction(55), "R": Fraction(80)},
    "D": {"P": Fraction(35), "Q": Fraction(75)},
    "E": {"Q": Fraction(65), "R": Fraction(75)},
}
"""The score of every scorecard."""

APART = {
    "A": {"P": Fraction(10)},
    "B": {"P": Fraction(20)},
    "C": {"Q": Fraction(80)},
    "D": {"Q": Fraction(90)},
}
"""Two mentors who share no entry: whether C is better or Q kinder cannot be known."""
