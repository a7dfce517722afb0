"""Equal Shares from file to winners, beside pabutools (exact fractions and floats) on the same files in one run.

Every count runs in a process of its own, which reads the file, counts, and tells its seconds, its peak memory and
its winners. Prints how many times longer pabutools took, and whether the winners agree. pabutools has no
``add1``, so the two are compared without completion and by ``add1e``; ours alone then counts elections of the size of
the largest real ones by ``add1``.

    python -m benchmarks.tally [FOLDER OF .pb FILES] [--limit SECONDS]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.generated_election import write_election

COMPARED = (
    ("poland_wroclaw_2017_rejon-nr-1-250", "add1e"),
    ("poland_gdynia_2020_chylonia-small", "add1e"),
    ("poland_poznan_2023_green-budget", "add1e"),
    ("poland_lodz_2022_teofilow-wielkopolska", "add1e"),
    ("poland_wieliczka_2023_green-budget", "none"),
    ("poland_wieliczka_2023_green-budget", "add1e"),
    ("poland_warszawa_2023_bemowo", "none"),
    ("poland_warszawa_2023_bemowo", "add1e"),
    ("poland_warszawa_2022_bielany", "none"),
)
OURS = ("ours", "told")
LARGE = (
    {"voters": 90_000, "projects": 160, "mean_choices": 9, "budget": 25_000_000, "seed": 2},
    {"voters": 130_000, "projects": 257, "mean_choices": 8, "budget": 30_000_000, "seed": 1},
)


def main() -> None:
    """Compare, then count the large ones; with ``--worker`` count once and print JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("TALKA_PABULIB", "../shared/pabulib"))
    )
    parser.add_argument("--limit", type=float, default=120, help="seconds after which a count is given up")
    parser.add_argument(
        "--worker", nargs=3, metavar=("PROGRAM", "FILE", "COMPLETION"), help=argparse.SUPPRESS
    )
    asked = parser.parse_args()
    if asked.worker:
        program, file, completion = asked.worker
        print(json.dumps(measured(program, Path(file), completion)))
        return
    compare(asked.folder, asked.limit)
    count_large(asked.limit)


def compare(folder: Path, limit: float) -> None:
    """One line for each file: our seconds, the ratios of pabutools, and whether the winners agree."""
    print(f"{'election':44} {'completion':10} {'ours':>8} {'exact':>14} {'floats':>14}  winners")
    for name, completion in COMPARED:
        file = folder / f"{name}.pb"
        if not file.exists():
            print(f"{name:44} not on this machine")
            continue
        ours = in_its_own_process("ours", file, completion, limit)
        others = [in_its_own_process(program, file, completion, limit) for program in ("exact", "floats")]
        agreed = ["?" if other is None else str(other["winners"] == ours["winners"]) for other in others]
        ratios = [ratio(other, ours, limit) for other in others]
        print(
            f"{name:44} {completion:10} {ours['seconds']:7.2f}s {ratios[0]:>14} {ratios[1]:>14}  {' '.join(agreed)}"
        )


def count_large(limit: float) -> None:
    """Generated elections by add1: seconds from file to winners with all reasons, and peak memory."""
    for size in LARGE:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "large.pb"
            write_election(file, **size)
            ours = in_its_own_process("told", file, "add1", limit)
        print(
            f"{size['voters']:,} voters, {size['projects']} projects, add1: "
            f"{ours['seconds']:.1f}s, {ours['megabytes']} MB, {len(ours['winners'])} funded"
        )


def ratio(other: dict[str, Any] | None, ours: dict[str, Any], limit: float) -> str:
    """How many times longer the other took; at least so many where it was given up."""
    if other is None:
        return f"> {limit / ours['seconds']:.0f} x"
    return f"{other['seconds'] / ours['seconds']:.1f} x"


def in_its_own_process(program: str, file: Path, completion: str, limit: float) -> Any:
    """The worker's JSON; None if it took longer than the limit."""
    command = [sys.executable, "-m", "benchmarks.tally", "--worker", program, str(file), completion]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout.splitlines()[-1])


def measured(program: str, file: Path, completion: str) -> dict[str, Any]:
    """Count once, importing the program first, so that only reading and counting is timed."""
    count = prepared_ours(program) if program in OURS else prepared_pabutools(program)
    began = time.perf_counter()
    winners = count(file, completion)
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": seconds, "megabytes": megabytes, "winners": sorted(winners)}


def prepared_ours(program: str) -> Any:
    """Our rule: the winners alone, as pabutools finds them, or with all reasons."""
    from app.domain.allocation import allocate, winners_by
    from app.domain.pabulib import read
    from app.domain.tally import TieOrder

    def count(file: Path, completion: str) -> tuple[str, ...]:
        election = read(file.read_bytes()).election(TieOrder.parse("votes,cost,id"))
        rule = winners_by if program == "ours" else allocate
        return rule("equal-shares", election, {"completion": completion}).selected

    return count


def prepared_pabutools(program: str) -> Any:
    """pabutools with identical ballots grouped, which is its faster way."""
    import pabutools.fractions
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule

    pabutools.fractions.FRACTION = "gmpy2" if program == "exact" else "float"

    def count(file: Path, completion: str) -> list[str]:
        instance, profile = parse_pabulib(str(file))
        votes = {project: profile.approval_score(project) for project in instance}
        ties = TieBreakingRule(lambda _, __, project: (-votes[project], project.cost, project.name))
        result = method_of_equal_shares(
            instance,
            profile.as_multiprofile(),
            sat_class=Cost_Sat,
            tie_breaking=ties,
            voter_budget_increment=Fraction(1) if completion == "add1e" else None,
        )
        return [project.name for project in result]

    return count


if __name__ == "__main__":
    main()
