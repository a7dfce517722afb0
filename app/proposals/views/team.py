"""The page of a team with what it has written; it is drawn here because teams come before proposals."""

from dataclasses import dataclass
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.config import consent_age
from app.domain.consents import waits_for_guardian
from app.domain.join_codes import shown_join_code
from app.domain.people import NAMELESS
from app.domain.permissions import FORMING, Permission, Relation, Standing, may
from app.domain.proposal_content import missing_for_submission
from app.domain.proposal_states import PUBLIC
from app.proposals.queries import content_of, latest_versions, proposals_of_team
from app.rounds.queries import pots_of
from app.teams.queries import (
    closing_of,
    credits_of,
    members_of,
    open_team,
    requests_to,
    rule_checks_of,
    sheet_progress,
    slots_of_team,
)
from app.web.clock import now
from app.web.guards import current_actor, public
from app.web.parts import parts_of

PARTS = 6
"""What a prototype consists of: five things that handing in asks for, and the handing in itself."""


@dataclass(frozen=True)
class Progress:
    """How far a prototype is: parts ``done`` of ``of``, pictures, and saves."""

    done: int
    of: int
    pictures: int
    versions: int


@public
def show(team_id: int) -> ResponseReturnValue:
    """One team: what everybody may know; names, code and drafts for its members."""
    actor = current_actor()
    found = open_team(team_id, actor, now())
    if found is None:
        abort(404)
    team, standing = found
    is_member = Relation.MEMBER in standing.relations
    sees_names = may(actor, Permission.SEE_TEAM, standing)
    proposals = proposals_of_team(team_id, with_drafts=is_member)
    return render_template(
        "teams/show.html",
        team=team,
        parts=parts_of("team", team),
        sees_names=sees_names,
        is_member=is_member,
        proposals=proposals,
        counts=_progress_of(proposals) if is_member else {},
        edits=is_member and may(actor, Permission.EDIT_PROPOSAL, standing),
        may_propose=is_member and team.closed_at is None and may(actor, Permission.DRAFT_PROPOSAL, standing),
        may_extend=team.closed_at is None and may(actor, Permission.EXTEND_TEAM, standing),
        at=now(),
        **_people(team, standing, sees_names),
        **_sheets(team, standing, sees_names),
        **_time(team),
    )


def _people(team: Any, standing: Standing, sees_names: bool) -> dict[str, Any]:
    """Who belongs to the team, who wants to, and the code; names only as far as the reader may see them."""
    members, credited = members_of(team.id), credits_of(team.id)
    leads = Relation.FOUNDER in standing.relations and team.closed_at is None
    return {
        "members": members,
        "credits": credited,
        "public_credits": [
            credit.shown_name for credit in credited if credit.has_agreed and credit.age_band not in NAMELESS
        ],
        "waiting": {each.person_id for each in members if _waits(each.person)},
        "leads": leads,
        "requests": requests_to(team.id) if leads else [],
        "checks": rule_checks_of(team, now(), members, credited) if sees_names else [],
        "admits": sees_names and team.closed_at is None and standing.phase in FORMING,
        "code": shown_join_code(team.join_code),
        "code_is_valid": team.join_code_expires_at > now(),
    }


def _waits(person: Any) -> bool:
    return waits_for_guardian(person.age_band, person.consent_until, now=now(), consent_age=consent_age())


def _sheets(team: Any, standing: Standing, sees_names: bool) -> dict[str, Any]:
    sees_sheets = may(current_actor(), Permission.SEE_SHEET, standing)
    return {
        "sees_sheets": sees_sheets,
        "progress": sheet_progress(team.id) if sees_sheets else {},
        "sessions": slots_of_team(team.id) if sees_names else [],
    }


def _time(team: Any) -> dict[str, Any]:
    """Until when the team may save, with its grace period and its own extension."""
    closing = closing_of(team.round, team.id)
    if closing is None:
        return {"closing": None, "left": None, "deadline": None, "is_grace": False}
    is_grace = closing.is_grace_at(now())
    ends_at = closing.closes_at if is_grace else closing.deadline
    return {"closing": closing, "deadline": ends_at, "left": ends_at - now(), "is_grace": is_grace}


def _progress_of(proposals: list[Any]) -> dict[int, Progress]:
    """How far each of the team's prototypes is, by its id."""
    versions = latest_versions([proposal.id for proposal in proposals])
    needs_cost = bool(proposals) and bool(pots_of(proposals[0].round_id))
    return {proposal.id: _progress(proposal, versions.get(proposal.id), needs_cost) for proposal in proposals}


def _progress(proposal: Any, version: Any, needs_cost: bool) -> Progress:
    content = content_of(version)
    missing = missing_for_submission(content, needs_cost=needs_cost)
    done = PARTS - 1 - len(missing) + (proposal.state in PUBLIC)
    return Progress(done, PARTS, len(content.pictures), version.number if version else 0)
