"""The files of a published result, made once and kept."""

import json
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from flask import abort, current_app, send_file
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.results import queries
from app.results.views.blueprint import bp, found_round
from app.results.views.files import (
    JURY,
    RECOMPUTE,
    VERIFY,
    ZIP,
    batches_csv,
    file_names,
    ledger_csv,
    pot_files,
    projects_csv,
    result_json,
)
from app.results.views.pb import pb_text
from app.rounds.queries import canonical_json, electorates_of
from app.voting.queries import all_ballots, batches_of, latest_head, poll_of
from app.web.clock import now
from app.web.guards import public
from app.web.kept_files import kept_file

KINDS = {".csv": "text/csv", ".json": "application/json", ".zip": "application/zip", ".py": "text/x-python"}
PROGRAMS = (VERIFY, RECOMPUTE)
PROGRAM_FOLDER = Path(__file__).parents[1]


@bp.get("/results/<name>")
@public
def download(slug: str, name: str) -> ResponseReturnValue:
    """One file, as soon as the result is public."""
    found = found_round(slug)
    result = queries.published_result(found[0].id) if found else None
    if found is None or result is None or not _is_published(result, name):
        abort(404)
    kind = KINDS.get(Path(name).suffix, "text/plain")
    path = bundle_file(found[0], result, name)
    return send_file(
        path, kind, as_attachment=True, download_name=name if name in PROGRAMS else f"{slug}-{name}"
    )


def bundle_file(round: Any, result: queries.Published, name: str) -> Path:
    """A file of the result on the disk, in the words of the city's first language, the same for everybody."""
    folder = f"results/{round.id}-{result.run.input_sha256[:16]}-{result.published_at:%Y%m%d%H%M%S}"
    return kept_file(folder, name, partial(_write, round, result, name))


def _is_published(result: queries.Published, name: str) -> bool:
    names = file_names(result.output)
    return name in names or (name == ZIP and not set(PROGRAMS).isdisjoint(names))


def _write(round: Any, result: queries.Published, name: str, file: BinaryIO) -> None:
    if name == ZIP:
        _write_zip(round, result, file)
        return
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        for part in _jury(round, result) if name == JURY else _content(round, result.output, name):
            file.write(part.encode("utf-8"))


def _write_zip(round: Any, result: queries.Published, file: BinaryIO) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in file_names(result.output):
            archive.write(bundle_file(round, result, name), name)


def _jury(round: Any, result: queries.Published) -> Iterable[str]:
    bundle = queries.jury_bundle(round, result, now())
    return [json.dumps(bundle, ensure_ascii=False, indent=1), "\n"]


def _content(round: Any, output: Any, name: str) -> Iterable[str]:
    keys = {each.id: each.key for each in electorates_of(round.id)}
    if name == "rules.json":
        # The canonical form itself: its SHA-256 is the fingerprint that was shown while people voted.
        return [canonical_json({key: rule for key, rule in output["rules"].items() if key != "sha256"})]
    if name == "projects.csv":
        return projects_csv(output)
    if name == "ledger.csv":
        return ledger_csv(all_ballots(round.id), keys)
    if name == "batches.csv":
        return batches_csv(batches_of(round.id))
    if name == "result.json":
        head = latest_head(round.id)
        return [result_json(output, round.id, poll_of(round.id), head.live_hash if head else None)]
    if name in PROGRAMS:
        return [(PROGRAM_FOLDER / name).read_text(encoding="utf-8")]
    return [pb_text(round, output, next(file for file in pot_files(output) if file.name == name), keys)]
