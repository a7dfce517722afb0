"""What people do in a round of the world: a team at work, and its idea with what the public may not see."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.accounts.models import Person
from app.domain.board import PostKind
from app.domain.people import AgeBand
from app.domain.phases import Phase
from app.domain.proposal_content import AttachmentKind
from app.domain.proposal_states import ProposalState
from app.domain.questionnaires import QuestionKind
from app.domain.sheets import SheetKind
from app.proposals.models import Attachment, CommentReport, ConflictGroup
from app.rounds.models import Pot, Round
from app.teams.models import (
    BoardPost,
    Credit,
    JoinRequest,
    MentorSlot,
    Question,
    Questionnaire,
    SheetVersion,
    Team,
)
from app.web.uploads import store_image
from tests import factories
from tests.world.pictures import a_picture
from tests.world.scenes import BEFORE_THE_CHECK, PHASES, Scene


def add_team(scene: Scene, round: Round, people: Mapping[str, Person]) -> None:
    """A team with somebody who asks to join, a credit, a sheet, a post on the board, sessions and questions."""
    team = factories.a_team(round, people["founder"], people["author"], people["member"])
    scene.values |= {"team_id": team.id, "code": team.join_code}
    for endpoint in ("teams.remove", "teams.hand_over"):
        scene.of[endpoint] = {"person_id": people["member"].id}
    now = datetime.now(UTC)
    add = factories.add
    asked = {"team_id": team.id, "person_id": people["resident"].id, "asked_at": now}
    add(JoinRequest(**asked))
    credit = {"shown_name": "Keita", "age_band": AgeBand.FROM_16, "has_agreed": True, "added_at": now}
    scene.values["credit_id"] = add(Credit(team_id=team.id, **credit)).id
    saved = {"number": 1, "cells": {"see": "Soli"}, "clashes": [], "saved_at": now}
    add(SheetVersion(team_id=team.id, kind=SheetKind.EMPATHY_MAP, **saved))
    scene.values["kind"] = "empathy-map"
    post = {"kind": PostKind.NEED, "body": "Meklējam zīmētāju", "language": "lv", "written_at": now}
    scene.values["post_id"] = add(BoardPost(round_id=round.id, author_id=people["author"].id, **post)).id
    _add_slots(scene, round, team, people)
    _add_questions(scene, round)


def _add_slots(scene: Scene, round: Round, team: Team, people: Mapping[str, Person]) -> None:
    """A free session tomorrow, one that the team has booked, and one that has taken place."""
    now, slots = datetime.now(UTC), []
    offered = {"round_id": round.id, "mentor_id": people["mentor"].id, "minutes": 20}
    days = {Phase.SUBMISSION: 1}.get(scene.phase, PHASES.index(scene.phase) + 2)
    for hours, team_id in ((24 * days, None), (24 * days + 1, team.id), (-24 * days, team.id)):
        starts_at = now + timedelta(hours=hours)
        slots.append(factories.add(MentorSlot(starts_at=starts_at, team_id=team_id, **offered)))
    free, booked, past = (slot.id for slot in slots)
    scene.values["slot_id"] = free
    scene.of |= {"teams.free_slot": {"slot_id": booked}, "teams.note_session": {"slot_id": past}}


def _add_questions(scene: Scene, round: Round) -> None:
    asked = {"position": 1, "kind": QuestionKind.SCALE, "text": {"lv": "Vai pilsēta klausās?"}, "options": []}
    question = factories.add(Question(round_id=round.id, is_before=True, is_after=True, **asked))
    later = asked | {"position": 2, "text": {"lv": "Vai ir ideja?"}}
    factories.add(Question(round_id=round.id, is_before=True, is_after=True, **later))
    factories.add(Questionnaire(round_id=round.id, takes_before=True, takes_after=False, is_public=True))
    scene.values |= {"question_id": question.id, "sitting": "before", "place": 1}


def add_proposals(scene: Scene, round: Round, pot: Pot, people: Mapping[str, Person]) -> None:
    """An idea of the team and its rival, with a picture and a comment."""
    state = ProposalState.SUBMITTED if scene.phase in BEFORE_THE_CHECK else ProposalState.FEASIBLE
    said = factories.content_with(neighbourhood_id=scene.values["neighbourhood_id"])
    given = {"pot_id": pot.id, "state": state, "content": said}
    proposal = factories.an_entry(round, people["author"], team_id=scene.values["team_id"], **given)
    rival = factories.an_entry(round, **given)
    group = factories.add(ConflictGroup(round_id=round.id, name={"lv": "Viena vieta"}, at_most=1))
    proposal.conflict_group_id = rival.conflict_group_id = group.id
    picture = store_image(a_picture(), "parks.png")
    columns = {
        "kind": AttachmentKind.IMAGE,
        "name": "parks.png",
        "alt": "Parks",
        "size_bytes": picture.size_bytes,
    }
    at = proposal.created_at
    factories.add(Attachment(proposal_id=proposal.id, file_key=picture.key, added_at=at, **columns))
    comment = factories.a_comment(proposal)
    scene.values |= {"proposal_id": proposal.id, "group_id": group.id, "comment_id": comment.id}
    scene.of["proposals.file"] = {"key": picture.key}
    _hide(scene, round, proposal, people)


def _hide(scene: Scene, round: Round, proposal: Any, people: Mapping[str, Person]) -> None:
    """What the public may not see: an idea in writing, one that was taken back, a comment that was hidden."""
    now = datetime.now(UTC)
    draft = factories.a_proposal(round, people["author"], state=ProposalState.DRAFT)
    withdrawn = factories.a_proposal(round, people["author"], state=ProposalState.WITHDRAWN)
    comment = factories.a_comment(proposal, hidden_at=now, hidden_reason="Apvainojošs.")
    report = CommentReport(
        comment_id=comment.id, person_id=people["resident"].id, reason="Rupji.", reported_at=now
    )
    factories.add(report)
    scene.hidden = {"draft": draft.id, "withdrawn": withdrawn.id, "comment": comment.id}
