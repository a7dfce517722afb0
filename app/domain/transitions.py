"""The one door of every state machine: a table of moves, and the function that makes one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.errors import RuleBroken

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)


@dataclass(frozen=True)
class Machine(Generic[State, Move]):
    """A named table of moves: ``move → {state before: state after}``."""

    name: str
    table: Mapping[Move, Mapping[State, State]]

    def after(self, state: State, move: Move) -> State:
        """The state that ``move`` leads to from ``state``.

        Raises ``RuleBroken("transition.refused")`` with ``machine``, ``move`` and ``state`` where the table has
        no such move.
        """
        following = self.table[move].get(state)
        if following is None:
            raise RuleBroken("transition.refused", machine=self.name, move=move.value, state=state.value)
        return following

    def allows(self, state: State, move: Move) -> bool:
        """Whether the move can be made from here: to show a button or not."""
        return state in self.table[move]
