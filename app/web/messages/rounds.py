"""Sentences about rounds."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

_ROUND: dict[str, LazyString] = {
    "witness.unreadable": _l("“%(address)s” is not an e-mail address. Write one address a line."),
    "witness.too_many": _l("At most %(most)s addresses get the head of the ledger."),
    "appeal.out_of_range": _l("Choose 1 to %(most)s days."),
    "round.slug_taken": _l("There is a round with this short name already."),
    "round.slug_invalid": _l(
        "A short name has small letters a–z, digits and single hyphens, such as budget-2026."
    ),
    "round.gone": _l("This round has been deleted."),
    "round.seen": _l("The round is public already."),
    "round.in_use": _l("Something that must be kept hangs on this round already, so it cannot be deleted."),
    "round.announced_already": _l("The round is announced already."),
    "round.submission_over": _l("The deadline for ideas has passed already. Choose later dates first."),
    "timetable.announced_already": _l(
        "The round is public, so its dates stay as people know them. A deadline can still be extended, with a reason."
    ),
    "extension.draft": _l("The round is not public yet: simply change its timetable."),
    "extension.no_reason": _l("Say why; the reason is shown on the round's page."),
    "extension.phase_over": _l("“%(phase)s” is over or has no end, so its end cannot move."),
    "extension.not_later": _l("A deadline can only move later."),
    "extension.collides": _l("“%(phase)s” would have no time left. Move its end first."),
    "proposers.nobody": _l("Let at least residents or teams propose."),
    "proposer.capacity": _l("In this round one cannot propose in this way."),
    "proposer.age": _l("This round is for another age."),
    "proposer.neighbourhood": _l("This round is for residents of other neighbourhoods."),
    "pot.too_many": _l("A round can have up to %(limit)s pots."),
    "pot.nameless": _l("Give every pot a name."),
    "pot.amount": _l("Every pot needs an amount above zero."),
    "pot.unknown": _l("One of the pots has been removed in the meantime. Load the page again."),
    "pot.in_use": _l(
        "Ideas may belong to this pot already, so it cannot be removed. Its amount can still be changed."
    ),
    "electorate.too_many": _l("A round can have up to %(limit)s groups of voters."),
    "electorate.nameless": _l("Give every group of voters a name."),
    "electorate.population": _l("A group has 1 to %(most)s people."),
    "electorate.email_is_advisory": _l(
        "An e-mail address proves too little for a binding vote. "
        "Choose printed codes, the voter roll or electronic identity."
    ),
    "electorate.unknown": _l("One of the groups has been removed in the meantime. Load the page again."),
    "electorate.in_use": _l("The voter roll names people of this group already, so it cannot be removed."),
    "seed.announced": _l("The round is public, so the text that lots are drawn with stays as it is."),
    "judging.number": _l("Write a whole number from %(least)s to %(most)s."),
    "judging.fixed_at_opening": _l(
        "Whether the adjusted score decides, and how jury and vote are joined, is fixed once ideas can be handed in."
    ),
    "judging.fixed_at_scoring": _l(
        "How many scorecards make a place, what breaks ties and how many win is fixed once mentors score."
    ),
    "rubric.no_template": _l("There is no such template."),
    "rubric.has_criteria": _l("There are criteria already. Remove them to start from a template."),
    "judging.too_few_mentors": _l("An entry cannot have fewer mentors than the scorecards it needs."),
    "judging.unknown_criterion": _l("This criterion is not part of the rubric any more."),
    "grant.not_in_a_round": _l("This role cannot be held in one round."),
}

_MISSING: dict[str, LazyString] = {
    "missing.title": _l("Give the round a title."),
    "missing.summary": _l("Say in a few sentences what the round is about."),
    "missing.rules_text": _l("Write the rules in plain words."),
    "missing.promise": _l("Write what the city promises to do with the result."),
    "missing.timetable": _l("Choose the dates."),
    "missing.money": _l("Give the round at least one pot with money, or let it award places instead."),
    "missing.ballot": _l("Choose how people vote, and its limits."),
    "missing.electorates": _l("Say who may vote: at least one group of voters."),
    "missing.binding_electorate": _l(
        "The result is to bind the council, so at least one group's vote has to be binding."
    ),
    "missing.rubric": _l("Build the rubric: at least one criterion, with every level described."),
    "missing.tie_break": _l("Choose again which criterion breaks ties: the one you chose is gone."),
    "missing.allocation": _l("Choose how the winners are found."),
    "missing.tie_order": _l("Choose the order in which ties are broken."),
}

_RULES: dict[str, LazyString] = {
    "ballot.unknown_type": _l("There is no such way to vote."),
    "limits.unreadable": _l("Write a whole number."),
    "limits.missing": _l("Fill in this number."),
    "limits.unknown": _l("This way to vote has no such limit."),
    "limits.too_low": _l("This number has to be at least %(lowest)s."),
    "limits.upside_down": _l("The lower limit lies above the upper one."),
    "rule.unknown": _l("There is no such way to find the winners."),
    "rule.unknown_setting": _l("This way to find the winners has no such setting."),
    "rule.unreadable_setting": _l("Write a whole number."),
    "ties.unknown": _l("There is no such way to break a tie."),
    "ties.repeated": _l("Each way to break a tie can be used once."),
    "ties.undecided": _l("The last step has to be the lot, because it always decides."),
    "rubric.no_criteria": _l("A rubric needs at least one criterion."),
    "rubric.too_many_criteria": _l("A rubric can have up to %(limit)s criteria."),
    "rubric.nameless": _l("Give every criterion a name."),
    "rubric.criterion_gone": _l("This criterion has been removed in the meantime."),
    "rubric.key_invalid": _l("The short name of a criterion is not valid."),
    "rubric.key_repeated": _l("Two criteria have the same short name."),
    "rubric.weight_invalid": _l("The weight has to be a whole number from 1 to %(limit)s."),
    "rubric.scale_invalid": _l(
        "A scale goes from a lower to a higher level, between 0 and 100, with up to %(limit)s levels."
    ),
    "rubric.descriptor_missing": _l("Describe level %(level)s."),
    "rubric.descriptor_outside_scale": _l("Level %(level)s is not on the scale."),
}

SENTENCES: dict[str, LazyString] = {**_ROUND, **_MISSING, **_RULES}
