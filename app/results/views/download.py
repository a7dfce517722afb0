"""The files of a published result."""

from collections.abc import Iterable
from typing import Any

from flask import Response, abort, stream_with_context
from flask.typing import ResponseReturnValue

from app.results import queries
from app.results.views.blueprint import bp, found_round
from app.results.views.files import batches_csv, ledger_csv, pot_files, projects_csv
from app.results.views.pb import pb_text
from app.rounds.queries import canonical_json, electorates_of, rules_of
from app.voting.queries import all_ballots, batches_of
from app.web.guards import public

CSV = "text/csv; charset=utf-8"


@bp.get("/results/<name>")
@public
def download(slug: str, name: str) -> ResponseReturnValue:
    """One file, as soon as the result is public."""
    found = found_round(slug)
    result = queries.published_result(found[0].id) if found else None
    if found is None or result is None:
        abort(404)
    content = _content(found[0], result.output, name)
    if content is None:
        abort(404)
    body, kind = content
    response = Response(stream_with_context(iter(body)), mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{name}"'
    return response


def _content(round: Any, output: Any, name: str) -> tuple[Iterable[str], str] | None:
    keys = {each.id: each.key for each in electorates_of(round.id)}
    if name == "rules.json":
        # The canonical form itself: its SHA-256 is the fingerprint that was shown while people voted.
        return [canonical_json(rules_of(round))], "application/json"
    if name == "projects.csv":
        return projects_csv(output), CSV
    if name == "ledger.csv" and output["electorates"]:
        return ledger_csv(all_ballots(round.id), keys), CSV
    if name == "batches.csv" and output["electorates"]:
        return batches_csv(batches_of(round.id)), CSV
    file = next((each for each in pot_files(output) if each.name == name), None)
    return ([pb_text(round, output, file, keys)], "text/plain; charset=utf-8") if file else None
