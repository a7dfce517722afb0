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
    "feedback.comment_gone": _l("A comment has changed meanwhile. Read it again."),
    "feedback.no_reason": _l("Say why the comment stays with the organisers."),
    "feedback.reason_too_long": _l("A reason has at most %(limit)s characters."),
    "feedback.not_published": _l("Publish the result first: feedback comes after it."),
    "feedback.comments_waiting": _l("Read all comments first. %(count)s still wait."),
    "feedback.released_already": _l("The feedback is released already."),
    "certificate.unknown": _l("There is no certificate with this code. Look at the code again."),
    "certificate.nobody": _l("Everybody known to have taken part has a certificate already."),
    "certificate.has_one": _l("This person has a certificate of this kind already."),
    "certificate.person_unknown": _l("There is no account with this address."),
    "certificate.hours_wrong": _l("Hours are a whole number from 1 to %(most)s."),
    "certificate.count_wrong": _l("Choose a number from 1 to %(most)s."),
    "certificate.more_names": _l("There are fewer certificates without a name than names: %(count)s."),
    "certificate.no_reason": _l("Say why the certificate is revoked."),
    "certificate.reason_too_long": _l("A reason has at most %(limit)s characters."),
    "certificate.revoked_already": _l("The certificate is revoked already."),
}
