"""Sentences about ballots, receipts, codes, the roll and the close of a vote."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "ballot.unknown_type": _l("This kind of ballot is not known here."),
    "ballot.unreadable": _l("The ballot arrived damaged. Load the page again and choose anew."),
    "ballot.unreadable_id": _l("The ballot names an idea in a way that cannot be read. Load the page again."),
    "ballot.unknown_proposal": _l(
        "The ballot names an idea that you cannot vote for here. Load the page again."
    ),
    "ballot.duplicate": _l("The same idea is on the ballot twice. Load the page again."),
    "ballot.too_few": _l("Too few ideas: you chose %(chosen)s, and at least %(min)s are needed."),
    "ballot.too_many": _l("Too many ideas: you chose %(chosen)s, and %(max)s are allowed. Take some off."),
    "ballot.over_budget": _l(
        "Too expensive together: %(over_cents)s more than there is. Take something off."
    ),
    "ballot.unreadable_number": _l("Write whole numbers from 0 up, such as 3."),
    "ballot.over_total": _l("Too many points: you gave %(points)s, and have %(total)s."),
    "ballot.over_each": _l("Too many points for one idea: you gave %(points)s, and %(max)s are allowed."),
    "ballot.off_scale": _l("The grade %(grade)s is not between %(lowest)s and %(highest)s."),
    "ballot.one_pot_only": _l("You may choose in one area only. Clear the others."),
    "ballot.form_foreign": _l(
        "This ballot was opened by somebody else or arrived damaged. Open your ballot again."
    ),
    "ballot.form_used": _l(
        "This form has been cast already, with other choices. To change your ballot, open it again and cast it anew."
    ),
    "ballot.on_paper": _l("A paper ballot was handed out in your name, so you cannot vote here as well."),
    "ballot.too_many_revisions": _l(
        "You have changed your ballot as often as possible: %(most)s ballots in all."
    ),
    "ballot.predecessor_missing": _l(
        "Your earlier ballot cannot be found, so this one was not stored. "
        "Please tell the city; your earlier ballot counts."
    ),
    "poll.not_open": _l("Voting is not open now, so nothing was stored."),
    "poll.busy": _l(
        "The city's computer is busy. Your ballot is not cast yet: wait a few seconds and send it again."
    ),
    "poll.key_missing": _l(
        "Voting is interrupted: the key of this vote is missing on the server. "
        "Nothing was stored; please tell the city."
    ),
    "poll.still_open": _l("Voting is not over yet, so it cannot be closed."),
    "poll.closed": _l("The vote is closed."),
    "code.unreadable": _l("A code has %(length)s letters and digits. Look at your card and type it again."),
    "code.unknown": _l("This code is not known in this vote. Look at your card and type it again."),
    "code.void": _l("This code is no longer valid. Ask whoever gave it to you for a new one."),
    "codes.electorate": _l("People of this electorate do not vote with printed codes."),
    "codes.count": _l("A batch has 1 to %(most)s codes."),
    "codes.batch_taken": _l("There is a batch with this name already. Its codes cannot be shown again."),
    "codes.no_batch": _l("This batch has no valid codes."),
    "roll.not_text": _l("The file is not a text table. Save it as CSV (UTF-8) and send it again."),
    "roll.columns": _l("The first line must name the columns “key” and “electorate”, each once."),
    "roll.too_long": _l("The file has more than %(most)s lines. Split it."),
    "roll.empty": _l("The file has no lines below the first."),
    "roll.bad_lines": _l(
        "Nothing was imported: the file has bad lines (%(count)s). Put them right and send it again."
    ),
    "roll.no_key": _l("The key is missing."),
    "roll.bad_key": _l("The key is longer than 60 characters or cannot be printed."),
    "roll.key_twice": _l("The same key stands further up in the file."),
    "roll.key_known": _l("This key is on the roll already."),
    "roll.unknown_electorate": _l("There is no electorate with this key that votes with codes."),
    "receipt.unknown": _l("No ballot of this vote has this receipt. Look at it and type it again."),
}
