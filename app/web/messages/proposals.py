"""Sentences about proposals and comments."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "proposal.title_missing": _l("Give your idea a name; the rest can wait."),
    "proposal.text_too_long": _l("This text is too long: it may have %(most)s characters."),
    "proposal.too_many_themes": _l("Choose up to %(most)s themes."),
    "proposal.too_many_cost_lines": _l("There can be up to %(most)s cost lines."),
    "proposal.too_many_files": _l("That is too many files: up to 8 pictures and 3 PDFs."),
    "proposal.amount_wrong": _l("An amount cannot be below zero."),
    "proposal.point_wrong": _l("This is not a place on the map."),
    "proposal.video_not_https": _l("Copy the whole address of the video; it starts with https://"),
    "proposal.place_unknown": _l("Choose a place from the list."),
    "proposal.file_unknown": _l("A picture or file of this form does not belong to this idea."),
    "proposal.pot_does_not_fit": _l("This money is for another neighbourhood. Choose another pot."),
    "proposal.no_pot": _l("In this round there is no money for this neighbourhood."),
    "proposal.dearer_than_pot": _l("The idea costs more than there is: the pot holds %(pot_cents)s."),
    "proposal.changed_meanwhile": _l(
        "Somebody of your team has saved in the meantime. Save again to replace their text by yours; theirs stays in"
        " the history."
    ),
    "proposal.not_editable": _l("This idea cannot be changed any more."),
    "proposal.team_unknown": _l("You are not in this team."),
    "proposal.too_many_drafts": _l("You have %(most)s drafts in this round. Finish or withdraw one first."),
    "proposal.too_many": _l("In this round one author can hand in %(most)s ideas at the most."),
    "proposal.incomplete": _l("A few things are still missing before the idea can be handed in."),
    "proposal.missing_summary": _l("Say in two or three sentences what the idea is."),
    "proposal.missing_description": _l("Describe the idea."),
    "proposal.missing_theme": _l("Choose at least one theme."),
    "proposal.missing_place": _l("Say in which neighbourhood it is."),
    "proposal.missing_cost": _l("Say what it costs; a good guess is enough."),
    "handover.round_closed": _l("This round does not take ideas at present."),
    "handover.done_already": _l("The idea was handed over to this round already."),
    "handover.entry_gone": _l("Only an idea that everybody can read can be handed over."),
    "comment.empty": _l("Write a few words."),
    "comment.too_long": _l("This text is too long: it may have %(most)s characters."),
    "comment.reported_already": _l("You have reported this comment already. Thank you."),
    "comment.hidden_already": _l("This comment is hidden already."),
    "rivals.nameless": _l("Say what these ideas compete for."),
    "rivals.number": _l("At least one of the ideas can win, and not all of them."),
    "rivals.unknown_proposal": _l("Choose ideas that were submitted in this round."),
}
