"""Sentences about tallies, results and imports."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "poll.not_closed": _l("Close the vote first: ballots are counted once, when no more can come."),
    "tally.input_changed": _l("Something that the count depends on changed while it ran. Count again."),
    "jury.nothing_scored": _l("No idea has a counted scorecard yet, so there is nothing to take down."),
    "result.run_outdated": _l("There is a newer count. Look at that one before you publish."),
    "result.published_already": _l("The result is public already; it stays as it is."),
    "election.unknown_project": _l("A ballot names an idea that was not on it."),
    "election.duplicate_project": _l("An idea stands on the ballot twice."),
    "election.negative": _l("An amount is below zero."),
    "shares.needs_ranking": _l("Equal shares by rank need ballots that rank; this round's ballots do not."),
}
