"""Checking a published result in one's own browser, or with the program."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.results import queries
from app.results.views.blueprint import bp, found_round
from app.results.views.files import VERIFY, file_names
from app.web.guards import public


@bp.get("/verify")
@public
def check(slug: str) -> ResponseReturnValue:
    """The tool and how to do the same without it, as soon as there is something to recount."""
    found = found_round(slug)
    result = queries.published_result(found[0].id) if found else None
    if found is None or result is None or VERIFY not in file_names(result.output):
        abort(404)
    return render_template("results/check.html", round=found[0], words=_words(), run=result.run)


def _words() -> dict[str, str]:
    """What the tool says, with its parameters in braces."""
    return {
        "files_read": _("The files are read: {count} ballots."),
        "files_missing": _("These files are missing: {names}. Choose the zip file, or all of them."),
        "unreadable": _("The files cannot be read, or do not fit together."),
        "rules_hold": _("Rules and costs of {count} ideas are those that were announced."),
        "chain_holds": _(
            "All {count} ballots stand unchanged in {batches} sealed batches. Head of the ledger: {head}"
        ),
        "counts_hold": _("{count} ballots count and {replaced} were replaced by later ones, as announced."),
        "limits_hold": _("All {count} ballots keep to the limits of the rules."),
        "winners_hold": _("Counted again, the same ideas win: {names}."),
        "pb_holds": _("The .pb files ({count}) say the same as the tables."),
        "receipt_counts": _("Your ballot is in line {line} of the ledger and counts: {names}."),
        "receipt_replaced": _(
            "Your ballot is in line {line} of the ledger; a later ballot of yours replaced it: {names}."
        ),
        "receipt_missing": _("No ballot has this receipt. Look at it and type it again."),
        "differs": _("Wrong at {where}: {found} is found, {said} was announced."),
        "not_sealed": _("Wrong at {where}: this ballot is not the one that was sealed."),
        "twice": _("Wrong at {where}: the same receipt stands in line {line}."),
        "never_sealed": _("Wrong at {where}: this batch was never sealed."),
        "head_missing": _("Wrong: the head that you kept, {where}, is not in the chain."),
        "breaks_limits": _(
            "Wrong at {where}: this ballot breaks the rules: {what}: {found}, where {least} to {most} are allowed."
        ),
        "all_good": _("Everything is as it was announced."),
        "not_found": _("The result is as it was announced, but your ballot was not found in it."),
        "something_wrong": _("Something is not as it was announced. Keep these files and tell the city."),
    }
