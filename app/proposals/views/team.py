"""The page of a team with what it has written; it is drawn here because teams come before proposals."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.domain.join_codes import shown_join_code
from app.domain.permissions import FORMING, Permission, Relation, may
from app.domain.phases import Phase
from app.proposals.queries import proposals_of_team
from app.rounds.queries import timetable_of
from app.teams.queries import members_of, open_team
from app.web.clock import now
from app.web.guards import current_actor, public


@public
def show(team_id: int) -> ResponseReturnValue:
    """One team: what everybody may know; names, code and drafts for its members."""
    actor = current_actor()
    found = open_team(team_id, actor, now())
    if found is None:
        abort(404)
    team, standing = found
    deadline = timetable_of(team.round).end_of(Phase.SUBMISSION)
    sees_names = may(actor, Permission.SEE_TEAM, standing)
    is_member = Relation.MEMBER in standing.relations
    return render_template(
        "teams/show.html",
        team=team,
        members=members_of(team_id),
        sees_names=sees_names,
        is_member=is_member,
        leads=Relation.FOUNDER in standing.relations and team.closed_at is None,
        admits=sees_names and team.closed_at is None and standing.phase in FORMING,
        code=shown_join_code(team.join_code),
        code_is_valid=team.join_code_expires_at > now(),
        proposals=proposals_of_team(team_id, with_drafts=is_member),
        may_propose=is_member and team.closed_at is None and may(actor, Permission.DRAFT_PROPOSAL, standing),
        deadline=deadline,
        left=deadline - now() if deadline else None,
    )
