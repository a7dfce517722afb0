"""The published files of a round: checked by the program, read, and written anew."""

import contextlib
import csv
import io

from app.results import verify


def run(folder, *options):
    """Run the program on a folder: its exit status and what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = verify.main([str(folder), *options])
    return status, printed.getvalue()


def sealed_in_parts(round):
    """Seal what is due, so that the round has more than one batch."""
    from app.db.clock import database_now
    from app.db.session import transaction
    from app.voting.services.sealing import seal

    with transaction() as session:
        seal(session, round.id, sealed_at=database_now())


def rows(folder, name):
    """A table of the bundle."""
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def rewrite(folder, name, table):
    """Put a changed table in its place."""
    with (folder / name).open("w", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)
