"""What is told to people when something happens: the subject of the mail and the sentence of the note."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from app.web.messages.spoken import spoken
from app.web.tongues import foreign_lang

NOTES: dict[str, tuple[LazyString, LazyString]] = {
    "team_asked": (
        _l("Somebody wants to join your team"),
        _l("Somebody wants to join the team “%(team)s”. Accept or decline on its page."),
    ),
    "team_accepted": (_l("You are in the team"), _l("You are a member of the team “%(team)s” now.")),
    "team_declined": (_l("Not this team"), _l("The team “%(team)s” has answered no this time.")),
    "team_extended": (
        _l("Your team has more time"),
        _l("The team “%(team)s” has more time. Its page says until when and why."),
    ),
    "board_answered": (_l("An answer on the board"), _l("Somebody answered to “%(body)s”.")),
    "slot_booked": (_l("A session is booked"), _l("The team “%(team)s” has booked a session with you.")),
    "slot_freed": (_l("A session is cancelled"), _l("A session with a mentor was cancelled.")),
    "session_noted": (
        _l("A mentor's note"),
        _l("Your mentor has written a note for the team “%(team)s”."),
    ),
    "guardian_asked": (
        _l("A child asks for your consent"),
        _l(
            "A child wants to take part in the city's rounds and named you as parent or guardian. "
            "Read what it is about, and say yes or no."
        ),
    ),
    "guardian_agreed": (_l("Your guardian agrees"), _l("Your guardian has given consent.")),
    "guardian_declined": (
        _l("Your guardian's answer"),
        _l("Your guardian does not give consent, or no longer."),
    ),
    "team_left": (_l("You are no longer in a team"), _l("You were taken out of the team “%(team)s”.")),
    "team_handed_over": (_l("You lead a team now"), _l("The team “%(team)s” was handed over to you.")),
    "proposal_submitted": (
        _l("An idea was handed in"),
        _l("“%(title)s” was handed in; everybody can read it now."),
    ),
    "proposal_withdrawn": (_l("An idea was withdrawn"), _l("“%(title)s” was withdrawn by its authors.")),
    "comment_written": (_l("A new comment"), _l("Somebody commented on “%(title)s”.")),
    "comment_hidden": (
        _l("Your comment was hidden"),
        _l("The organisers hid your comment on “%(title)s”. Their reason: %(reason)s"),
    ),
    "screening_assigned": (
        _l("Proposals to check"),
        _l("New proposals wait for your department's answer, until %(due_on)s."),
    ),
    "screening_decided": (
        _l("A department has answered"),
        _l("%(department)s says of “%(title)s”: %(verdict)s."),
    ),
    "screening_ended": (
        _l("The city has checked an idea"),
        _l("All departments have answered about “%(title)s”: %(verdict)s."),
    ),
    "screening_answered": (
        _l("The authors have answered"),
        _l("The authors of “%(title)s” have answered to a department's reason."),
    ),
    "entries_assigned": (
        _l("Entries to score"),
        _l("There are entries for you to score in “%(round)s”."),
    ),
    "rubric_changed": (
        _l("The rubric has changed"),
        _l("The rubric of “%(round)s” has changed. Look at your entries: some may have to be scored again."),
    ),
    "sheet_entered": (
        _l("Your paper sheets are entered"),
        _l("Somebody has typed in your paper sheets for “%(round)s”. Check them; you can correct them."),
    ),
    "deliberation_opened": (
        _l("The jury deliberates"),
        _l("The jury of “%(round)s” deliberates: look at the agenda and vote on the motions."),
    ),
    "motion_moved": (
        _l("A motion to vote on"),
        _l("There is a motion in the deliberation of “%(round)s”. Vote on it."),
    ),
    "mentor_stepped_aside": (
        _l("A mentor stepped aside"),
        _l("A mentor stepped aside from an entry of “%(round)s”. It may need another one."),
    ),
    "asked_to_close": (
        _l("A second person is needed"),
        _l("An organiser asks you to confirm that the vote of “%(round)s” is closed for good."),
    ),
    "asked_to_void": (
        _l("A second person is needed"),
        _l("An organiser asks you to confirm that codes of “%(round)s” are made void."),
    ),
    "asked_to_tally": (
        _l("A second person is needed"),
        _l("An organiser asks you to confirm that the ballots of “%(round)s” are counted."),
    ),
    "asked_to_publish": (
        _l("A second person is needed"),
        _l("An organiser asks you to confirm that the result of “%(round)s” is published."),
    ),
    "confirmed_close": (
        _l("A second person has confirmed"),
        _l("The vote of “%(round)s” is closed for good: another organiser has confirmed it."),
    ),
    "confirmed_void": (
        _l("A second person has confirmed"),
        _l("The codes of “%(round)s” that you named are void: another organiser has confirmed it."),
    ),
    "confirmed_tally": (
        _l("A second person has confirmed"),
        _l("The ballots of “%(round)s” are counted: another organiser has confirmed it."),
    ),
    "confirmed_publish": (
        _l("A second person has confirmed"),
        _l("The result of “%(round)s” is published: another organiser has confirmed it."),
    ),
    "declined_close": (
        _l("A second person has said no"),
        _l("The vote of “%(round)s” is not closed: another organiser has declined. Talk to each other."),
    ),
    "declined_void": (
        _l("A second person has said no"),
        _l("No codes of “%(round)s” were made void: another organiser has declined. Talk to each other."),
    ),
    "declined_tally": (
        _l("A second person has said no"),
        _l("The ballots of “%(round)s” are not counted: another organiser has declined. Talk to each other."),
    ),
    "declined_publish": (
        _l("A second person has said no"),
        _l("The result of “%(round)s” is not published: another organiser has declined. Talk to each other."),
    ),
    "ledger_head": (
        _l("Head of the ledger"),
        _l("The head of the ledger of “%(round)s” is: %(head)s"),
    ),
    "result_won": (_l("An idea has won"), _l("“%(title)s” has won in “%(round)s”.")),
    "result_not_won": (
        _l("The result is published"),
        _l("“%(title)s” has not won in “%(round)s”. The result says why, with the numbers."),
    ),
    "feedback_released": (
        _l("Your feedback is here"),
        _l("The mentors' feedback on “%(title)s” is ready to read."),
    ),
    "certificate_issued": (
        _l("A certificate for you"),
        _l("There is a certificate of thanks for you, from “%(round)s”."),
    ),
    "handed_over": (
        _l("An idea goes on"),
        _l("“%(title)s” was handed over to “%(round)s”. Look at it and hand it in."),
    ),
    "screening_due_soon": (
        _l("Answers are due soon"),
        _l("“%(title)s” waits for your department's answer, due on %(due_on)s."),
    ),
    "screening_overdue": (
        _l("An answer is late"),
        _l("“%(title)s” still waits for your department's answer, which was due on %(due_on)s."),
    ),
    "decision_confirmed": (
        _l("The council has confirmed an idea"),
        _l("The council has confirmed “%(title)s”. It is a project now, and you can see how far it is."),
    ),
    "decision_declined": (
        _l("The council has declined an idea"),
        _l("The council has declined “%(title)s”. Its reason: %(reason)s"),
    ),
    "project_started": (_l("Building begins"), _l("Work on “%(title)s” has begun.")),
    "project_opened": (_l("It is open"), _l("“%(title)s” is built and open.")),
    "project_stopped": (_l("A project was stopped"), _l("“%(title)s” was stopped. The reason: %(reason)s")),
    "project_resumed": (_l("A project goes on"), _l("Work on “%(title)s” goes on.")),
    "milestone_done": (_l("A step is done"), _l("“%(title)s”: %(milestone)s is done.")),
    "milestone_slipped": (
        _l("A step is late"),
        _l("“%(title)s”: %(milestone)s is late. The reason: %(reason)s"),
    ),
    "update_published": (_l("News of a project"), _l("“%(title)s”: %(news)s")),
}
"""Event → (subject, sentence). Parameters as in ``tell``; those ending in ``_cents`` read as money."""


def note_subject(event: str) -> str:
    """The subject of the mail about an event."""
    return str(NOTES[event][0])


def note_sentence(event: str, params: Mapping[str, Any]) -> str:
    """What happened, in one sentence in the reader's language."""
    return str(NOTES[event][1]) % spoken(params)


def note_line(event: str, params: Mapping[str, Any]) -> Markup:
    """The same sentence for a page: what people wrote carries its language."""
    said = {name: _in_its_language(value) for name, value in spoken(params).items()}
    return escape(str(NOTES[event][1])) % said


def _in_its_language(value: Any) -> Any:
    if isinstance(value, str) and (lang := foreign_lang(value)):
        return Markup("<span{}>{}</span>").format(lang, value)
    return value
