"""What the audit log says in words: every action that is written down, and the kinds of things it was done to."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web.formats import clock_time, day

ACTIONS: dict[str, LazyString] = {
    "accept_member": _l("Member taken into a team"),
    "add_accounts": _l("Accounts made from a list"),
    "add_milestone": _l("Step promised"),
    "admit_by_hand": _l("Person admitted by hand"),
    "announce_round": _l("Round announced"),
    "answer_post": _l("Post on the board answered"),
    "answer_screening": _l("Department's reason answered"),
    "ask_guardian": _l("Parent or guardian asked"),
    "ask_second_person": _l("Second person asked to confirm"),
    "ask_to_join": _l("Asked to join a team"),
    "assign_department": _l("Department put in charge of a project"),
    "assign_mentors": _l("Mentors assigned"),
    "assign_screenings": _l("Departments asked"),
    "begin_proposal": _l("Idea begun"),
    "book_slot": _l("Time with a mentor booked"),
    "change_person": _l("Account changed"),
    "change_team": _l("Team changed"),
    "change_texts": _l("Texts of the round changed"),
    "choose_certificate": _l("Choice about a certificate"),
    "close_account": _l("Account closed"),
    "close_deliberation": _l("Deliberation closed"),
    "close_poll": _l("Vote closed"),
    "close_post": _l("Post on the board closed"),
    "close_team": _l("Team closed"),
    "conclude_screening": _l("Screening of an idea concluded"),
    "confirm_request": _l("Request of a second person confirmed"),
    "correct_scorecard": _l("Scorecard corrected"),
    "count_box": _l("Ballots of a box counted by hand"),
    "create_codes": _l("Voting codes made"),
    "create_person": _l("Account made"),
    "create_round": _l("Round begun"),
    "credit_participant": _l("Person without an account credited"),
    "decide_motion": _l("Motion decided"),
    "decide_screening": _l("Department's answer published"),
    "decide_winner": _l("Council's decision published"),
    "decline_member": _l("Request to join declined"),
    "decline_request": _l("Request to a second person declined"),
    "delete_department": _l("Department deleted"),
    "delete_neighbourhood": _l("Neighbourhood deleted"),
    "delete_park": _l("Park deleted"),
    "delete_round": _l("Round deleted"),
    "describe_mentor": _l("Mentor's page described"),
    "destroy_key": _l("Key between voters and ballots destroyed"),
    "dissolve_rivals": _l("Group of rival ideas dissolved"),
    "end_assignment": _l("Assignment of a mentor ended"),
    "end_sessions": _l("Signed out everywhere"),
    "enter_paper_answers": _l("Answers from paper entered"),
    "enter_sheet": _l("Paper scorecard entered"),
    "extend_deadline": _l("Deadline extended"),
    "extend_team": _l("Deadline extended for a team"),
    "finish_keying": _l("Paper ballots of a box entered"),
    "finish_milestone": _l("Step finished"),
    "found_team": _l("Team founded"),
    "free_slot": _l("Time with a mentor given back"),
    "give_consent": _l("Consent given"),
    "grant_role": _l("Role given"),
    "group_rivals": _l("Rival ideas put into a group"),
    "hand_over": _l("Idea taken further"),
    "hand_over_team": _l("Team handed over"),
    "hide_comment": _l("Comment hidden"),
    "import_roll": _l("Roll of voters imported"),
    "import_round": _l("Round imported from a file"),
    "issue_blank_certificates": _l("Certificates without names issued"),
    "issue_certificate": _l("Certificate issued"),
    "keep_comment": _l("Reported comment kept"),
    "leave_team": _l("Team left"),
    "load_demo": _l("Demo city loaded"),
    "look_early": _l("Result looked at early"),
    "mark_paper": _l("Paper ballot handed out"),
    "move_criterion": _l("Criterion moved"),
    "move_question": _l("Question moved"),
    "move_milestone": _l("Step put off"),
    "move_motion": _l("Motion made"),
    "move_project": _l("State of a project changed"),
    "note_session": _l("Notes of a talk with a mentor"),
    "open_deliberation": _l("Deliberation opened"),
    "open_questionnaires": _l("Questionnaires opened"),
    "open_slots": _l("Times with a mentor offered"),
    "place_in_department": _l("Person placed in a department"),
    "print_paper": _l("Paper ballots printed"),
    "publish_result": _l("Result published"),
    "publish_update": _l("News of a project published"),
    "put_on_board": _l("Post put on the board"),
    "release_feedback": _l("Mentors' comments given to the teams"),
    "remind_department": _l("Department reminded"),
    "remove_city_map": _l("Drawing of the city removed"),
    "remove_credit": _l("Person without an account taken out of a team"),
    "remove_criterion": _l("Criterion removed"),
    "remove_funding": _l("Source of money removed"),
    "remove_member": _l("Member taken out of a team"),
    "remove_milestone": _l("Step removed"),
    "remove_question": _l("Question removed"),
    "remove_slot": _l("Time with a mentor removed"),
    "renew_join_code": _l("Join code renewed"),
    "reopen_milestone": _l("Step reopened"),
    "replace_code": _l("Voting code replaced"),
    "report_comment": _l("Comment reported"),
    "return_to_draft": _l("Idea taken back for changes"),
    "review_comment": _l("Mentor's comment read through"),
    "revoke_certificate": _l("Certificate revoked"),
    "revoke_role": _l("Role taken back"),
    "run_tally": _l("Ballots counted"),
    "save_city": _l("City's facts saved"),
    "save_city_map": _l("Drawing of the city saved"),
    "save_criterion": _l("Criterion saved"),
    "save_department": _l("Department saved"),
    "save_funding": _l("Source of money saved"),
    "save_neighbourhood": _l("Neighbourhood saved"),
    "save_park": _l("Park saved"),
    "save_plan": _l("Plan of mentors saved"),
    "save_proposal": _l("Idea saved"),
    "save_question": _l("Question saved"),
    "save_rubric": _l("Rubric saved"),
    "save_sheet": _l("Team's sheet saved"),
    "set_allocation": _l("Rule for winners set"),
    "set_ballot": _l("Ballot set"),
    "set_electorates": _l("Groups of voters set"),
    "set_judging": _l("Scoring set"),
    "set_ledger": _l("Ledger of the vote set"),
    "set_password": _l("Password set"),
    "set_pots": _l("Money set"),
    "set_proposers": _l("Who may propose set"),
    "set_team_rules": _l("Rules for teams set"),
    "set_terms": _l("Terms of a mentor set"),
    "set_timetable": _l("Timetable set"),
    "sign_up": _l("Account made by its holder"),
    "start_from_template": _l("Rubric begun from a template"),
    "start_kiosk": _l("Kiosk started"),
    "start_rehearsal": _l("Try-out of the vote begun"),
    "step_aside": _l("Mentor stepped aside"),
    "stop_kiosk": _l("Kiosk stopped"),
    "submit_proposal": _l("Idea handed in"),
    "submit_scorecard": _l("Scorecard submitted"),
    "unmark_paper": _l("Paper ballot taken back"),
    "verify_box": _l("Box of paper ballots checked"),
    "void_batch": _l("Sheet of voting codes voided"),
    "void_code": _l("Voting code voided"),
    "vote_on_motion": _l("Vote on a motion"),
    "wipe_rehearsal": _l("Try-out of the vote wiped"),
    "withdraw_announcement": _l("Announcement of a round withdrawn"),
    "withdraw_consent": _l("Consent withdrawn"),
    "withdraw_proposal": _l("Idea withdrawn"),
    "withdraw_screening": _l("Department asked no more"),
    "write_comment": _l("Comment written"),
    "write_guide": _l("Mentors' guide written"),
}
"""Action → what was done."""

SUBJECTS: dict[str, LazyString] = {
    "answer sheet": _l("answer sheet"),
    "assignment": _l("assignment"),
    "board post": _l("post on the board"),
    "certificate": _l("certificate"),
    "city": _l("city"),
    "comment": _l("comment"),
    "department": _l("department"),
    "kiosk": _l("kiosk"),
    "motion": _l("motion"),
    "neighbourhood": _l("neighbourhood"),
    "paper_batch": _l("box of paper ballots"),
    "park": _l("park"),
    "person": _l("person"),
    "project": _l("project"),
    "proposal": _l("idea"),
    "question": _l("question"),
    "recusal": _l("stepping aside"),
    "round": _l("round"),
    "rubric": _l("rubric"),
    "scorecard": _l("scorecard"),
    "screening": _l("screening"),
    "slot": _l("time with a mentor"),
    "tally_run": _l("count of the ballots"),
    "team": _l("team"),
    "two_person_request": _l("request to a second person"),
}
"""Kind of thing → its word; the log's lines add the number."""


def action_words(action: str) -> str:
    """What was done, in the reader's language."""
    return str(ACTIONS[action]) if action in ACTIONS else action.replace("_", " ")


def subject_words(subject: str) -> str:
    """The kind of thing it was done to."""
    return str(SUBJECTS[subject]) if subject in SUBJECTS else subject.replace("_", " ")


def recorded_value(value: Any) -> str:
    """A value as it was written down, for people: instants as days and hours, yes and no, a dash for nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(recorded_value(each) for each in value) or "–"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {recorded_value(each)}" for name, each in value.items()) or "–"
    instant = _instant(value)
    return f"{day(instant)}, {clock_time(instant)}" if instant else str(value)


def _instant(value: Any) -> datetime | None:
    """The moment that a text stands for, if it is one with its zone."""
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return None
    return instant if instant and instant.tzinfo else None
