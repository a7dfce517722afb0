"""Recompute the decision of a jury yourself, with nothing but Python 3.9 or newer and no network.

Unpack the zip file of the result, open a terminal in its folder, and run:

    python recompute_jury.py

It reads jury.json: every scorecard that counted (the mentors are called M1, M2 …), the criteria with their weights, the
rules that were public before the first idea was scored, and the motions that the jury carried in its deliberation. From
these it computes every score exactly, in fractions, every place, every tie, and who wins, and compares all of it with
what was announced. Every check prints one line; whatever is wrong is named, and the program ends with status 1.
"""

from __future__ import annotations

import hashlib
import json
import sys
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any


class Wrong(Exception):
    """Something is not what was announced; the text says what."""


class Jury:
    """The scorecards as numbers from 0 to 100, exactly."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told, self.rules = told, told["rules"]
        self.rubric = {each["key"]: each for each in told["rubric"]}
        self.scores: dict[str, dict[str, Fraction]] = {each["id"]: {} for each in told["entries"]}
        self.shares: dict[str, dict[str, dict[str, Fraction]]] = {entry: {} for entry in self.scores}
        for card in told["scorecards"]:
            self.take(card["entry"], card["mentor"], card["levels"])
        enough = max(self.rules["min_scorecards"], 1)
        self.ranked = [entry for entry, cards in self.scores.items() if len(cards) >= enough]
        self.means = {entry: mean(list(self.scores[entry].values())) for entry in self.ranked}

    def take(self, entry: str, mentor: str, levels: dict[str, Any]) -> None:
        """One scorecard: 100 times the weighted mean of (level - lowest) / (highest - lowest) of what was answered."""
        if entry not in self.scores or mentor in self.scores[entry]:
            raise Wrong(
                f"scorecard of {mentor} for {entry}: the entry is unknown, or the mentor scored it twice"
            )
        shares = {}
        for key, level in levels.items():
            criterion = self.rubric.get(key)
            if criterion is None or (level is not None and not criterion["lo"] <= level <= criterion["hi"]):
                raise Wrong(f"scorecard of {mentor} for {entry}: no level {level} of “{key}” exists")
            if level is not None:
                shares[key] = Fraction(level - criterion["lo"], criterion["hi"] - criterion["lo"])
        weights = sum(self.rubric[key]["weight"] for key in shares)
        if weights:
            total = sum(self.rubric[key]["weight"] * share for key, share in shares.items())
            self.scores[entry][mentor], self.shares[entry][mentor] = 100 * total / weights, shares

    def deciding(self) -> dict[str, Fraction]:
        """The score that decides: the mean, or the mean without the mentors' severity where the rules say so."""
        return self.adjusted() if self.rules["adjusted_decides"] else self.means

    def adjusted(self) -> dict[str, Fraction]:
        """q of the model y = q(entry) + b(mentor), least squares with the ridge on b: A b = r, q = mean(y - b)."""
        linked = self.linked_to_ranked()
        mentors = sorted({mentor for entry in linked for mentor in self.scores[entry]})
        number = {mentor: index for index, mentor in enumerate(mentors)}
        matrix = [[Fraction(0)] * len(mentors) for _ in mentors]
        right = [Fraction(0)] * len(mentors)
        for entry in linked:
            cards = self.scores[entry]
            average = mean(list(cards.values()))
            for mentor, score in cards.items():
                matrix[number[mentor]][number[mentor]] += 1
                right[number[mentor]] += score - average
                for other in cards:
                    matrix[number[mentor]][number[other]] -= Fraction(1, len(cards))
        for index in range(len(mentors)):
            matrix[index][index] += Fraction(self.rules["ridge"])
        severity = dict(zip(mentors, solved(matrix, right)))
        return {
            entry: mean([score - severity[mentor] for mentor, score in self.scores[entry].items()])
            for entry in self.ranked
        }

    def linked_to_ranked(self) -> list[str]:
        """The entries that a chain of scorecards links to the ranked ones; all ranked ones must be linked."""
        found, waiting = set(self.ranked[:1]), list(self.ranked[:1])
        while waiting:
            mentors = self.scores[waiting.pop()].keys()
            near = {each for each, cards in self.scores.items() if mentors & cards.keys()} - found
            found |= near
            waiting += near
        if not set(self.ranked) <= found:
            raise Wrong("the scorecards fall into parts that cannot be compared")
        return sorted(found)


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def median(values: list[Fraction]) -> Fraction:
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Solve the equations by elimination, exactly; the matrix is positive definite and needs no pivoting."""
    rows = [[*row, value] for row, value in zip(matrix, right)]
    for step, pivot in enumerate(rows):
        for row in rows:
            if row is not pivot:
                factor = row[step] / pivot[step]
                row[:] = [value - factor * above for value, above in zip(row, pivot)]
    return [row[-1] / row[step] for step, row in enumerate(rows)]


def standings(jury: Jury) -> list[tuple[str, int, int, Fraction]]:
    """Entry, place (equal scores share it), position (after the tie order) and score, best first."""
    scores = jury.deciding()
    found: list[tuple[str, int, int, Fraction]] = []
    ordered = sorted(scores, key=lambda entry: (-scores[entry], entry))
    for score, tied in groupby(ordered, key=lambda entry: scores[entry]):
        place = position = len(found) + 1
        for group in untied(list(tied), jury.rules["tie_order"], jury):
            found += [(entry, place, position, score) for entry in group]
            position += len(group)
    return found


def untied(group: list[str], steps: list[str], jury: Jury) -> list[list[str]]:
    """Equal entries by the declared steps; a duel that splits them is asked again of what is still equal."""
    if len(group) == 1 or not steps:
        return [group]
    key = tie_key(steps[0], group, jury)
    ordered = sorted(group, key=lambda entry: (key[entry], entry))
    parts = [list(part) for _, part in groupby(ordered, key=lambda entry: key[entry])]
    rest = steps if steps[0] == "head_to_head" and len(parts) > 1 else steps[1:]
    return [final for part in parts for final in untied(part, rest, jury)]


def tie_key(step: str, group: list[str], jury: Jury) -> dict[str, Any]:
    """What a step of the tie order says of each entry; the smallest comes first."""
    if step.startswith("criterion:"):
        key = step[len("criterion:") :]
        given = {entry: [one[key] for one in jury.shares[entry].values() if key in one] for entry in group}
        return {entry: -mean(values) if values else Fraction(1) for entry, values in given.items()}
    if step == "median":
        return {entry: -median(list(jury.scores[entry].values())) for entry in group}
    if step == "head_to_head":
        return {entry: -sum(duel(entry, other, jury) for other in group) for entry in group}
    if step == "lot":
        seed = jury.rules["seed"]
        return {entry: hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest() for entry in group}
    raise Wrong(f"the rules name a step that this program does not know: {step}")


def duel(one: str, two: str, jury: Jury) -> int:
    """1, 0 or -1: whom more of the mentors who scored both prefer."""
    first, second = jury.scores[one], jury.scores[two]
    prefer = sum(
        (first[each] > second[each]) - (first[each] < second[each]) for each in first.keys() & second.keys()
    )
    return (prefer > 0) - (prefer < 0)


def deliberated(ranking: list[tuple[str, int, int, Fraction]], motions: list[list[str]]) -> dict[str, Any]:
    """The ranking after the carried motions: the entries of a motion share out the places that they hold."""
    computed = [entry for entry, *_rest in ranking]
    result = list(computed)
    for order in motions:
        named = [entry for entry in order if entry in result]
        for at, entry in zip(sorted(result.index(entry) for entry in named), named):
            result[at] = entry
    own = {entry: (place, position, score) for entry, place, position, score in ranking}
    found = {}
    for index, entry in enumerate(result):
        place, position, score = own[entry]
        if computed[index] != entry:
            place = position = index + 1
        found[entry] = {"place": place, "position": position, "score": str(score)}
    return found


def expect(found: Any, said: Any, what: str) -> None:
    if found != said:
        raise Wrong(f"{what}: {found} is computed, {said} was announced")


def check(told: dict[str, Any]) -> list[str]:
    """All checks, one line for each that passes. Raises ``Wrong`` at the first that does not."""
    jury = Jury(told)
    count = sum(len(cards) for cards in jury.scores.values())
    lines = [
        f"{count} scorecards for {len(jury.scores)} entries; {len(jury.ranked)} entries have enough of them."
    ]
    ranking = standings(jury)
    found = deliberated(ranking, told["motions"])
    said, names = told["announced"]["entries"], {each["id"]: each["title"] for each in told["entries"]}
    expect(sorted(jury.scores), sorted(said), "the entries")
    nothing = {"place": None, "position": None, "score": None}
    for name in ("scorecards", "score", "place", "position"):
        for entry, given in said.items():
            own = {**found.get(entry, nothing), "scorecards": len(jury.scores[entry])}
            expect(own[name], given[name], f"entry {entry} “{names[entry]}”: {name}")
    lines.append("Every score and every place is the announced one.")
    if told["motions"]:
        moved = [entry for entry, _place, position, _score in ranking if found[entry]["position"] != position]
        lines.append(f"The jury's deliberation moved {len(moved)} entries: {', '.join(moved) or 'none'}.")
    first = [entry for entry in found if found[entry]["position"] <= jury.rules["prizes"]]
    expect(sorted(first), sorted(told["announced"]["prizes"]), "who wins")
    return [
        *lines,
        f"The winners are the announced ones: {', '.join(names[entry] for entry in first) or 'none'}.",
    ]


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    try:
        lines = check(json.loads((folder / "jury.json").read_text(encoding="utf-8")))
    except Wrong as wrong:
        print(f"WRONG  {wrong}")
        return 1
    for line in lines:
        print(f"ok     {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
