"""The word for every member of the field's enumerations, in the reader's language."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms.fields import SelectChoice

from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.project_states import ProjectState
from app.domain.proposal_states import ProposalState
from app.domain.scorecard_states import ScoringState
from app.domain.screening import Verdict
from app.domain.themes import Theme

LABELS: dict[str, dict[str, LazyString]] = {
    Phase.__name__: {
        Phase.DRAFT: _l("Draft"),
        Phase.ANNOUNCED: _l("Announced"),
        Phase.SUBMISSION: _l("Submission"),
        Phase.SCREENING: _l("Screening"),
        Phase.SCORING: _l("Scoring"),
        Phase.VOTING: _l("Voting"),
        Phase.DECISION: _l("Decision"),
        Phase.DELIVERY: _l("Delivery"),
        Phase.CLOSED: _l("Closed"),
    },
    Role.__name__: {
        Role.RESIDENT: _l("Resident"),
        Role.MENTOR: _l("Mentor"),
        Role.REVIEWER: _l("Department reviewer"),
        Role.COUNCIL: _l("Council"),
        Role.CLERK: _l("Polling clerk"),
        Role.ORGANISER: _l("Organiser"),
        Role.ADMINISTRATOR: _l("Administrator"),
    },
    AgeBand.__name__: {
        AgeBand.UNDER_13: _l("Under 13"),
        AgeBand.FROM_13: _l("13 to 15"),
        AgeBand.FROM_16: _l("16 or 17"),
        AgeBand.ADULT: _l("18 or older"),
    },
    Theme.__name__: {
        Theme.SPORT: _l("Sport"),
        Theme.PLAY: _l("Play"),
        Theme.GREEN: _l("Green"),
        Theme.CULTURE: _l("Culture"),
        Theme.SAFETY: _l("Safety"),
        Theme.ACCESS: _l("Access for all"),
        Theme.OTHER: _l("Other"),
    },
    ProposalState.__name__: {
        ProposalState.DRAFT: _l("Draft"),
        ProposalState.SUBMITTED: _l("Submitted"),
        ProposalState.FEASIBLE: _l("Feasible"),
        ProposalState.FEASIBLE_WITH_CHANGES: _l("Feasible with changes"),
        ProposalState.NOT_FEASIBLE: _l("Not feasible"),
        ProposalState.WITHDRAWN: _l("Withdrawn"),
    },
    "Sorting": {
        "newest": _l("Newest first"),
        "cheapest": _l("Cheapest first"),
        "dearest": _l("Dearest first"),
    },
    ProjectState.__name__: {
        ProjectState.PLANNED: _l("Planned"),
        ProjectState.BUILDING: _l("Being built"),
        ProjectState.OPENED: _l("Opened"),
        ProjectState.STOPPED: _l("Stopped"),
    },
    Verdict.__name__: {
        Verdict.FEASIBLE: _l("Feasible"),
        Verdict.FEASIBLE_WITH_CHANGES: _l("Feasible with changes"),
        Verdict.NOT_FEASIBLE: _l("Not feasible"),
    },
    ScoringState.__name__: {
        ScoringState.WAITING: _l("To score"),
        ScoringState.DRAFT: _l("Draft, not submitted"),
        ScoringState.AGAIN: _l("Score again"),
        ScoringState.SUBMITTED: _l("Scored"),
        ScoringState.RECUSED: _l("Stepped aside"),
    },
    "ProjectMove": {
        "start": _l("Building begins"),
        "open": _l("It is open"),
        "stop": _l("Stop the project"),
        "resume": _l("Go on with it"),
    },
    "PromiseState": {
        "waiting": _l("Waits for the council"),
        "declined": _l("Declined by the council"),
        "planned": _l("Planned"),
        "building": _l("Being built"),
        "opened": _l("Opened"),
        "stopped": _l("Stopped"),
    },
    "RoundKind": {
        "hackathon": _l("Hackathon"),
        "budget": _l("Participatory budget"),
        "youth_fund": _l("Youth initiative fund"),
    },
    "ParkKind": {
        "park": _l("Park"),
        "square": _l("Square"),
        "shore": _l("Shore"),
        "schoolyard": _l("Schoolyard"),
    },
    "Evidence": {
        "email": _l("by e-mail address"),
        "code": _l("by printed code"),
        "roll": _l("by the voter roll"),
        "eid": _l("by electronic identity"),
    },
    "ProposesAs": {"resident": _l("Residents by themselves"), "team": _l("Teams")},
    "PaperState": {
        "issued": _l("printed"),
        "counted": _l("box counted"),
        "entered": _l("keyed twice"),
        "verified": _l("in the ledger"),
    },
    "Channel": {"online": _l("online"), "paper": _l("on paper")},
    "CouncilWord": {"confirmed": _l("Confirmed by the council"), "declined": _l("Declined by the council")},
    "ConflictKind": {
        "own_team": _l("It is my own team"),
        "same_school_or_employer": _l("Same school or employer"),
        "family": _l("Family"),
        "lives_beside": _l("I live beside the place"),
        "mentored_team": _l("I mentored this team"),
        "other": _l("Another reason"),
    },
    "Word": {"for": _l("In favour"), "against": _l("Against"), "abstain": _l("Abstain")},
    "MotionOutcome": {
        "carried": _l("Carried"),
        "lost": _l("Lost"),
        "no_quorum": _l("Lost: too few voted"),
    },
    "PostKind": {"need": _l("We look for"), "offer": _l("We offer")},
    "QuestionKind": {
        "scale": _l("On a scale from 1 to 5"),
        "choice": _l("By choosing one answer"),
        "text": _l("In words"),
    },
    "Sitting": {"before": _l("Before"), "after": _l("After")},
    "AgeGroup": {
        "up_to_18": _l("Up to 18"),
        "19_30": _l("19 to 30"),
        "31_39": _l("31 to 39"),
        "over_40": _l("40 or older"),
    },
    "Gender": {"woman": _l("Woman"), "man": _l("Man"), "other": _l("Another")},
    "Field": {
        "school": _l("School"),
        "studies": _l("Studies"),
        "city": _l("City and state"),
        "education": _l("Education and culture"),
        "business": _l("Business"),
        "association": _l("Association"),
        "other": _l("Something else"),
    },
    "SheetKind": {"empathy-map": _l("Empathy map"), "canvas": _l("Project canvas")},
    "CertificateKind": {
        "participant": _l("Participant"),
        "mentor": _l("Mentor"),
        "volunteer": _l("Volunteer"),
    },
    "Thanks": {
        "participant": _l("Took part"),
        "winner": _l("Winner"),
        "jurys_choice": _l("Jury's choice"),
        "peoples_choice": _l("People's choice"),
        "built": _l("Built"),
    },
    "PhotoMoment": {"before": _l("Before"), "during": _l("While building"), "after": _l("After")},
}
"""Name of the enumeration → member's value → word. Those of rooms are named by text: the web knows no room."""


def label(member: StrEnum) -> LazyString:
    """The word for one member of an enumeration."""
    return LABELS[type(member).__name__][member]


def choices(members: type[StrEnum]) -> list[SelectChoice]:
    """Value and word of every member, for a select or radio field."""
    return [SelectChoice(member.value, label(member)) for member in members]


def phase_label(value: str) -> LazyString:
    """The word for a phase given by its value."""
    return label(Phase(value))
