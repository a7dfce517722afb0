"""Who may do what, in which phase, as one table to be read like a sheet.

A permission is granted to a person who has one of its roles, or stands in one of its relations to the thing in
question, while the round is in one of its phases.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.errors import NotAllowed, RuleBroken
from app.domain.phases import Phase


class Role(StrEnum):
    """What a person is trusted with: everywhere, or in one round."""

    RESIDENT = "resident"
    MENTOR = "mentor"
    REVIEWER = "reviewer"
    COUNCIL = "council"
    CLERK = "polling clerk"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.REVIEWER, Role.COUNCIL, Role.ORGANISER, Role.ADMINISTRATOR})
"""Roles that work for the city, who may see what is not public yet as far as the table says."""


class Relation(StrEnum):
    """How a person stands to the thing that the permission is asked for."""

    AUTHOR = "author"
    MEMBER = "member"
    FOUNDER = "founder"
    ASSIGNED = "assigned"
    HOLDER = "holder"


class Permission(StrEnum):
    """Everything that can be done, one name each; the table below says by whom and when."""

    MANAGE_PEOPLE = "manage people"
    APPOINT_HELPER = "appoint helper"
    READ_AUDIT = "read audit"
    MANAGE_PLACES = "manage places"
    CREATE_ROUND = "create round"
    EDIT_ROUND = "edit round"
    PREVIEW_ROUND = "preview round"
    EXTEND_DEADLINE = "extend deadline"
    SEE_DESK = "see desk"
    HOLD_ACCOUNT = "hold account"
    FOUND_TEAM = "found team"
    JOIN_TEAM = "join team"
    SEE_TEAM = "see team"
    LEAVE_TEAM = "leave team"
    LEAD_TEAM = "lead team"
    EXTEND_TEAM = "extend team"
    SEE_SHEET = "see sheet"
    FILL_SHEET = "fill sheet"
    SEE_BOARD = "see board"
    POST_ON_BOARD = "post on board"
    CLOSE_POST = "close post"
    OPEN_SLOT = "open slot"
    BOOK_SLOT = "book slot"
    KEEP_SLOT = "keep slot"
    FREE_SLOT = "free slot"
    WRITE_QUESTIONS = "write questions"
    ANSWER_QUESTIONS = "answer questions"
    DRAFT_PROPOSAL = "draft proposal"
    EDIT_PROPOSAL = "edit proposal"
    WITHDRAW_PROPOSAL = "withdraw proposal"
    SEE_DRAFT = "see draft"
    SEE_VERSIONS = "see versions"
    COMMENT = "comment"
    REPORT_COMMENT = "report comment"
    MODERATE = "moderate"
    ASSIGN_SCREENING = "assign screening"
    SEE_SCREENING_DESK = "see screening desk"
    SCREEN = "screen"
    ANSWER_SCREENING = "answer screening"
    BUILD_RUBRIC = "build rubric"
    ASSIGN_MENTORS = "assign mentors"
    SEE_MENTOR_DESK = "see mentor desk"
    SCORE = "score"
    RECUSE = "recuse"
    LOOK_EARLY = "look early"
    SEE_RANKING = "see ranking"
    READ_GUIDE = "read guide"
    WRITE_GUIDE = "write guide"
    DECLARE_CONFLICT = "declare conflict"
    ENTER_SHEETS = "enter sheets"
    SEE_DELIBERATION = "see deliberation"
    LEAD_DELIBERATION = "lead deliberation"
    MOVE_MOTION = "move motion"
    VOTE_ON_MOTION = "vote on motion"
    MANAGE_ROLL = "manage roll"
    REHEARSE_VOTE = "rehearse vote"
    SEE_POLLING_PLACE = "see polling place"
    KEEP_POLLING_TABLE = "keep polling table"
    RUN_KIOSK = "run kiosk"
    PRINT_PAPER = "print paper"
    KEY_PAPER = "key paper"
    VOTE = "vote"
    CLOSE_POLL = "close poll"
    TALLY = "tally"
    PUBLISH_RESULT = "publish result"
    DECIDE = "decide"
    MODERATE_FEEDBACK = "moderate feedback"
    READ_FEEDBACK = "read feedback"
    HAND_OVER = "hand over"
    ISSUE_CERTIFICATE = "issue certificate"
    PRINT_CERTIFICATE = "print certificate"
    KEEP_CERTIFICATE = "keep certificate"
    ENTRUST_PROJECT = "entrust project"
    MANAGE_PROJECT = "manage project"
    FOLLOW = "follow"


ALWAYS = frozenset(Phase)
ANNOUNCED = ALWAYS - {Phase.DRAFT}
BEFORE_VOTING = frozenset({Phase.DRAFT, Phase.ANNOUNCED, Phase.SUBMISSION, Phase.SCREENING, Phase.SCORING})
AFTER_DEADLINE = ALWAYS - {Phase.DRAFT, Phase.ANNOUNCED, Phase.SUBMISSION}
AFTER_VOTING = frozenset({Phase.DECISION, Phase.DELIVERY, Phase.CLOSED})
SUBMISSION = frozenset({Phase.SUBMISSION})
FORMING = frozenset({Phase.ANNOUNCED, Phase.SUBMISSION})
JUDGEABLE = frozenset({Phase.SCREENING, Phase.SCORING})
AFTER_SCORING = frozenset({Phase.VOTING, Phase.DECISION, Phase.DELIVERY, Phase.CLOSED})
DELIBERATION = frozenset({Phase.VOTING, Phase.DECISION})
UNTIL_SCORED = frozenset({Phase.DRAFT, Phase.ANNOUNCED, Phase.SUBMISSION, Phase.SCREENING, Phase.SCORING})


@dataclass(frozen=True)
class Rule:
    """One line of the table: any of these roles or relations, in any of these phases."""

    roles: frozenset[Role] = frozenset()
    phases: frozenset[Phase] = ALWAYS
    relations: frozenset[Relation] = frozenset()


def _rule(*who: Role | Relation, during: frozenset[Phase] = ALWAYS) -> Rule:
    roles = frozenset(one for one in who if isinstance(one, Role))
    return Rule(roles, during, frozenset(one for one in who if isinstance(one, Relation)))


_R, _P = Role, Permission
_ORGANISERS = (Role.ORGANISER, Role.ADMINISTRATOR)
_EVERYBODY = tuple(Role)

POLICY: dict[Permission, Rule] = {
    _P.MANAGE_PEOPLE: _rule(_R.ADMINISTRATOR),
    _P.APPOINT_HELPER: _rule(*_ORGANISERS),
    _P.READ_AUDIT: _rule(_R.ADMINISTRATOR),
    _P.MANAGE_PLACES: _rule(_R.ADMINISTRATOR),
    _P.CREATE_ROUND: _rule(*_ORGANISERS),
    _P.EDIT_ROUND: _rule(*_ORGANISERS, during=BEFORE_VOTING),
    _P.PREVIEW_ROUND: _rule(*STAFF),
    _P.EXTEND_DEADLINE: _rule(*_ORGANISERS),
    _P.SEE_DESK: _rule(*_ORGANISERS),
    _P.HOLD_ACCOUNT: _rule(*_EVERYBODY),
    _P.FOUND_TEAM: _rule(*_EVERYBODY, during=FORMING),
    _P.JOIN_TEAM: _rule(*_EVERYBODY, during=FORMING),
    _P.SEE_TEAM: _rule(*_ORGANISERS, Relation.MEMBER, Relation.FOUNDER),
    _P.LEAVE_TEAM: _rule(Relation.MEMBER),
    _P.LEAD_TEAM: _rule(Relation.FOUNDER),
    _P.EXTEND_TEAM: _rule(*_ORGANISERS, during=FORMING | JUDGEABLE),
    _P.SEE_SHEET: _rule(*_ORGANISERS, _R.MENTOR, Relation.MEMBER),
    _P.FILL_SHEET: _rule(Relation.MEMBER, during=FORMING),
    _P.SEE_BOARD: _rule(*_EVERYBODY, during=ANNOUNCED),
    _P.POST_ON_BOARD: _rule(*_EVERYBODY, during=FORMING),
    _P.CLOSE_POST: _rule(*_ORGANISERS, Relation.AUTHOR),
    _P.OPEN_SLOT: _rule(_R.MENTOR, during=FORMING),
    _P.BOOK_SLOT: _rule(Relation.MEMBER, during=FORMING),
    _P.KEEP_SLOT: _rule(Relation.ASSIGNED),
    _P.FREE_SLOT: _rule(Relation.ASSIGNED, Relation.MEMBER),
    _P.WRITE_QUESTIONS: _rule(*_ORGANISERS),
    _P.ANSWER_QUESTIONS: _rule(*_EVERYBODY, during=ANNOUNCED),
    _P.DRAFT_PROPOSAL: _rule(*_EVERYBODY, during=SUBMISSION),
    _P.EDIT_PROPOSAL: _rule(Relation.AUTHOR, Relation.MEMBER, during=SUBMISSION),
    _P.WITHDRAW_PROPOSAL: _rule(Relation.AUTHOR, Relation.FOUNDER, during=UNTIL_SCORED),
    _P.SEE_DRAFT: _rule(Relation.AUTHOR, Relation.MEMBER),
    _P.SEE_VERSIONS: _rule(*STAFF, Relation.AUTHOR, Relation.MEMBER),
    _P.COMMENT: _rule(*_EVERYBODY, during=ANNOUNCED),
    _P.REPORT_COMMENT: _rule(*_EVERYBODY, during=ANNOUNCED),
    _P.MODERATE: _rule(*_ORGANISERS),
    _P.ASSIGN_SCREENING: _rule(*_ORGANISERS, during=JUDGEABLE | SUBMISSION),
    _P.SEE_SCREENING_DESK: _rule(_R.REVIEWER),
    _P.SCREEN: _rule(Relation.ASSIGNED, during=JUDGEABLE | SUBMISSION),
    _P.ANSWER_SCREENING: _rule(Relation.AUTHOR, Relation.MEMBER, during=JUDGEABLE | SUBMISSION),
    _P.BUILD_RUBRIC: _rule(*_ORGANISERS, during=UNTIL_SCORED),
    _P.ASSIGN_MENTORS: _rule(*_ORGANISERS, during=JUDGEABLE | SUBMISSION),
    _P.SEE_MENTOR_DESK: _rule(_R.MENTOR),
    _P.SCORE: _rule(Relation.ASSIGNED, during=frozenset({Phase.SCORING})),
    _P.RECUSE: _rule(Relation.ASSIGNED, during=JUDGEABLE),
    _P.LOOK_EARLY: _rule(*_ORGANISERS, during=frozenset({Phase.SCORING})),
    _P.SEE_RANKING: _rule(*_ORGANISERS, _R.COUNCIL, during=AFTER_DEADLINE),
    _P.READ_GUIDE: _rule(*_ORGANISERS, _R.MENTOR, _R.COUNCIL),
    _P.WRITE_GUIDE: _rule(*_ORGANISERS, during=UNTIL_SCORED),
    _P.DECLARE_CONFLICT: _rule(*_ORGANISERS, _R.MENTOR, _R.COUNCIL, during=JUDGEABLE | SUBMISSION),
    _P.ENTER_SHEETS: _rule(*_ORGANISERS, during=frozenset({Phase.SCORING})),
    _P.SEE_DELIBERATION: _rule(*_ORGANISERS, _R.MENTOR, _R.COUNCIL, during=AFTER_SCORING),
    _P.LEAD_DELIBERATION: _rule(*_ORGANISERS, during=DELIBERATION),
    _P.MOVE_MOTION: _rule(*_ORGANISERS, _R.MENTOR, during=DELIBERATION),
    _P.VOTE_ON_MOTION: _rule(_R.MENTOR, during=DELIBERATION),
    _P.MANAGE_ROLL: _rule(*_ORGANISERS, during=ANNOUNCED | {Phase.DRAFT}),
    _P.REHEARSE_VOTE: _rule(*_ORGANISERS, during=BEFORE_VOTING),
    _P.SEE_POLLING_PLACE: _rule(*_ORGANISERS, _R.CLERK, during=ANNOUNCED | {Phase.DRAFT}),
    _P.KEEP_POLLING_TABLE: _rule(*_ORGANISERS, _R.CLERK, during=frozenset({Phase.VOTING})),
    _P.RUN_KIOSK: _rule(*_ORGANISERS, _R.CLERK, during=frozenset({Phase.VOTING})),
    _P.PRINT_PAPER: _rule(*_ORGANISERS, during=BEFORE_VOTING | {Phase.VOTING}),
    _P.KEY_PAPER: _rule(*_ORGANISERS, _R.CLERK, during=AFTER_VOTING | {Phase.VOTING}),
    _P.VOTE: _rule(*_EVERYBODY, during=frozenset({Phase.VOTING})),
    _P.CLOSE_POLL: _rule(*_ORGANISERS, during=AFTER_VOTING),
    _P.TALLY: _rule(*_ORGANISERS, during=AFTER_VOTING),
    _P.PUBLISH_RESULT: _rule(*_ORGANISERS, during=AFTER_VOTING),
    _P.DECIDE: _rule(_R.COUNCIL, during=AFTER_VOTING),
    _P.MODERATE_FEEDBACK: _rule(*_ORGANISERS, during=AFTER_DEADLINE),
    _P.READ_FEEDBACK: _rule(Relation.AUTHOR, Relation.MEMBER),
    _P.HAND_OVER: _rule(*_ORGANISERS, Relation.AUTHOR, Relation.MEMBER, during=AFTER_DEADLINE),
    _P.ISSUE_CERTIFICATE: _rule(*_ORGANISERS, during=AFTER_DEADLINE),
    _P.PRINT_CERTIFICATE: _rule(*_ORGANISERS, Relation.HOLDER),
    _P.KEEP_CERTIFICATE: _rule(Relation.HOLDER),
    _P.ENTRUST_PROJECT: _rule(*_ORGANISERS),
    _P.MANAGE_PROJECT: _rule(*_ORGANISERS, Relation.ASSIGNED),
    _P.FOLLOW: _rule(*_EVERYBODY),
}


@dataclass(frozen=True)
class Actor:
    """A person asking for something: who, and the roles held everywhere (``None``) or in one round.

    ``person_id`` is ``None`` for a visitor who has not signed in, and for the product's own commands.
    """

    person_id: int | None = None
    grants: frozenset[tuple[Role, int | None]] = field(default_factory=frozenset)

    def roles_in(self, round_id: int | None) -> frozenset[Role]:
        """The roles this person holds in the round; a signed-in person is always a resident."""
        held = {role for role, scope in self.grants if scope is None or scope == round_id}
        return frozenset(held | ({Role.RESIDENT} if self.person_id is not None else set()))

    def roles_anywhere(self) -> frozenset[Role]:
        """The roles this person holds in any scope at all: enough to show a menu, never to act."""
        return frozenset({role for role, _ in self.grants}) | self.roles_in(None)


VISITOR = Actor()
"""Somebody who has not signed in."""


@dataclass(frozen=True)
class Standing:
    """Where a permission is asked: in which round and phase, and how the actor stands to the thing."""

    round_id: int | None = None
    phase: Phase | None = None
    relations: frozenset[Relation] = frozenset()


NOWHERE = Standing()
"""A permission that concerns the whole city."""


def is_entitled(actor: Actor, permission: Permission, standing: Standing = NOWHERE) -> bool:
    """Whether the actor's roles or relations carry the permission, whatever the phase."""
    rule = POLICY[permission]
    return bool(rule.roles & actor.roles_in(standing.round_id) or rule.relations & standing.relations)


def may(actor: Actor, permission: Permission, standing: Standing = NOWHERE) -> bool:
    """Whether the actor may do it here and now."""
    in_phase = standing.phase is None or standing.phase in POLICY[permission].phases
    return in_phase and is_entitled(actor, permission, standing)


def require(actor: Actor, permission: Permission, standing: Standing = NOWHERE) -> None:
    """Let the actor pass, or raise.

    Raises ``NotAllowed`` without the role or relation, and ``RuleBroken("phase.wrong")`` (with ``phase``) where
    only the phase stands in the way.
    """
    if not is_entitled(actor, permission, standing):
        raise NotAllowed(permission.value)
    if not may(actor, permission, standing):
        raise RuleBroken("phase.wrong", phase=standing.phase and standing.phase.value)


def could_ever(actor: Actor, permissions: Iterable[Permission]) -> bool:
    """Whether the actor holds, in any scope, a role that carries one of the permissions: for menus."""
    held = actor.roles_anywhere()
    return any(POLICY[permission].roles & held for permission in permissions)
