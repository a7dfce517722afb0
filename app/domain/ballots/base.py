"""What every ballot type offers, and the two shapes that a choice can have: a list, or numbers by proposal."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from app.domain.ballots.limits import (
    LimitField,
    Limits,
    LimitText,
    limits_in_pot,
    read_limits,
    refuse_upside_down,
)
from app.domain.ballots.options import Options
from app.domain.errors import RuleBroken

Choices = tuple[Any, ...]
"""A checked ballot: ids, or pairs of id and number. Hashable, so that equal ballots can be counted together."""

_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


class BallotType(ABC):
    """One way to vote. Subclasses say what a pot's choices must satisfy and what score they give.

    ``key`` names the type in a round, ``pb_vote_type`` in a .pb file, ``takes`` tells the page what a raw choice
    looks like: ``set`` and ``order`` are lists of ids, ``numbers`` maps ids to numbers (or lists such pairs).
    """

    key: ClassVar[str]
    pb_vote_type: ClassVar[str]
    takes: ClassVar[Literal["set", "order", "numbers"]]
    limit_fields: ClassVar[tuple[LimitField, ...]]

    def limits_from(self, raw: object) -> dict[str, Any]:
        """Validate the limits of a round, from a form or JSON, and return them as canonical JSON-able data.

        Raises ``RuleBroken`` with a code that starts with ``limits.``.

        >>> from app.domain.ballots import ballot_type
        >>> ballot_type("approval").limits_from({"min": "1", "max": "3"})
        {'min': 1, 'max': 3}
        """
        limits = read_limits(self.limit_fields, raw)
        for pot in ("", *limits.get("pots", {})):
            self._check_limits(limits_in_pot(limits, pot))
        return limits

    def check(self, raw_choices: object, limits: Limits, options: Options) -> Choices:
        """Check what a voter sent against the frozen rules and return it in canonical order.

        Limits hold for each pot of which the voter chose something; other pots may be left blank, and a wholly
        blank ballot is accepted only where ``min`` is 0. Raises ``RuleBroken`` with a code that starts with
        ``ballot.``.
        """
        choices = self._read(raw_choices)
        chosen = self.ids_of(choices)
        for proposal_id in chosen:
            if proposal_id not in options.proposals:
                raise RuleBroken("ballot.unknown_proposal", proposal=proposal_id)
        if len(set(chosen)) < len(chosen):
            repeated = next(one for one in chosen if chosen.count(one) > 1)
            raise RuleBroken("ballot.duplicate", proposal=repeated)
        if not chosen and limits.get("min", 0) > 0:
            raise RuleBroken("ballot.too_few", pot="", chosen=0, min=limits["min"])
        self._check_pots(choices, limits, options)
        return self._in_canonical_order(choices, options)

    def _check_pots(self, choices: Choices, limits: Limits, options: Options) -> None:
        used = sorted({options.proposals[proposal_id].pot for proposal_id in self.ids_of(choices)})
        rivals = [pot for pot in used if pot in limits.get("one_of", ())]
        if len(rivals) > 1:
            raise RuleBroken("ballot.one_pot_only", pots=rivals)
        for pot in used:
            own = self.restrict(choices, options.in_pot(pot))
            self._check_pot(pot, own, limits_in_pot(limits, pot), options)

    def canonical(self, choices: Choices) -> str:
        """The ballot as text: JSON, keys sorted, no spaces, ids as strings. This is what the ledger hashes."""
        return json.dumps(self._as_json(choices), separators=(",", ":"), sort_keys=True, ensure_ascii=True)

    def describe(self, limits: Limits, options: Options) -> tuple[LimitText, ...]:
        """The limits as sentence codes with numbers, pot by pot, for a page to put in words."""
        texts = [
            LimitText(pot, code, params)
            for pot, amount in options.pots.items()
            for code, params in self._describe_pot(limits_in_pot(limits, pot), amount)
        ]
        if limits.get("one_of"):
            texts.insert(0, LimitText("", "limit.one_pot_of", {"pots": list(limits["one_of"])}))
        return tuple(texts)

    @abstractmethod
    def parse(self, canonical: str) -> Choices:
        """Read back what :meth:`canonical` wrote. Raises ``RuleBroken("ballot.unreadable")`` for anything else."""

    @abstractmethod
    def ids_of(self, choices: Choices) -> tuple[str, ...]:
        """The proposals on a checked ballot, in its order."""

    @abstractmethod
    def restrict(self, choices: Choices, ids: Collection[str]) -> Choices:
        """The part of a ballot that concerns these proposals, for example one pot's."""

    @abstractmethod
    def support(self, choices: Choices, limits: Limits) -> dict[str, int]:
        """What one ballot of one pot gives each proposal on it: 1, Borda points, points or a grade."""

    @abstractmethod
    def _read(self, raw: object) -> Choices: ...

    @abstractmethod
    def _in_canonical_order(self, choices: Choices, options: Options) -> Choices: ...

    @abstractmethod
    def _as_json(self, choices: Choices) -> Any: ...

    @abstractmethod
    def _check_pot(self, pot: str, choices: Choices, limits: Mapping[str, int], options: Options) -> None: ...

    @abstractmethod
    def _describe_pot(self, limits: Mapping[str, int], amount: int) -> list[tuple[str, dict[str, int]]]: ...

    def _check_limits(self, limits: Mapping[str, int]) -> None:
        refuse_upside_down(limits, "min", "max")


class ListBallot(BallotType):
    """A ballot that is a list of proposals; ids that an empty row of a form left blank are dropped."""

    def parse(self, canonical: str) -> Choices:
        """Read back a JSON list of ids."""
        ids = _json(canonical)
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise RuleBroken("ballot.unreadable")
        return tuple(ids)

    def ids_of(self, choices: Choices) -> tuple[str, ...]:
        """The list itself."""
        return choices

    def restrict(self, choices: Choices, ids: Collection[str]) -> Choices:
        """The ids of the list that are among ``ids``, in the voter's order."""
        wanted = ids if isinstance(ids, set | frozenset) else set(ids)
        return tuple(one for one in choices if one in wanted)

    def _read(self, raw: object) -> Choices:
        if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
            raise RuleBroken("ballot.unreadable")
        return tuple(_read_id(one) for one in raw if one != "")

    def _as_json(self, choices: Choices) -> Any:
        return list(choices)


class NumberBallot(BallotType):
    """A ballot that gives proposals a number; proposals that a form left blank are dropped."""

    takes = "numbers"

    def parse(self, canonical: str) -> Choices:
        """Read back a JSON object of numbers by id."""
        numbers = _json(canonical)
        if not isinstance(numbers, dict) or not all(type(number) is int for number in numbers.values()):
            raise RuleBroken("ballot.unreadable")
        return tuple(sorted(numbers.items()))

    def ids_of(self, choices: Choices) -> tuple[str, ...]:
        """The proposals that were given a number."""
        return tuple(proposal_id for proposal_id, _ in choices)

    def restrict(self, choices: Choices, ids: Collection[str]) -> Choices:
        """The pairs whose proposal is among ``ids``."""
        wanted = ids if isinstance(ids, set | frozenset) else set(ids)
        return tuple(pair for pair in choices if pair[0] in wanted)

    def support(self, choices: Choices, limits: Limits) -> dict[str, int]:
        """The numbers as given."""
        return dict(choices)

    def _read(self, raw: object) -> Choices:
        pairs = raw.items() if isinstance(raw, Mapping) else raw
        if not isinstance(pairs, Iterable) or isinstance(pairs, str | bytes):
            raise RuleBroken("ballot.unreadable")
        return tuple(
            (_read_id(key), _read_given(value)) for key, value in map(_pair, pairs) if value not in ("", None)
        )

    def _in_canonical_order(self, choices: Choices, options: Options) -> Choices:
        return tuple(sorted(choices))

    def _as_json(self, choices: Choices) -> Any:
        return dict(choices)


def check_count(pot: str, chosen: int, limits: Mapping[str, int]) -> None:
    """Raise ``RuleBroken`` with ``ballot.too_few`` or ``ballot.too_many`` where a pot's count is out of its limits."""
    if chosen < limits.get("min", 0):
        raise RuleBroken("ballot.too_few", pot=pot, chosen=chosen, min=limits["min"])
    if chosen > limits.get("max", chosen):
        raise RuleBroken("ballot.too_many", pot=pot, chosen=chosen, max=limits["max"])


def describe_count(limits: Mapping[str, int], verb: str) -> list[tuple[str, dict[str, int]]]:
    """The count limits as one sentence code, such as ``limit.choose_between`` with min and max."""
    low, high = limits.get("min", 0), limits.get("max")
    if high is None:
        return [(f"limit.{verb}_at_least", {"min": low})] if low else []
    if low == high:
        return [(f"limit.{verb}_exactly", {"count": high})]
    if low == 0:
        return [(f"limit.{verb}_up_to", {"max": high})]
    return [(f"limit.{verb}_between", {"min": low, "max": high})]


def _pair(raw: object) -> tuple[object, object]:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise RuleBroken("ballot.unreadable")
    return raw[0], raw[1]


def _read_id(raw: object) -> str:
    text = str(raw) if type(raw) is int else raw
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise RuleBroken("ballot.unreadable_id")
    return text


def _read_given(raw: object) -> int:
    text = str(raw) if type(raw) is int else raw
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise RuleBroken("ballot.unreadable_number")
    return int(text)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise RuleBroken("ballot.unreadable") from None
