"""Sentences about teams."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "team.name_missing": _l("Give the team a name."),
    "team.name_too_long": _l("This name or motto is too long; a name has up to %(most)s characters."),
    "team.name_taken": _l("Another team of this round has this name. Choose another one."),
    "team.code_unknown": _l("No team has this code. Compare it with the one you were given."),
    "team.code_expired": _l("This code is too old. Ask the team's founder for a new one."),
    "team.closed": _l("This team is closed."),
    "team.full": _l("The team is full: it has %(most)s members."),
    "team.member_already": _l("You are in this team already."),
    "team.no_member": _l("This person is not in the team any more."),
    "team.no_request": _l("This person is not waiting to join any more."),
    "team.in_another": _l("In this round a person is in one team only. Leave the other team first."),
    "team.incomplete": _l(
        "The team does not meet the rules of the round yet. Its page says what is missing."
    ),
    "team_rules.size": _l(
        "A team has from 1 to %(most)s members, and the largest is no smaller than the smallest."
    ),
    "team_rules.grace": _l("Write a whole number of minutes from 0 to %(most)s."),
    "team_rules.stage": _l("Write a whole number of minutes from 1 to %(most)s."),
    "credit.nameless": _l("Write a first name, or initials."),
    "extension.after_judging": _l("By then the entries have been judged already. Choose an earlier time."),
    "sheet.too_long": _l("This is too long; there is room for %(most)s characters."),
    "area.corners": _l("An area has from %(least)s to %(most)s corners."),
    "board.too_many": _l("You have %(most)s needs and offers on the board. Take one off first."),
    "slot.wrong_length": _l("Choose a length from the list, and from 1 to %(most)s sessions."),
    "slot.past": _l("This time is over already."),
    "slot.taken": _l("This time is taken already. Choose another one."),
    "slot.too_many": _l("You can open up to %(most)s sessions in a round."),
    "slot.not_booked": _l("A note is written after a session that took place."),
    "question.nameless": _l("Write the question."),
    "question.options": _l("A choice has from 2 to %(most)s answers, a scale a word for each end or none."),
    "question.never_asked": _l("Say when it is asked: before, after, or both."),
    "question.too_many": _l("A round has up to %(most)s questions."),
    "question.answered": _l("People have answered already, so only the words can change now."),
    "question.unknown": _l("This question has been removed in the meantime. Load the page again."),
    "question.none": _l("Write a question first."),
    "question.closed": _l("This questionnaire takes no answers now."),
    "answer.unknown_choice": _l("Choose one of the answers."),
    "answer.too_long": _l("This answer is too long; there is room for %(most)s characters."),
    "answer.sent_already": _l("Your answers are there already."),
    "answer.mark_taken": _l("A sheet with this mark has been entered already."),
    "team.founder_stays": _l("The founder hands the team over to another member first, or closes it."),
}
