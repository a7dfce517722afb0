"""Ballot type → paper: how its rows look, how a sent form is read, and what its small buttons do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from app.domain.errors import RuleBroken
from app.voting.forms import BallotForm

MOST_VALUES = 5000
"""More marks than this come from no page of ours."""

Marks = list[Any]
"""What a voter has marked so far, unchecked: ids, or pairs of id and number, as the ballot type reads them."""


class Paper(ABC):
    """One way to mark a ballot. ``row`` is the kind of ``ui/ballot_row`` that shows a proposal."""

    row: ClassVar[str]
    form: ClassVar[type[BallotForm]] = BallotForm
    template: ClassVar[str] = "voting/ballot.html"

    def read(self, data: "MultiDict[str, str]") -> Marks:
        """The marks of a sent form. Raises ``RuleBroken("ballot.unreadable")`` where there are absurdly many."""
        if sum(len(data.getlist(name)) for name in data) > MOST_VALUES:
            raise RuleBroken("ballot.unreadable")
        return self._read(data)

    def pressed(self, data: "MultiDict[str, str]", marks: Marks, pots: Mapping[str, str]) -> Marks | None:
        """The marks after a small button of a row was pressed; ``None`` where none was. ``pots``: proposal → pot."""
        return None

    def focus(self, shown: Mapping[str, Any], proposal: str, data: Mapping[str, str]) -> dict[str, str]:
        """Where the keyboard goes on in a row of which a button was pressed, so that nobody starts from the top."""
        return {}

    @abstractmethod
    def fields(self, marks: Marks) -> list[tuple[str, str]]:
        """Names and values that carry the marks along to the next page."""

    @abstractmethod
    def shown(self, marks: Marks) -> dict[str, dict[str, Any]]:
        """For each marked proposal, what its row shows, in the voter's order."""

    @abstractmethod
    def _read(self, data: "MultiDict[str, str]") -> Marks: ...


class SetPaper(Paper):
    """Boxes to tick."""

    row = "check"

    def fields(self, marks: Marks) -> list[tuple[str, str]]:
        """One field for every ticked box."""
        return [("choices", mark) for mark in marks]

    def shown(self, marks: Marks) -> dict[str, dict[str, Any]]:
        """Ticked or not."""
        return {mark: {"checked": True} for mark in marks}

    def _read(self, data: "MultiDict[str, str]") -> Marks:
        return data.getlist("choices")


class OrderPaper(SetPaper):
    """A list to put in order by buttons: add, up, down, remove."""

    row = "rank"

    def pressed(self, data: "MultiDict[str, str]", marks: Marks, pots: Mapping[str, str]) -> Marks | None:
        """Move, add or take off one proposal; places are counted within a pot."""
        for name, move in MOVES.items():
            if name in data:
                return move(list(marks), data[name], pots)
        return None

    def focus(self, shown: Mapping[str, Any], proposal: str, data: Mapping[str, str]) -> dict[str, str]:
        """On the button that was pressed, or on the next one where that has gone."""
        pressed = next((name for name in MOVES if data.get(name) == proposal), None)
        if pressed is None:
            return {}
        there = ("up", "down", "remove") if "position" in shown else ("add",)
        return {"focus": pressed if pressed in there else there[0]}

    def shown(self, marks: Marks) -> dict[str, dict[str, Any]]:
        """The order of the list; places follow from it, pot by pot."""
        return {mark: {} for mark in marks}


class NumberPaper(Paper):
    """A number for each proposal, with buttons for one more and one less."""

    row = "points"

    def focus(self, shown: Mapping[str, Any], proposal: str, data: Mapping[str, str]) -> dict[str, str]:
        """On the button that was pressed."""
        pressed = next((name for name in ("more", "less") if data.get(name) == proposal), None)
        return {"focus": pressed} if pressed else {}

    def pressed(self, data: "MultiDict[str, str]", marks: Marks, pots: Mapping[str, str]) -> Marks | None:
        """One point more or less for one proposal, never below nought."""
        for name, step in (("more", 1), ("less", -1)):
            if name in data:
                given = dict(marks)
                number = given.get(data[name], "0")
                given[data[name]] = str(max(0, int(number) + step)) if _is_number(number) else number
                return list(given.items())
        return None

    def fields(self, marks: Marks) -> list[tuple[str, str]]:
        """One field for every number."""
        return [(f"points-{proposal}", number) for proposal, number in marks]

    def shown(self, marks: Marks) -> dict[str, dict[str, Any]]:
        """The number as it was typed."""
        return {proposal: {"points": number} for proposal, number in marks}

    def _read(self, data: "MultiDict[str, str]") -> Marks:
        return [
            (name.removeprefix("points-"), number.strip())
            for name, number in data.items(multi=True)
            if name.startswith("points-") and number.strip()
        ]


class GradePaper(NumberPaper):
    """A scale for each proposal, from which one grade is chosen, or none."""

    row = "grade"


PAPERS: dict[str, Paper] = {
    "approval": SetPaper(),
    "knapsack": SetPaper(),
    "ranking": OrderPaper(),
    "points": NumberPaper(),
    "grades": GradePaper(),
}
"""Ballot type → its paper."""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _added(marks: Marks, chosen: str, pots: Mapping[str, str]) -> Marks:
    return [*marks, chosen] if chosen in pots and chosen not in marks else marks


def _removed(marks: Marks, chosen: str, pots: Mapping[str, str]) -> Marks:
    return [mark for mark in marks if mark != chosen]


def _moved_up(marks: Marks, chosen: str, pots: Mapping[str, str]) -> Marks:
    if chosen not in marks:
        return marks
    place = marks.index(chosen)
    above = [other for other in range(place) if pots.get(marks[other]) == pots.get(chosen)]
    if above:
        marks[place], marks[above[-1]] = marks[above[-1]], marks[place]
    return marks


def _moved_down(marks: Marks, chosen: str, pots: Mapping[str, str]) -> Marks:
    return _moved_up(marks[::-1], chosen, pots)[::-1]


MOVES = {"add": _added, "remove": _removed, "up": _moved_up, "down": _moved_down}
"""Name of a button of a list that is put in order → what it does."""
