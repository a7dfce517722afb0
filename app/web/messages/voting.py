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
    "receipt.of_try_out": _l("This is the receipt of a try-out ballot. It counts for nothing."),
    "roll.unknown_neighbourhood": _l("There is no neighbourhood with this name."),
    "roll.outside_electorate": _l("This neighbourhood does not belong to the electorate."),
    "roll.not_by_account": _l("People of this electorate do not vote by account."),
    "roll.nobody_new": _l("Every account that belongs to this electorate is on the roll already."),
    "roll.busy": _l("Somebody else did something here at the same moment. Nothing was stored; do it again."),
    "roll.unknown_person": _l("This person is not on the roll. Search again."),
    "roll.voted_online": _l(
        "A ballot was cast online in this person's name. Do not hand out a paper ballot."
    ),
    "roll.has_paper": _l("This person was handed a paper ballot already. Do not hand out another one."),
    "roll.no_paper": _l("This person was not handed a paper ballot."),
    "roll.box_counted": _l("A box has been counted, so marks can no longer be taken back."),
    "poll.paper_unfinished": _l(
        "Boxes of paper ballots are not finished (%(count)s). Count and key each one, or count it as empty, "
        "then close the vote."
    ),
    "kiosk.ends": _l("A kiosk runs for up to %(hours)s hours."),
    "kiosk.name_taken": _l("There is a kiosk with this name already. Give this one another."),
    "kiosk.unknown": _l("This kiosk is not known here."),
    "kiosk.wrong_pin": _l("This is not the number of this kiosk."),
    "kiosk.over": _l("This kiosk was stopped, so the ballot was not cast. Please ask the staff."),
    "paper.count": _l("A box has 1 to %(most)s ballots."),
    "paper.booth_taken": _l("There is a box with this name already. Its ballots cannot be printed again."),
    "paper.electorate": _l("This electorate does not vote in this round."),
    "paper.nothing_on_it": _l("No idea is on the ballot of these voters yet."),
    "paper.unknown": _l("This box is not known here."),
    "paper.verified": _l("This box is finished: its ballots are in the ledger."),
    "paper.too_many_in_box": _l("Only %(issued)s ballots were printed for this box. Count them again."),
    "paper.fewer_than_keyed": _l("More sheets were keyed already (%(keyed)s). Count them again."),
    "paper.not_counted": _l("Count the ballots in the box first."),
    "paper.third_person": _l("Two people have keyed this box already; nobody else is needed."),
    "paper.serial_unreadable": _l(
        "A number on a sheet has digits, a hyphen and four characters, such as 0017-K4QX."
    ),
    "paper.serial_unknown": _l("No sheet with this number was printed for this box. Look at it again."),
    "paper.unreadable": _l("“%(text)s” cannot be read. Look at the example above the field."),
    "paper.no_such_row": _l("There is no row %(row)s: the sheet has %(rows)s."),
    "paper.more_than_box": _l("The box held %(box)s ballots, and you have keyed as many. Count them again."),
    "paper.not_keyed_by_you": _l("You have not keyed this sheet."),
    "paper.nothing_keyed": _l("Key the sheets first."),
    "paper.not_keyed": _l("Two people must key the box before its ballots can go into the ledger."),
    "paper.differs": _l("The two keyings differ (%(count)s). Look at the sheets and put them right."),
    "paper.other_person": _l("You keyed this box first, so somebody else puts it into the ledger."),
    "paper.missing": _l("%(missing)s sheets that were counted are not keyed. Say why."),
    "paper.more_than_marked": _l(
        "There would be %(ballots)s paper ballots, but only %(marked)s people of this electorate were handed one. "
        "Look at the boxes and the roll."
    ),
    "rehearsal.no_vote": _l("Nobody votes by ballot in this round."),
    "rehearsal.too_late": _l("Voting has opened: there is no try-out any more, and nothing can be wiped."),
    "rehearsal.over": _l("The try-out is over. Nothing was stored."),
    "rehearsal.full": _l("A try-out takes %(most)s ballots. Wipe it and begin anew."),
}
