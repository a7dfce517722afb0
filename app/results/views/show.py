"""The result of a round, for everybody once it is published: winners first, each with its reason."""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.permissions import Permission, may
from app.judging.queries import published_deliberation
from app.results import queries
from app.results.views.awards import awards_shown
from app.results.views.beside import chosen_by_each, flows_shown
from app.results.views.blueprint import bp, found_round
from app.results.views.comparing import compared_rules
from app.results.views.facts import ties_shown, turnout_by_place, turnout_table
from app.results.views.files import file_names
from app.results.views.lines import FEW_WINNERS, electorate_shown, losers_page, pots_shown, titles_of
from app.voting.queries import roll_fingerprint
from app.web.guards import current_actor, public
from app.web.paging import page_number


@bp.get("/results")
@public
def show(slug: str) -> ResponseReturnValue:
    """The published result; ``?electorate=`` shows what another group of voters decided."""
    found = found_round(slug)
    if found is None:
        abort(404)
    round, standing = found
    result = queries.published_result(round.id)
    if result is None:
        may_count = may(current_actor(), Permission.TALLY, standing)
        return render_template("results/waiting.html", round=round, standing=standing, may_count=may_count)
    return render_template(
        "results/show.html",
        round=round,
        published_at=result.published_at,
        run=result.run,
        files=file_names(result.output),
        roll=roll_fingerprint(round.id),
        deliberated=published_deliberation(round.id) if "jury" in result.output else None,
        **sections(result.output),
    )


def sections(output: Mapping[str, Any]) -> dict[str, Any]:
    """Everything on the page that comes from the tally's record; no ballot is read."""
    electorate = electorate_shown(output, request.args.get("electorate"))
    pots = pots_shown(output, electorate)
    winners = sum(len(pot.winners) for pot in pots)
    return {
        "output": output,
        "electorate": electorate,
        "pots": pots,
        "winner_count": winners,
        "with_pictures": winners <= FEW_WINNERS,
        "losers": losers_page(pots, page_number()),
        "pot_names": {pot.id: pot.name for pot in pots} if len(pots) > 1 else {},
        "comparisons": [(pot, table) for pot in pots if (table := compared_rules(pot, output))],
        "turnout": turnout_table(output),
        "places": turnout_by_place(output, electorate),
        "beside": chosen_by_each(output),
        "flows": flows_shown(pots, output),
        "awards": awards_shown(output),
        "ties": ties_shown(pots, titles_of(output)),
    }
