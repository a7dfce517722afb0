"""Casting under the production server, beside a bare endpoint that stores the same rows with nothing around it.

Sixteen clients of distinct voters go through the real forms: ballot, review, cast. First all voters fill in their
ballots and look at them again; then all cast, which is the moment a crowd on the last evening makes. Both steps are
measured, and the whole way is their sum. "of bare" is the share of the bare endpoint's casts a second.

Run: ``python -m benchmarks.voting [--voters N] [--database sqlite|postgres|both]``. Look at the shares; the figures
themselves belong to the machine. Where they are written down: ``docs/performance.md``.
"""

import argparse

from flask_migrate import upgrade

from benchmarks.pages import seeded_app
from benchmarks.rig.casting import cast_prepared, prepare_all, session_cookie, store_all
from benchmarks.rig.city import seed_city
from benchmarks.rig.load import Measured
from benchmarks.rig.servers import gunicorn, scratch_settings

HEADER = f"{'':<28} {'per s':>8} {'cpu ms':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'of bare':>8}"


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--voters", type=int, default=1600)
    asked.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    options = asked.parse_args()
    kinds = ["sqlite", "postgres"] if options.database == "both" else [options.database]
    for kind in kinds:
        print(f"\n{kind}, {options.voters:,} voters, 2 workers, 16 clients\n{HEADER}")
        measure(kind, options.voters)


def measure(kind: str, voters: int) -> None:
    """Seed a round that votes and cast for every voter, through the forms and through the bare endpoint."""
    with scratch_settings(kind) as settings:
        app = seeded_app(settings)
        with app.app_context():
            upgrade()
        city = seed_city(app, 0, voters)
        cookies = [session_cookie(app, voter) for voter in city["voters"]]
        with gunicorn("benchmarks.rig.bare_votes:app", settings) as bare:
            beside = store_all(bare, city["ideas_id"], city["electorate_id"], voters)
        show("bare endpoint", beside)
        with gunicorn("wsgi:app", settings) as talka:
            prepared, looked = prepare_all(talka, city["vote"], cookies)
            show("ballot and review", looked)
            show("cast", cast_prepared(talka, prepared), beside)


def show(name: str, measured: Measured, beside: Measured | None = None) -> None:
    """Print one line."""
    print(measured.row(name, share_of=beside), flush=True)


if __name__ == "__main__":
    main()
