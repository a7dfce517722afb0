"""Sentences about scoring: assignments, scorecards, recusals, the ranking and its ties."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

_ASSIGNING: dict[str, LazyString] = {
    "assignment.per_entry_invalid": _l("Every entry needs at least one mentor."),
    "assignment.cap_invalid": _l("The most entries a mentor takes cannot be less than zero."),
    "assignment.minutes_invalid": _l("The minutes have to be a whole number above zero."),
    "assignment.too_little_time": _l(
        "In that time a mentor could not score two entries, so nothing would link their scores."
    ),
    "assignment.too_few_eligible": _l("There are too few mentors without a conflict of interest."),
    "assignment.caps_full": _l("All mentors who could take it have as many entries as they may."),
    "assignment.nothing_chosen": _l("Choose a mentor and at least one entry."),
    "assignment.unknown_mentor": _l("This person is not a mentor of the round."),
    "assignment.unknown_entry": _l("One of the entries is no longer in the race. Load the page again."),
    "assignment.plan_changed": _l(
        "Mentors, entries or conflicts have changed since this plan was shown. Look at the new one."
    ),
    "assignment.gone": _l("This assignment does not exist any more."),
    "assignment.has_scorecard": _l("There is a submitted scorecard, so the assignment stays."),
    "assignment.no_seed": _l("Write any text to draw the lots with."),
}

_SCORING: dict[str, LazyString] = {
    "scorecard.criterion_unknown": _l("The scorecard names a criterion that the rubric does not have."),
    "scorecard.level_unreadable": _l("Choose one of the levels."),
    "scorecard.level_outside_scale": _l("Choose a level from %(lo)s to %(hi)s."),
    "scorecard.not_applicable_refused": _l("This criterion applies to every entry. Choose a level."),
    "scorecard.level_missing": _l("Choose a level."),
    "scorecard.comment_missing": _l("Write a comment; this criterion asks for one."),
    "scorecard.comment_too_long": _l("The comment is too long: up to %(limit)s characters."),
    "scorecard.note_too_long": _l("The text is too long: up to %(limit)s characters."),
    "scorecard.nothing_answered": _l("Choose a level for at least one criterion."),
    "scorecard.counted_twice": _l("A mentor has two scorecards for one entry. Tell the organisers."),
    "scorecard.no_rubric": _l("The round has no rubric yet, so nothing can be scored."),
    "scorecard.rubric_changed": _l(
        "The rubric has changed since you opened this page. Look at every level again; nothing is saved yet."
    ),
    "scorecard.submitted_already": _l(
        "You have submitted this scorecard already. To change it, write a correction with its reason."
    ),
    "scorecard.nothing_to_correct": _l("There is no submitted scorecard to correct."),
    "scorecard.no_reason": _l("Say why you correct the scorecard."),
    "scorecard.saved_elsewhere": _l(
        "This scorecard has just been saved from another page. Load the page again and look at it."
    ),
    "recusal.no_reason": _l("Say in a few words why you step aside."),
    "recusal.reason_too_long": _l("The text is too long: up to %(limit)s characters."),
    "recusal.declared_already": _l("You have stepped aside from this entry already."),
}

_RANKING: dict[str, LazyString] = {
    "ranking.scoring_open": _l("Scoring is still going on, so there is no ranking yet."),
    "ranking.no_reason": _l("Say why you look early; it is written into the audit log."),
    "ranking.disconnected": _l(
        "The mentors fall into groups that share no entry, so one ranking cannot compare them."
    ),
    "ranking.min_scorecards_invalid": _l("An entry needs at least one scorecard to get a place."),
    "ranking.ridge_invalid": _l("The weight of strictness (λ) has to be above zero, and reasonable."),
    "ranking.cut_invalid": _l("At least one entry has to win."),
    "ties.step_unknown": _l("There is no way to break ties called “%(step)s”."),
    "ties.step_repeated": _l("“%(step)s” stands twice in the order in which ties are broken."),
    "ties.criterion_unknown": _l(
        "Ties cannot be broken by “%(criterion)s”: the rubric has no such criterion."
    ),
    "ties.must_end_decided": _l(
        "The tie order has to end with the lot or the jury, and with nothing after it."
    ),
    "ties.seed_missing": _l("The lot needs a text to be drawn with."),
    "combination.scaling_unknown": _l("There is no scaling called “%(scaling)s”."),
    "combination.share_invalid": _l("The jury's share has to lie between 0 and 1."),
    "combination.entries_differ": _l("The jury and the public vote do not have the same entries."),
}

_DELIBERATION: dict[str, LazyString] = {
    "deliberation.open": _l("The jury still deliberates. Close the deliberation first."),
    "deliberation.gone": _l("The jury does not deliberate."),
    "deliberation.opened_already": _l("The deliberation has been opened already."),
    "deliberation.closed": _l("The deliberation is closed."),
    "deliberation.no_agenda": _l(
        "No place near the cut hangs on a single mentor, so there is nothing to decide."
    ),
    "deliberation.no_statement": _l("Say in a few sentences what the jury decided and why. It is published."),
    "deliberation.motion_open": _l("A motion is still open. Decide it first."),
    "motion.gone": _l("This motion does not exist any more."),
    "motion.decided": _l("This motion has been decided already."),
    "motion.no_reason": _l("A motion needs a reason; it is published."),
    "motion.outside_agenda": _l("A motion can move only what stands on the agenda."),
    "motion.changes_nothing": _l("This motion would change nothing. Choose two different entries."),
    "motion.recused": _l("You have no vote on this motion: you stand too near to one of its entries."),
}

_SHEETS: dict[str, LazyString] = {
    "sheet.incomplete": _l("Not saved: every filled row needs all its levels."),
    "sheet.empty": _l("Fill in at least one row."),
    "terms.load_invalid": _l("The most entries a mentor takes is a whole number from 1 to %(most)s."),
    "guide.too_long": _l("The text is too long: up to %(limit)s characters."),
    "assignment.unknown_calibration": _l("This entry cannot be scored for calibration. Choose another one."),
}

SENTENCES: dict[str, LazyString] = {
    **_ASSIGNING,
    **_SCORING,
    **_RANKING,
    **_DELIBERATION,
    **_SHEETS,
}
