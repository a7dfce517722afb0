"""A generated election of the size of the largest real ones, written as a .pb file for the benchmarks."""

from pathlib import Path

import numpy as np

DISTRICTS = 12
MOST_CHOICES = 15


def write_election(
    file: Path, *, voters: int, projects: int, mean_choices: int, budget: int, seed: int = 1
) -> None:
    """Write an approval election in which a few projects are popular everywhere and each district likes its own.

    Costs spread over three orders of magnitude, as real ones do; nearly all ballots are different.
    """
    rng = np.random.default_rng(seed)
    costs = np.clip(np.exp(rng.normal(12.2, 1.1, projects)), 3_000, 4_000_000).astype(int)
    districts = rng.integers(0, DISTRICTS, projects)
    appeal = rng.pareto(1.3, projects) + 0.15
    with file.open("w", encoding="utf-8") as out:
        out.write(
            f"META\nkey;value\nvote_type;approval\nbudget;{budget}\nnum_votes;{voters}\nnum_projects;{projects}\n"
        )
        out.write("PROJECTS\nproject_id;cost;name\n")
        out.writelines(f"{at + 1};{cost};Project {at + 1}\n" for at, cost in enumerate(costs))
        out.write("VOTES\nvoter_id;vote;age;voting_method\n")
        for first in range(0, voters, 2000):
            some = min(2000, voters - first)
            liked = appeal * np.where(rng.integers(0, DISTRICTS, (some, 1)) == districts, 9, 1)
            # The smallest of exponential waiting times draws without replacement, proportionally to appeal.
            chosen = np.argsort(rng.exponential(size=(some, projects)) / liked, axis=1)[:, :MOST_CHOICES] + 1
            counts = np.clip(rng.poisson(mean_choices, some), 1, MOST_CHOICES)
            for at in range(some):
                out.write(f"{first + at};{','.join(map(str, chosen[at, : counts[at]]))};37;internet\n")
