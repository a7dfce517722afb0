"""Pages under the production server, at 200 and at 20,000 proposals, each beside a bare Flask endpoint of the same run.

The last column says how many times as many requests a second the bare endpoint answers.

Run: ``python -m benchmarks.pages [--seconds N] [--database sqlite|postgres|both]``. The figures of one machine mean
little; the ratios are what to look at. Where they come from: ``docs/performance.md``.
"""

import argparse
import os
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app.factory import create_app
from benchmarks.rig.casting import cast_all, session_cookie
from benchmarks.rig.city import seed_city
from benchmarks.rig.load import HEADER, Measured, load
from benchmarks.rig.servers import gunicorn, scratch_settings

SIZES = (200, 20_000)
VOTERS = 400
ELECTION_PROJECTS, ELECTION_VOTERS = 60, 3000


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=4.0)
    asked.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    options = asked.parse_args()
    kinds = ["sqlite", "postgres"] if options.database == "both" else [options.database]
    for kind in kinds:
        for size in SIZES:
            print(f"\n{kind}, {size:,} proposals, 2 workers, 16 connections\n{HEADER}")
            measure(kind, size, options.seconds)


def measure(kind: str, size: int, seconds: float) -> None:
    """Seed one city, serve it, and print a line for each page."""
    with scratch_settings(kind) as settings:
        app = seeded_app(settings)
        with app.app_context():
            upgrade()
        import_election(app, Path(settings["TALKA_INSTANCE"]))
        city = seed_city(app, size, VOTERS)
        with gunicorn("benchmarks.rig.bare:app", settings) as bare, gunicorn("wsgi:app", settings) as talka:
            beside = load(bare, "/", seconds=seconds)
            show("bare endpoint", beside)
            for name, path in pages(city).items():
                show(name, load(talka, path, seconds=seconds), beside)
            cookies = [session_cookie(app, voter) for voter in city["voters"]]
            show("cast a ballot (3 requests)", cast_all(talka, city["vote"], cookies), beside)


def seeded_app(settings: dict[str, str]) -> Flask:
    """An application of this process on the same database as the servers."""
    os.environ.update(settings)
    return create_app()


def import_election(app: Flask, folder: Path) -> None:
    """A finished round with a result, made by the product's own command from a generated election."""
    lines = ["META", "key;value", "description;generated", "country;LV", f"num_projects;{ELECTION_PROJECTS}"]
    lines += [
        f"num_votes;{ELECTION_VOTERS}",
        "budget;300000",
        "vote_type;approval",
        "rule;greedy",
        "PROJECTS",
    ]
    lines += ["project_id;cost;name"]
    lines += [
        f"{number};{5000 + 731 * number};Projekts {number}" for number in range(1, ELECTION_PROJECTS + 1)
    ]
    lines += ["VOTES", "voter_id;vote"]
    for voter in range(ELECTION_VOTERS):
        chosen = sorted({1 + (voter * step) % ELECTION_PROJECTS for step in (1, 7, 13)})
        lines.append(f"{voter};{','.join(map(str, chosen))}")
    file = folder / "finished.pb"
    file.write_text("\n".join(lines) + "\n")
    outcome = app.test_cli_runner().invoke(args=["rounds", "import", str(file), "--slug", "finished"])
    if outcome.exit_code:
        raise RuntimeError(outcome.output)


def pages(city: dict[str, str]) -> dict[str, str]:
    """The pages measured: name → path."""
    return {
        "home": "/",
        "round": f"/rounds/{city['ideas']}",
        "list of ideas": f"/rounds/{city['ideas']}/proposals",
        "list, page 5": f"/rounds/{city['ideas']}/proposals?page=5",
        "list, one theme": f"/rounds/{city['ideas']}/proposals?theme=sport",
        "search, two words": f"/rounds/{city['ideas']}/proposals?q=soli%C5%86+liep",
        "one idea": f"/proposals/{city['proposal']}",
        "results": "/rounds/finished/results",
    }


def show(name: str, measured: Measured, beside: Measured | None = None) -> None:
    """Print one line."""
    print(measured.row(name, beside), flush=True)


if __name__ == "__main__":
    main()
